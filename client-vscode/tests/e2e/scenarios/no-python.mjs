// A machine where the Python that is set is gone: said once with the way out of it, and mended without a reload.
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { repository, writing } from '../plans.mjs';

export const title = 'a missing Python is said once, and the plan is checked when another is set';
export const settings = { 'planloom.interpreter': '/gone/python' };

const WORKERS = [{ id: 'W1', name: 'Begin', files: ['one.txt'], script: writing('one.txt') }];

export async function play({ window, folder, address }) {
  repository(folder, WORKERS);
  await window.open(address(folder, 'PLAN.md'));
  const told = window.toast('Python 3.11 or newer is needed: /gone/python');
  await told.waitFor();
  await window.picture('told');
  assert.equal(await told.count(), 1);
  assert.equal(await window.lens('Run').count(), 0);
  await window.sideBar('Planloom');
  const view = window.page.locator('.pane-body', { hasText: 'Plans cannot be shown' });
  await view.getByRole('button', { name: 'Restart' }).waitFor();
  await window.picture('view');

  await told.getByRole('button', { name: 'Open Setting' }).click();
  const setting = window.page.locator('.settings-editor .setting-item-contents', { hasText: 'Interpreter' });
  // What is typed before the settings are all there is lost.
  await setting.getByText('odified in').waitFor();
  await setting.locator('input').fill(python());
  await setting.getByText('Also modified').waitFor();
  await window.picture('set');
  await window.press('Escape');
  await window.lens('Run').first().waitFor();
  await window.row('W1').waitFor();
  await window.picture('mended');
}

/** The Python of this machine, wherever the search path leads to it. */
function python() {
  return execFileSync('python3', ['-c', 'import sys; print(sys.executable)'], { encoding: 'utf8' }).trim();
}
