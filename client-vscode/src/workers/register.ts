// The Workers view, and the commands that go from a worker to its part of the plan and to its worktree.
import * as vscode from 'vscode';
import { changesOf } from '../changes/changes';
import { asking } from '../commands/asking';
import { target, type Argument } from '../commands/target';
import type { Context } from '../context';
import { isRunning, type Plans } from '../plans/plans';
import { visible } from '../plans/visible';
import { workerOf, type Node } from './nodes';
import { workerTarget, type WorkerTarget } from './pick';
import { Tree } from './tree';
import { attention, count } from './words';

const SECOND = 1000;
// What a worker spends and says is not told by itself.
const LOOK_EVERY = 10;

/** Show the view and offer its commands. */
export function register(context: Context): void {
  const { extension, log, plans, server } = context;
  const tree = new Tree(plans, (error) => {
    log.error(String(error));
    // Why there is no server is told elsewhere; here a message would hide the ways out of it.
    if (server.state !== 'failed') {
      view.message = error instanceof Error ? error.message : String(error);
    }
  });
  const options = { treeDataProvider: tree, showCollapseAll: true };
  const view = vscode.window.createTreeView<Node>('planloom.workers', options);
  const update = (): void => {
    view.message = '';
    view.badge = badgeOf(plans);
    tree.changed();
  };
  const offer = (name: string, action: (argument: Argument) => Promise<unknown>): vscode.Disposable =>
    vscode.commands.registerCommand(`planloom.ui.${name}`, (argument: Argument) =>
      asking(context, () => action(argument)),
    );
  extension.subscriptions.push(
    view,
    vscode.window.registerFileDecorationProvider(tree),
    plans.onDidChange(update),
    ticking(view, plans, tree),
    offer('refresh', async () => {
      await plans.refresh();
      await Promise.all(plans.all().map(({ uri }) => plans.look(uri)));
    }),
    offer('status', (argument) => show(view, tree, plans, argument)),
    offer('revealInPlan', (argument) => reveal(plans, argument)),
    offer('openWorktree', async (argument) => {
      const folder = await worktree(context, argument);
      if (folder) {
        await vscode.commands.executeCommand('vscode.openFolder', vscode.Uri.file(folder), { forceNewWindow: true });
      }
    }),
    offer('openTerminal', async (argument) => {
      const meant = await workerTarget(plans, argument);
      const cwd = meant && (await worktree(context, meant));
      if (cwd) {
        vscode.window.createTerminal({ name: `${visible(meant.worker)} worktree`, cwd }).show();
      }
    }),
  );
}

/** Time goes on in the view while something runs and somebody looks. */
function ticking(view: vscode.TreeView<Node>, plans: Plans, tree: Tree): vscode.Disposable {
  let timer: NodeJS.Timeout | undefined;
  let ticks = 0;
  const tick = (): void => {
    ticks += 1;
    if (ticks % LOOK_EVERY === 0) {
      for (const { uri, status } of plans.all()) {
        if (isRunning(status)) {
          plans.look(uri).catch(() => undefined);
        }
      }
    }
    tree.tick();
  };
  const decide = (): void => {
    const wanted = view.visible && plans.all().some(({ status }) => isRunning(status));
    if (wanted) {
      timer ??= setInterval(tick, SECOND);
    } else {
      clearInterval(timer);
      timer = undefined;
    }
  };
  return vscode.Disposable.from(
    view.onDidChangeVisibility(decide),
    plans.onDidChange(decide),
    new vscode.Disposable(() => {
      clearInterval(timer);
    }),
  );
}

/** How many workers want to be looked at. */
function badgeOf(plans: Plans): vscode.ViewBadge | undefined {
  const value = plans.all().reduce((sum, plan) => sum + attention(plan), 0);
  return value === 0 ? undefined : { value, tooltip: `${count(value, 'worker')} to look after` };
}

async function show(view: vscode.TreeView<Node>, tree: Tree, plans: Plans, argument: Argument): Promise<void> {
  const meant = await target(plans, argument);
  const node = meant && tree.nodeOf(meant.uri, meant.worker);
  if (node) {
    await plans.look(node.uri);
    await view.reveal(node, { select: true, focus: true, expand: true });
  }
}

async function reveal(plans: Plans, argument: Argument): Promise<void> {
  const meant = await workerTarget(plans, argument);
  const plan = meant && plans.get(meant.uri);
  if (plan) {
    const range = workerOf(plan, meant.worker)?.range;
    const { line, character } = range?.start ?? { line: 0, character: 0 };
    const selection = new vscode.Range(line, character, line, character);
    await vscode.window.showTextDocument(vscode.Uri.parse(plan.uri), { selection });
  }
}

/** The folder of a worker's worktree; says so where there is none. */
async function worktree({ plans, server }: Context, argument: Argument | WorkerTarget): Promise<string | undefined> {
  const meant = await workerTarget(plans, argument);
  if (meant === undefined) {
    return undefined;
  }
  const { worktree: folder } = await changesOf(server, meant);
  if (folder === null) {
    throw new Error(`${meant.worker} has no worktree now; Create Worktrees makes one.`);
  }
  return folder;
}
