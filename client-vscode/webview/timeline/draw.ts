// Draws a chart of bars: a head with phases and time, names at the left, bars. Must not know zoom, keys or messages.
import { fitting, keep, set, svg, type Item } from '../dom';
import { mark } from '../marks';
import { aboutBar, type Bar, type Chart, type Lane } from './bars';
import { lasted, type Scale } from './scale';

export const NAMES = 184;
export const HEAD = 58;
export const ROW = 34;
const BAR = 16;
const THIN = 8;
const SIGN = 20;
const EDGE = 16;

/** The parts of the drawing; they scroll apart from each other. */
export interface Drawing {
  readonly head: SVGSVGElement;
  readonly names: SVGSVGElement;
  readonly body: SVGSVGElement;
}

/** What else is needed to draw. `time`: a time in the reader's words. */
export interface Style {
  readonly nameOf: (worker: string) => string;
  readonly time: (milliseconds: number) => string;
  readonly font: string;
  readonly small: string;
}

/** An empty drawing. */
export function drawing(): Drawing {
  const part = (name: string): SVGSVGElement => svg('svg', { class: `times ${name}` });
  const body = part('body');
  const hatch = (id: string, path: string): SVGPatternElement =>
    svg(
      'pattern',
      { id, width: 6, height: 6, patternUnits: 'userSpaceOnUse' },
      svg('path', { class: `hatch ${id}`, d: path }),
    );
  body.append(
    svg('defs', {}, hatch('hatch-failed', 'M-1,7L7,-1M-1,1L1,-1M5,7L7,5'), hatch('hatch-refused', 'M0,0L6,6M0,6L6,0')),
  );
  for (const layer of ['rows', 'grid', 'bars', 'over']) {
    body.append(svg('g', { class: layer }));
  }
  return { head: part('head'), names: part('names'), body };
}

/** Make the drawing show a chart. */
export function draw(on: Drawing, chart: Chart, scale: Scale, style: Style): void {
  const width = scale.width + 2 * EDGE;
  const height = chart.lanes.length * ROW + 8;
  set(on.head, { width, height: HEAD, viewBox: `${-EDGE} 0 ${width} ${HEAD}` });
  set(on.names, { width: NAMES, height, viewBox: `0 0 ${NAMES} ${height}` });
  set(on.body, { width, height, viewBox: `${-EDGE} 0 ${width} ${height}` });
  keep(on.head, head(chart, scale, style), () => svg('g'));
  keep(
    on.names,
    chart.lanes.map((lane, row) => nameItem(lane, row, style)),
    () => svg('g'),
  );
  const [, rows, grid, bars, over] = [...on.body.children] as [Element, Element, Element, Element, Element];
  keep(
    rows,
    chart.lanes.map((lane, row) => rowItem(lane, row, scale.width)),
    () => svg('rect'),
  );
  keep(grid, lines(scale, height), () => svg('path'));
  const items = chart.lanes.flatMap((lane, row) => lane.bars.map((bar) => barItem(lane, bar, row, { scale, style })));
  keep(bars, items, () => svg('g', { role: 'button', tabindex: -1 }));
  keep(over, [...states(chart, scale, style), ...nowItem(chart, scale, height)], () => svg('g'));
}

function head(chart: Chart, scale: Scale, style: Style): Item[] {
  const phases = chart.phases.map((one, index) => {
    const [left, right] = [scale.x(one.start), scale.x(one.end)];
    const room = right - left - 8;
    const label = room > 24 ? fitting(one.phase, room, style.small) : '';
    return {
      key: `phase-${index}`,
      content: JSON.stringify([left, right, label]),
      draw: (element: Element): void => {
        set(element, {
          class: `phase is-${one.phase}`,
          'data-tip': `${one.phase}\n${style.time(one.start)}, ${lasted(one.end - one.start)}`,
        });
        const box = svg('rect', {
          class: 'box',
          x: left,
          y: 8,
          width: Math.max(1.5, right - left - 1.5),
          height: 20,
          rx: 3,
        });
        element.replaceChildren(box, svg('text', { x: left + 5, y: 22 }, label));
      },
    };
  });
  const ticks = scale
    .ticks()
    .filter(({ x }) => x <= scale.width - EDGE / 2)
    .map(({ x, label }) => ({
      key: `tick-${label}`,
      content: JSON.stringify([x, label]),
      draw: (element: Element): void => {
        set(element, { class: 'tick' });
        element.replaceChildren(svg('path', { d: `M${x},${HEAD - 7}v7` }), svg('text', { x, y: HEAD - 11 }, label));
      },
    }));
  const folds = scale.folds.map(({ x, seconds }, index) => ({
    key: `fold-${index}`,
    content: JSON.stringify([x, seconds]),
    draw: (element: Element): void => {
      set(element, { class: 'fold', 'data-tip': `nothing went on for ${lasted(seconds * 1000)}` });
      element.replaceChildren(svg('path', { d: `M${x - 5},10l5,4l-5,4l5,4l-5,4M${x},10l5,4l-5,4l5,4l-5,4` }));
    },
  }));
  return [...phases, ...ticks, ...folds];
}

