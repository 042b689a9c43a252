// A conflict is underlined and listed, the quick fix mends it, and the mended plan is saved.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { mendConflict, openConflict } from '../steps.mjs';

export const title = 'a conflict is underlined, listed, mended by its quick fix and saved';
export const smoke = true;

export async function play(stage) {
  const { window, folder } = stage;
  await openConflict(stage);
  await window.picture('underlined');
  await (await window.problems('both PRIMARY on')).first().waitFor();
  await window.picture('problems');
  await mendConflict(stage);
  await window.picture('mended');
  assert.equal(await window.squiggles('error').count(), 0);
  await window.save();
  await window.picture('saved');
  assert.match(readFileSync(join(folder, 'PLAN.md'), 'utf8'), /\| shared\.txt \| PRIMARY \| MODIFY \|/);
}
