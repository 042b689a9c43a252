// The pane of the timeline: bars in a box that scrolls, a line that moves with the clock. Must not know messages.
import type { Picture, Times } from '../../src/graph/documents';
import { html } from '../dom';
import type { Look } from '../host';
import { onKeys, rove, type Moves } from '../keys';
import { tips } from '../tip';
import { chartOf, stepBar, type Chart } from './bars';
import { draw, drawing, NAMES, type Drawing } from './draw';
import { scaleOf } from './scale';

const TICK = 1000;
const STEP = 1.4;
const MOST = 60;
const LEAST = 120;
const BESIDE = 36;
const LABEL = 'Timeline of the run. Arrow keys go from bar to bar; the table says the same in words.';

/** What the pane tells. */
export interface Listener {
  readonly chooses: (worker: string) => void;
  readonly looks: (look: Look, zoom: number) => void;
}

/** The pane. */
export interface TimelineView {
  readonly element: HTMLElement;
  readonly drawing: Drawing;
  show(times: Times, picture: Picture | null): void;
  /** Zoom; by -Infinity to where all of it is seen. */
  zoomBy(steps: number): void;
}

/** What is shown; `at`: when it was told, by the page's clock. */
interface Shown {
  readonly times: Times;
  readonly picture: Picture | null;
  readonly at: number;
}

/** A time as the reader's clock shows it. */
export function timeOf(milliseconds: number): string {
  return new Date(milliseconds).toLocaleTimeString([], { hour: '2-digit', minute: '2-digit', second: '2-digit' });
}

/** A pane for a run's times, with the look that it had before. */
export function timelineView(first: Look, listener: Listener): TimelineView {
  const on = drawing();
  const box = boxOf(on);
  let zoom = first.zoom ?? 1;
  let shown: Shown | undefined;
  let chart: Chart | undefined;
  let focused = '';

  const bars = (): Iterable<Element> => on.body.querySelectorAll('.bar');
  const paint = (): void => {
    if (shown === undefined || box.clientWidth === 0) {
      return;
    }
    const isFirst = chart === undefined;
    chart = paintOn(on, box, shown, zoom);
    focused = stepBar(chart.lanes, focused, '');
    rove(bars(), focused, { isFocused: false });
    if (isFirst) {
      box.scrollTo(first.left, first.top);
    }
  };
  const look = (): void => {
    const place = { left: Math.round(box.scrollLeft), top: Math.round(box.scrollTop) };
    listener.looks({ zoom: zoom === 1 ? null : zoom, ...place }, zoom);
  };
  const zoomBy = (steps: number, x = (box.clientWidth + NAMES) / 2): void => {
    const spot = (box.scrollLeft + x - NAMES) / zoom;
    zoom = Math.max(1, Math.min(MOST, zoom * STEP ** steps));
    paint();
    box.scrollLeft = spot * zoom - x + NAMES;
    look();
  };
  box.addEventListener('scroll', look);
  listen(box, listener, {
    step: (from, key) => stepBar(chart?.lanes ?? [], from, key),
    focus: (key) => {
      focused = key;
      rove(bars(), key, { isFocused: true });
    },
  });
  onWheel(box, zoomBy);
  new ResizeObserver(paint).observe(box);
  eachSecond(paint, () => chart !== undefined && chart.now !== null);
  const show = (times: Times, picture: Picture | null): void => {
    shown = { times, picture, at: performance.now() };
    paint();
  };
  return { element: html('div', { class: 'pane' }, box), drawing: on, show, zoomBy };
}

function listen(box: HTMLElement, listener: Listener, moves: Pick<Moves, 'focus' | 'step'>): void {
  onKeys(box, '.bar', {
    ...moves,
    choose: (bar) => {
      listener.chooses(bar.getAttribute('data-worker') ?? '');
    },
  });
  tips(box);
}

function boxOf(on: Drawing): HTMLElement {
  return html(
    'div',
    { class: 'scroll chart', role: 'group', 'aria-label': LABEL },
    html('div', { class: 'corner', 'aria-hidden': 'true' }, html('span', {}, 'work'), html('span', {}, 'validation')),
    html('div', { class: 'head' }, on.head),
    html('div', { class: 'names' }, on.names),
    html('div', { class: 'body' }, on.body),
  );
}

function paintOn(on: Drawing, box: HTMLElement, { times, picture, at }: Shown, zoom: number): Chart {
  const names = new Map(picture?.workers.map((node) => [node.id, node.name]));
  const family = getComputedStyle(box).fontFamily;
  const chart = chartOf(times, Date.parse(times.now) + performance.now() - at);
  const scale = scaleOf(chart.busy, Math.max(LEAST, box.clientWidth - NAMES - BESIDE) * zoom);
  const nameOf = (id: string): string => names.get(id) ?? '';
  draw(on, chart, scale, { nameOf, time: timeOf, font: `13px ${family}`, small: `11px ${family}` });
  return chart;
}

function onWheel(box: HTMLElement, zoomBy: (steps: number, x: number) => void): void {
  const turned = (event: WheelEvent): void => {
    if (event.ctrlKey || event.metaKey) {
      event.preventDefault();
      zoomBy(-Math.sign(event.deltaY), event.clientX - box.getBoundingClientRect().left);
    }
  };
  box.addEventListener('wheel', turned, { passive: false });
}

function eachSecond(work: () => void, isWanted: () => boolean): void {
  setInterval(() => {
    if (isWanted() && document.visibilityState === 'visible') {
      work();
    }
  }, TICK);
}
