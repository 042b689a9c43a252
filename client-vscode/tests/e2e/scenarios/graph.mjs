// The plan graph and the timeline while workers run: what they show, where they lead, what is kept and exported.
import assert from 'node:assert/strict';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { repository, writing } from '../plans.mjs';
import { answer } from '../steps.mjs';

export const title = 'graph and timeline follow plan and run, lead to the text, outlive a reload, and are exported';

const CONFLICT = 'W1 and W2: both own lib/parse.sh';
const workers = (gate) => [
  { id: 'W1', name: 'Parse', files: ['lib/parse.sh'], script: writing('lib/parse.sh', gate) },
  { id: 'W2', name: 'Print', files: ['lib/print.sh', 'lib/parse.sh'], script: writing('lib/print.sh') },
  { id: 'W3', name: 'Explain', files: ['docs/help.md'], after: 'W1', script: writing('docs/help.md') },
  { id: 'W4', name: 'Fail', files: ['docs/fail.md'], script: 'echo "no way" >&2\nexit 3' },
];

export async function play({ window, folder, address }) {
  const gate = `${folder}-gate`;
  repository(folder, workers(gate));
  await window.open(address(folder, 'PLAN.md'));
  await window.lens('Run').first().waitFor();
  await window.run('Planloom: Show Plan Graph to the Side');
  await mend(window);
  await begin(window);
  await goTo(window, folder);
  await timeline(window);
  await exported(window, folder);
  // An address that names a file would show that file, and no tab of before.
  await window.open(address(folder));
  await window.webview().locator('.bar.work.is-running').waitFor();
  await window.picture('reloaded');
  writeFileSync(gate, '');
  await window.webview().getByRole('tab', { name: 'Graph' }).click();
  await card(window, 'W3', 'done').waitFor();
  await window.picture('done');
}

const card = (window, id, state) => window.webview().locator(`.card${state ? `.is-${state}` : ''}[data-key="${id}"]`);

/** The conflict leads to the text that makes it; mended there, unsaved, it leaves the graph. */
async function mend(window) {
  const conflict = window.webview().getByRole('button', { name: CONFLICT, exact: true });
  await conflict.waitFor();
  await window.picture('conflict');
  await conflict.click();
  await window.page.locator('.monaco-editor.focused').waitFor();
  await window.quickFix('Keep W1 PRIMARY');
  await conflict.waitFor({ state: 'detached' });
  await window.press('Control+S');
  await window.page.locator('.tab.dirty').waitFor({ state: 'detached' });
}

async function begin(window) {
  await window.run('Planloom: Run');
  await answer(window, 'Run');
  await card(window, 'W1', 'running').waitFor();
  await card(window, 'W2', 'done').waitFor();
  await card(window, 'W4', 'failed').waitFor();
  await window.picture('running');
}

/** A click goes to a worker's definition, and so does Enter where arrow keys led. */
async function goTo(window, folder) {
  const lines = readFileSync(join(folder, 'PLAN.md'), 'utf8').split('\n');
  const at = (id) => `Ln ${1 + lines.findIndex((line) => line.startsWith(`### ${id}`))},`;
  await card(window, 'W3').click();
  await window.statusBar(at('W3')).waitFor();
  await card(window, 'W1').focus();
  await window.press('ArrowDown');
  const reached = await window.webview().locator('.card:focus').getAttribute('data-key');
  assert.notEqual(reached, 'W1');
  await window.press('Enter');
  await window.statusBar(at(reached)).waitFor();
}

async function timeline(window) {
  const page = window.webview();
  await page.getByRole('tab', { name: 'Timeline' }).click();
  await page.locator('.bar.work.is-running').waitFor();
  assert.equal(await page.locator('.bar.work.is-failed').count(), 3);
  await page.locator('.now').waitFor();
  await window.picture('timeline');
  await page.getByRole('tab', { name: 'Table' }).click();
  await page.getByRole('cell', { name: /failed: ended with exit status 3/ }).first().waitFor();
  await window.picture('table');
  await page.getByRole('tab', { name: 'Timeline' }).click();
}

async function exported(window, folder) {
  const page = window.webview();
  for (const [tab, format] of [['Timeline', 'svg'], ['Graph', 'png']]) {
    await page.getByRole('tab', { name: tab }).click();
    await page.getByRole('button', { name: 'Export' }).click();
    await window.choices(format.toUpperCase()).click();
    // The dialog comes with a name, which is taken.
    await window.page.locator('.quick-input-widget').getByText('OK', { exact: true }).click();
    await window.toast(`exported to PLAN.${format}`).waitFor();
    const content = readFileSync(join(folder, `PLAN.${format}`), 'latin1');
    assert.match(content, format === 'svg' ? /^<svg xmlns=/ : /^\x89PNG/);
    assert.doesNotMatch(content, /<script|https?:(?!\/\/www\.w3\.org)|var\(/);
  }
  await page.getByRole('tab', { name: 'Timeline' }).click();
}
