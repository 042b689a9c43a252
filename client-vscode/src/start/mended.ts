// Notices that a plan's errors were mended, for the guide to tick that off. Must not know which errors there are.
import * as vscode from 'vscode';
import type { Context } from '../context';

/** Set the key `planloom.mended` when an open plan that had errors has none. */
export function register({ extension }: Context): void {
  const broken = new Set<string>();
  const look = (uri: vscode.Uri): void => {
    const isOpen = vscode.workspace.textDocuments.some((document) => document.uri.toString() === uri.toString());
    if (!isOpen) {
      broken.delete(uri.toString());
    } else if (vscode.languages.getDiagnostics(uri).some(isError)) {
      broken.add(uri.toString());
    } else if (broken.delete(uri.toString())) {
      void vscode.commands.executeCommand('setContext', 'planloom.mended', true);
    }
  };
  extension.subscriptions.push(
    vscode.languages.onDidChangeDiagnostics(({ uris }) => {
      uris.forEach(look);
    }),
  );
}

function isError({ severity, source }: vscode.Diagnostic): boolean {
  return source === 'planloom' && severity === vscode.DiagnosticSeverity.Error;
}
