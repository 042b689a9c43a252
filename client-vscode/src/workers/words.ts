// What is said of plans and workers, in words. Must not know how it is shown, nor VS Code.
import { isRunning, type Plan, type RunState, type RunStatus, type Status, type WorkerStatus } from '../plans/plans';

const WORDS: Record<RunState, string> = { IN_PROGRESS: 'not finished', BLOCKED: 'blocked', COMPLETED: 'completed' };

/** Something about a worker that wants to be looked at, as a sentence and in short. `path`: the file it is about. */
export interface Concern {
  readonly text: string;
  readonly short: readonly [what: string, more: string];
  readonly kind: 'stray' | 'conflict' | 'trouble';
  readonly path?: string;
}

/** A worker's state in a line: what stands beside its name. `now` in milliseconds. */
export function workerLine(status: WorkerStatus | undefined, toldAt: number, now: number): string {
  if (status === undefined) {
    return '';
  }
  const seconds = status.seconds === null ? undefined : status.seconds + Math.max(0, now - toldAt) / 1000;
  return joined([
    status.state,
    status.attempt > 1 ? `attempt ${status.attempt}` : '',
    seconds === undefined ? '' : clock(seconds),
    status.tokens === null ? '' : `${short(status.tokens)} tokens`,
    status.cost === null ? '' : `$${status.cost.toFixed(2)}`,
    badge(status),
  ]);
}

/** What is wrong with a worker, in two or three words; empty where nothing is. */
export function badge(status: WorkerStatus): string {
  const strays = status.drift.length;
  const others = [...new Set(status.forecast.map((one) => one.with))];
  return joined([
    strays === 0 ? '' : `${count(strays, 'file')} not its own`,
    others.length === 0 ? '' : `conflicts with ${others.join(', ')}`,
  ]);
}

/** Everything about a worker that wants to be looked at, one by one. */
export function concerns(status: WorkerStatus): readonly Concern[] {
  const stuck = status.state === 'failed' || status.state === 'blocked';
  const short = [reason(status) || status.next, ''] as const;
  const trouble: Concern = { text: status.evidence || status.next, short, kind: 'trouble' };
  const strays = status.drift.map((path): Concern => {
    const text = `changed ${path}, which it does not own`;
    return { text, short: [path, 'changed, not its own'], kind: 'stray', path };
  });
  const conflicts = status.forecast.map((one): Concern => {
    const files = one.files.join(', ');
    const text = `would conflict with ${one.with} in ${files}`;
    return { text, short: [`conflicts with ${one.with}`, files], kind: 'conflict' };
  });
  return [...(stuck ? [trouble] : []), ...strays, ...conflicts];
}

/** The first of what shows how a worker is, without an aside that goes on behind it. */
export function reason({ evidence }: WorkerStatus): string {
  return (evidence.split('; ')[0] ?? '').replace(/ \([^)]*$/, '');
}

/** How many workers of a plan want to be looked at; none once everything is merged. */
export function attention({ status }: Plan): number {
  if (status === undefined || status.run?.state === 'COMPLETED') {
    return 0;
  }
  const stuck = ['failed', 'blocked'];
  return status.workers.filter(({ state, drift }) => stuck.includes(state) || drift.length > 0).length;
}

/** A plan's run in a line. */
export function planLine(plan: Plan): string {
  const { status } = plan;
  const state = status?.run?.state ?? plan.run?.state;
  if (state === undefined) {
    return 'never run';
  }
  const told = status?.run && isRunning(status) ? going(status.run) : WORDS[state];
  return joined([status ? `${progress(status)} merged` : '', told]);
}

/** The same beside a title and an icon that says whether it goes on: what a narrow view has room for. */
export function planBrief(plan: Plan): string {
  const { status } = plan;
  if (!status?.run) {
    return planLine(plan);
  }
  const { state, orchestrator } = status.run;
  if (state === 'COMPLETED') {
    return WORDS[state];
  }
  if (isRunning(status)) {
    return `${progress(status)} ${orchestrator === null ? 'resume' : 'merged'}`;
  }
  return `${progress(status)} ${state === 'BLOCKED' ? 'blocked' : 'merged'}`;
}

/** Where a run is that is at work; workers outlive the process that would go on after them. */
function going(run: RunStatus): string {
  return run.orchestrator === null ? 'workers run, nobody drives it: resume' : `running, ${run.phase}`;
}

/** How many workers are merged, of how many. */
export function progress(status: Status): string {
  return `${status.workers.filter(({ state }) => state === 'merged').length}/${status.workers.length}`;
}

/** Seconds as a clock shows them. */
export function clock(seconds: number): string {
  const whole = Math.floor(seconds);
  const minutes = Math.floor(whole / 60);
  const rest = String(whole % 60).padStart(2, '0');
  return minutes < 60
    ? `${minutes}:${rest}`
    : `${Math.floor(minutes / 60)}:${String(minutes % 60).padStart(2, '0')}:${rest}`;
}

/** A number of things. */
export function count(many: number, what: string): string {
  return many === 1 ? `1 ${what}` : `${many} ${what}s`;
}

function short(tokens: number): string {
  if (tokens < 1000) {
    return String(tokens);
  }
  return tokens < 1e6 ? `${Math.round(tokens / 1000)}k` : `${(tokens / 1e6).toFixed(1)}M`;
}

/** A text that leaves room for what stands beside it; cut between words where it can be. */
export function brief(text: string, longest: number): string {
  if (text.length <= longest) {
    return text;
  }
  const start = text.slice(0, longest);
  const end = start.lastIndexOf(' ');
  return `${start.slice(0, end > longest / 2 ? end : undefined).replace(/[\s,;:–-]+$/, '')}…`;
}

function joined(parts: readonly string[]): string {
  return parts.filter((part) => part !== '').join(' · ');
}
