// Takes the pictures of the guide and of the README in a real VS Code: `npm run pictures`. Look at them before they are
// committed.

import { execFileSync } from 'node:child_process';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { repository, writing } from './plans.mjs';
import { Stage, VSIX } from './stage.mjs';
import { answer } from './steps.mjs';

const MEDIA = fileURLToPath(new URL('../../media/walkthrough/', import.meta.url));
const SIZE = { width: 1100, height: 700 };

const stage = new Stage(VSIX);
try {
  await stage.play('sample', { play: sample });
  await stage.play('reading-list', { play: run });
} finally {
  await stage.close();
}

async function sample({ window, folder, address, program: [python, ...words] }) {
  const repo = join(folder, 'reading');
  execFileSync(python, [...words, 'new', '--sample', repo]);
  await begin(window, address(repo, 'PLAN.md'));
  await window.press('Control+B');
  await window.lens('Run').first().waitFor();
  await window.squiggles('error').first().waitFor();
  await window.shoot(join(MEDIA, 'sample.png'));

  await window.goTo(15, 22);
  const fix = await window.quickFixes('Keep W1 PRIMARY');
  await window.shoot(join(MEDIA, 'conflict.png'));
  await fix.click();
  await window.squiggles('error').first().waitFor({ state: 'detached' });
  await window.goTo(15, 22);
  await window.quickFix('W2 depends on W1');
  await window.squiggles('warning').first().waitFor({ state: 'detached' });
  await window.save();
  await window.run('Planloom: Dry Run');
  await window.line('feat/reading-w1').first().waitFor();
  await window.goTo(110);
  await window.line('git worktree add').first().waitFor();
  await window.shoot(join(MEDIA, 'dry-run.png'));
}

async function run({ window, folder, address }) {
  const gate = `${folder}-gate`;
  const worker = (id, name, file, more = {}) => ({ id, name, files: [file], script: writing(file), ...more });
  const held = (file) => ({ script: writing(file, gate) });
  const plan = [
    worker('W1', 'Store', 'lib/store.sh'),
    worker('W2', 'Search', 'lib/search.sh', held('lib/search.sh')),
    worker('W3', 'Import', 'lib/import.sh', { after: 'W1', ...held('lib/import.sh') }),
    worker('W4', 'Export', 'lib/export.sh', { after: 'W2' }),
    worker('W5', 'Help', 'docs/help.md', { after: 'W3, W4' }),
  ];
  repository(folder, plan, 'Reading list');
  await begin(window, address(folder, 'PLAN.md'));
  await window.lens('Run').first().click();
  await answer(window, 'Run');
  await window.sideBar('Planloom');
  await window.row('W3').and(window.row('running')).waitFor();
  await window.run('Planloom: Show Plan Graph');
  await window.webview().getByRole('button', { name: /^W3: Import\..*running/ }).waitFor();
  await window.run('Notifications: Clear All Notifications');
  await window.shoot(join(MEDIA, 'run.png'));
}

async function begin(window, address) {
  await window.page.setViewportSize(SIZE);
  await window.open(address);
}
