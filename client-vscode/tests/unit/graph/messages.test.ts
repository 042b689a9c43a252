import assert from 'node:assert/strict';
import { test } from 'node:test';
import { contentOf, placeOf } from '../../../src/graph/choice';
import { fromPage, toPage } from '../../../src/graph/messages';
import { conflict, edge, picture, times } from './sample';

const PLAN = { type: 'plan', uri: 'file:///p', file: 'p', pinned: false, revision: 3, trouble: '' };
const GRAPH = picture(
  [['W1', 'W2'], ['W3']],
  [edge('W1', 'W3'), conflict('W1', 'W2', 'a'), edge('W2', null, { range: null })],
);

test('what the server tells arrives in the page', () => {
  assert.ok(toPage({ ...PLAN, picture: GRAPH }));
  assert.ok(toPage({ ...PLAN, picture: null }));
  assert.ok(toPage({ type: 'times', times: times([], null), trouble: '' }));
});

test('what has another shape does not', () => {
  const [first, ...others] = GRAPH.workers;
  for (const bad of [
    undefined,
    null,
    'plan',
    { ...PLAN },
    { ...PLAN, picture: { ...GRAPH, workers: [{ ...first, state: 'happy' }, ...others] } },
    { ...PLAN, picture: { ...GRAPH, edges: [{ ...GRAPH.edges[0], to: 7 }] } },
    { ...PLAN, picture: GRAPH, revision: -1 },
    { type: 'export', format: 'exe' },
    { type: 'constructor' },
  ]) {
    assert.equal(toPage(bad), undefined);
  }
});

test('the page can say only what it has to say', () => {
  assert.ok(fromPage({ type: 'worker', id: 'W1' }));
  assert.ok(fromPage({ type: 'edge', revision: 1, index: 0 }));
  for (const bad of [{}, { type: 'worker' }, { type: 'run' }, { type: 'edge', index: 0 }, { type: 'toString' }, []]) {
    assert.equal(fromPage(bad), undefined);
  }
});

test('a chosen worker is where it is defined, a chosen edge where the plan says so', () => {
  assert.equal(placeOf({ type: 'worker', id: 'W3' }, GRAPH, 3)?.start.line, 3);
  assert.equal(placeOf({ type: 'edge', revision: 3, index: 1 }, GRAPH, 3)?.start.line, 0);
  assert.equal(
    placeOf({ type: 'edge', revision: 3, index: 2 }, GRAPH, 3)?.start.line,
    2,
    'its worker, for want of a place',
  );
});

test('what the page was not told of is nowhere', () => {
  assert.equal(placeOf({ type: 'worker', id: 'W9' }, GRAPH, 3), undefined);
  assert.equal(placeOf({ type: 'edge', revision: 2, index: 1 }, GRAPH, 3), undefined);
  assert.equal(placeOf({ type: 'edge', revision: 3, index: 99 }, GRAPH, 3), undefined);
  assert.equal(placeOf({ type: 'worker', id: 'W1' }, null, 3), undefined);
});

test('only pictures are written', () => {
  assert.equal(Buffer.from(contentOf('svg', '<svg xmlns="x"/>') ?? []).toString(), '<svg xmlns="x"/>');
  assert.equal(contentOf('svg', '<html>'), undefined);
  const png = Buffer.from('\x89PNG\r\n', 'latin1');
  assert.deepEqual(contentOf('png', png.toString('base64')), png);
  assert.equal(contentOf('png', 'AAAA'), undefined);
});
