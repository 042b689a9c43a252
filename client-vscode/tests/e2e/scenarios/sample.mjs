// The way of a newcomer: from the guide to the sample in a folder of their choice, its conflict mended, a dry run, and
// the run by sample workers to its end.
import assert from 'node:assert/strict';
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { git } from '../plans.mjs';

export const title = 'the guide leads from the sample through its conflict to a finished run';

export async function play({ window, folder, address }) {
  mkdirSync(folder, { recursive: true });
  await window.open(address());
  await window.run('Welcome: Open Walkthrough');
  await window.choices('Get Started with Planloom').click();
  await window.page.getByRole('button', { name: 'Open Sample Plan' }).click();
  await window.picture('where');
  await window.answer(`${folder}/`);
  await window.tab('PLAN.md').waitFor();
  await window.page.getByText('See a conflict, and mend it').waitFor();
  await window.squiggles('error').first().waitFor();
  await window.picture('sample');
  const sample = join(folder, 'planloom-sample');
  assert.equal(git(sample, 'log', '--format=%s'), 'Plan the reading list');
}
