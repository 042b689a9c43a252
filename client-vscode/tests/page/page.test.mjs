// What a user of the page notices: what is shown, what keys and clicks do, what stays while the run goes on.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { begin } from './stage.mjs';

const NOWHERE = { start: { line: 0, character: 0 }, end: { line: 0, character: 1 } };
const HOSTILE = '<img src=x onerror="window.faults.push(\'ran\')"><script>window.faults.push(1)</script>"\'\u202e`${1}';

let stage;
before(async () => {
  stage = await begin();
});
after(() => stage.end());

const worker = (number, more = {}) => ({
  id: `W${number}`,
  name: `Part ${number}`,
  wave: 0,
  range: NOWHERE,
  branch: null,
  owns: [],
  edits: [],
  reads: [],
  state: null,
  attempt: 0,
  reason: '',
  parked: null,
  ...more,
});
const edge = (from, to, more = {}) => ({
  from,
  to,
  kind: 'depends',
  label: `${to} waits for ${from}`,
  files: [],
  range: NOWHERE,
  severe: false,
  critical: false,
  ...more,
});

/** A plan of two waves. */
function plan(revision, states = {}, more = {}) {
  const workers = [1, 2, 3].map((number) =>
    worker(number, { wave: number === 3 ? 1 : 0, state: states[`W${number}`] ?? null }),
  );
  const conflict = edge('W1', 'W2', { kind: 'conflict', label: 'both own a.ts', files: ['a.ts'], severe: true });
  const waves = [
    { label: 'Wave 1', workers: ['W1', 'W2'] },
    { label: 'Wave 2', workers: ['W3'] },
  ];
  const picture = { title: 'Sample', waves, workers, edges: [edge('W1', 'W3'), conflict], critical: [], ...more };
  return { type: 'plan', uri: 'file:///PLAN.md', file: 'PLAN.md', pinned: false, revision, picture, trouble: '' };
}

/** A run in which W1 works since noon. */
function times() {
  const at = (second) => new Date(Date.UTC(2026, 0, 1, 12, 0, second)).toISOString();
  const running = { number: 1, kind: 'work', started: at(1), ended: null, outcome: 'running', reason: '' };
  const failed = { number: 1, kind: 'work', started: at(1), ended: at(9), outcome: 'failed', reason: 'no way' };
  return {
    type: 'times',
    trouble: '',
    times: {
      run: { id: 'r-1', state: 'IN_PROGRESS', started: at(0), ended: null },
      now: at(20),
      phases: [{ phase: 'monitor', started: at(0), ended: null }],
      workers: [
        { id: 'W1', attempts: [running], states: [] },
        { id: 'W2', attempts: [failed], states: [] },
      ],
    },
  };
}

test('a worker is chosen by click and by keys, a conflict from the list', async () => {
  const { page, send, told, faults } = await stage.open();
  await send(plan(4));
  await page.locator('.card[data-key=W2]').click();
  await page.keyboard.press('ArrowRight');
  await page.keyboard.press('Enter');
  await page.getByRole('button', { name: 'W1 and W2: both own a.ts', exact: true }).click();
  assert.deepEqual(
    (await told('worker')).map(({ id }) => id),
    ['W2', 'W3'],
  );
  assert.deepEqual(await told('edge'), [{ type: 'edge', revision: 4, index: 1 }]);
  assert.deepEqual(await faults(), []);
});

test('news change what changed; focus and zoom stay', async () => {
  const { page, send } = await stage.open();
  await send(plan(1, { W1: 'pending' }));
  await page.getByRole('button', { name: 'Zoom in' }).click();
  const zoom = await page.locator('.percent').textContent();
  await page.locator('.card[data-key=W1]').focus();
  const handle = await page.locator('.card[data-key=W1]').elementHandle();
  await send(plan(2, { W1: 'running' }));
  assert.match(await page.locator('.card:focus').getAttribute('aria-label'), /^W1: Part 1\. Wave 1\. running/);
  assert.ok(await handle.evaluate((element) => element === document.activeElement), 'it is the same element');
  assert.equal(await page.locator('.percent').textContent(), zoom);
  assert.equal(await page.locator('.states').innerText(), '1 running');
});

test('what was looked at comes back when the page is loaded anew', async () => {
  const { page, send } = await stage.open();
  await send(plan(1));
  await page.getByRole('button', { name: 'Zoom in' }).click();
  const zoom = await page.locator('.percent').textContent();
  await page.getByRole('tab', { name: 'Timeline' }).click();
  await page.reload();
  await send(plan(1));
  assert.equal(await page.getByRole('tab', { name: 'Timeline' }).getAttribute('aria-selected'), 'true');
  await page.getByRole('tab', { name: 'Graph' }).click();
  assert.equal(await page.locator('.percent').textContent(), zoom);
});

