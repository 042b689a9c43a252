// What is known of the plans: those listed last, with what was told of each since. Must not know who lists or tells.
import type { Offer, Plan, Status, StatusChange } from './plans';

/** A plan as it is listed. */
export type Listed = Omit<Plan, 'status' | 'toldAt' | 'offers'>;

/** Plans by URI. */
export interface Held {
  all(): readonly Plan[];
  get(uri: string): Plan | undefined;
  /** Hold these and no others; what was told of them stays. */
  list(listed: readonly Listed[]): void;
  /** Take a status; undefined where there is no such plan. */
  tell(uri: string, status: Status, now: number): StatusChange | undefined;
  /** Take what can be done for a plan now. */
  offer(uri: string, offers: readonly Offer[]): void;
}

const NEVER_RUN: Status = { run: null, workers: [], blockers: [], next: '' };

/** No plans yet. */
export function createHeld(): Held {
  let plans = new Map<string, Plan>();
  return {
    all: () => [...plans.values()],
    get: (uri) => plans.get(uri),
    list: (listed) => {
      plans = new Map(listed.map((plan) => [plan.uri, { ...plan, ...toldOf(plans.get(plan.uri)) }]));
    },
    tell: (uri, status, now) => {
      const plan = plans.get(uri);
      if (plan === undefined) {
        return undefined;
      }
      const run = status.run ? { run: { state: status.run.state } } : {};
      const told = { ...plan, ...run, status, toldAt: now };
      plans.set(uri, told);
      // Of a plan that was never run everything is new.
      return { plan: told, before: plan.status ?? (plan.run ? undefined : NEVER_RUN) };
    },
    offer: (uri, offers) => {
      const plan = plans.get(uri);
      if (plan !== undefined) {
        plans.set(uri, { ...plan, offers });
      }
    },
  };
}

function toldOf(plan: Plan | undefined): Pick<Plan, 'status' | 'toldAt' | 'offers'> {
  const { status, toldAt, offers } = plan ?? {};
  return { ...(status && toldAt !== undefined ? { status, toldAt } : {}), ...(offers ? { offers } : {}) };
}
