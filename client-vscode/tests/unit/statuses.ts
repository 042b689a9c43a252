// Statuses as the server tells them, for tests.
import type { Plan, RunStatus, Status, WorkerStatus } from '../../src/plans/plans';

/** A worker with nothing said of it, but for `more`. */
export function worker(id: string, more: Partial<WorkerStatus> = {}): WorkerStatus {
  const nothing = { branch: null, worktree: null, pid: null, started: null, seconds: null, last_output: null };
  const empty = { tokens: null, cost: null, drift: [], forecast: [], evidence: '', next: '' };
  return { id, state: 'pending', attempt: 0, ...nothing, ...empty, ...more };
}

/** A status with these workers. */
export function status(workers: readonly WorkerStatus[], run: Partial<RunStatus> | null = {}): Status {
  const begun = { id: 'r-1', state: 'IN_PROGRESS' as const, phase: 'monitor', orchestrator: null };
  return { run: run && { ...begun, ...run }, workers, blockers: [], next: 'planloom run --resume' };
}

/** A plan with two workers. */
export function plan(more: Partial<Plan> = {}): Plan {
  const at = { start: { line: 0, character: 0 }, end: { line: 0, character: 2 } };
  const workers = [
    { id: 'W1', name: 'Index', range: at },
    { id: 'W2', name: 'Query', range: at },
  ];
  return { uri: 'file:///plan.md', title: 'Search', workers, ...more };
}
