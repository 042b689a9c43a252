// Opens the logs of workers, one terminal for each. Must not know how a log is read.
import { dirname } from 'node:path';
import * as vscode from 'vscode';
import { asking } from '../commands/asking';
import { hasRun } from '../commands/keys';
import type { Argument } from '../commands/target';
import type { Context } from '../context';
import { visible } from '../plans/visible';
import { workerTarget, type WorkerTarget } from '../workers/pick';
import { attemptsOf, detailOf, type Timeline } from './attempts';
import { LogTerminal } from './terminal';

interface Opened {
  readonly terminal: vscode.Terminal;
  readonly log: LogTerminal;
}

/** Offer the commands. */
export function register(context: Context): void {
  const { extension, plans } = context;
  const opened = new Map<string, Opened>();
  const offer = (name: string, choose: (worker: WorkerTarget) => Promise<number | null | undefined>): void => {
    const show = async (argument: Argument): Promise<void> => {
      const worker = await workerTarget(plans, argument, hasRun);
      const attempt = worker && (await choose(worker));
      if (worker && attempt !== undefined) {
        await open(context, opened, worker, attempt);
      }
    };
    extension.subscriptions.push(
      vscode.commands.registerCommand(`planloom.ui.${name}`, (argument: Argument) =>
        asking(context, () => show(argument)),
      ),
    );
  };
  offer('log', () => Promise.resolve(null));
  offer('logOfAttempt', (worker) => choose(context, worker));
  extension.subscriptions.push(
    vscode.window.onDidCloseTerminal((closed) => {
      for (const [key, { terminal }] of opened) {
        if (terminal === closed) {
          opened.delete(key);
        }
      }
    }),
  );
}

/** Show a log: the terminal that follows it already, else a new one. `attempt` null: the latest. */
async function open(
  { server }: Context,
  opened: Map<string, Opened>,
  { uri, worker }: WorkerTarget,
  attempt: number | null,
): Promise<void> {
  const key = JSON.stringify([uri, worker, attempt]);
  const before = opened.get(key);
  if (before?.log.over === false) {
    before.terminal.show();
    return;
  }
  before?.terminal.dispose();
  await server.start();
  const plan = vscode.Uri.parse(uri).fsPath;
  const which = attempt === null ? [] : ['--attempt', String(attempt)];
  const program = server.program('logs', plan, worker, '--follow', ...which);
  if (program === undefined) {
    throw new Error('No Python was found to read the log with.');
  }
  const others = attempt === null ? '; Open Log of an Attempt shows the processes before it' : '';
  const log = new LogTerminal(program, dirname(plan), `The log ends here${others}`);
  const name = `${visible(worker)} log${attempt === null ? '' : ` ${attempt}`}`;
  const terminal = vscode.window.createTerminal({ name, pty: log, iconPath: new vscode.ThemeIcon('output') });
  opened.set(key, { terminal, log });
  terminal.show();
}

/** Which of a worker's processes; undefined where none is chosen. */
async function choose({ server }: Context, { uri, worker }: WorkerTarget): Promise<number | undefined> {
  const timeline = await server.request<Timeline | null>('planloom/timeline', { uri });
  const items = attemptsOf(timeline, worker).map((attempt) => ({
    label: `${attempt.number}  ${attempt.kind}`,
    description: detailOf(attempt),
    number: attempt.number,
  }));
  if (items.length === 0) {
    throw new Error(`Nothing was started for ${worker} yet.`);
  }
  return (await vscode.window.showQuickPick(items, { placeHolder: `Which process of ${worker}?` }))?.number;
}
