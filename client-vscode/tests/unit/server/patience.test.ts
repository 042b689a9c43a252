import assert from 'node:assert/strict';
import { test } from 'node:test';
import { createPatience } from '../../../src/server/patience';

test('three crashes within three minutes are borne, the fourth is not', () => {
  const isWorthAnother = createPatience();
  assert.deepEqual([0, 1, 2, 3].map((second) => isWorthAnother(second * 1000)), [true, true, true, false]);
});

test('crashes that lie long apart are borne for ever', () => {
  const isWorthAnother = createPatience();
  assert.ok([0, 1, 2, 3, 4, 5].every((hour) => isWorthAnother(hour * 3_600_000)));
});
