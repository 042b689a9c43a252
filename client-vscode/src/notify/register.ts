// Says what became of runs, one message for all that happens to a plan within a moment. Must not know what is new when.
import * as vscode from 'vscode';
import type { Context } from '../context';
import { isRunning } from '../plans/plans';
import { visible } from '../plans/visible';
import { events, messageFor, type Action, type Event, type Message, type Wanted } from './news';

const MOMENT = 1500;
const COMMANDS: Readonly<Record<Action, string>> = {
  'Open Log': 'planloom.ui.log',
  'Open Diff': 'planloom.ui.diff',
  'Show Plan': 'planloom.ui.status',
  Retry: 'planloom.ui.resume',
  Resume: 'planloom.ui.resume',
};

/** Listen, and speak up. */
export function register({ extension, plans }: Context): void {
  const waiting = new Map<string, Event[]>();
  const timers = new Set<NodeJS.Timeout>();
  const speak = (uri: string): void => {
    const plan = plans.get(uri);
    const file = vscode.workspace.asRelativePath(vscode.Uri.parse(uri));
    const reader = { plan: visible(file), running: isRunning(plan?.status), wanted: wanted() };
    const message = plan && messageFor(reader, waiting.get(uri) ?? []);
    waiting.delete(uri);
    if (message) {
      void show(uri, message);
    }
  };
  const hear = plans.onDidTell(({ plan, before }) => {
    const happened = plan.status ? events(before, plan.status) : [];
    if (happened.length === 0) {
      return;
    }
    const known = waiting.get(plan.uri);
    waiting.set(plan.uri, [...(known ?? []), ...happened]);
    if (known === undefined) {
      const timer = setTimeout(() => {
        timers.delete(timer);
        speak(plan.uri);
      }, MOMENT);
      timers.add(timer);
    }
  });
  extension.subscriptions.push(hear, stopping(timers));
}

function stopping(timers: Set<NodeJS.Timeout>): vscode.Disposable {
  return new vscode.Disposable(() => {
    timers.forEach((timer) => {
      clearTimeout(timer);
    });
  });
}

async function show(uri: string, { text, grave, actions, worker }: Message): Promise<void> {
  const say = grave ? vscode.window.showWarningMessage : vscode.window.showInformationMessage;
  const chosen = await say<Action>(visible(text), ...actions);
  if (chosen !== undefined) {
    // A run goes on as a whole; a log is one worker's.
    const whole = chosen === 'Retry' || chosen === 'Resume' || worker === undefined;
    await vscode.commands.executeCommand(COMMANDS[chosen], whole ? { uri } : { uri, worker });
  }
}

function wanted(): Wanted {
  return vscode.workspace.getConfiguration('planloom').get<Wanted>('notifications', 'all');
}
