// Shows what a worker changed: its files to choose from, each side by side with what it was. Must not know git.
import * as vscode from 'vscode';
import { asking } from '../commands/asking';
import type { Argument } from '../commands/target';
import type { Context } from '../context';
import { visible } from '../plans/visible';
import type { Server } from '../server/server';
import { workerTarget, type WorkerTarget } from '../workers/pick';
import { count } from '../workers/words';
import { changesOf, markOf, ordered, type ChangedFile, type InCommit } from './changes';

const SCHEME = 'planloom-content';

interface Item extends vscode.QuickPickItem {
  readonly files?: readonly ChangedFile[];
}

/** Offer the command, and what files were. */
export function register(context: Context): void {
  const { extension, server } = context;
  extension.subscriptions.push(
    vscode.workspace.registerTextDocumentContentProvider(SCHEME, {
      provideTextDocumentContent: (uri, token) => content(server, uri, token),
    }),
    vscode.commands.registerCommand('planloom.ui.diff', (argument?: Argument & { path?: string }) =>
      asking(context, () => open(context, argument)),
    ),
  );
}

async function open({ plans, server }: Context, argument: (Argument & { path?: string }) | undefined): Promise<void> {
  const meant = await workerTarget(plans, argument);
  if (meant === undefined) {
    return;
  }
  const files = ordered((await changesOf(server, meant)).files);
  if (files.length === 0) {
    void vscode.window.showInformationMessage(`Planloom: ${meant.worker} changed nothing since it began.`);
    return;
  }
  const named = files.find(({ path }) => path === argument?.path);
  const chosen = named ? [named] : ((await picked(meant, files)) ?? []);
  const [first, ...others] = chosen;
  if (first && others.length === 0) {
    await openOne(meant, first);
  } else if (first) {
    const sides = chosen.map((file) => {
      const [before, after] = sidesOf(meant, file);
      return [after, file.before ? before : undefined, file.after === null ? undefined : after];
    });
    await vscode.commands.executeCommand('vscode.changes', `What ${meant.worker} changed`, sides);
  }
}

async function picked(meant: WorkerTarget, files: readonly ChangedFile[]): Promise<readonly ChangedFile[] | undefined> {
  const rows = files.map((file): Item => {
    const path = visible(file.path);
    return { label: path, description: markOf(file), detail: visible(file.why), files: [file] };
  });
  const all: Item = { label: `$(diff-multiple) All ${count(files.length, 'file')}`, files };
  const strays = files.filter(({ owned }) => !owned).length;
  const whose = strays === 0 ? 'all its own' : `${strays} not its own`;
  const title = `${visible(meant.worker)} changed ${count(files.length, 'file')}, ${whose}`;
  const options = { title, placeHolder: 'Which file?', matchOnDescription: true, matchOnDetail: true };
  return (await vscode.window.showQuickPick(files.length > 1 ? [...rows, all] : rows, options))?.files;
}

async function openOne(meant: WorkerTarget, file: ChangedFile): Promise<void> {
  const title = `${visible(file.path)} (${meant.worker}, ${file.owned ? 'owned' : 'not owned'}: ${visible(file.why)})`;
  await vscode.commands.executeCommand('vscode.diff', ...sidesOf(meant, file), title);
}

/** Where a file is to be read, before and after. */
function sidesOf(meant: WorkerTarget, file: ChangedFile): [vscode.Uri, vscode.Uri] {
  const lies = typeof file.after === 'string' ? vscode.Uri.file(file.after) : undefined;
  // Under the same path on both sides, or it would look renamed.
  const address = (at: InCommit | null): vscode.Uri =>
    vscode.Uri.from({
      scheme: SCHEME,
      path: lies?.path ?? `/${file.path}`,
      query: JSON.stringify(at ? { uri: meant.uri, ...at } : {}),
    });
  return [address(file.before), lies ?? address(typeof file.after === 'string' ? null : file.after)];
}

async function content(server: Server, address: vscode.Uri, token: vscode.CancellationToken): Promise<string> {
  const asked = JSON.parse(address.query) as Partial<InCommit> & { uri?: string };
  if (asked.commit === undefined) {
    return '';
  }
  const { text } = await server.request<{ text: string | null }>('planloom/content', asked, token);
  return text ?? 'This file is no text.';
}
