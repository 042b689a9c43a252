// What the Workers view is for: a worker that changes a file of another is marked, its diff says whose the file is, its
// log is followed and harmless, a failure is told with what helps, and a dry run is a document.
import assert from 'node:assert/strict';
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { git, repository, writing } from '../plans.mjs';
import { answer } from '../steps.mjs';

export const title = 'a straying worker is marked, its diff and log open from the view, a failure is told';
export const settings = { 'planloom.run.jobs': 3, 'planloom.run.retries': 0 };

const ACTING = "printf 'begun\\n\\033]0;taken over\\007\\033[31mred\\033[0m\\n'";

const workers = (gate) => [
  { id: 'W1', name: 'Parse', files: ['one.txt'], script: writing('one.txt', gate) },
  {
    id: 'W2',
    name: 'Print',
    files: ['two.txt'],
    script: `${ACTING}\necho stray > one.txt\n${writing('two.txt', gate)}\nrm one.txt`,
  },
  { id: 'W3', name: 'Explain', files: ['three.txt'], script: writing('three.txt'), validation: 'echo no help; exit 1' },
];

export async function play({ window, folder, address }) {
  const gate = `${folder}-gate`;
  repository(folder, workers(gate));
  await window.open(address(folder));
  await window.sideBar('Planloom');
  const plan = window.row('Small things').first();
  await plan.hover();
  await plan.getByRole('button', { name: /^Run/ }).click();
  await answer(window, 'Run');

  const failure = window.toast('W3 failed');
  await failure.getByRole('button', { name: 'Open Log' }).waitFor();
  await window.picture('failed');
  const stray = window.row('one.txt').and(window.row('changed, not its own'));
  await stray.waitFor();
  await stray.click();
  await window.tab('one.txt (W2, not owned: owned by W1)').waitFor();
  await window.line('stray').waitFor();
  await window.picture('diff');

  const print = window.row('W2').first();
  await print.hover();
  await print.getByRole('button', { name: 'Open Log' }).click();
  await window.page.getByText('W2 log').first().waitFor();
  await window.terminal().getByText('red').waitFor();
  await window.picture('log');
  assert.equal(await window.terminal().locator('.xterm-fg-1').count(), 0, 'no log colours a terminal');

  const worktree = await window.opened(() => window.menu(print, 'Open Worktree in New Window'));
  await worktree.row('one.txt').waitFor();
  await worktree.sideBar('Planloom');
  await worktree.row('W2').first().waitFor();
  await worktree.picture('worktree');
  await worktree.page.close();

  writeFileSync(gate, '');
  await window.row('W2').and(window.row('done')).waitFor();
  await window.toast('not finished, 0/3 merged, W3 failed').waitFor();
  await window.statusBar('0/3 merged').waitFor();
  await window.run('Planloom: Dry Run');
  await window.tab('PLAN.md dry run').waitFor();
  await window.picture('dry-run');
  assert.equal(git(folder, 'status', '--porcelain', '--', 'PLAN.md'), '', 'nothing was changed by looking');
  assert.ok(readFileSync(join(folder, 'archive', readdirSync(join(folder, 'archive'))[0]), 'utf8').includes('W3'));
}
