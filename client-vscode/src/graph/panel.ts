// One editor tab with a plan's graph and timeline. Must not know which plan it should follow.
import * as vscode from 'vscode';
import type { Context } from '../context';
import { tell } from '../server/telling';
import { placeOf } from './choice';
import type { Range } from './documents';
import { ask, write, type Wanted } from './exporting';
import { fromPage, type FromPage, type ToPage } from './messages';
import { optionsOf, pageOf } from './page';
import { sourceOf, type Source, type Told } from './source';

export const VIEW = 'planloom.graph';

/** The tab. A pinned one stays with its plan. */
export interface Panel {
  readonly panel: vscode.WebviewPanel;
  uri(): string;
  isPinned(): boolean;
  show(uri: string): void;
  export(): Promise<void>;
}

/** What a tab shows, and what it waits for. */
interface State {
  uri: string;
  pinned: boolean;
  revision: number;
  news: Told | undefined;
  wanted: Wanted | undefined;
}

/** Give a webview panel its page, and a plan to show. */
export function fill(context: Context, panel: vscode.WebviewPanel, first: { uri: string; pinned: boolean }): Panel {
  const state: State = { uri: '', pinned: first.pinned, revision: 0, news: undefined, wanted: undefined };
  const send = (): void => {
    for (const message of messagesOf(state)) {
      void panel.webview.postMessage(message);
    }
  };
  const source = sourceOf(context, (news) => {
    state.news = news;
    state.revision += 1;
    send();
  });
  const made: Panel = {
    panel,
    uri: () => state.uri,
    isPinned: () => state.pinned,
    show: (uri) => {
      if (uri !== state.uri) {
        Object.assign(state, { uri, news: undefined });
        panel.title = `Graph: ${nameOf(uri)}`;
        source.watch(uri);
      }
    },
    export: async () => {
      state.wanted = await ask(vscode.Uri.parse(state.uri));
      if (state.wanted) {
        void panel.webview.postMessage({ type: 'export', format: state.wanted.format } satisfies ToPage);
      }
    },
  };
  begin(context, panel, source, (message) => does(message, { made, state, send }));
  made.show(first.uri);
  return made;
}

function messagesOf({ news, uri, pinned, revision }: State): ToPage[] {
  if (news === undefined) {
    return [];
  }
  const { picture, trouble, times, timesTrouble } = news;
  return [
    { type: 'plan', uri, file: nameOf(uri), pinned, revision, picture, trouble },
    { type: 'times', times, trouble: timesTrouble },
  ];
}

interface Parts {
  readonly made: Panel;
  readonly state: State;
  readonly send: () => void;
}

/** Do what was chosen in the page. */
async function does(message: FromPage, { made, state, send }: Parts): Promise<void> {
  const { wanted } = state;
  switch (message.type) {
    case 'ready':
      send();
      break;
    case 'pin':
      state.pinned = message.pinned;
      send();
      break;
    case 'export':
      await made.export();
      break;
    case 'save':
      state.wanted = undefined;
      // Only what the user asked for is written.
      if (wanted?.format === message.format) {
        await write(wanted, message.data);
      }
      break;
    default:
      await reveal(made.panel, state.uri, placeOf(message, state.news?.picture ?? null, state.revision));
  }
}

function begin(
  { extension, log }: Context,
  panel: vscode.WebviewPanel,
  source: Source,
  hears: (message: FromPage) => Promise<void>,
): void {
  const heard = panel.webview.onDidReceiveMessage((value: unknown) => {
    const message = fromPage(value);
    if (message === undefined) {
      log.warn('the plan graph said what is no message');
      return;
    }
    hears(message).catch((error: unknown) => tell(error, log));
  });
  panel.onDidDispose(() => {
    source.dispose();
    heard.dispose();
  });
  const icon = (theme: string): vscode.Uri =>
    vscode.Uri.joinPath(extension.extensionUri, 'media', `graph-${theme}.svg`);
  panel.iconPath = { light: icon('light'), dark: icon('dark') };
  panel.webview.options = optionsOf(extension.extensionUri);
  panel.webview.html = pageOf(panel.webview, extension.extensionUri);
}

/** Show a place of a plan in the editor that has it, or beside the graph. */
async function reveal(panel: vscode.WebviewPanel, uri: string, range: Range | undefined): Promise<void> {
  if (range === undefined) {
    return;
  }
  const { start, end } = range;
  const selection = new vscode.Range(start.line, start.character, end.line, end.character);
  const open = vscode.window.visibleTextEditors.find(({ document }) => document.uri.toString() === uri);
  const beside = panel.viewColumn === vscode.ViewColumn.One ? vscode.ViewColumn.Beside : vscode.ViewColumn.One;
  await vscode.window.showTextDocument(vscode.Uri.parse(uri), { selection, viewColumn: open?.viewColumn ?? beside });
}

/** A plan's file for people. */
function nameOf(uri: string): string {
  return vscode.workspace.asRelativePath(vscode.Uri.parse(uri), false);
}