function nameItem(lane: Lane, row: number, style: Style): Item {
  const name = style.nameOf(lane.worker);
  return {
    key: lane.worker,
    content: JSON.stringify([row, name]),
    draw: (element) => {
      set(element, { class: 'who', 'data-tip': [lane.worker, name].filter(Boolean).join(': ') });
      const id = fitting(lane.worker, 70, `600 ${style.font}`);
      const y = row * ROW + ROW / 2 + 5;
      element.replaceChildren(
        svg('text', { class: 'id', x: 12, y }, id),
        svg(
          'text',
          { class: 'name', x: 52 + Math.max(0, id.length - 4) * 8, y },
          fitting(name, NAMES - 60 - Math.max(0, id.length - 4) * 8, style.font),
        ),
      );
    },
  };
}

function rowItem(lane: Lane, row: number, width: number): Item {
  return {
    key: lane.worker,
    content: JSON.stringify([row, width]),
    draw: (element) => {
      set(element, {
        class: row % 2 ? 'row odd' : 'row',
        x: -EDGE,
        y: row * ROW,
        width: width + 2 * EDGE,
        height: ROW,
      });
    },
  };
}

function lines(scale: Scale, height: number): Item[] {
  const at = [
    ...scale.ticks().map(({ x }) => ['tick', x] as const),
    ...scale.folds.map(({ x }) => ['fold', x] as const),
  ];
  return at.map(([kind, x], index) => ({
    key: `${kind}-${index}`,
    content: JSON.stringify([x, height]),
    draw: (element) => {
      set(element, { class: `rule ${kind}`, d: `M${x},0V${height}` });
    },
  }));
}

interface Hand {
  readonly scale: Scale;
  readonly style: Style;
}

function barItem(lane: Lane, bar: Bar, row: number, { scale, style }: Hand): Item {
  const { attempt } = bar;
  const x = scale.x(bar.start);
  const width = Math.max(4, scale.x(bar.end) - x - 1);
  const high = attempt.kind === 'work' || attempt.kind === 'validate' ? BAR : THIN;
  const top = row * ROW + (ROW - high) / 2;
  const box = { x, y: top, width, height: high, rx: Math.min(3, width / 2) };
  const about = aboutBar(lane.worker, bar, style.time);
  return {
    key: bar.key,
    content: JSON.stringify([box, about, attempt]),
    draw: (element) => {
      set(element, { class: `bar ${attempt.kind} is-${attempt.outcome}`, 'data-worker': lane.worker });
      set(element, {
        'data-tip': about.join('\n'),
        'aria-label': `${about.join('. ')}. Enter opens the worker's definition.`,
      });
      const ring = svg('rect', { class: 'ring', x: x - 3, y: row * ROW + 3, width: width + 6, height: ROW - 6, rx: 5 });
      const sign =
        width >= SIGN && high === BAR
          ? [mark(attempt.outcome, { transform: `translate(${x + width - 15},${top + 2}) scale(0.75)` })]
          : [];
      element.replaceChildren(
        ring,
        svg('rect', { class: 'box', ...box }),
        svg('rect', { class: 'hatched', ...box }),
        ...sign,
      );
    },
  };
}

/** Where a worker came to something: a sign behind its last bar, or over it. */
function states(chart: Chart, scale: Scale, style: Style): Item[] {
  return chart.lanes.flatMap((lane, row) =>
    lane.states.map((one, index) => {
      const x = scale.x(one.time);
      const said = [`${lane.worker}: ${one.state}`, style.time(one.time), one.reason].filter(Boolean).join('\n');
      return {
        key: `${lane.worker}-${index}`,
        content: JSON.stringify([x, row, said]),
        draw: (element: Element): void => {
          set(element, { class: `settled is-${one.state}`, 'data-tip': said });
          element.replaceChildren(mark(one.state, { transform: `translate(${x + 1},${row * ROW + 1}) scale(0.7)` }));
        },
      };
    }),
  );
}

function nowItem(chart: Chart, scale: Scale, height: number): Item[] {
  if (chart.now === null) {
    return [];
  }
  const x = scale.x(chart.now);
  const paint = (element: Element): void => {
    set(element, { class: 'now' });
    element.replaceChildren(
      svg('path', { d: `M${x},0V${height}` }),
      svg('path', { class: 'head', d: `M${x - 5},0h10l-5,6Z` }),
    );
  };
  return [{ key: 'now', content: `${x} ${height}`, draw: paint }];
}
