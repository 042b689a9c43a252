// The new-plan wizard: asks, has the server write the plan, and opens it. Must not know the plan's form.
import * as vscode from 'vscode';
import type { Context } from '../context';
import { ask } from './ask';
import { fileName, newPlan, questions } from './drafts';

const TITLE = 'New Plan';
const UNSAVED = 'Open it without saving';
const SAVED = 'Save it as…';
const PLACEHOLDER = /\[[^\]\n]+\]/;

/** Ask what the plan is about, and open it with the first gap selected; nothing where the user gives up. */
export async function createPlan({ server }: Context): Promise<void> {
  const answers = await ask(TITLE, questions);
  if (answers === undefined) {
    return;
  }
  const plan = newPlan(answers);
  const { text } = await server.request<{ text: string }>('planloom/template', plan);
  const document = await opened(text, fileName(plan.title));
  if (document === undefined) {
    return;
  }
  const editor = await vscode.window.showTextDocument(document);
  const gap = PLACEHOLDER.exec(text);
  if (gap !== null) {
    const [start, end] = [gap.index, gap.index + gap[0].length].map((offset) => document.positionAt(offset));
    editor.selection = new vscode.Selection(start ?? editor.selection.start, end ?? editor.selection.end);
  }
}

/** The plan's document, in a file where the user wants one. */
async function opened(text: string, name: string): Promise<vscode.TextDocument | undefined> {
  const where = await vscode.window.showQuickPick([UNSAVED, SAVED], { title: TITLE, ignoreFocusOut: true });
  if (where === UNSAVED) {
    return vscode.workspace.openTextDocument({ language: 'markdown', content: text });
  }
  const file = where && (await vscode.window.showSaveDialog({ title: TITLE, ...below(name) }));
  if (file === undefined || file === '') {
    return undefined;
  }
  await vscode.workspace.fs.writeFile(file, Buffer.from(text));
  return vscode.workspace.openTextDocument(file);
}

function below(name: string): vscode.SaveDialogOptions {
  const folder = vscode.workspace.workspaceFolders?.[0]?.uri;
  return folder === undefined ? {} : { defaultUri: vscode.Uri.joinPath(folder, name) };
}
