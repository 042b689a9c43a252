// A conflict is underlined and listed, the quick fix mends it, and the mended plan is saved.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { repository, writing } from '../plans.mjs';

export const title = 'a conflict is underlined, listed, mended by its quick fix and saved';
export const smoke = true;

const part = { files: ['shared.txt'], script: writing('shared.txt') };
const WORKERS = [
  { id: 'W1', name: 'Begin', ...part },
  { id: 'W2', name: 'Go on', ...part },
];

export async function play({ window, folder, address }) {
  repository(folder, WORKERS);
  await window.open(address(folder, 'PLAN.md'));
  await window.squiggles('error').first().waitFor();
  await window.picture('underlined');
  const conflict = await window.problems('both PRIMARY on');
  await conflict.first().waitFor();
  await window.picture('problems');
  await window.jump(conflict.first());
  await window.quickFix('Keep W1 PRIMARY');
  await window.picture('mended');
  await conflict.first().waitFor({ state: 'detached' });
  assert.equal(await window.squiggles('error').count(), 0);
  await window.save();
  await window.picture('saved');
  assert.match(readFileSync(join(folder, 'PLAN.md'), 'utf8'), /\| shared\.txt \| PRIMARY \| MODIFY \|/);
}
