// Writes an exported picture where the user wants it. Must not know how it was drawn.
import * as vscode from 'vscode';
import { contentOf } from './choice';
import type { Format } from './messages';

/** A file that the user asked for, and whose content the page has yet to give. */
export interface Wanted {
  readonly format: Format;
  readonly file: vscode.Uri;
}

/** Ask what to export and where to; undefined where the user does not want it after all. */
export async function ask(plan: vscode.Uri): Promise<Wanted | undefined> {
  const picked = await vscode.window.showQuickPick(
    [
      { label: 'SVG', description: 'sharp at any size', format: 'svg' as const },
      { label: 'PNG', description: 'for chats and slides', format: 'png' as const },
    ],
    { placeHolder: 'Export as' },
  );
  if (picked === undefined) {
    return undefined;
  }
  const name = plan.path.replace(/^.*\//, '').replace(/\.\w+$/, '');
  const file = await vscode.window.showSaveDialog({
    defaultUri: vscode.Uri.joinPath(plan, '..', `${name}.${picked.format}`),
    filters: { [picked.label]: [picked.format] },
  });
  return file && { format: picked.format, file };
}

/** Write what the page gave, and offer to open it. */
export async function write({ format, file }: Wanted, data: string): Promise<void> {
  const content = contentOf(format, data);
  if (content === undefined) {
    throw new Error(`the picture could not be exported as ${format.toUpperCase()}`);
  }
  await vscode.workspace.fs.writeFile(file, content);
  const name = vscode.workspace.asRelativePath(file);
  const chosen = await vscode.window.showInformationMessage(`Planloom: exported to ${name}`, 'Open');
  if (chosen !== undefined) {
    await vscode.commands.executeCommand('vscode.open', file);
  }
}
