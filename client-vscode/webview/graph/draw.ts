// Draws a laid-out graph, and draws it again where something changed. Must not know zoom, keys or messages.
import type { Edge, Node, Picture } from '../../src/graph/documents';
import { fitting, keep, set, svg, type Item } from '../dom';
import { mark, signOf } from '../marks';
import { about, sentence, stateOf, troubles } from './labels';
import { CARD, PILL, type Layout, type Line } from './layout';

const TEXT = 36;
const PAD = 12;

/** The fonts that texts are measured in. */
export interface Fonts {
  readonly name: string;
  readonly id: string;
  readonly small: string;
}

/** The layers of the drawing, lowest first. */
export interface Drawing {
  readonly root: SVGSVGElement;
  readonly panels: SVGGElement;
  readonly lines: SVGGElement;
  readonly pills: SVGGElement;
  readonly cards: SVGGElement;
}

/** An empty drawing. */
export function drawing(): Drawing {
  const layer = (name: string): SVGGElement => svg('g', { class: name });
  const layers = { panels: layer('panels'), lines: layer('lines'), pills: layer('pills'), cards: layer('cards') };
  const markers = ['depends', 'critical'].map((kind) =>
    svg(
      'marker',
      { id: `arrow-${kind}`, viewBox: '0 0 8 8', refX: 1, refY: 4, markerWidth: 8, markerHeight: 8 },
      svg('path', { class: `tip ${kind}`, d: 'M0,0.6L7.6,4L0,7.4Z' }),
    ),
  );
  for (const marker of markers) {
    set(marker, { orient: 'auto-start-reverse', markerUnits: 'userSpaceOnUse' });
  }
  const root = svg('svg', { class: 'graph', role: 'group' }, svg('defs', {}, ...markers), ...Object.values(layers));
  return { root, ...layers };
}

/** Make the drawing show a graph. */
export function draw(on: Drawing, picture: Picture, places: Layout, fonts: Fonts): void {
  set(on.root, { viewBox: `0 0 ${places.width} ${places.height}` });
  keep(on.panels, panels(places, fonts), () => svg('g'));
  keep(on.lines, lines(picture, places), () => svg('path'));
  keep(on.pills, pills(picture, places), () => svg('g'));
  keep(on.cards, cards(picture, places, fonts), () => svg('g', { role: 'button', tabindex: -1 }));
}

function panels(places: Layout, fonts: Fonts): Item[] {
  return places.panels.map(({ label, x, width }, index) => ({
    key: String(index),
    content: JSON.stringify([label, x, width, places.height]),
    draw: (element) => {
      element.replaceChildren(
        svg('rect', { class: 'panel', x, y: 8, width, height: places.height - 16, rx: 8 }),
        svg('text', { class: 'wave', x: x + 14, y: 31 }, fitting(label, width - 28, fonts.small)),
      );
    },
  }));
}

function lines(picture: Picture, places: Layout): Item[] {
  // The critical path lies above the others.
  const order = [...places.lines].sort((a, b) => rank(picture, a) - rank(picture, b));
  return order.flatMap((line) => {
    const edge = picture.edges[line.index];
    return edge ? [lineItem(edge, line, places.isPacked)] : [];
  });
}

function rank(picture: Picture, line: Line): number {
  const edge = picture.edges[line.index];
  return edge?.critical ? 1 : edge?.kind === 'depends' ? 0 : 2;
}

function lineItem(edge: Edge, line: Line, isPacked: boolean): Item {
  const kind = edge.critical ? 'critical' : edge.kind;
  const quiet = isPacked && kind === 'depends' ? ' quiet' : '';
  const arrow = line.arrow ? { [`marker-${line.arrow}`]: `url(#arrow-${kind})` } : {};
  return {
    key: keyOf(edge),
    content: JSON.stringify([line.path, kind, edge.severe, quiet, line.arrow]),
    draw: (element) => {
      const severe = edge.severe ? ' severe' : '';
      set(element, {
        class: `wire ${kind}${severe}${quiet}`,
        d: line.path,
        'data-from': edge.from,
        'data-to': edge.to ?? '',
      });
      set(element, { 'marker-start': undefined, 'marker-end': undefined, ...arrow });
    },
  };
}

function pills(picture: Picture, places: Layout): Item[] {
  return places.lines.flatMap((line) => {
    const edge = picture.edges[line.index];
    return edge && line.pill ? [pillItem(edge, line.index, line.pill)] : [];
  });
}

function pillItem(edge: Edge, index: number, pill: NonNullable<Line['pill']>): Item {
  const { x, y, width, text } = pill;
  const severe = edge.severe ? ' severe' : '';
  return {
    key: keyOf(edge),
    content: JSON.stringify([pill, index, severe, edge.label]),
    draw: (element) => {
      set(element, {
        class: `pill ${edge.kind}${severe}`,
        'data-edge': index,
        'data-tip': sentence(edge),
        'aria-hidden': 'true',
      });
      set(element, { 'data-from': edge.from, 'data-to': edge.to ?? '' });
      element.replaceChildren(
        svg('rect', { class: 'box', x, y: y - PILL.height / 2, width, height: PILL.height, rx: PILL.height / 2 }),
        mark(signOf(edge), { transform: `translate(${x + 4},${y - 6}) scale(0.75)` }),
        svg('text', { x: x + PILL.symbol, y: y + 4 }, text),
      );
    },
  };
}

function cards(picture: Picture, places: Layout, fonts: Fonts): Item[] {
  return picture.workers.flatMap((node) => {
    const at = places.cards.get(node.id);
    const lines = about(node, picture);
    const isCritical = picture.critical.includes(node.id);
    const [worst] = troubles(node.id, picture);
    const content = JSON.stringify([node.id, node.name, stateOf(node), node.attempt, lines, at, isCritical]);
    const paint = (element: Element): void => {
      set(element, {
        class: `card is-${stateOf(node) || 'nothing'}${isCritical ? ' critical' : ''}`,
        transform: `translate(${at?.x ?? 0},${at?.y ?? 0})`,
        'data-tip': lines.join('\n'),
        'aria-label': `${lines.join('. ')}. Enter opens its definition.`,
      });
      element.replaceChildren(...card(node, fonts, worst && signOf(worst)));
    };
    return at ? [{ key: node.id, content, draw: paint }] : [];
  });
}

function card(node: Node, fonts: Fonts, warning: string | undefined): SVGElement[] {
  const state = stateOf(node);
  const again = node.attempt > 1 ? ` · ${node.attempt}` : '';
  const left = state ? TEXT : PAD + 2;
  const sign = warning ? [mark(warning, { transform: `translate(${CARD.width - 24},32) scale(0.75)` })] : [];
  const room = CARD.width - left - PAD - (warning ? 20 : 0);
  return [
    svg('rect', { class: 'ring', x: -4, y: -4, width: CARD.width + 8, height: CARD.height + 8, rx: 9 }),
    svg('rect', { class: 'box', width: CARD.width, height: CARD.height, rx: 6 }),
    mark(state, { transform: 'translate(11,11)' }),
    svg('text', { class: 'id', x: left, y: 24 }, fitting(node.id, 90, fonts.id)),
    svg('text', { class: 'state', x: CARD.width - PAD, y: 23.5 }, state + again),
    svg('text', { class: 'name', x: left, y: 44 }, fitting(node.name, room, fonts.name)),
    ...sign,
  ];
}

/** What names an edge while its plan is edited. */
function keyOf(edge: Edge): string {
  return `${edge.kind}:${edge.from}:${edge.to ?? ''}`;
}
