// Questions of the server: as a dialog where there is something to read first, which keeps its lines and cannot be
// missed; as a notification where the question says all. Must not know what is asked.
import * as vscode from 'vscode';
import type { MessageActionItem, ShowMessageRequestParams } from 'vscode-languageclient/node';

const CANCEL = 'Cancel';

/** The answer that the user chose; null for none. */
export async function ask(params: ShowMessageRequestParams): Promise<MessageActionItem | null> {
  const [question = '', ...lines] = params.message.split('\n');
  const answers = (params.actions ?? []).map(({ title }) => ({ title, isCloseAffordance: title === CANCEL }));
  const options = { modal: lines.length > 0, detail: lines.join('\n').trim() };
  const chosen = await vscode.window.showWarningMessage(question, options, ...answers);
  return chosen ? { title: chosen.title } : null;
}
