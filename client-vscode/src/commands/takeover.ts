// Corrects a row of the checkpoint in the active editor. Must not know how the server tells what is so.
import * as vscode from 'vscode';
import type { Server } from '../server/server';

const COMMAND = 'planloom.takeOver';

/** A command that makes sense now, as the server offers it. */
interface Offer {
  readonly command: string;
  readonly title: string;
  readonly worker?: string;
}

/** Have a row that is not so say what is; the user picks it where there are several. */
export async function takeOver(server: Server): Promise<void> {
  const uri = vscode.window.activeTextEditor?.document.uri.toString();
  const { offers } = await server.request<{ offers: Offer[] }>('planloom/offers', { uri });
  const rows = offers.filter(({ command }) => command === COMMAND);
  if (uri === undefined || rows.length === 0) {
    void vscode.window.showInformationMessage('Planloom: what this checkpoint says is so.');
    return;
  }
  const items = rows.map(({ title, worker = '' }) => ({ label: worker, description: title }));
  const placeHolder = 'Which worker?';
  const row = items.length === 1 ? items[0] : await vscode.window.showQuickPick(items, { placeHolder });
  await (row && server.execute(COMMAND, { uri, worker: row.label }));
}
