import assert from 'node:assert/strict';
import { test } from 'node:test';
import { attention, brief, clock, concerns, planBrief, planLine, reason, workerLine } from '../../../src/workers/words';
import { plan, status, worker } from '../statuses';

test('a worker in a line: state, attempt, time that goes on, what it cost', () => {
  const running = worker('W1', { state: 'running', attempt: 2, seconds: 61.5, tokens: 12_400, cost: 0.4 });
  assert.equal(workerLine(running, 1000, 4000), 'running · attempt 2 · 1:04 · 12k tokens · $0.40');
  assert.equal(workerLine(worker('W1'), 0, 9000), 'pending');
  assert.equal(workerLine(worker('W1', { state: 'merged', attempt: 1 }), 0, 0), 'merged');
  assert.equal(workerLine(undefined, 0, 0), '');
});

test('what is wrong stands in the line, in words', () => {
  const forecast = [
    { with: 'W2', files: ['a', 'b'] },
    { with: 'W2', files: ['c'] },
  ];
  const found = worker('W1', { state: 'done', drift: ['x', 'y'], forecast });
  assert.equal(workerLine(found, 0, 0), 'done · 2 files not its own · conflicts with W2');
});

test('each thing that wants to be looked at has its own words', () => {
  const found = worker('W1', {
    state: 'failed',
    evidence: 'no commit',
    drift: ['src/b.rs'],
    forecast: [{ with: 'W2', files: ['c.rs', 'd.rs'] }],
  });
  assert.deepEqual(
    concerns(found).map(({ kind, text, path }) => [kind, text, path]),
    [
      ['trouble', 'no commit', undefined],
      ['stray', 'changed src/b.rs, which it does not own', 'src/b.rs'],
      ['conflict', 'would conflict with W2 in c.rs, d.rs', undefined],
    ],
  );
  assert.deepEqual(concerns(worker('W1', { state: 'running' })), []);
});

test('a reason ends before an aside that it would cut', () => {
  assert.equal(reason(worker('W1', { evidence: 'exit status 1 (after 3 attempts; kept); later' })), 'exit status 1');
  assert.equal(reason(worker('W1', { evidence: 'ended (twice); later' })), 'ended (twice)');
});

test('a plan in a line', () => {
  assert.equal(planLine(plan()), 'never run');
  assert.equal(planLine(plan({ run: { state: 'BLOCKED' } })), 'blocked');
  const workers = [worker('W1', { state: 'merged' }), worker('W2', { state: 'running', pid: 7 })];
  assert.equal(planLine(plan({ status: status(workers, { orchestrator: 3 }) })), '1/2 merged · running, monitor');
  assert.equal(planLine(plan({ status: status(workers) })), '1/2 merged · workers run, nobody drives it: resume');
  const over = status(workers.slice(0, 1), { state: 'COMPLETED' });
  assert.equal(planLine(plan({ status: over })), '1/1 merged · completed');
  assert.equal(planLine(plan({ status: status([worker('W1')], null) })), 'never run');
});

test('a plan in a narrow view', () => {
  const workers = [worker('W1', { state: 'merged' }), worker('W2', { state: 'running', pid: 7 })];
  const idle = workers.map((one) => ({ ...one, pid: null }));
  assert.equal(planBrief(plan()), 'never run');
  assert.equal(planBrief(plan({ status: status(workers, { orchestrator: 3 }) })), '1/2 merged');
  assert.equal(planBrief(plan({ status: status(workers) })), '1/2 resume');
  assert.equal(planBrief(plan({ status: status(idle) })), '1/2 merged');
  assert.equal(planBrief(plan({ status: status(idle, { state: 'BLOCKED' }) })), '1/2 blocked');
  assert.equal(planBrief(plan({ status: status(idle, { state: 'COMPLETED' }) })), 'completed');
});

test('what is merged wants nobody to look', () => {
  const workers = [worker('W1', { state: 'failed' }), worker('W2', { drift: ['x'] }), worker('W3')];
  assert.equal(attention(plan({ status: status(workers) })), 2);
  assert.equal(attention(plan({ status: status(workers, { state: 'COMPLETED' }) })), 0);
  assert.equal(attention(plan()), 0);
});

test('a long title leaves room for the state', () => {
  assert.equal(brief('Small things: parse, print, explain', 24), 'Small things: parse…');
  assert.equal(brief('Small things', 24), 'Small things');
  assert.equal(brief('x'.repeat(50), 24), `${'x'.repeat(24)}…`);
});

test('time reads as on a clock', () => {
  assert.deepEqual([0, 59.9, 60, 3599, 3661].map(clock), ['0:00', '0:59', '1:00', '59:59', '1:01:01']);
});
