// What is new between two looks at a plan, and what is said of it. Must not know how it is shown, nor VS Code.
import { isRunning, type Offer, type Status, type WorkerStatus } from '../plans/plans';
import { progress, reason } from '../workers/words';
import { rest, type Next } from './rest';

/** What became of a worker, or of the whole run. `worker` is absent for what is about the run. */
export interface Event {
  readonly kind: 'failed' | 'blocked' | 'drifted' | 'done' | 'paused';
  readonly worker?: string;
  readonly why: string;
}

/** One message for several events of a plan. `worker`: the only one that it is about. */
export interface Message {
  readonly text: string;
  readonly grave: boolean;
  readonly actions: readonly Action[];
  readonly worker?: string;
}

export type Action = 'Open Log' | 'Open Diff' | 'Show Plan' | 'Retry' | 'Resume' | Next;

/** For whom a message is: the plan's name, how the plan is by now, what can be done for it, and what is wanted. */
export interface Reader {
  readonly plan: string;
  readonly status: Status;
  readonly offers: readonly Offer[];
  readonly wanted: Wanted;
}

/** What the setting `planloom.notifications` can say. */
export type Wanted = 'all' | 'failures' | 'none';

const LONGEST = 160;
const ALONE = { failed: 'failed: ', blocked: 'is blocked: ', drifted: '', done: 'done, ', paused: 'not finished, ' };
const TOGETHER = { failed: 'failed', blocked: 'blocked', drifted: 'changed files not their own' };

/** What happened between two statuses of the same plan; nothing that was so before. */
export function events(before: Status | undefined, after: Status): readonly Event[] {
  if (before === undefined || after.run === null) {
    return [];
  }
  const was = new Map(before.workers.map((worker) => [worker.id, worker]));
  const own = after.workers.flatMap((worker) => eventsOf(was.get(worker.id), worker));
  return [...own, ...ofRun(before, after)];
}

function eventsOf(before: WorkerStatus | undefined, after: WorkerStatus): readonly Event[] {
  const found: Event[] = [];
  if ((after.state === 'failed' || after.state === 'blocked') && before?.state !== after.state) {
    found.push({ kind: after.state, worker: after.id, why: reason(after) });
  }
  const fresh = after.drift.filter((path) => !before?.drift.includes(path));
  if (fresh.length > 0) {
    found.push({ kind: 'drifted', worker: after.id, why: `changed ${listed(fresh)}, not its own` });
  }
  return found;
}

function ofRun(before: Status, after: Status): readonly Event[] {
  const state = after.run?.state;
  if (state === 'COMPLETED') {
    return before.run?.state === 'COMPLETED' ? [] : [{ kind: 'done', why: `${progress(after)} merged` }];
  }
  const wasBusy = isRunning(before) || before.run === null;
  return wasBusy && !isRunning(after) ? [{ kind: 'paused', why: standing(after) }] : [];
}

/** Whether it is still so: what passes within moments is not worth a word. */
export function holds({ kind, worker: id }: Event, status: Status): boolean {
  const worker = status.workers.find((one) => one.id === id);
  const isStuck = worker?.state === 'failed' || worker?.state === 'blocked';
  switch (kind) {
    case 'failed':
    case 'blocked':
      return worker?.state === kind;
    case 'drifted':
      // Why a worker is stuck is told with that.
      return (worker?.drift.length ?? 0) > 0 && !isStuck;
    case 'paused':
      return !isRunning(status) && status.run?.state !== 'COMPLETED';
    case 'done':
      return true;
  }
}

/** How far it came, and who keeps it from going on. */
function standing(status: Status): string {
  const stuck = status.workers.filter(({ state }) => state === 'failed' || state === 'blocked');
  return [`${progress(status)} merged`, ...stuck.map(({ id, state }) => `${id} ${state}`)].join(', ');
}

/** The one message for what happened to a plan within a moment; undefined where nothing of it is wanted. */
export function messageFor({ plan, status, offers, wanted }: Reader, happened: readonly Event[]): Message | undefined {
  const latest = [...new Map(happened.map((event) => [`${event.kind} ${event.worker ?? ''}`, event])).values()];
  const grave = latest.filter(({ kind }) => kind !== 'done' && kind !== 'paused');
  const said = grave.length > 0 ? grave : latest.filter(() => wanted === 'all').slice(-1);
  const [first] = said;
  if (first === undefined || wanted === 'none') {
    return undefined;
  }
  const stage = first.kind === 'paused' ? rest(status, offers) : undefined;
  if (stage) {
    return { text: `${plan}: ${cut(stage.text)}`, grave: false, actions: [stage.next, 'Resume', 'Show Plan'] };
  }
  const stuck = said.filter(({ kind }) => kind === 'failed' || kind === 'blocked');
  const workers = [...new Set((stuck.length > 0 ? stuck : said).map(({ worker }) => worker))];
  const only = workers.length === 1 ? workers[0] : undefined;
  return {
    text: `${plan}: ${cut(wordsOf(said))}`,
    grave: grave.length > 0,
    actions: actionsFor(said, only).filter((action) => action !== 'Retry' || !isRunning(status)),
    ...(only === undefined ? {} : { worker: only }),
  };
}

function wordsOf(said: readonly Event[]): string {
  const [first, ...others] = said;
  if (first !== undefined && others.every(({ worker }) => worker === first.worker)) {
    return whoseOf(first) + said.map(({ kind, why }) => `${ALONE[kind]}${why}`).join('; ');
  }
  return Object.entries(TOGETHER)
    .map(([kind, words]) => ({ words, workers: said.filter((event) => event.kind === kind).map(nameOf) }))
    .filter(({ workers }) => workers.length > 0)
    .map(({ words, workers }) => `${workers.join(', ')} ${words}`)
    .join('; ');
}

function whoseOf({ worker }: Event): string {
  return worker === undefined ? '' : `${worker} `;
}

function nameOf({ worker }: Event): string {
  return worker ?? '';
}

function actionsFor(said: readonly Event[], only: string | undefined): readonly Action[] {
  const kinds = new Set(said.map(({ kind }) => kind));
  if (kinds.has('done')) {
    return ['Show Plan'];
  }
  if (kinds.has('paused')) {
    return ['Resume', 'Show Plan'];
  }
  const stuck = kinds.has('failed') || kinds.has('blocked');
  const own: readonly Action[] = only === undefined ? [] : [stuck ? 'Open Log' : 'Open Diff'];
  const look: readonly Action[] = [...own, 'Show Plan'];
  return stuck ? [...look, 'Retry'] : look;
}

function listed(paths: readonly string[]): string {
  const [first = '', ...others] = paths;
  return others.length === 0 ? first : `${first} and ${others.length} more`;
}

function cut(text: string): string {
  return text.length > LONGEST ? `${text.slice(0, LONGEST - 1)}…` : text;
}
