// Keeps the context keys up to date by which commands and menus know where they make sense. Must not know commands.
import * as vscode from 'vscode';
import type { Context } from '../context';
import { isRunning, type Plan } from '../plans/plans';

type Key =
  | 'active'
  | 'activeRunning'
  | 'files'
  | 'hasPlans'
  | 'hasRun'
  | 'listed'
  | 'resumable'
  | 'running'
  | 'serverFailed'
  | 'serverReady';

/** Set the keys `planloom.*` now and whenever plans, server or the active editor change. */
export function register({ extension, plans, server }: Context): void {
  const said = new Map<Key, string>();
  const say = (key: Key, value: unknown): void => {
    const text = JSON.stringify(value);
    if (said.get(key) !== text) {
      said.set(key, text);
      void vscode.commands.executeCommand('setContext', `planloom.${key}`, value);
    }
  };
  const update = (): void => {
    const all = plans.all();
    const uri = vscode.window.activeTextEditor?.document.uri.toString();
    const active = uri === undefined ? undefined : plans.get(uri);
    say('active', active !== undefined);
    say('activeRunning', isRunning(active?.status));
    say(
      'files',
      all.map((plan) => vscode.Uri.parse(plan.uri).fsPath),
    );
    say('hasPlans', all.length > 0);
    say('hasRun', all.some(hasRun));
    say('resumable', all.some(isResumable));
    say(
      'running',
      all.some(({ status }) => isRunning(status)),
    );
    say('serverFailed', server.state === 'failed');
    say('serverReady', server.state === 'ready');
  };
  extension.subscriptions.push(
    plans.onDidChange(() => {
      // Before that, that there are none is not known.
      say('listed', true);
      update();
    }),
    server.onDidChangeState(update),
    vscode.window.onDidChangeActiveTextEditor(update),
  );
  update();
}

/** Whether a plan was ever run. */
export function hasRun(plan: Plan): boolean {
  return plan.run !== undefined;
}

/** Whether a plan's run can go on and nothing of it does. */
export function isResumable(plan: Plan): boolean {
  return plan.run !== undefined && plan.run.state !== 'COMPLETED' && !isRunning(plan.status);
}
