import assert from 'node:assert/strict';
import { test } from 'node:test';
import { createHeld } from '../../../src/plans/held';
import { isRunning } from '../../../src/plans/plans';
import { gathered, inTurn } from '../../../src/plans/timing';
import { visible } from '../../../src/plans/visible';
import { plan, status, worker } from '../statuses';

const URI = plan().uri;

test('what was told of a plan outlives a new list, and goes with the plan', () => {
  const held = createHeld();
  held.list([plan()]);
  held.tell(URI, status([worker('W1')]), 5);
  held.offer(URI, [{ command: 'planloom.run', title: 'Run' }]);
  held.list([plan({ title: 'Other' })]);
  const found = held.get(URI);
  assert.deepEqual([found?.title, found?.toldAt, found?.offers?.length], ['Other', 5, 1]);
  held.list([]);
  assert.equal(held.get(URI), undefined);
  assert.equal(held.tell(URI, status([]), 6), undefined);
});

test('a plan that was never run had nothing before its first status, one that was run is not known', () => {
  const held = createHeld();
  held.list([plan()]);
  assert.deepEqual(held.tell(URI, status([]), 1)?.before?.workers, []);
  const other = createHeld();
  other.list([plan({ run: { state: 'BLOCKED' } })]);
  assert.equal(other.tell(URI, status([]), 1)?.before, undefined);
  assert.equal(other.get(URI)?.run?.state, 'IN_PROGRESS');
});

test('something runs while there is a process', () => {
  assert.equal(isRunning(undefined), false);
  assert.equal(isRunning(status([worker('W1')])), false);
  assert.equal(isRunning(status([worker('W1', { pid: 3 })])), true);
  assert.equal(isRunning(status([], { orchestrator: 3 })), true);
});

test('calls that come meanwhile share one more', async () => {
  let count = 0;
  const call = inTurn(async () => {
    count += 1;
    await Promise.resolve();
  });
  await Promise.all([call(), call(), call()]);
  assert.equal(count, 2);
});

test('calls in quick succession are one', async () => {
  let count = 0;
  await new Promise<void>((resolve) => {
    const call = gathered(1, () => {
      count += 1;
      resolve();
    });
    call();
    call();
  });
  assert.equal(count, 1);
});

test('nothing in a text hides or turns', () => {
  assert.equal(visible('a\u202eb\u200bc\u001bd'), 'a<U+202E>b<U+200B>c<U+001B>d');
  assert.equal(visible('Füße 😀'), 'Füße 😀');
});
