// When the server starts and starts anew, and what is said where it cannot. Must not know how it is started.
import * as vscode from 'vscode';
import type { Context } from '../context';
import { PLANS } from './client';
import { mayBePlan } from './planlike';

/** Start the server for what may be a plan; start it anew when trust or the interpreter changes. */
export function register(context: Context): void {
  const { extension, server } = context;
  const begin = (): void => {
    server.start().catch(() => undefined);
  };
  const look = (document: vscode.TextDocument): void => {
    if (server.state === 'absent' && vscode.languages.match(PLANS, document) > 0 && mayBePlan(document.getText())) {
      begin();
    }
  };
  const again = (): void => {
    if (server.state !== 'absent') {
      server.restart().catch(() => undefined);
    }
  };
  extension.subscriptions.push(
    vscode.workspace.onDidOpenTextDocument(look),
    vscode.workspace.onDidChangeTextDocument(({ document }) => {
      look(document);
    }),
    vscode.workspace.onDidGrantWorkspaceTrust(again),
    vscode.workspace.onDidChangeConfiguration((change) => {
      if (change.affectsConfiguration('planloom.interpreter')) {
        again();
      }
    }),
  );
  vscode.workspace.textDocuments.forEach(look);
}
