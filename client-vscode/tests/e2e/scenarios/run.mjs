// A whole run by sample workers, begun by a lens: asked for once, watched in the Workers view and the graph, through a
// reload of the window, to the merged state.
import assert from 'node:assert/strict';
import { existsSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { git, repository, writing } from '../plans.mjs';
import { answer, question } from '../steps.mjs';

export const title = 'a run is begun by a lens, watched through a reload, and merged';
export const smoke = true;

const workers = (gate) => [
  { id: 'W1', name: 'Parse', files: ['lib/parse.sh'], script: writing('lib/parse.sh', gate) },
  { id: 'W2', name: 'Print', files: ['lib/print.sh'], script: writing('lib/print.sh') },
  { id: 'W3', name: 'Explain', files: ['docs/help.md'], after: 'W1', script: writing('docs/help.md') },
];

export async function play({ window, folder, address }) {
  const gate = `${folder}-gate`;
  repository(folder, workers(gate));
  await window.open(address(folder, 'PLAN.md'));
  await window.lens('Run').first().click();
  await question(window).waitFor();
  await window.picture('asked');
  assert.equal(trees(folder), 1, 'nothing is made before it is agreed upon');
  await answer(window, 'Run');

  await window.sideBar('Planloom');
  await window.row('W1').and(window.row('running')).waitFor();
  await window.row('W2').and(window.row('done')).waitFor();
  await window.picture('running');
  assert.equal(trees(folder), 3, 'W3 waits for W1');
  await window.run('Planloom: Show Plan Graph');
  await window.webview().getByRole('button', { name: /^W1: Parse\..*running/ }).waitFor();
  await window.picture('graph');

  await window.reload();
  await window.row('W1').and(window.row('running')).waitFor();
  await window.picture('reloaded');
  writeFileSync(gate, '');
  await window.row('COMPLETED').waitFor();
  await window.picture('merged');
  assert.equal(trees(folder), 1, 'worktrees are removed');
  for (const { files } of workers(gate)) {
    assert.ok(files.every((file) => existsSync(join(folder, file))), `${files} came to the target`);
  }
}

const trees = (folder) => git(folder, 'worktree', 'list').split('\n').length;
