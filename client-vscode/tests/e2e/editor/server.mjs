// Starts VS Code as a web application on the loopback interface, with settings, extensions and a home of its own, and
// stops it. Knows code-server; must not know scenarios.

import { spawn, spawnSync } from 'node:child_process';
import { mkdirSync, readdirSync, writeFileSync } from 'node:fs';
import { once } from 'node:events';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { codeServer, node } from './places.mjs';

// What would reach for a network, or stand in the picture; and files are saved when that is asked for, as on a desktop.
const SETTINGS = {
  'files.autoSave': 'off',
  'chat.disableAIFeatures': true,
  'workbench.startupEditor': 'none',
  'workbench.tips.enabled': false,
  'workbench.secondarySideBar.defaultVisibility': 'hidden',
  'editor.minimap.enabled': false,
  'editor.stickyScroll.enabled': false,
  '[markdown]': { 'editor.wordWrap': 'off' },
  'git.enabled': false,
  'git.openRepositoryInParentFolders': 'never',
  'telemetry.telemetryLevel': 'off',
  'extensions.ignoreRecommendations': true,
  'terminal.integrated.defaultProfile.linux': 'bash',
  // Else its text is a picture.
  'terminal.integrated.gpuAcceleration': 'off',
};

/** A running editor. `address`: where a browser opens a folder and, if named, a file in it. */
export async function startServer({ home, settings = {}, port = 0, trusting = true }) {
  const data = join(home, 'data');
  mkdirSync(join(data, 'User'), { recursive: true });
  const trust = { 'security.workspace.trust.startupPrompt': 'never', 'security.workspace.trust.enabled': !trusting };
  writeFileSync(join(data, 'User', 'settings.json'), JSON.stringify({ ...SETTINGS, ...trust, ...settings }));
  const words = ['--bind-addr', `127.0.0.1:${port}`, '--auth', 'none', '--disable-telemetry', '--disable-update-check'];
  const child = spawn(node(), [codeServer(), ...folders(home), ...words, '--disable-getting-started-override'], {
    env: environment(home),
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const origin = await listening(child);
  return {
    origin,
    logs: join(data, 'logs'),
    address: (folder, file) => addressOf(origin, folder, file),
    stop: async () => {
      if (child.exitCode === null && child.kill('SIGTERM')) await once(child, 'exit');
    },
  };
}

/** Install an extension from its .vsix into the editor that has this home. */
export function installExtension(home, vsix) {
  const words = [codeServer(), ...folders(home), '--install-extension', vsix, '--force'];
  const done = spawnSync(node(), words, { env: environment(home), encoding: 'utf8' });
  if (done.status !== 0) throw new Error(`${vsix} cannot be installed: ${done.stdout}${done.stderr}`);
}

/** Planloom's command line as it came with the installed extension: a program and its first arguments. */
export function programIn(home) {
  const [installed] = readdirSync(extensionsOf(home)).filter((name) => name.startsWith('planloom.planloom-'));
  return ['python3', '-I', '-S', join(extensionsOf(home), installed, 'dist', 'server')];
}

const extensionsOf = (home) => join(home, 'extensions');

function folders(home) {
  return ['--user-data-dir', join(home, 'data'), '--extensions-dir', extensionsOf(home)];
}

/** Nothing of the user's own configuration. */
function environment(home) {
  const { PATH, LANG = 'C.UTF-8' } = process.env;
  const place = (name) => join(home, name);
  return {
    PATH,
    LANG,
    SHELL: '/bin/bash',
    HOME: home,
    XDG_CONFIG_HOME: place('config'),
    XDG_DATA_HOME: place('share'),
    XDG_CACHE_HOME: place('cache'),
    XDG_STATE_HOME: place('state'),
  };
}

async function listening(child) {
  const said = [];
  const errors = createInterface(child.stderr);
  errors.on('line', (line) => said.push(line));
  for await (const line of createInterface(child.stdout)) {
    said.push(line);
    const found = /listening on (http:\/\/127\.0\.0\.1:\d+)/.exec(line);
    if (!found) continue;
    child.stdout.resume();
    return found[1];
  }
  throw new Error(`the editor ended before it listened:\n${said.join('\n')}`);
}

function addressOf(origin, folder, file) {
  const remote = `vscode-remote://${new URL(origin).host}`;
  const payload = file ? [['openFile', remote + join(folder, file)]] : [];
  return `${origin}/?${new URLSearchParams(folder ? { folder, payload: JSON.stringify(payload) } : { ew: 'true' })}`;
}
