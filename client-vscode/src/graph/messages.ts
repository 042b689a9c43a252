// What extension and page say to each other, checked where it arrives. Shared by both; must not know what they do.
import type { Picture, Times } from './documents';
import { count, list, maybe, oneOf, shape, text, yesOrNo, type Check } from './shapes';

/** What is shown of a plan. `file`: its name for people; `trouble`: why there is no picture.
 * `revision` grows with each picture. */
export interface PlanMessage {
  readonly type: 'plan';
  readonly uri: string;
  readonly file: string;
  readonly pinned: boolean;
  readonly revision: number;
  readonly picture: Picture | null;
  readonly trouble: string;
}

/** The times of its last run. `trouble`: why there are none. */
export interface TimesMessage {
  readonly type: 'times';
  readonly times: Times | null;
  readonly trouble: string;
}

export type Format = 'svg' | 'png';

/** What the page is told; `export` asks it for a file's content. */
export type ToPage = PlanMessage | TimesMessage | { readonly type: 'export'; readonly format: Format };

/** What the page tells: somebody chose a worker, or the edge with this index of a picture; PNG data is base64. */
export type FromPage =
  | { readonly type: 'ready' }
  | { readonly type: 'pin'; readonly pinned: boolean }
  | { readonly type: 'export' }
  | { readonly type: 'worker'; readonly id: string }
  | { readonly type: 'edge'; readonly revision: number; readonly index: number }
  | { readonly type: 'save'; readonly format: Format; readonly data: string };

const STATE = oneOf('pending', 'running', 'validating', 'done', 'merged', 'failed', 'blocked');
const FORMAT = oneOf('svg', 'png');
const POSITION = shape({ line: count, character: count });
const RANGE = shape({ start: POSITION, end: POSITION });

const NODE = shape({
  id: text,
  name: text,
  wave: count,
  range: RANGE,
  branch: maybe(text),
  owns: list(text),
  edits: list(text),
  reads: list(text),
  state: maybe(STATE),
  attempt: count,
  reason: text,
  parked: maybe(text),
});
const EDGE = shape({
  from: text,
  to: maybe(text),
  kind: oneOf('depends', 'conflict', 'forecast'),
  label: text,
  files: list(text),
  range: maybe(RANGE),
  severe: yesOrNo,
  critical: yesOrNo,
});
const PICTURE = shape({
  title: text,
  waves: list(shape({ label: text, workers: list(text) })),
  workers: list(NODE),
  edges: list(EDGE),
  critical: list(text),
});
const ATTEMPT = shape({
  number: count,
  kind: oneOf('setup', 'work', 'validate', 'check'),
  started: text,
  ended: maybe(text),
  outcome: oneOf('running', 'passed', 'refused', 'failed', 'parked', 'stopped', 'unknown'),
  reason: text,
});
const TIMES = shape({
  run: shape({ id: text, state: text, started: text, ended: maybe(text) }),
  now: text,
  phases: list(shape({ phase: text, started: text, ended: maybe(text) })),
  workers: list(
    shape({ id: text, attempts: list(ATTEMPT), states: list(shape({ at: text, state: STATE, reason: text })) }),
  ),
});

const TO_PAGE: Readonly<Record<ToPage['type'], Check>> = {
  plan: shape({ uri: text, file: text, pinned: yesOrNo, revision: count, picture: maybe(PICTURE), trouble: text }),
  times: shape({ times: maybe(TIMES), trouble: text }),
  export: shape({ format: FORMAT }),
};
const FROM_PAGE: Readonly<Record<FromPage['type'], Check>> = {
  ready: () => true,
  export: () => true,
  pin: shape({ pinned: yesOrNo }),
  worker: shape({ id: text }),
  edge: shape({ revision: count, index: count }),
  save: shape({ format: FORMAT, data: text }),
};

/** A message for the page; undefined for what is none. */
export function toPage(value: unknown): ToPage | undefined {
  return checked<ToPage>(TO_PAGE, value);
}

/** A message from the page; undefined for what is none. */
export function fromPage(value: unknown): FromPage | undefined {
  return checked<FromPage>(FROM_PAGE, value);
}

function checked<T extends { readonly type: string }>(
  kinds: Readonly<Record<string, Check>>,
  value: unknown,
): T | undefined {
  const type = (value as { type?: unknown } | null | undefined)?.type;
  const check = typeof type === 'string' && Object.hasOwn(kinds, type) ? kinds[type] : undefined;
  return check?.(value) ? (value as T) : undefined;
}
