// A run's times as bars. Pure; times become milliseconds here.
import type { Attempt, Kind, Outcome, Settled, Times } from '../../src/graph/documents';
import { lasted, type Span } from './scale';

/** One process of a worker. `isOpen`: it runs, so its end is now. */
export interface Bar extends Span {
  readonly key: string;
  readonly attempt: Attempt;
  readonly isOpen: boolean;
}

/** A worker's bars, and when it came to what. */
export interface Lane {
  readonly worker: string;
  readonly bars: readonly Bar[];
  readonly states: readonly (Settled & { readonly time: number })[];
}

/** The whole chart. `now` is null where nothing goes on any more. */
export interface Chart {
  readonly lanes: readonly Lane[];
  readonly phases: readonly (Span & { readonly phase: string })[];
  readonly busy: readonly Span[];
  readonly now: number | null;
}

const KINDS: Readonly<Record<Kind, string>> = {
  setup: 'set-up',
  work: 'work',
  validate: 'validation',
  check: 'check after its merge',
};
const OUTCOMES: Readonly<Record<Outcome, string>> = {
  running: 'running',
  passed: 'passed',
  refused: 'passed, but its changes were refused',
  failed: 'failed',
  parked: 'parked',
  stopped: 'stopped',
  unknown: 'end unknown',
};
// Room ahead of now, so that not everything moves each second.
const AHEAD = 1.12;
const LEAST = 5000;

/** The chart of a run at a time. */
export function chartOf(times: Times, time: number): Chart {
  const now = times.run.ended === null ? time : Date.parse(times.run.ended);
  const isOver = times.run.ended !== null;
  const lanes = times.workers.map((row) => ({
    worker: row.id,
    bars: row.attempts.map((attempt) => ({
      key: `${row.id}/${attempt.number}`,
      attempt,
      isOpen: attempt.ended === null,
      ...span(attempt, now),
    })),
    states: row.states.map((state) => ({ ...state, time: Date.parse(state.at) })),
  }));
  const phases = times.phases.map((one) => ({ phase: one.phase, ...span(one, now) }));
  const busy: Span[] = [...phases, ...lanes.flatMap((lane) => lane.bars)].map(({ start, end }) => ({ start, end }));
  const last = Math.max(0, ...busy.map(({ end }) => end));
  const active = now - Date.parse(times.run.started);
  busy.push({ start: last, end: last + (isOver ? 0 : Math.max(LEAST, active * (AHEAD - 1))) });
  return { lanes, phases, busy: busy.map((one) => stepped(one, isOver)), now: isOver ? null : now };
}

function span(one: { readonly started: string; readonly ended: string | null }, now: number): Span {
  const start = Date.parse(one.started);
  return { start, end: Math.max(start, one.ended === null ? now : Date.parse(one.ended)) };
}

/** Ends in steps, so that the scale of what goes on changes now and then only. */
function stepped({ start, end }: Span, isOver: boolean): Span {
  return isOver ? { start, end } : { start, end: Math.ceil(end / LEAST) * LEAST };
}

/** Everything about a bar, a line for each thing; `time` says a time in the reader's words. */
export function aboutBar(worker: string, bar: Bar, time: (milliseconds: number) => string): string[] {
  const { attempt } = bar;
  const took = lasted(bar.end - bar.start);
  const lines = [
    `${worker}: ${KINDS[attempt.kind]}, process ${attempt.number}`,
    `${OUTCOMES[attempt.outcome]}${bar.isOpen ? ` for ${took}` : ` after ${took}`}`,
    bar.isOpen ? `since ${time(bar.start)}` : `${time(bar.start)} to ${time(bar.end)}`,
    attempt.reason,
  ];
  return lines.filter(Boolean);
}

/** What a bar's kind is called. */
export function kindOf(attempt: Attempt): string {
  return KINDS[attempt.kind];
}

/** What a bar's outcome is called. */
export function outcomeOf(attempt: Attempt): string {
  return OUTCOMES[attempt.outcome];
}

/** The bar that an arrow key leads to, by its key; the same where there is none in that direction. */
export function stepBar(lanes: readonly Lane[], from: string, key: string): string {
  const filled = lanes.filter((lane) => lane.bars.length > 0);
  const row = filled.findIndex((lane) => lane.bars.some((bar) => bar.key === from));
  const bars = filled[row]?.bars ?? [];
  const at = bars.findIndex((bar) => bar.key === from);
  const current = bars[at];
  if (current === undefined) {
    return filled[0]?.bars[0]?.key ?? from;
  }
  switch (key) {
    case 'ArrowLeft':
      return bars[at - 1]?.key ?? from;
    case 'ArrowRight':
      return bars[at + 1]?.key ?? from;
    case 'ArrowUp':
      return nearest(filled[row - 1], current) ?? from;
    case 'ArrowDown':
      return nearest(filled[row + 1], current) ?? from;
    case 'Home':
      return bars[0]?.key ?? from;
    case 'End':
      return bars.at(-1)?.key ?? from;
    default:
      return from;
  }
}

function nearest(lane: Lane | undefined, to: Span): string | undefined {
  const away = (bar: Span): number => Math.abs(bar.start + bar.end - to.start - to.end);
  return lane?.bars.toSorted((a, b) => away(a) - away(b))[0]?.key;
}
