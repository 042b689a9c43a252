// Shows what a run would do, as a document that cannot be edited or saved. Must not know what a run is.
import * as vscode from 'vscode';
import { asking } from '../commands/asking';
import { target, type Argument } from '../commands/target';
import type { Context } from '../context';

const SCHEME = 'planloom-dry-run';

/** Offer the command, and the document. */
export function register(context: Context): void {
  const { extension, plans, server } = context;
  const texts = new Map<string, string>();
  const changed = new vscode.EventEmitter<vscode.Uri>();
  const show = async (argument: Argument): Promise<void> => {
    const meant = await target(plans, argument);
    const answer = meant && (await server.execute('planloom.run', { ...meant, dryRun: true }));
    // What is refused is said by the server, and has no answer.
    if (meant === undefined || typeof answer !== 'string') {
      return;
    }
    const address = addressOf(vscode.Uri.parse(meant.uri), meant.worker);
    texts.set(address.toString(), answer);
    changed.fire(address);
    const document = await vscode.workspace.openTextDocument(address);
    await vscode.languages.setTextDocumentLanguage(document, 'shellscript');
    await vscode.window.showTextDocument(document, { preview: true });
  };
  extension.subscriptions.push(
    changed,
    vscode.workspace.registerTextDocumentContentProvider(SCHEME, {
      onDidChange: changed.event,
      provideTextDocumentContent: (address) => texts.get(address.toString()) ?? 'Ask for the dry run again to see it.',
    }),
    vscode.workspace.onDidCloseTextDocument(({ uri }) => texts.delete(uri.toString())),
    vscode.commands.registerCommand('planloom.ui.dryRun', (argument: Argument) =>
      asking(context, () => show(argument)),
    ),
  );
}

function addressOf(plan: vscode.Uri, worker: string | undefined): vscode.Uri {
  const whose = worker === undefined ? '' : ` (${worker})`;
  return plan.with({ scheme: SCHEME, path: `${plan.path}${whose} dry run`, query: worker ?? '' });
}
