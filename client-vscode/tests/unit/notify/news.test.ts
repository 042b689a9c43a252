import assert from 'node:assert/strict';
import { test } from 'node:test';
import { events, holds, messageFor, type Event, type Message, type Wanted } from '../../../src/notify/news';
import type { Status } from '../../../src/plans/plans';
import { status, worker } from '../statuses';

const begun = status([worker('W1', { state: 'running' }), worker('W2')], { orchestrator: 7 });

function kinds(before: Status | undefined, after: Status): string[] {
  return events(before, after).map(({ kind, worker: id }) => `${kind} ${id ?? ''}`.trim());
}

function said(happened: readonly Event[], wanted: Wanted = 'all', now = status([])): Message | undefined {
  return messageFor({ plan: 'PLAN.md', status: now, offers: [], wanted }, happened);
}

test('what was so before is not said again', () => {
  const failed = status([worker('W1', { state: 'failed', drift: ['x'] })], { orchestrator: 7 });
  assert.deepEqual(kinds(begun, failed), ['failed W1', 'drifted W1']);
  assert.deepEqual(kinds(failed, failed), []);
  assert.deepEqual(kinds(undefined, failed), []);
  const more = status([worker('W1', { state: 'failed', drift: ['x', 'y'] })], { orchestrator: 7 });
  assert.deepEqual(events(failed, more), [{ kind: 'drifted', worker: 'W1', why: 'changed y, not its own' }]);
});

test('how a run ends is said once', () => {
  const over = status([worker('W1', { state: 'merged' })], { state: 'COMPLETED' });
  assert.deepEqual(kinds(begun, over), ['done']);
  assert.deepEqual(kinds(over, over), []);
  assert.deepEqual(kinds(begun, status([worker('W1')])), ['paused']);
  assert.deepEqual(kinds(begun, status([worker('W1', { pid: 9 })])), []);
});

test('a run that rests before it was seen to run is told of, too', () => {
  assert.deepEqual(kinds(status([], null), status([worker('W1')])), ['paused']);
  assert.deepEqual(kinds(status([worker('W1')]), status([worker('W1')])), []);
});

test('what passed meanwhile is not said', () => {
  const drifted: Event = { kind: 'drifted', worker: 'W1', why: 'changed x, not its own' };
  assert.equal(holds(drifted, status([worker('W1', { drift: ['x'] })])), true);
  assert.equal(holds(drifted, status([worker('W1')])), false);
  assert.equal(holds(drifted, status([worker('W1', { state: 'failed', drift: ['x'] })])), false);
  const failed: Event = { kind: 'failed', worker: 'W1', why: 'x' };
  assert.equal(holds(failed, status([worker('W1', { state: 'failed' })])), true);
  assert.equal(holds(failed, begun), false);
  const paused: Event = { kind: 'paused', why: 'x' };
  assert.equal(holds(paused, begun), false);
  assert.equal(holds(paused, status([worker('W1')])), true);
});

test('after a phase, what it made is said, and the phase that comes next', () => {
  const now = status([worker('W1'), worker('W2')]);
  const offers = ['W1', 'W2', undefined].map((id) => ({
    command: 'planloom.spawnWorkers',
    title: 'Spawn',
    ...(id === undefined ? {} : { worker: id }),
  }));
  const paused: Event = { kind: 'paused', why: '0/2 merged' };
  assert.deepEqual(messageFor({ plan: 'PLAN.md', status: now, offers, wanted: 'all' }, [paused]), {
    text: 'PLAN.md: worktrees of W1, W2 created. Next: Spawn Workers',
    grave: false,
    actions: ['Spawn Workers', 'Resume', 'Show Plan'],
  });
  assert.equal(said([paused])?.text, 'PLAN.md: not finished, 0/2 merged');
});

test('of work by hand nothing is said', () => {
  assert.deepEqual(kinds(status([], null), status([worker('W1', { drift: ['x'] })], null)), []);
});

test('a worker that failed: why, its log, another try', () => {
  const failed: Event = { kind: 'failed', worker: 'W1', why: 'validation ended with exit status 1' };
  assert.deepEqual(said([failed]), {
    text: 'PLAN.md: W1 failed: validation ended with exit status 1',
    grave: true,
    actions: ['Open Log', 'Show Plan', 'Retry'],
    worker: 'W1',
  });
});

test('what cannot be tried again yet is not offered', () => {
  const failed: Event = { kind: 'failed', worker: 'W1', why: 'x' };
  assert.deepEqual(said([failed], 'all', begun)?.actions, ['Open Log', 'Show Plan']);
});

test('several at once are one message', () => {
  const happened: Event[] = [
    { kind: 'failed', worker: 'W1', why: 'x' },
    { kind: 'failed', worker: 'W3', why: 'y' },
    { kind: 'drifted', worker: 'W2', why: 'z' },
    { kind: 'paused', why: 'planloom run --resume' },
  ];
  const message = said(happened);
  assert.equal(message?.text, 'PLAN.md: W1, W3 failed; W2 changed files not their own');
  assert.deepEqual(message.actions, ['Show Plan', 'Retry']);
  const one = said(happened.slice(1));
  assert.equal(one?.text, 'PLAN.md: W3 failed; W2 changed files not their own');
  assert.deepEqual([one.worker, one.actions[0]], ['W3', 'Open Log']);
});

test('all of one worker is one sentence', () => {
  const failed: Event = { kind: 'failed', worker: 'W1', why: 'no commit' };
  const drifted: Event = { kind: 'drifted', worker: 'W1', why: 'changed x, not its own' };
  const { text } = said([failed, drifted]) ?? {};
  assert.equal(text, 'PLAN.md: W1 failed: no commit; changed x, not its own');
});

test('a run that stops says who keeps it', () => {
  const stopped = status([worker('W1', { state: 'failed' }), worker('W2', { state: 'merged' })]);
  const before = status(stopped.workers, { orchestrator: 7 });
  assert.deepEqual(events(before, stopped), [{ kind: 'paused', why: '1/2 merged, W1 failed' }]);
});

test('the setting is heard', () => {
  const done: Event = { kind: 'done', why: '2/2 merged' };
  const failed: Event = { kind: 'failed', worker: 'W1', why: 'x' };
  assert.equal(said([done])?.text, 'PLAN.md: done, 2/2 merged');
  assert.equal(said([done], 'failures'), undefined);
  assert.equal(said([failed], 'failures')?.grave, true);
  assert.equal(said([failed], 'none'), undefined);
  assert.equal(said([]), undefined);
});

test('a message stays short', () => {
  const failed: Event = { kind: 'failed', worker: 'W1', why: 'x'.repeat(1000) };
  assert.ok((said([failed])?.text.length ?? 0) < 200);
});
