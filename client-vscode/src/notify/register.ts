// Says what became of runs, one message for all that happens to a plan within a moment. Must not know what is new when.
import * as vscode from 'vscode';
import type { Context } from '../context';
import type { Plans } from '../plans/plans';
import { visible } from '../plans/visible';
import { events, holds, messageFor, type Action, type Event, type Message, type Wanted } from './news';

const MOMENT = 1500;
// A worker often takes back by itself, or is sent back to take back, what is not its own.
const PATIENCE = 10_000;
const COMMANDS: Readonly<Record<Action, string>> = {
  'Open Log': 'planloom.ui.log',
  'Open Diff': 'planloom.ui.diff',
  'Show Plan': 'planloom.ui.status',
  Retry: 'planloom.ui.resume',
  Resume: 'planloom.ui.resume',
  'Create Worktrees': 'planloom.ui.createWorktrees',
  'Spawn Workers': 'planloom.ui.spawnWorkers',
  'Validate Workers': 'planloom.ui.validateWorkers',
  'Merge Workers': 'planloom.ui.mergeWorkers',
  'Clean Up': 'planloom.ui.cleanUp',
};

/** Listen, and speak up. */
export function register({ extension, plans }: Context): void {
  const speak = (uri: string, happened: readonly Event[]): void => {
    void tell(plans, uri, happened);
  };
  const soon = gathering(MOMENT, speak);
  const later = gathering(PATIENCE, speak);
  const hear = plans.onDidTell(({ plan, before }) => {
    const happened = plan.status ? events(before, plan.status) : [];
    soon.add(
      plan.uri,
      happened.filter(({ kind }) => kind !== 'drifted'),
    );
    later.add(
      plan.uri,
      happened.filter(({ kind }) => kind === 'drifted'),
    );
  });
  extension.subscriptions.push(hear, soon, later);
}

/** Hand over all that is added for a plan within so many milliseconds, together. */
function gathering(
  pause: number,
  take: (uri: string, happened: readonly Event[]) => void,
): { add: (uri: string, happened: readonly Event[]) => void; dispose: () => void } {
  const waiting = new Map<string, { readonly timer: NodeJS.Timeout; readonly happened: Event[] }>();
  return {
    add: (uri, happened) => {
      const known = waiting.get(uri);
      known?.happened.push(...happened);
      if (known === undefined && happened.length > 0) {
        const begun = [...happened];
        const timer = setTimeout(() => {
          waiting.delete(uri);
          take(uri, begun);
        }, pause);
        waiting.set(uri, { timer, happened: begun });
      }
    },
    dispose: () => {
      waiting.forEach(({ timer }) => {
        clearTimeout(timer);
      });
    },
  };
}

/** Say of what happened what is still so. */
async function tell(plans: Plans, uri: string, happened: readonly Event[]): Promise<void> {
  await plans.look(uri).catch(() => undefined);
  const { status, offers = [] } = plans.get(uri) ?? {};
  const file = vscode.workspace.asRelativePath(vscode.Uri.parse(uri));
  const still = status ? happened.filter((event) => holds(event, status)) : [];
  const message = status && messageFor({ plan: visible(file), status, offers, wanted: wanted() }, still);
  if (message) {
    await show(uri, message);
  }
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
