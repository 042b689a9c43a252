// Whether a Markdown text may be a plan: a cheap look, so that the server starts only where it has something to say.
const MOST = 200_000;
const WORDS = /worktree|\bworkers?\b|\bparallel|\bW\d|\bagents?\b|\bstreams?\b|\btask-\d|checkpoint/i;

/** False only for text that is no plan. */
export function mayBePlan(text: string): boolean {
  return WORDS.test(text.slice(0, MOST));
}
