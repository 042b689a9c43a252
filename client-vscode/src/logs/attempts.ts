// The processes that were started for a worker, as the timeline tells them. Must not know how they are shown.

/** One process: `kind` is setup, work, validate or check; `ended` is null while it runs. */
export interface Attempt {
  readonly number: number;
  readonly kind: string;
  readonly started: string;
  readonly ended: string | null;
  readonly outcome: string | null;
}

/** As much of the timeline as is needed. */
export interface Timeline {
  readonly workers: readonly { readonly id: string; readonly attempts: readonly Attempt[] }[];
}

/** A worker's processes, the latest first. */
export function attemptsOf(timeline: Timeline | null, worker: string): readonly Attempt[] {
  const found = timeline?.workers.find(({ id }) => id === worker);
  return [...(found?.attempts ?? [])].sort((one, other) => other.number - one.number);
}

/** When it was, and what came of it. */
export function detailOf(attempt: Attempt): string {
  const started = new Date(attempt.started).toLocaleTimeString();
  return attempt.ended === null ? `since ${started}` : `${started}, ${attempt.outcome ?? 'ended'}`;
}
