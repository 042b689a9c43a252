// What several scenarios do with Planloom on their way. Must not know what a scenario is about.
import { repository, writing } from './plans.mjs';

const SHARED = 'shared.txt';
const part = { files: [SHARED], script: writing(SHARED) };
const WORKERS = [
  { id: 'W1', name: 'Begin', ...part },
  { id: 'W2', name: 'Go on', ...part },
];

/** Open a plan whose two workers own one file, and wait until that is underlined. */
export async function openConflict({ window, folder, address }) {
  repository(folder, WORKERS);
  await window.open(address(folder, 'PLAN.md'));
  await window.squiggles('error').first().waitFor();
}

/** Mend that by its first quick fix, from the Problems panel, and wait until it is checked anew. */
export async function mendConflict({ window }) {
  const conflict = (await window.problems('both PRIMARY on')).first();
  await window.jump(conflict);
  await window.quickFix('Keep W1 PRIMARY');
  await conflict.waitFor({ state: 'detached' });
}

/** The question whether what PLAN.md's run does may be done. */
export const question = (window) => window.dialog('of PLAN.md');

/** Answer that question by one of its buttons. */
export async function answer(window, button) {
  await question(window).getByRole('button', { name: button, exact: true }).click();
}
