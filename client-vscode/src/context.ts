// What every part of the extension gets. Knows names only; must not know how anything is done.
import type * as vscode from 'vscode';
import type { Plans } from './plans/plans';
import type { Server } from './server/server';

/** The extension's own things, handed to each part's `register`. */
export interface Context {
  readonly extension: vscode.ExtensionContext;
  readonly server: Server;
  readonly log: vscode.LogOutputChannel;
  readonly plans: Plans;
}
