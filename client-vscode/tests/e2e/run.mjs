// Plays the scenarios in a real VS Code: all of them, those of the smoke slice (`smoke`), or those that are named.
//
//     npm run e2e [-- smoke | NAME...]

import { after, test } from 'node:test';
import { scenarios, Stage, VSIX } from './stage.mjs';

const LONGEST = 6 * 60_000;

const all = await scenarios();
const asked = process.argv.slice(2);
const unknown = asked.filter((name) => name !== 'smoke' && !(name in all));
if (unknown.length) {
  console.error(`planloom: no scenario ${unknown.join(', ')}; there are ${Object.keys(all).join(', ')}`);
  process.exit(2);
}
const isAsked = (name) => !asked.length || asked.includes(name) || (asked.includes('smoke') && all[name].smoke);

const stage = new Stage(VSIX);
after(() => stage.close());
for (const [name, scenario] of Object.entries(all).filter(([name]) => isAsked(name))) {
  test(`${name}: ${scenario.title}`, { timeout: LONGEST }, () => stage.play(name, scenario));
}
