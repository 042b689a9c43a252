import assert from 'node:assert/strict';
import { test } from 'node:test';
import { rest } from '../../../src/notify/rest';
import { status, worker } from '../statuses';

const offer = (name: string, id?: string): { command: string; title: string; worker?: string } => ({
  command: `planloom.${name}`,
  title: name,
  ...(id === undefined ? {} : { worker: id }),
});

test('each phase is told by what it leaves', () => {
  const pending = status([worker('W1'), worker('W2')]);
  const done = status([worker('W1', { state: 'done' }), worker('W2')]);
  const create = [offer('createWorktrees'), offer('createWorktrees', 'W2')];
  const spawn = [offer('spawnWorkers'), offer('spawnWorkers', 'W1')];
  assert.equal(rest(pending, [...create, ...spawn])?.text, 'worktree of W1 created. Next: Spawn Workers');
  const validate = [offer('validateWorkers'), offer('validateWorkers', 'W1')];
  assert.equal(rest(pending, validate)?.text, 'W1 ended, not validated yet. Next: Validate Workers');
  assert.equal(rest(done, [offer('createWorktrees')])?.text, 'W1 done. Next: Create Worktrees');
  assert.equal(rest(done, [offer('mergeWorkers')])?.text, 'W1 done, not merged yet. Next: Merge Workers');
  assert.equal(rest(done, [offer('cleanUp')])?.text, 'everything is merged. Next: Clean Up');
});

test('where nothing was done, or a worker is stuck, no phase is proposed', () => {
  const offers = [offer('createWorktrees'), offer('resume')];
  assert.equal(rest(status([worker('W1')]), offers), undefined);
  assert.equal(rest(status([worker('W1', { state: 'failed' }), worker('W2', { state: 'done' })]), offers), undefined);
  assert.equal(rest(status([worker('W1', { state: 'done' })]), [offer('resume')]), undefined);
});
