// Which worker a command is meant for: the one it was called on, else the one the user picks.
import * as vscode from 'vscode';
import { target, type Argument } from '../commands/target';
import type { Plan, Plans } from '../plans/plans';
import { visible } from '../plans/visible';
import { statusOf, workersOf, workerOf } from './nodes';
import { workerLine } from './words';

/** One worker of a plan. */
export interface WorkerTarget {
  readonly uri: string;
  readonly worker: string;
}

/** The worker that an argument means, else the one that is picked of the plan that is meant. */
export async function workerTarget(
  plans: Plans,
  argument: Argument,
  fits?: (plan: Plan) => boolean,
): Promise<WorkerTarget | undefined> {
  const meant = await target(plans, argument, fits);
  if (meant === undefined) {
    return undefined;
  }
  const worker = meant.worker ?? (await picked(plans.get(meant.uri)));
  return worker === undefined ? undefined : { uri: meant.uri, worker };
}

async function picked(plan: Plan | undefined): Promise<string | undefined> {
  const items = plan ? workersOf(plan).map(({ worker }) => itemOf(plan, worker)) : [];
  return items.length < 2
    ? items[0]?.worker
    : (await vscode.window.showQuickPick(items, { placeHolder: 'Which worker?' }))?.worker;
}

function itemOf(plan: Plan, worker: string): vscode.QuickPickItem & { worker: string } {
  const detail = workerOf(plan, worker)?.name ?? '';
  const line = workerLine(statusOf(plan, worker), plan.toldAt ?? 0, Date.now());
  return { label: visible(worker), description: visible(detail), detail: visible(line), worker };
}
