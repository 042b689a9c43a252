// A folder that nobody trusts yet: its plan is checked and nothing else; trust granted later works without a reload.
import assert from 'node:assert/strict';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { git, repository, writing } from '../plans.mjs';

export const title = 'in Restricted Mode plans are checked and nothing runs, until trust is granted';
export const trusting = false;

const part = { files: ['shared.txt'], script: writing('shared.txt') };
const WORKERS = [
  { id: 'W1', name: 'Begin', ...part },
  { id: 'W2', name: 'Go on', ...part },
];

export async function play({ window, folder, address }) {
  repository(folder, WORKERS);
  await window.open(address(folder, 'PLAN.md'));
  await window.squiggles('error').first().waitFor();
  await window.statusBar('Restricted Mode').waitFor();
  await window.picture('restricted');
  assert.equal(await window.lens('Run').count(), 0);
  await window.find('Planloom: Run');
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
