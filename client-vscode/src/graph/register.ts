// Opens graphs of plans as editor tabs: one that follows the active plan, and any number that are pinned to theirs.
import * as vscode from 'vscode';
import { target, type Argument } from '../commands/target';
import type { Context } from '../context';
import { tell } from '../server/telling';
import { fill, VIEW, type Panel } from './panel';
import { optionsOf } from './page';

/** Offer the commands, follow the active plan, and bring tabs back when the window is loaded again. */
export function register(context: Context): void {
  const { extension, log, plans } = context;
  const panels = new Set<Panel>();
  const add = (webview: vscode.WebviewPanel, uri: string, pinned: boolean): void => {
    const panel = fill(context, webview, { uri, pinned });
    panels.add(panel);
    webview.onDidDispose(() => panels.delete(panel));
  };
  const open = async (argument: Argument, column: vscode.ViewColumn): Promise<void> => {
    const meant = await target(plans, argument);
    if (meant === undefined) {
      return;
    }
    const there = [...panels].find((panel) => !panel.isPinned() || panel.uri() === meant.uri);
    if (there) {
      there.show(meant.uri);
      there.panel.reveal();
    } else {
      const options = optionsOf(extension.extensionUri);
      add(vscode.window.createWebviewPanel(VIEW, 'Graph', column, options), meant.uri, false);
    }
  };
  const active = (): Panel | undefined => [...panels].find(({ panel }) => panel.active);
  const offer = (name: string, does: (argument: Argument) => Promise<void> | undefined): vscode.Disposable =>
    vscode.commands.registerCommand(`planloom.ui.${name}`, (argument: Argument) =>
      does(argument)?.catch((error: unknown) => tell(error, log)),
    );
  extension.subscriptions.push(
    offer('graph', (argument) => open(argument, vscode.ViewColumn.Active)),
    offer('graphToSide', (argument) => open(argument, vscode.ViewColumn.Beside)),
    offer('exportGraph', () => active()?.export()),
    vscode.window.registerWebviewPanelSerializer(VIEW, {
      deserializeWebviewPanel: (webview, state: unknown) => {
        const { uri, pinned } = (state ?? {}) as { readonly uri?: unknown; readonly pinned?: unknown };
        add(webview, typeof uri === 'string' ? uri : '', pinned === true);
        return Promise.resolve();
      },
    }),
    vscode.window.onDidChangeActiveTextEditor((editor) => {
      const uri = editor?.document.uri.toString();
      if (uri !== undefined && plans.get(uri)) {
        [...panels]
          .filter((panel) => !panel.isPinned())
          .forEach((panel) => {
            panel.show(uri);
          });
      }
    }),
  );
}
