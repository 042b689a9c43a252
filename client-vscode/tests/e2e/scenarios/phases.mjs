// Phases from the command palette: refused, nothing happens; agreed upon, worktrees are made. The run that goes on from
// there is cancelled on its notification, and begins nothing new.
import assert from 'node:assert/strict';
import { existsSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { git, repository, writing } from '../plans.mjs';
import { answer, question } from '../steps.mjs';

export const title = 'a phase is launched from the palette once it is agreed upon, and a run is cancelled';

const workers = (gate) => [
  { id: 'W1', name: 'Parse', files: ['one.txt'], script: writing('one.txt', gate) },
  { id: 'W2', name: 'Print', files: ['two.txt'], after: 'W1', script: writing('two.txt') },
];

export async function play({ window, folder, address }) {
  const gate = `${folder}-gate`;
  repository(folder, workers(gate));
  await window.open(address(folder, 'PLAN.md'));
  await window.lens('Run').first().waitFor();

  await window.run('Planloom: Create Worktrees');
  await question(window).waitFor();
  await window.picture('asked');
  await answer(window, 'Cancel');
  await window.toast('nothing was run').waitFor();
  assert.deepEqual(branches(folder), ['main']);

  await window.run('Planloom: Create Worktrees');
  await answer(window, 'Run');
  await window.lens('Spawn').first().waitFor();
  await window.toast('worktree of W1 created. Next: Spawn Workers').waitFor();
  await window.picture('created');
  assert.deepEqual(branches(folder), ['feat/w1', 'main']);
  assert.ok(existsSync(join(folder, '..', 'w1-tree', 'PLAN.md')));

  await window.run('Planloom: Run');
  await answer(window, 'Run');
  await window.toast('W1 running').waitFor();
  await window.picture('progress');
  await window.toast('W1 running').getByRole('button', { name: 'Cancel' }).click();
  await window.toast('nothing new begins').waitFor();
  await window.picture('cancelled');
  writeFileSync(gate, '');
  await window.toast(/W1 (ended|done).*Next:/).waitFor();
  await window.picture('ended');
  assert.deepEqual(branches(folder), ['feat/w1', 'main'], 'W2 was not begun');
}

const branches = (folder) => git(folder, 'branch', '--format=%(refname:short)').split('\n').sort();
