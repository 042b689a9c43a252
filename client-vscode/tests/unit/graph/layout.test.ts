import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Picture } from '../../../src/graph/documents';
import { columnsOf } from '../../../webview/graph/columns';
import { CARD, layout, type Layout } from '../../../webview/graph/layout';
import { step } from '../../../webview/graph/steps';
import { conflict, edge, picture } from './sample';

const ids = (from: number, count: number): string[] => Array.from({ length: count }, (_, index) => `W${from + index}`);
const laidOut = (graph: Picture): Layout => layout(graph, (text) => text.length * 6);
const place = ({ cards }: Layout, id: string): { x: number; y: number } => cards.get(id) ?? { x: NaN, y: NaN };

/** Every number pair of a path, which for our curves encloses the line. */
function points(path: string): [number, number][] {
  return [...path.matchAll(/(-?[\d.]+),(-?[\d.]+)/g)].map(([, x, y]) => [Number(x), Number(y)]);
}

test('each wave is a column, from left to right', () => {
  const graph = picture([['W1', 'W2'], ['W3'], ['W4', 'W5']], [edge('W1', 'W3'), edge('W3', 'W4'), edge('W1', 'W5')]);
  const found = laidOut(graph);
  const [first, second, third] = ['W1', 'W3', 'W4'].map((id) => place(found, id).x) as [number, number, number];
  assert.ok(first + CARD.width < second && second + CARD.width < third);
  assert.equal(place(found, 'W2').x, first);
  assert.equal(place(found, 'W5').x, third);
  assert.deepEqual(
    found.panels.map(({ label }) => label),
    ['Wave 1', 'Wave 2', 'Wave 3'],
  );
});

test('cards and labels do not lie on each other', () => {
  const edges = [
    ...ids(1, 6).map((id, index) => edge(id, `W${7 + (index % 4)}`)),
    conflict('W1', 'W2', 'src/a.ts'),
    conflict('W1', 'W6', 'src/b.ts'),
    conflict('W3', 'W4', 'src/c.ts'),
    conflict('W2', 'W12', 'src/d.ts'),
  ];
  const found = laidOut(picture([ids(1, 6), ids(7, 4), ids(11, 3)], edges));
  const cards = [...found.cards.values()].map(({ x, y }) => ({ x, y, width: CARD.width, height: CARD.height }));
  const pills = found.lines.flatMap(({ pill }) => (pill ? [{ ...pill, y: pill.y - 9, height: 18 }] : []));
  const boxes = [...cards, ...pills];
  assert.equal(pills.length, 4);
  for (const one of boxes) {
    for (const other of boxes) {
      const isApart =
        one.x + one.width <= other.x ||
        other.x + other.width <= one.x ||
        one.y + one.height <= other.y ||
        other.y + other.height <= one.y;
      assert.ok(one === other || isApart, JSON.stringify([one, other]));
    }
  }
});

test('a line past a column stays between its cards', () => {
  const graph = picture(
    [['W1'], ids(2, 5), ['W7']],
    [edge('W1', 'W7'), ...ids(2, 5).flatMap((id) => [edge('W1', id), edge(id, 'W7')])],
  );
  const found = laidOut(graph);
  const [line] = found.lines;
  assert.ok(line);
  const { x } = place(found, 'W2');
  const beside = points(line.path).filter(([at]) => at >= x && at <= x + CARD.width);
  assert.ok(beside.length >= 2);
  for (const [, y] of beside) {
    assert.ok(ids(2, 5).every((id) => y < place(found, id).y || y > place(found, id).y + CARD.height));
  }
});

test('an arrow ends at who waits, whichever way it points', () => {
  const found = laidOut(
    picture([['W1', 'W3'], ['W2']], [edge('W1', 'W2'), edge('W2', 'W3'), edge('W1', 'W3'), edge('W3', 'W1')]),
  );
  const arrows = [...found.lines].sort((a, b) => a.index - b.index).map(({ arrow }) => arrow);
  assert.deepEqual(arrows.slice(0, 2), ['end', 'start']);
  assert.notEqual(arrows[2], arrows[3]);
});

test('what is drawn lies within the drawing', () => {
  const found = laidOut(
    picture([ids(1, 4)], [conflict('W1', 'W4', 'a/very/long/path/indeed.ts'), conflict('W1', 'W2', 'a')]),
  );
  for (const { path, pill } of found.lines) {
    assert.ok(points(path).every(([x, y]) => x >= 0 && x <= found.width && y >= 0 && y <= found.height));
    assert.ok(pill && pill.x + pill.width <= found.width);
  }
});

test('edges to nobody, to oneself and to strangers are not drawn', () => {
  assert.deepEqual(laidOut(picture([['W1']], [edge('W1', null), edge('W1', 'W1'), edge('W1', 'W9')])).lines, []);
});

test('a graph without workers has a size', () => {
  const { width, height } = laidOut(picture([]));
  assert.ok(width >= 0 && height >= 0);
});

test('many workers of one wave stand in several columns of the same band', () => {
  const { columns, bands } = columnsOf(picture([ids(1, 30), ids(31, 2)]).waves);
  assert.deepEqual(
    bands.map(({ first, last }) => [first, last]),
    [
      [0, 3],
      [4, 4],
    ],
  );
  assert.deepEqual(columns.slice(0, 4).flat(), ids(1, 30));
  assert.ok(columns.every(({ length }) => length <= 8));
});

test('hundreds of workers are packed', () => {
  const graph = picture(
    [ids(1, 250), ids(251, 250)],
    ids(1, 250).map((id, index) => edge(id, `W${251 + index}`)),
  );
  const found = laidOut(graph);
  assert.ok(found.isPacked);
  assert.equal(new Set([...found.cards.values()].map(({ x, y }) => `${x} ${y}`)).size, 500);
  assert.equal(found.lines.length, 250);
});

test('arrow keys go through the columns as they are seen', () => {
  const columns = [['W1', 'W2', 'W3'], ['W4'], ['W5', 'W6', 'W7', 'W8']];
  assert.equal(step(columns, 'W1', 'ArrowDown'), 'W2');
  assert.equal(step(columns, 'W1', 'ArrowUp'), 'W1');
  assert.equal(step(columns, 'W3', 'ArrowRight'), 'W4');
  assert.equal(step(columns, 'W4', 'ArrowLeft'), 'W2');
  assert.equal(step(columns, 'W4', 'ArrowRight'), 'W7');
  assert.equal(step(columns, 'W8', 'ArrowRight'), 'W8');
  assert.equal(step(columns, 'W2', 'End'), 'W8');
  assert.equal(step(columns, 'W2', 'Home'), 'W1');
  assert.equal(step(columns, 'W9', 'ArrowDown'), 'W9');
});
