// A folder is opened, and no file in it: that it holds a plan is enough. What VS Code counts as the activation is
// printed; beside an open Markdown file that would also be the time of whatever else is loaded for Markdown.
import assert from 'node:assert/strict';
import { repository, writing } from '../plans.mjs';

export const title = 'a folder with a plan activates the extension, and its workers are shown';

const WORKERS = [{ id: 'W1', name: 'Begin', files: ['one.txt'], script: writing('one.txt') }];

export async function play({ window, folder, address }) {
  repository(folder, WORKERS);
  await window.open(address(folder));
  await window.run('Developer: Show Running Extensions');
  const running = window.page.locator('.runtime-extensions-editor .monaco-list-row');
  await running.first().click();
  // The list is in the order of the times, and its rows exist while they are seen: the shortest are at its end.
  await window.press('End');
  const time = running.filter({ hasText: 'Planloom' }).getByText(/Startup Activation: \d+ms/);
  await time.waitFor();
  console.log(await time.textContent());
  await window.picture('activated');
  await window.press('Escape');
  await window.sideBar('Planloom');
  await window.row('W1').waitFor();
  await window.picture('listed');
  assert.equal(await window.tab('PLAN.md').count(), 0);
}
