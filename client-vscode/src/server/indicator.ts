// The server's state beside the language of a Markdown editor. Must not know why it is so.
import * as vscode from 'vscode';
import type { Context } from '../context';
import { PLANS } from './documents';
import type { ServerState } from './server';

const TEXTS: Readonly<Record<ServerState, string>> = {
  absent: 'Planloom: no plan is open',
  starting: 'Planloom: starting',
  ready: 'Planloom: ready',
  failed: 'Planloom: failed',
};

/** Show the state as a language status item. */
export function register({ extension, server }: Context): void {
  const item = vscode.languages.createLanguageStatusItem('planloom.server', PLANS);
  item.name = 'Planloom';
  const show = (): void => {
    const { state } = server;
    item.text = TEXTS[state];
    item.busy = state === 'starting';
    item.detail = vscode.workspace.isTrusted ? '' : 'Restricted Mode: plans are checked, nothing is run';
    item.severity = vscode.LanguageStatusSeverity[state === 'failed' ? 'Error' : 'Information'];
    item.command = { command: 'planloom.ui.showLog', title: 'Show Log' };
  };
  extension.subscriptions.push(item, server.onDidChangeState(show), vscode.workspace.onDidGrantWorkspaceTrust(show));
  show();
}
