// Commands of the palette, menus and keys that the server carries out. Must not know what they do.
import * as vscode from 'vscode';
import type { Context } from '../context';
import { target, type Argument } from './target';

/** Last parts of ids: `planloom.ui.X` in VS Code is `planloom.X` of the server. */
const PHASES = [
  'run',
  'createWorktrees',
  'spawnWorkers',
  'validateWorkers',
  'mergeWorkers',
  'cleanUp',
  'updateCheckpoint',
  'resume',
  'stopWorkers',
  'status',
];

/** Offer the server's commands. */
export function register({ extension, log, plans, server }: Context): void {
  for (const name of PHASES) {
    const command = vscode.commands.registerCommand(`planloom.ui.${name}`, async (argument?: Argument) => {
      const meant = await target(plans, argument);
      return meant && server.execute(`planloom.${name}`, meant);
    });
    extension.subscriptions.push(command);
  }
  extension.subscriptions.push(
    vscode.commands.registerCommand('planloom.ui.restart', () => server.restart()),
    vscode.commands.registerCommand('planloom.ui.showLog', () => {
      log.show();
    }),
  );
}
