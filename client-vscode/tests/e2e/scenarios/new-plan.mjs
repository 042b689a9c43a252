// A new plan by the wizard: asked for name, workers and files; opened with the first gap selected; valid but for gaps.
import assert from 'node:assert/strict';
import { mkdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

export const title = 'the wizard asks for name, workers and files, and opens a valid plan';

export async function play({ window, folder, address }) {
  mkdirSync(folder, { recursive: true });
  await window.open(address(folder));
  await window.run('Planloom: New Plan');
  await window.ask('What is the plan called?', 'Search and export');
  await window.picture('workers');
  await window.ask('Which workers?', 'Parser, Help');
  await window.ask('W1', 'src/parser.py, tests/');
  await window.picture('files');
  await window.ask('W2', 'docs/help.md');
  await window.choices('Open it without saving').click();
  await window.line('# Search and export').waitFor();
  await window.statusBar('selected').waitFor();
  await window.picture('opened');
  const gaps = await window.problems('placeholder');
  await gaps.first().waitFor();
  assert.equal(await window.squiggles('error').count(), 0);
  await window.picture('gaps');
  await window.jump(gaps.first());
  await window.type('Find what was written.');
  await window.line('**Goal:** Find what was written.').waitFor();

  await window.run('Planloom: New Plan');
  await window.ask('What is the plan called?', 'Second plan');
  await window.ask('Which workers?', '1');
  await window.ask('W1', '');
  await window.choices('Save it as').click();
  await window.place(join(folder, 'second.md'));
  await window.tab('second.md').waitFor();
  await window.picture('saved');
  assert.match(readFileSync(join(folder, 'second.md'), 'utf8'), /^# Second plan\n/);
}
