// Commands that make sense for some workers only: the server says for which. Must not know why, nor what they do.
import * as vscode from 'vscode';
import type { Context } from '../context';
import { visible } from '../plans/visible';
import type { Server } from '../server/server';
import { asking } from './asking';
import { target, type Argument, type Target } from './target';

/** A command that makes sense now, as the server offers it. */
interface Offer {
  readonly command: string;
  readonly title: string;
  readonly worker?: string;
}

/** Offer to take over work that was done by hand, and to correct rows of the checkpoint in the active editor. */
export function register(context: Context): void {
  const { extension, plans, server } = context;
  const does = (name: string, nobody: string, of: Target | undefined): unknown =>
    of &&
    asking(context, async () => {
      const meant = of.worker === undefined ? await picked(server, name, { of, nobody }) : of;
      return meant && server.execute(`planloom.${name}`, meant);
    });
  extension.subscriptions.push(
    vscode.commands.registerCommand('planloom.ui.adopt', async (argument?: Argument) =>
      does('adopt', 'no branch of this plan was worked on by hand', await target(plans, argument)),
    ),
    vscode.commands.registerCommand('planloom.ui.takeOver', async (argument?: Argument) => {
      const checkpoint = argument ?? vscode.window.activeTextEditor?.document.uri;
      return does('takeOver', 'this checkpoint agrees with the facts', checkpoint && (await target(plans, checkpoint)));
    }),
  );
}

/** Of the workers that the command is offered for, the one that the user picks. */
async function picked(
  server: Server,
  name: string,
  { of, nobody }: { readonly of: Target; readonly nobody: string },
): Promise<Target | undefined> {
  const { offers } = await server.request<{ offers: Offer[] }>('planloom/offers', { uri: of.uri });
  const items = offers.flatMap(({ command, title, worker }) =>
    command === `planloom.${name}` && worker !== undefined
      ? [{ label: visible(worker), description: visible(title), worker }]
      : [],
  );
  if (items.length === 0) {
    void vscode.window.showInformationMessage(`Planloom: ${nobody}.`);
  }
  const placeHolder = 'Which worker?';
  const item = items.length > 1 ? await vscode.window.showQuickPick(items, { placeHolder }) : items[0];
  return item && { uri: of.uri, worker: item.worker };
}
