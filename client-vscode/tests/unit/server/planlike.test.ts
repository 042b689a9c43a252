import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import { mayBePlan } from '../../../src/server/planlike';

test('the sample plan may be one', () => {
  assert.ok(mayBePlan(readFileSync('../server/planloom/run/sample.md', 'utf8')));
});

for (const text of ['## W1: Parser', '### Agent A', 'TASK-01 | open', '**Worktree:** ../x', '# Stream 2']) {
  test(`${JSON.stringify(text)} may be part of a plan`, () => {
    assert.ok(mayBePlan(text));
  });
}

for (const text of ['', '# Notes\n\nBuy milk.', 'The network is down, said the coworking space.']) {
  test(`${JSON.stringify(text)} starts no server`, () => {
    assert.ok(!mayBePlan(text));
  });
}
