// Commands of the palette, menus and keys that the server carries out. Must not know what they do.
import * as vscode from 'vscode';
import type { Context } from '../context';
import { isRunning, type Plan } from '../plans/plans';
import { asking } from './asking';
import { hasRun, isResumable } from './keys';
import { target, type Argument } from './target';

const any = (): boolean => true;

/** Last parts of ids, `planloom.ui.X` in VS Code and `planloom.X` in the server, and the plans each makes sense for. */
const PHASES: Readonly<Record<string, (plan: Plan) => boolean>> = {
  run: any,
  createWorktrees: any,
  spawnWorkers: any,
  validateWorkers: hasRun,
  mergeWorkers: hasRun,
  cleanUp: hasRun,
  updateCheckpoint: any,
  resume: isResumable,
  stopWorkers: ({ status }) => isRunning(status),
};

/** Offer the server's commands, and those that are about the server. */
export function register(context: Context): void {
  const { extension, log, plans, server } = context;
  const offer = (name: string, action: (argument?: Argument) => unknown): void => {
    extension.subscriptions.push(vscode.commands.registerCommand(`planloom.ui.${name}`, action));
  };
  for (const [name, fits] of Object.entries(PHASES)) {
    offer(name, async (argument) => {
      const meant = await target(plans, argument, fits);
      return meant && asking(context, () => server.execute(`planloom.${name}`, meant));
    });
  }
  offer('interrupt', () => {
    server.interrupt();
  });
  offer('restart', () => server.restart().catch(() => undefined));
  offer('showLog', () => {
    log.show();
  });
}
