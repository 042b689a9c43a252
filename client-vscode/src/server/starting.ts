// When the server starts and starts anew, and that a failure is said once. Must not know how it is started.
import * as vscode from 'vscode';
import type { Context } from '../context';
import { PLANS } from './documents';
import { mayBePlan } from './planlike';
import { tellOfFailure } from './telling';

/** Files by whose names the extension is activated, as package.json has them. */
const NAMES = '**/{*[Pp][Ll][Aa][Nn]*.md,CHECKPOINT_*.md}';

/** Start the server for what may be a plan; start it anew when trust or the interpreter changes. */
export function register({ extension, log, server }: Context): void {
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
    server.onDidChangeState((state) => {
      if (state === 'failed') {
        server.start().catch((error: unknown) => tellOfFailure(error, log));
      }
    }),
  );
  vscode.workspace.textDocuments.forEach(look);
  void vscode.workspace.findFiles(NAMES, undefined, 1).then((files) => {
    if (files.length > 0 && server.state === 'absent') {
      begin();
    }
  });
}
