// The way of a newcomer: from the guide to the sample in a folder of their choice, its conflict mended, a dry run, and
// the run by sample workers to its end. The guide ticks off each step.
import assert from 'node:assert/strict';
import { existsSync, mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { git } from '../plans.mjs';
import { answer } from '../steps.mjs';

export const title = 'the guide leads from the sample through its conflict to a finished run';

export async function play({ window, folder, address }) {
  mkdirSync(folder, { recursive: true });
  await window.open(address());
  await window.run('Welcome: Open Walkthrough');
  await window.choices('Get Started with Planloom').click();
  await window.page.getByRole('button', { name: 'Open Sample Plan' }).click();
  await window.picture('where');
  await window.place(`${folder}/`);
  await window.tab('PLAN.md').waitFor();
  await ticked(window, 'Open the sample plan');
  await window.squiggles('error').first().waitFor();
  await window.picture('sample');
  const sample = join(folder, 'planloom-sample');
  assert.equal(git(sample, 'log', '--format=%s'), 'Plan the reading list');

  for (const [problem, fix] of [
    ['both PRIMARY on', 'Keep W1 PRIMARY'],
    ['both write', 'W2 depends on W1'],
  ]) {
    const rows = await window.problems(problem);
    await window.jump(rows.first());
    await window.quickFix(fix);
    await rows.first().waitFor({ state: 'detached' });
  }
  await ticked(window, 'See a conflict and fix it');
  await window.picture('mended');
  await window.save();

  await window.run('Planloom: Dry Run');
  await window.line('feat/reading-w1').first().waitFor();
  await window.picture('dry-run');
  assert.equal(git(sample, 'branch', '--list', 'feat/*'), '', 'a dry run makes nothing');

  await window.tab('PLAN.md').first().click();
  await window.sideBar('Planloom');
  await window.run('Planloom: Run');
  await answer(window, 'Run');
  await window.row('completed').waitFor();
  await window.picture('completed');
  assert.ok(existsSync(join(sample, 'lib', 'search.sh')));
}

async function ticked(window, step) {
  const found = window.page.locator('.getting-started-step', { hasText: step });
  await found.locator('.codicon-getting-started-step-checked').waitFor();
}
