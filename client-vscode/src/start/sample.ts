// The sample plan: made where the user wants it, opened, shown with the guide beside it. Must not know its content.
import * as vscode from 'vscode';
import type { Context } from '../context';

const NAME = 'planloom-sample';
const GUIDE = 'planloom.planloom#planloom.start';
const AWAITED = 'sample';

/** Make the sample in a new folder, and open that; nothing where the user gives up. */
export async function openSample({ extension, server }: Context): Promise<void> {
  const options = { canSelectFiles: false, canSelectFolders: true, openLabel: 'Make the Sample Here' };
  const [parent] = (await vscode.window.showOpenDialog({ ...options, title: 'Choose a folder for the sample' })) ?? [];
  if (parent === undefined) {
    return;
  }
  const folder = await unused(parent);
  const { uri } = await server.request<{ uri: string }>('planloom/sample', { folder: folder.toString() });
  await extension.globalState.update(AWAITED, uri);
  const forceNewWindow = (vscode.workspace.workspaceFolders ?? []).length > 0;
  await vscode.commands.executeCommand('vscode.openFolder', folder, { forceNewWindow });
}

/** Where this window is the one that was opened for the sample: show the plan, and the guide beside it. */
export async function showSample({ extension }: Context): Promise<void> {
  const uri = extension.globalState.get<string>(AWAITED);
  if (uri === undefined || vscode.workspace.getWorkspaceFolder(vscode.Uri.parse(uri)) === undefined) {
    return;
  }
  await extension.globalState.update(AWAITED, undefined);
  await vscode.window.showTextDocument(vscode.Uri.parse(uri));
  await vscode.commands.executeCommand('setContext', 'planloom.sampleOpen', true);
  await vscode.commands.executeCommand('workbench.action.openWalkthrough', GUIDE, true);
}

/** A folder below `parent` that is not there yet. */
async function unused(parent: vscode.Uri): Promise<vscode.Uri> {
  const taken = new Set((await vscode.workspace.fs.readDirectory(parent)).map(([name]) => name));
  let name = NAME;
  for (let number = 2; taken.has(name); number += 1) {
    name = `${NAME}-${number}`;
  }
  return vscode.Uri.joinPath(parent, name);
}
