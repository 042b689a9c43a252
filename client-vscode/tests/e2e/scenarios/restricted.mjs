// A folder that nobody trusts yet: its plan is checked and nothing else; trust granted later works without a reload.
import assert from 'node:assert/strict';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { git } from '../plans.mjs';
import { mendConflict, openConflict } from '../steps.mjs';

export const title = 'in Restricted Mode plans are checked and nothing runs, until trust is granted';
export const trusting = false;

export async function play(stage) {
  const { window, folder } = stage;
  await openConflict(stage);
  await window.statusBar('Restricted Mode').waitFor();
  await window.picture('restricted');
  await mendConflict(stage);
  // Lenses were asked for before that was checked.
  assert.equal(await window.lens('Run').count(), 0);
  await window.find('Planloom: R');
  await window.choices('Planloom: Restart Language Server').waitFor();
  await window.picture('palette');
  assert.equal(await window.choices('Planloom: Run').count(), 0);
  await window.press('Escape');
  assert.ok(!existsSync(join(folder, '.git', 'planloom')), 'nothing was written beside the repository');

  await window.run('Workspaces: Manage Workspace Trust');
  await window.page.getByRole('button', { name: 'Trust', exact: true }).click();
  await window.picture('trusted');
  await window.press('Escape');
  await window.lens('Run').first().waitFor();
  await window.picture('lenses');
  assert.equal(git(folder, 'worktree', 'list').split('\n').length, 1);
}
