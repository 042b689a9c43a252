// From times to places and back to words. Time in which nothing went on is folded. Pure; times are milliseconds.

export interface Span {
  readonly start: number;
  readonly end: number;
}

/** A stretch of time that is drawn to scale; those between are folds. */
interface Part extends Span {
  readonly x: number;
}

/** Places for times. `folds`: where time was left out, as places. */
export interface Scale {
  readonly width: number;
  readonly folds: readonly { readonly x: number; readonly seconds: number }[];
  x(time: number): number;
  ticks(): readonly { readonly x: number; readonly label: string }[];
}

export const FOLD = 34;
const IDLE = 60_000;
const APART = 84;
const SECOND = 1000;
const STEPS = [1, 2, 5, 10, 15, 30, 60, 120, 300, 600, 900, 1800, 3600, 7200, 10_800, 21_600, 43_200, 86_400, 604_800];

/** The scale for what went on, in this width. */
export function scaleOf(busy: readonly Span[], width: number): Scale {
  const spans = joined(busy);
  const total = spans.reduce((sum, span) => sum + span.end - span.start, 0);
  const perTime = Math.max(1, width - FOLD * (spans.length - 1)) / Math.max(1, total);
  let x = 0;
  const parts = spans.map((span): Part => {
    const part = { ...span, x };
    x += (span.end - span.start) * perTime + FOLD;
    return part;
  });
  const begin = parts[0]?.start ?? 0;
  const place = (time: number): number => {
    const part = parts.findLast((one) => one.start <= time) ?? parts[0];
    return part ? part.x + Math.max(0, Math.min(time, part.end) - part.start) * perTime : 0;
  };
  const folds = parts.slice(1).map((part, index) => {
    const before = parts[index] ?? part;
    return { x: part.x - FOLD / 2, seconds: (part.start - before.end) / SECOND };
  });
  return { width, folds, x: place, ticks: () => parts.flatMap((part) => ticksOf(part, begin, perTime)) };
}

/** Spans that overlap, or lie near each other, as one. */
function joined(busy: readonly Span[]): Span[] {
  const sorted = busy.toSorted((a, b) => a.start - b.start);
  const total = sorted.reduce((sum, span) => sum + span.end - span.start, 0);
  const spans: { start: number; end: number }[] = [];
  for (const span of sorted) {
    const last = spans.at(-1);
    if (last && span.start - last.end <= Math.max(IDLE, total / 10)) {
      last.end = Math.max(last.end, span.end);
    } else {
      spans.push({ ...span });
    }
  }
  return spans;
}

function ticksOf(part: Part, begin: number, perTime: number): { x: number; label: string }[] {
  const step = SECOND * (STEPS.find((seconds) => seconds * SECOND * perTime >= APART) ?? STEPS.at(-1) ?? 1);
  const first = begin + Math.ceil((part.start - begin) / step) * step;
  const count = Math.max(0, Math.floor((part.end - first) / step) + 1);
  return Array.from({ length: count }, (_, index) => {
    const time = first + index * step;
    return { x: part.x + (time - part.start) * perTime, label: clock((time - begin) / SECOND) };
  });
}

/** Seconds since the start as a clock shows them. */
export function clock(seconds: number): string {
  const all = Math.max(0, Math.round(seconds));
  const [hours, minutes] = [Math.floor(all / 3600), Math.floor((all % 3600) / 60)];
  const end = String(all % 60).padStart(2, '0');
  return hours > 0 ? `${hours}:${String(minutes).padStart(2, '0')}:${end}` : `${minutes}:${end}`;
}

/** How long something took, in the two largest units. */
export function lasted(milliseconds: number): string {
  const seconds = milliseconds / SECOND;
  if (seconds < 10) {
    return `${seconds.toFixed(1)} s`;
  }
  const all = Math.round(seconds);
  const units: readonly (readonly [number, string])[] = [
    [86_400, 'd'],
    [3600, 'h'],
    [60, 'min'],
    [1, 's'],
  ];
  const at = units.findIndex(([size]) => all >= size);
  const [size, name] = units[at] ?? [1, 's'];
  const [less, small] = units[at + 1] ?? [0, ''];
  const rest = less > 0 ? Math.floor((all % size) / less) : 0;
  return `${Math.floor(all / size)} ${name}${rest > 0 ? ` ${rest} ${small}` : ''}`;
}
