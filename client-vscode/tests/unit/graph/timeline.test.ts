import assert from 'node:assert/strict';
import { test } from 'node:test';
import { aboutBar, chartOf, stepBar } from '../../../webview/timeline/bars';
import { clock, lasted, scaleOf } from '../../../webview/timeline/scale';
import { at, attempt, times } from './sample';

const SECOND = 1000;
const HOUR = 3600 * SECOND;

test('time is drawn to scale', () => {
  const scale = scaleOf([{ start: 0, end: 60 * SECOND }], 600);
  assert.equal(scale.x(0), 0);
  assert.equal(scale.x(30 * SECOND), 300);
  assert.equal(scale.x(60 * SECOND), 600);
  assert.deepEqual(scale.folds, []);
});

test('ticks are round times, wide enough apart to be read', () => {
  const ticks = scaleOf([{ start: 0, end: 60 * SECOND }], 600).ticks();
  assert.deepEqual(
    ticks.map(({ label }) => label),
    ['0:00', '0:10', '0:20', '0:30', '0:40', '0:50', '1:00'],
  );
  const long = scaleOf([{ start: 0, end: 26 * HOUR }], 500).ticks();
  assert.deepEqual(
    long.map(({ label }) => label),
    ['0:00', '6:00:00', '12:00:00', '18:00:00', '24:00:00'],
  );
});

test('a night in which nothing went on is folded', () => {
  const [evening, morning] = [
    { start: 0, end: HOUR },
    { start: 12 * HOUR, end: 13 * HOUR },
  ];
  const scale = scaleOf([morning, evening], 634);
  assert.equal(scale.x(HOUR), 300);
  assert.equal(scale.x(6 * HOUR), 300);
  assert.equal(scale.x(12 * HOUR), 334);
  assert.deepEqual(scale.folds, [{ x: 317, seconds: 11 * 3600 }]);
  assert.ok(scale.ticks().every(({ x }) => x <= 300 || x >= 334));
  assert.equal(scale.ticks().at(-1)?.label, '13:00:00');
});

test('nothing at all has a scale', () => {
  const scale = scaleOf([], 100);
  assert.equal(scale.x(5), 0);
  assert.deepEqual(scale.ticks(), []);
});

test('times are said as people say them', () => {
  assert.deepEqual([0, 65, 3600, 90_061].map(clock), ['0:00', '1:05', '1:00:00', '25:01:01']);
  const said = [400, 12_000, 125_000, 3_600_000, 90_000_000].map(lasted);
  assert.deepEqual(said, ['0.4 s', '12 s', '2 min 5 s', '1 h', '1 d 1 h']);
});

test('what runs reaches to now, what is over to its end', () => {
  const running = chartOf(times([{ id: 'W1', attempts: [attempt(1, 5, null)], states: [] }], null), Date.parse(at(40)));
  const [bar] = running.lanes[0]?.bars ?? [];
  assert.deepEqual([bar?.isOpen, bar?.end, running.now], [true, Date.parse(at(40)), Date.parse(at(40))]);
  const over = chartOf(times([{ id: 'W1', attempts: [attempt(1, 5, 9)], states: [] }], 9), Date.parse(at(400)));
  assert.deepEqual([over.lanes[0]?.bars[0]?.end, over.now], [Date.parse(at(9)), null]);
});

test('the scale of what goes on stays for a while', () => {
  const told = times([{ id: 'W1', attempts: [attempt(1, 5, null)], states: [] }], null);
  const ends = [41, 42].map((second) => Math.max(...chartOf(told, Date.parse(at(second))).busy.map(({ end }) => end)));
  assert.equal(ends[0], ends[1]);
  assert.ok((ends[0] ?? 0) > Date.parse(at(42)), 'there is room ahead of now');
});

test('a bar says what it was, for how long, and what came of it', () => {
  const failed = attempt(2, 5, 9, { kind: 'validate', outcome: 'refused', reason: 'strays' });
  const chart = chartOf(times([{ id: 'W1', attempts: [failed], states: [] }], 9), 0);
  const [bar] = chart.lanes[0]?.bars ?? [];
  assert.ok(bar);
  const lines = aboutBar('W1', bar, (time) => new Date(time).toISOString().slice(14, 19));
  const outcome = 'passed, but its changes were refused after 4.0 s';
  assert.deepEqual(lines, ['W1: validation, process 2', outcome, '00:05 to 00:09', 'strays']);
});

test('arrow keys go from bar to bar, up and down to what was at the same time', () => {
  const rows = [
    { id: 'W1', attempts: [attempt(1, 0, 10), attempt(2, 10, 20)], states: [] },
    { id: 'W2', attempts: [], states: [] },
    { id: 'W3', attempts: [attempt(1, 1, 9), attempt(2, 12, 18), attempt(3, 19, 20)], states: [] },
  ];
  const { lanes } = chartOf(times(rows, 20), 0);
  assert.equal(stepBar(lanes, 'W1/1', 'ArrowRight'), 'W1/2');
  assert.equal(stepBar(lanes, 'W1/2', 'ArrowRight'), 'W1/2');
  assert.equal(stepBar(lanes, 'W1/2', 'ArrowDown'), 'W3/2');
  assert.equal(stepBar(lanes, 'W3/1', 'ArrowUp'), 'W1/1');
  assert.equal(stepBar(lanes, 'W3/1', 'End'), 'W3/3');
  assert.equal(stepBar(lanes, '', ''), 'W1/1', 'it begins with the first');
});
