import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { WorkerState } from '../../../src/plans/plans';
import { lookOf, lookOfRun } from '../../../src/workers/looks';
import { contextOf, workersOf } from '../../../src/workers/nodes';
import { plan, status, worker } from '../statuses';

test('no two states have the same shape', () => {
  const states: WorkerState[] = ['pending', 'running', 'validating', 'done', 'merged', 'failed', 'blocked'];
  assert.equal(new Set(states.map((state) => lookOf(worker('W1', { state })).icon)).size, states.length);
  const runs = ['IN_PROGRESS', 'BLOCKED', 'COMPLETED', undefined] as const;
  const shapes = [...runs.map((state) => lookOfRun(state, false).icon), lookOfRun('IN_PROGRESS', true).icon];
  assert.equal(new Set(shapes).size, shapes.length);
});

test('what runs turns, what only should run does not', () => {
  assert.equal(lookOf(worker('W1', { state: 'running', pid: 7 })).icon, 'sync~spin');
  assert.equal(lookOf(worker('W1', { state: 'running' })).icon, 'sync');
});

test('menus go by kind, state and what makes sense now', () => {
  const offers = [
    { command: 'planloom.resume', title: 'Resume' },
    { command: 'planloom.spawnWorkers', title: 'Spawn', worker: 'W1' },
  ];
  const found = plan({ run: { state: 'IN_PROGRESS' }, status: status([worker('W1')]), offers });
  assert.equal(contextOf(found), 'plan-run+resume+');
  assert.equal(contextOf(found, 'W1'), 'worker-pending-run+spawnWorkers+');
  assert.equal(contextOf(plan(), 'W2'), 'worker-unknown+');
});

test('the workers of a run are those that it has, whatever the plan says now', () => {
  assert.deepEqual(workersOf(plan()).map((node) => node.worker), ['W1', 'W2']);
  assert.deepEqual(workersOf(plan({ status: status([worker('W9')]) })).map((node) => node.worker), ['W9']);
});