test('text of a plan is text and nothing else, in the page and in what is exported', async () => {
  const { page, send, told, faults } = await stage.open();
  const workers = [worker(1, { name: HOSTILE, reason: HOSTILE, owns: [HOSTILE], state: 'failed' })];
  const waves = [{ label: HOSTILE, workers: ['W1'] }];
  await send(
    plan(1, {}, { title: HOSTILE, workers, waves, edges: [edge('W1', null, { kind: 'forecast', label: HOSTILE })] }),
  );
  await page.locator('.card').hover();
  await page.locator('div.tip:not([hidden])').waitFor();
  await send({ type: 'export', format: 'svg' });
  await page.getByRole('tab', { name: 'Table' }).click();
  await page.getByRole('cell', { name: HOSTILE }).first().waitFor();
  const [{ data }] = await told('save');
  assert.equal(
    await page.evaluate(
      (text) =>
        new DOMParser().parseFromString(text, 'image/svg+xml').querySelectorAll('parsererror, script, img').length,
      data,
    ),
    0,
  );
  assert.equal(await page.locator('img').count(), 0);
  assert.deepEqual(await faults(), []);
});

test('the timeline shows each process, and moves with the clock', async () => {
  const { page, send, told, faults } = await stage.open();
  await send(plan(1));
  await send(times());
  await page.getByRole('tab', { name: 'Timeline' }).click();
  const bar = page.locator('.bar.is-running');
  const width = async () => Number(await bar.locator('.box').getAttribute('width'));
  const first = await width();
  await page.waitForFunction(
    (old) => Number(document.querySelector('.bar.is-running .box').getAttribute('width')) > old,
    first,
  );
  await bar.focus();
  await page.keyboard.press('ArrowDown');
  assert.match(
    await page.locator('.bar:focus').getAttribute('aria-label'),
    /W2: work, process 1\. failed after 8\.0 s.*no way/,
  );
  await page.keyboard.press('Enter');
  assert.deepEqual(
    (await told('worker')).map(({ id }) => id),
    ['W2'],
  );
  assert.deepEqual(await faults(), []);
});

test('graph and timeline are exported with their colours, and load nothing', async () => {
  const { page, send, told, faults } = await stage.open();
  await send(plan(1, { W1: 'running', W2: 'failed' }));
  await send(times());
  for (const tab of ['Graph', 'Timeline']) {
    await page.getByRole('tab', { name: tab }).click();
    await send({ type: 'export', format: 'svg' });
    await send({ type: 'export', format: 'png' });
    await page.waitForFunction(
      (count) => window.told.filter(({ type }) => type === 'save').length === count,
      tab === 'Graph' ? 2 : 4,
    );
  }
  const saved = await told('save');
  for (const { format, data } of saved) {
    if (format === 'svg') {
      assert.doesNotMatch(data, /var\(|class=|style=|https?:(?!\/\/www\.w3\.org\/2000\/svg)/);
      assert.match(data, /fill="rgb\(/);
    } else {
      assert.match(Buffer.from(data, 'base64').subarray(1, 4).toString(), /PNG/);
    }
  }
  assert.deepEqual(await faults(), []);
});

test('a plan without workers, and one that cannot be read, say so', async () => {
  const { page, send } = await stage.open();
  assert.equal(await page.getByRole('status').first().innerText(), 'Reading the plan…');
  await send(plan(1, {}, { workers: [], waves: [], edges: [] }));
  await page.getByText('This plan has no workers yet.').waitFor();
  await send({ ...plan(2), picture: null, trouble: 'PLAN.md cannot be read: Permission denied' });
  await page.getByText('PLAN.md cannot be read: Permission denied').waitFor();
  await send(plan(3));
  await page.locator('.card').first().waitFor();
  await page.getByRole('tab', { name: 'Timeline' }).click();
  assert.equal(await page.locator('.pane.empty').getAttribute('data-message'), 'This plan has not been run yet.');
  assert.ok(await page.getByRole('button', { name: 'Export' }).isHidden(), 'there is nothing to export');
});

test('what is no message is not heard', async () => {
  const { page, send, faults } = await stage.open();
  await send({ ...plan(1), picture: { workers: 'all' } });
  await send({ type: 'plan' });
  await send(null);
  assert.equal(await page.locator('.card').count(), 0);
  assert.deepEqual(await faults(), []);
});

test('five hundred workers are all there, and one of them can be gone to by keys', async () => {
  const { page, send, told, faults } = await stage.open();
  const workers = Array.from({ length: 500 }, (_, index) =>
    worker(index + 1, { wave: Math.floor(index / 100), state: 'running' }),
  );
  const waves = [0, 1, 2, 3, 4].map((wave) => ({
    label: `Wave ${wave + 1}`,
    workers: workers.slice(wave * 100, wave * 100 + 100).map(({ id }) => id),
  }));
  const edges = workers.slice(100).map(({ id }, index) => edge(`W${index + 1}`, id));
  await send(plan(1, {}, { workers, waves, edges }));
  assert.equal(await page.locator('.card').count(), 500);
  assert.equal(await shownLines(page), 0, 'only lines of the worker in focus are shown');
  await page.locator('.card[data-key=W1]').focus();
  await page.keyboard.press('End');
  await page.keyboard.press('Enter');
  assert.deepEqual(
    (await told('worker')).map(({ id }) => id),
    ['W500'],
  );
  assert.equal(await shownLines(page), 1);
  assert.deepEqual(await faults(), []);
});

/** How many lines are drawn; one that is level has no height, and so is not visible to Playwright. */
function shownLines(page) {
  return page
    .locator('.wire')
    .evaluateAll((lines) => lines.filter((line) => getComputedStyle(line).display !== 'none').length);
}
