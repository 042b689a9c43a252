// What a command is meant for: the tree item it was called on, the active editor, or what the user picks.
import * as vscode from 'vscode';
import type { Plan, Plans } from '../plans/plans';
import { visible } from '../plans/visible';

/** A plan, or one of its workers. */
export interface Target {
  readonly uri: string;
  readonly worker?: string;
}

/** What a command is called with: a target, a file of the explorer or the editor's title, or nothing. */
export type Argument = Target | vscode.Uri | undefined;

/** The target that an argument means, else the active editor's plan, else the one the user picks of those that fit. */
export async function target(
  plans: Plans,
  argument: Argument,
  fits: (plan: Plan) => boolean = () => true,
): Promise<Target | undefined> {
  if (argument instanceof vscode.Uri) {
    return { uri: argument.toString() };
  }
  if (argument !== undefined) {
    return argument.worker === undefined ? { uri: argument.uri } : { uri: argument.uri, worker: argument.worker };
  }
  const active = vscode.window.activeTextEditor?.document.uri.toString();
  const open = active === undefined ? undefined : plans.get(active);
  const plan = open !== undefined && fits(open) ? open : await picked(plans.all().filter(fits));
  return plan && { uri: plan.uri };
}

async function picked(plans: readonly Plan[]): Promise<Plan | undefined> {
  if (plans.length < 2) {
    return plans[0];
  }
  const items = plans.map((plan) => ({
    label: visible(plan.title),
    description: vscode.workspace.asRelativePath(vscode.Uri.parse(plan.uri)),
    plan,
  }));
  return (await vscode.window.showQuickPick(items, { placeHolder: 'Which plan?', matchOnDescription: true }))?.plan;
}
