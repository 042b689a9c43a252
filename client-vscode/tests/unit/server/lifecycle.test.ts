import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Lifecycle } from '../../../src/server/lifecycle';

interface Door {
  readonly way: Promise<void>;
  open(): void;
  shut(error: Error): void;
}

function createDoor(): Door {
  let open = (): void => undefined;
  let shut: Door['shut'] = () => undefined;
  const way = new Promise<void>((resolve, reject) => {
    open = resolve;
    shut = reject;
  });
  return { way, open, shut };
}

/** A server whose starts are let through, or broken, one by one. */
function stage() {
  const log: string[] = [];
  const doors = [createDoor(), createDoor()] as const;
  let number = 0;
  const boot = async () => {
    const door = doors[number++];
    const name = String(number);
    log.push(`start ${name}`);
    await door?.way;
    return {
      stop: () => {
        log.push(`stop ${name}`);
        return Promise.resolve();
      },
    };
  };
  const lifecycle = new Lifecycle(boot, (state) => log.push(state));
  const settled = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));
  return { lifecycle, log, doors, settled };
}

test('all who ask for a server wait for one start', async () => {
  const { lifecycle, log, doors } = stage();
  const asked = [lifecycle.start(), lifecycle.start(), lifecycle.start()];
  doors[0].open();
  await Promise.all(asked);
  await lifecycle.start();
  assert.deepEqual(log, ['starting', 'start 1', 'ready']);
});

test('restarts while one is going on lead to one more, after it', async () => {
  const { lifecycle, log, doors, settled } = stage();
  const first = lifecycle.start();
  const more = [lifecycle.restart(), lifecycle.restart(), lifecycle.restart()];
  doors[0].open();
  await first;
  await settled();
  doors[1].open();
  await Promise.all(more);
  assert.deepEqual(log, ['starting', 'start 1', 'ready', 'starting', 'stop 1', 'start 2', 'ready']);
});

test('who asks while a restart waits gets the server that it brings', async () => {
  const { lifecycle, log, doors, settled } = stage();
  const first = lifecycle.start();
  const again = lifecycle.restart();
  const asked = lifecycle.start();
  doors[0].open();
  await first;
  await settled();
  let isThere = false;
  void asked.then(() => (isThere = true));
  await settled();
  assert.equal(isThere, false);
  doors[1].open();
  await Promise.all([again, asked]);
  assert.equal(log.filter((entry) => entry === 'ready').length, 2);
});

test('a failed start is not tried again unasked, and a restart heals it', async () => {
  const { lifecycle, log, doors } = stage();
  const first = lifecycle.start();
  doors[0].shut(new Error('no Python'));
  await assert.rejects(first, /no Python/);
  await assert.rejects(lifecycle.start(), /no Python/);
  assert.deepEqual(log, ['starting', 'start 1', 'failed']);
  const again = lifecycle.restart();
  doors[1].open();
  await again;
  assert.equal(lifecycle.state, 'ready');
});

test('what ended by itself is not stopped', async () => {
  const { lifecycle, log, doors } = stage();
  const first = lifecycle.start();
  doors[0].open();
  await first;
  lifecycle.fail(new Error('it crashed'));
  await assert.rejects(lifecycle.start(), /it crashed/);
  const again = lifecycle.restart();
  doors[1].open();
  await again;
  assert.ok(!log.includes('stop 1'));
});

test('stopping waits for a start that is going on', async () => {
  const { lifecycle, log, doors } = stage();
  const first = lifecycle.start();
  const end = lifecycle.stop();
  doors[0].open();
  await Promise.all([first, end]);
  assert.deepEqual(log, ['starting', 'start 1', 'ready', 'stop 1', 'absent']);
});
