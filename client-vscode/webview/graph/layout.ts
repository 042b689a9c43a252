// Where everything of a graph lies. Dagre says where cards stand and how lines get past them; waves stay columns. Must
// not know how anything is drawn.
import { Graph, layout as arrange } from '@dagrejs/dagre';
import type { Edge, Picture } from '../../src/graph/documents';
import { columnsOf, type Columns } from './columns';
import { around, flowing, type Point } from './curves';
import { badge } from './labels';

export const CARD = { width: 196, height: 58 };
export const PILL = { height: 20, symbol: 20, padding: 8 };
const MARGIN = 20;
const TOP = 40;
const BAND = 14;
const GAP = { row: 22, line: 14, column: 84, after: 40, lane: 16, packed: 16, bands: 72 };
const PORT = 12;
const TIP = 7;
// More than this, and lines past all cards take longer to lay out, and longer to follow, than they are worth.
const MOST = { workers: 120, edges: 300 };

/** The wave behind some columns. */
export interface Panel {
  readonly label: string;
  readonly x: number;
  readonly width: number;
}

/** A line of the graph, by its edge's index. `pill`: the left end of its label's middle line, and its width. */
export interface Line {
  readonly index: number;
  readonly path: string;
  readonly arrow: 'start' | 'end' | undefined;
  readonly pill: (Point & { readonly width: number; readonly text: string }) | undefined;
}

/** All places. `cards`: top left corners. `isPacked`: too many to be laid out; cards stand in rows. */
export interface Layout {
  readonly width: number;
  readonly height: number;
  readonly cards: ReadonlyMap<string, Point>;
  readonly columns: readonly (readonly string[])[];
  readonly panels: readonly Panel[];
  readonly lines: readonly Line[];
  readonly isPacked: boolean;
}

/** How wide a text is. */
export type Measure = (text: string) => number;

/** An edge between two cards, from the left one to the right one or within one column. */
interface Link {
  readonly index: number;
  readonly edge: Edge;
  readonly left: string;
  readonly right: string;
  readonly pill: { readonly text: string; readonly width: number } | undefined;
}

/** Lay out a graph. */
export function layout(picture: Picture, measure: Measure): Layout {
  const columns = columnsOf(picture.waves);
  const columnOf = new Map(columns.columns.flatMap((ids, column) => ids.map((id): [string, number] => [id, column])));
  const links = linksOf(picture.edges, columnOf, measure);
  const isPacked = columnOf.size > MOST.workers || links.length > MOST.edges;
  const across = links.filter((link) => columnOf.get(link.left) !== columnOf.get(link.right));
  const within = links.filter((link) => columnOf.get(link.left) === columnOf.get(link.right));
  const placed = isPacked ? packed(columns, across) : arranged(columns, columnOf, { across, within });
  const lines = [...placed.lines, ...besides(within, placed.cards, isPacked)];
  return {
    ...placed,
    lines,
    columns: columns.columns.map((ids) => [...ids].sort((a, b) => y(placed.cards, a) - y(placed.cards, b))),
    panels: panelsOf(columns, placed.cards),
    width:
      Math.max(0, ...[...placed.cards.values()].map((card) => card.x + CARD.width), ...lines.map(rightEnd)) +
      MARGIN +
      BAND,
    height: Math.max(0, ...[...placed.cards.values()].map((card) => card.y + CARD.height)) + MARGIN + BAND,
    isPacked,
  };
}

interface Placed {
  readonly cards: ReadonlyMap<string, Point>;
  readonly lines: readonly Line[];
}

function linksOf(edges: readonly Edge[], columnOf: ReadonlyMap<string, number>, measure: Measure): Link[] {
  return edges.flatMap((edge, index) => {
    const from = columnOf.get(edge.from);
    const to = edge.to === null ? undefined : columnOf.get(edge.to);
    if (from === undefined || to === undefined || edge.to === null || edge.to === edge.from) {
      return [];
    }
    const [left, right] = from <= to ? [edge.from, edge.to] : [edge.to, edge.from];
    const text = badge(edge);
    const pill = edge.kind === 'depends' ? undefined : { text, width: PILL.symbol + measure(text) + PILL.padding };
    return [{ index, edge, left, right, pill }];
  });
}

/** Cards and lines as dagre has them, for a graph that can be followed with the eyes. */
function arranged(
  columns: Columns,
  columnOf: ReadonlyMap<string, number>,
  { across, within }: { readonly across: readonly Link[]; readonly within: readonly Link[] },
): Placed {
  const beside = Math.max(0, ...within.map((link) => link.pill?.width ?? 0));
  const graph = new Graph({ multigraph: true });
  graph.setGraph({
    rankdir: 'LR',
    ranker: 'none',
    nodesep: GAP.row,
    edgesep: GAP.line,
    ranksep: within.length > 0 ? Math.max(GAP.column, beside + GAP.after) : GAP.column,
  });
  // Dagre puts labels into ranks of their own, between those of the cards.
  columnOf.forEach((column, id) => graph.setNode(id, { ...CARD, rank: 2 * column }));
  for (const { index, left, right, pill } of across) {
    const label = pill ? { width: pill.width, height: PILL.height, labelpos: 'c' } : {};
    graph.setEdge(left, right, { ...label, weight: pill ? 1 : 2 }, String(index));
  }
  arrange(graph);
  const cards = new Map<string, Point>();
  for (const id of columnOf.keys()) {
    const card = graph.node(id) as Point;
    cards.set(id, { x: card.x - CARD.width / 2 + MARGIN + BAND, y: card.y - CARD.height / 2 + TOP + BAND });
  }
  const lefts = columns.columns.map(([first]) => (first === undefined ? 0 : (cards.get(first)?.x ?? 0)));
  const lines = across.map((link) => {
    const found = graph.edge({ v: link.left, w: link.right, name: String(link.index) }) as { points: Point[] };
    return routed(link, cards, lefts, found.points.slice(1, -1).map(moved));
  });
  return { cards, lines };
}

