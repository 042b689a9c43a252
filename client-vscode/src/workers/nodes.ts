// What the Workers view is made of. A plan or worker node is also the argument of a command called on it.
import type { Plan, Worker, WorkerStatus } from '../plans/plans';
import { concerns, type Concern } from './words';

/** A plan of the workspace. */
export interface PlanNode {
  readonly kind: 'plan';
  readonly uri: string;
}

/** A worker of a plan. */
export interface WorkerNode {
  readonly kind: 'worker';
  readonly uri: string;
  readonly worker: string;
}

/** Something about a worker that wants to be looked at. */
export interface ConcernNode {
  readonly kind: 'concern';
  readonly uri: string;
  readonly worker: string;
  readonly concern: Concern;
}

export type Node = PlanNode | WorkerNode | ConcernNode;

/** What stands below a plan: its workers as they are run; as they are written where it was never run. */
export function workersOf(plan: Plan): readonly WorkerNode[] {
  const ids = plan.status ? plan.status.workers.map(({ id }) => id) : plan.workers.map(({ id }) => id);
  return ids.map((worker) => ({ kind: 'worker', uri: plan.uri, worker }));
}

/** What stands below a worker. */
export function concernsOf(plan: Plan, worker: string): readonly ConcernNode[] {
  const status = statusOf(plan, worker);
  const found = status ? concerns(status) : [];
  return found.map((concern) => ({ kind: 'concern', uri: plan.uri, worker, concern }));
}

/** How a worker is; undefined where nobody told. */
export function statusOf(plan: Plan, worker: string): WorkerStatus | undefined {
  return plan.status?.workers.find(({ id }) => id === worker);
}

/** A worker as the plan writes it; undefined where it no longer does. */
export function workerOf(plan: Plan, worker: string): Worker | undefined {
  return plan.workers.find(({ id }) => id === worker);
}

/** What menus go by: kind and state, then every command that makes sense now, each as `+name`. */
export function contextOf(plan: Plan, worker?: string): string {
  const offered = (plan.offers ?? []).filter((offer) => offer.worker === worker);
  const names = offered.map(({ command }) => `+${command.replace('planloom.', '')}`);
  const run = plan.run ? '-run' : '';
  const kind = worker === undefined ? `plan${run}` : `worker-${statusOf(plan, worker)?.state ?? 'unknown'}${run}`;
  return `${kind}${names.join('')}+`;
}
