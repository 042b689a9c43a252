import assert from 'node:assert/strict';
import { test } from 'node:test';
import { about, badge, sentence, shortened, stateOf, summary, troubles } from '../../../webview/graph/labels';
import { conflict, edge, picture, worker } from './sample';

const FORECAST = edge('W1', 'W2', { kind: 'forecast', label: 'merging with W2 would conflict in a', files: ['a'] });
const GRAPH = {
  ...picture([['W1', 'W2'], ['W3']], [edge('W1', 'W3'), FORECAST, conflict('W1', 'W2', 'src/x/a.ts', 'b')]),
  critical: ['W1', 'W3'],
};

test('a line is labelled with the end of its first path', () => {
  assert.equal(badge(conflict('W1', 'W2', 'src/x/a.ts', 'b')), 'x/a.ts +1');
  assert.equal(badge(conflict('W1', 'W2', 'src/')), 'src');
  assert.equal(badge(edge('W1', 'W2')), '');
});

test('what is too long loses its middle, and no half of a character', () => {
  assert.equal(shortened('abcdefghij', 7), 'abc…hij');
  assert.equal(shortened('😀😀😀😀😀', 3), '😀…😀');
  assert.equal(shortened('abc', 3), 'abc');
});

test('all that is known of a worker is said', () => {
  const failed = worker('W1', { state: 'failed', attempt: 3, reason: 'no way', owns: ['a', 'b', 'c', 'd', 'e'] });
  assert.deepEqual(about(failed, GRAPH), [
    'W1: Part 1',
    'Wave 1, on the critical path',
    'failed, attempt 3',
    'no way',
    'owns a, b, c and 2 more',
    'W1 and W2: both own src/x/a.ts, b',
    'W1: merging with W2 would conflict in a',
  ]);
  assert.deepEqual(about(worker('W3', { wave: 1 }), GRAPH).slice(0, 3), [
    'W3: Part 3',
    'Wave 2, on the critical path',
    'waits for W1',
  ]);
});

test('a worker whose agent rests is parked', () => {
  assert.equal(stateOf(worker('W1', { state: 'pending', parked: '2026-01-01T00:00:00Z' })), 'parked');
  assert.equal(stateOf(worker('W1', { state: 'running', parked: '2026-01-01T00:00:00Z' })), 'running');
  assert.equal(stateOf(worker('W1')), '');
});

test('the worst of what collides comes first', () => {
  assert.deepEqual(
    troubles('W2', GRAPH).map(({ kind }) => kind),
    ['conflict', 'forecast'],
  );
  assert.deepEqual(troubles('W3', GRAPH), []);
});

test('a graph and its edges are said in words', () => {
  assert.equal(summary(GRAPH), '3 workers, 2 waves, 1 conflict, 1 forecast');
  assert.equal(sentence(edge('W1', 'W3')), 'W3 waits for W1');
});