function moved({ x, y }: Point): Point {
  return { x: x + MARGIN + BAND, y: y + TOP + BAND };
}

/** A line by way of the places that dagre kept free for it: level beside cards and through its label. */
function routed(link: Link, cards: ReadonlyMap<string, Point>, lefts: readonly number[], free: readonly Point[]): Line {
  const [start, end] = ends(link, cards);
  const middle = free[Math.floor(free.length / 2)];
  const points = free.flatMap((point) => {
    const column = lefts.find((left) => Math.abs(left + CARD.width / 2 - point.x) < 1);
    const width = column !== undefined ? CARD.width : point === middle && link.pill ? link.pill.width : 0;
    return width > 0 ? [point.x - width / 2, point.x + width / 2].map((x) => ({ x, y: point.y })) : [];
  });
  const pill = link.pill && middle && { ...link.pill, x: middle.x - link.pill.width / 2, y: middle.y };
  return { index: link.index, path: flowing([start, ...points, end]), arrow: arrowOf(link, link.right), pill };
}

/** Where a line from left to right begins and ends; room for the arrow's tip is left. */
function ends(link: Link, cards: ReadonlyMap<string, Point>): [Point, Point] {
  const one = cards.get(link.left) ?? { x: 0, y: 0 };
  const other = cards.get(link.right) ?? { x: 0, y: 0 };
  const below = CARD.height / 2 + (link.edge.kind === 'depends' ? 0 : PORT);
  const arrow = arrowOf(link, link.right);
  return [
    { x: one.x + CARD.width + (arrow === 'start' ? TIP : 0), y: one.y + below },
    { x: other.x - (arrow === 'end' ? TIP : 0), y: other.y + below },
  ];
}

/** At which end of a line, whose end is at a card, its arrow is. */
function arrowOf({ edge }: Link, last: string | undefined): 'start' | 'end' | undefined {
  return edge.kind !== 'depends' ? undefined : edge.to === last ? 'end' : 'start';
}

/** Lines between cards of one column, beside it, each as near as those before it allow. */
function besides(links: readonly Link[], cards: ReadonlyMap<string, Point>, isPacked: boolean): Line[] {
  const taken: { x: number; top: number; bottom: number; lane: number }[] = [];
  const spans = links.map((link) => {
    const [upper, lower] = [link.left, link.right].sort((a, b) => y(cards, a) - y(cards, b));
    const [top, bottom] = [upper, lower].map((id) => cards.get(id ?? '') ?? { x: 0, y: 0 }) as [Point, Point];
    return { link, top, bottom, arrow: arrowOf(link, lower) };
  });
  spans.sort((a, b) => a.bottom.y - a.top.y - (b.bottom.y - b.top.y));
  return spans.map(({ link, top, bottom, arrow }) => {
    const rivals = taken.filter((one) => one.x === top.x && one.top < bottom.y && top.y < one.bottom);
    const lane = isPacked ? 0 : Math.max(-1, ...rivals.map((one) => one.lane)) + 1;
    taken.push({ x: top.x, top: top.y, bottom: bottom.y, lane });
    const side = top.x + CARD.width;
    const from = { x: side + (arrow === 'start' ? TIP : 0), y: top.y + CARD.height / 2 + PORT };
    const to = { x: side + (arrow === 'end' ? TIP : 0), y: bottom.y + CARD.height / 2 - PORT };
    const { path, middle } = around(from, to, isPacked ? GAP.packed / 2 : GAP.lane * (lane + 1.25));
    const pill = link.pill && { ...link.pill, x: middle.x - PILL.symbol / 2, y: middle.y };
    return { index: link.index, path, arrow, pill: isPacked ? undefined : pill };
  });
}

/** Cards in rows and straight lines, for a graph that is only looked over. */
function packed({ columns, bands }: Columns, across: readonly Link[]): Placed {
  const cards = new Map<string, Point>();
  columns.forEach((ids, column) => {
    const before = bands.filter((band) => band.first <= column).length - 1;
    const x = MARGIN + BAND + column * (CARD.width + GAP.packed) + before * GAP.bands;
    ids.forEach((id, row) => cards.set(id, { x, y: TOP + BAND + row * (CARD.height + GAP.packed) }));
  });
  const lines = across.map((link) => {
    return { index: link.index, path: flowing(ends(link, cards)), arrow: arrowOf(link, link.right), pill: undefined };
  });
  return { cards, lines };
}

function panelsOf({ columns, bands }: Columns, cards: ReadonlyMap<string, Point>): Panel[] {
  return bands.map(({ label, first, last }) => {
    const lefts = columns.slice(first, last + 1).flatMap((ids) => ids.map((id) => cards.get(id)?.x ?? 0));
    const x = Math.min(...lefts) - BAND;
    return { label, x, width: Math.max(...lefts) + CARD.width + BAND - x };
  });
}

function y(cards: ReadonlyMap<string, Point>, id: string): number {
  return cards.get(id)?.y ?? 0;
}

function rightEnd({ pill }: Line): number {
  return pill ? pill.x + pill.width : 0;
}
