// The page's line to the extension, and what it keeps while it is hidden. Must not know what is shown.
import { toPage, type FromPage, type ToPage } from '../src/graph/messages';
import { count, maybe, oneOf, shape, text, yesOrNo } from '../src/graph/shapes';

interface Api {
  postMessage(message: FromPage): void;
  getState(): unknown;
  setState(state: Kept): void;
}
declare function acquireVsCodeApi(): Api;

export type Tab = 'graph' | 'timeline' | 'table';

/** How a pane is looked at: `zoom` is null where it fits itself to the window. */
export interface Look {
  readonly zoom: number | null;
  readonly left: number;
  readonly top: number;
}

/** What outlives the page: the plan shown, and how it is looked at. */
export interface Kept {
  readonly uri: string;
  readonly pinned: boolean;
  readonly tab: Tab;
  readonly worker: string | null;
  readonly graph: Look;
  readonly timeline: Look;
}

const number = (value: unknown): boolean => typeof value === 'number' && Number.isFinite(value);
const LOOK = shape({ zoom: maybe(number), left: count, top: count });
const KEPT = shape({
  uri: text,
  pinned: yesOrNo,
  tab: oneOf('graph', 'timeline', 'table'),
  worker: maybe(text),
  graph: LOOK,
  timeline: LOOK,
});
const FRESH: Look = { zoom: null, left: 0, top: 0 };

const api = acquireVsCodeApi();

/** Tell the extension. */
export function tell(message: FromPage): void {
  api.postMessage(message);
}

/** Hear the extension. What is no message for a page is not heard. */
export function hear(handle: (message: ToPage) => void): void {
  window.addEventListener('message', (event: MessageEvent<unknown>) => {
    const message = toPage(event.data);
    if (message) {
      handle(message);
    }
  });
}

/** What was kept, or a beginning. */
export function kept(): Kept {
  const state = api.getState();
  return KEPT(state)
    ? (state as Kept)
    : { uri: '', pinned: false, tab: 'graph', worker: null, graph: FRESH, timeline: FRESH };
}

/** Keep something else as well. */
export function remember(more: Partial<Kept>): void {
  api.setState({ ...kept(), ...more });
}
