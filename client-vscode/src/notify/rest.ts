// What a run has come to when nothing of it runs any more, and which phase can be done next. Must not know how it is
// shown, nor VS Code.
import type { Offer, Status } from '../plans/plans';

/** What is there, and the phase that goes on from it. */
export interface Rest {
  readonly text: string;
  readonly next: Next;
}

export type Next = 'Create Worktrees' | 'Spawn Workers' | 'Validate Workers' | 'Merge Workers' | 'Clean Up';

interface Step {
  readonly command: string;
  readonly next: Next;
  readonly told: (ready: readonly string[], done: readonly string[]) => string;
}

const FEW = 4;

// The furthest first: that is what was done last.
const STEPS: readonly Step[] = [
  { command: 'cleanUp', next: 'Clean Up', told: () => 'everything is merged' },
  { command: 'mergeWorkers', next: 'Merge Workers', told: (_, done) => `${named(done)} done, not merged yet` },
  { command: 'validateWorkers', next: 'Validate Workers', told: (ready) => `${named(ready)} ended, not validated yet` },
  { command: 'spawnWorkers', next: 'Spawn Workers', told: (ready) => `${worktrees(ready)} created` },
  { command: 'createWorktrees', next: 'Create Worktrees', told: (_, done) => `${named(done)} done` },
];

/** What a plan's run has come to; undefined where nothing was done, or a worker keeps it from going on. */
export function rest(status: Status, offers: readonly Offer[]): Rest | undefined {
  const done = status.workers.filter(({ state }) => state === 'done').map(({ id }) => id);
  const isStuck = status.workers.some(({ state }) => state === 'failed' || state === 'blocked');
  const step = STEPS.find(({ command }) => offers.some((offer) => isWhole(offer, command)));
  if (step === undefined || isStuck || (step.command === 'createWorktrees' && done.length === 0)) {
    return undefined;
  }
  const ready = offers.flatMap(({ command, worker }) =>
    command === `planloom.${step.command}` && worker !== undefined ? [worker] : [],
  );
  return { text: `${step.told(ready, done)}. Next: ${step.next}`, next: step.next };
}

function isWhole({ command, worker }: Offer, wanted: string): boolean {
  return command === `planloom.${wanted}` && worker === undefined;
}

function worktrees(workers: readonly string[]): string {
  return workers.length === 1 ? `worktree of ${named(workers)}` : `worktrees of ${named(workers)}`;
}

function named(workers: readonly string[]): string {
  return workers.length > FEW ? `${workers.length} workers` : workers.join(', ');
}
