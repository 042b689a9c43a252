// The stage that scenarios play on: one editor and one browser for all of them, a window and a folder for each.
// Knows where things are kept; must not know what a scenario does.

import { spawnSync } from 'node:child_process';
import { cpSync, existsSync, mkdirSync, mkdtempSync, readdirSync, realpathSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { chromium as browserOf } from 'playwright-core';
import { chromium, missing } from './editor/places.mjs';
import { installExtension, programIn, startServer } from './editor/server.mjs';
import { Window } from './editor/window.mjs';

/** The extension that is tried: the one that was built last, or the one that is named. */
export const VSIX = process.env.PLANLOOM_VSIX ?? fileURLToPath(new URL('../../dist/planloom.vsix', import.meta.url));

const OUTPUT = fileURLToPath(new URL('output/', import.meta.url));
const FLAGS = ['--no-sandbox', '--disable-gpu', '--disable-background-networking', '--disable-component-update'];

/** What all scenarios share. Servers start when the first scenario needs them. */
export class Stage {
  #home = realpathSync(mkdtempSync(join(tmpdir(), 'planloom-e2e-')));
  #servers = new Map();
  #browser;
  #vsix;

  constructor(vsix) {
    const absent = missing();
    if (absent.length) throw new Error(`missing: ${absent.join(', ')}; \`npm run editor:install\` gets it`);
    if (!existsSync(vsix)) throw new Error(`${vsix} is not built; \`npm run package\` does it`);
    this.#vsix = vsix;
    rmSync(OUTPUT, { recursive: true, force: true });
  }

  /** Play a scenario in a window and a folder of its own; a picture and the logs are kept of one that fails. */
  async play(name, scenario) {
    const { settings, trusting = true } = scenario;
    const server = await this.#server({ settings, trusting });
    const context = await (await this.#browserReady()).newContext({ viewport: { width: 1400, height: 900 } });
    const window = new Window(await context.newPage(), join(OUTPUT, name));
    // Worktrees lie beside their repository, and what one scenario leaves there must not meet another.
    const folder = join(this.#home, name, name);
    mkdirSync(folder, { recursive: true });
    try {
      const { address, program } = server;
      await scenario.play({ window, folder, address, program, vsix: this.#vsix });
    } catch (error) {
      await window.picture('failed');
      cpSync(server.logs, join(OUTPUT, name, 'logs'), { recursive: true });
      throw error;
    } finally {
      await context.close();
      if (existsSync(join(folder, '.git', 'planloom'))) await endRuns(server.program, folder);
    }
  }

  /** End what was started, and remove what was written. */
  async close() {
    await this.#browser?.close();
    await Promise.all([...this.#servers.values()].map((server) => server.stop()));
    rmSync(this.#home, { recursive: true, force: true });
  }

  async #browserReady() {
    this.#browser ??= await browserOf.launch({ executablePath: chromium(), args: FLAGS });
    return this.#browser;
  }

  async #server(wanted) {
    const key = JSON.stringify(wanted);
    if (!this.#servers.has(key)) {
      const home = join(this.#home, `editor-${this.#servers.size}`);
      installExtension(home, this.#vsix);
      const server = await startServer({ home, ...wanted });
      this.#servers.set(key, { ...server, program: programIn(home) });
    }
    return this.#servers.get(key);
  }
}

/** End what a scenario that failed left running, and wait until nobody drives its run. */
async function endRuns([python, ...words], folder) {
  const call = (...more) => spawnSync(python, [...words, ...more], { cwd: folder, encoding: 'utf8' }).stdout;
  const driver = () => JSON.parse(call('status', 'PLAN.md', '--json')).run?.orchestrator;
  call('stop', 'PLAN.md');
  for (let pid = driver(); pid; pid = driver()) {
    process.kill(pid, 'SIGINT');
    await setTimeout(500);
  }
}

/** The scenarios of this suite by name. */
export async function scenarios() {
  const folder = new URL('scenarios/', import.meta.url);
  const files = readdirSync(folder).filter((file) => file.endsWith('.mjs'));
  const named = files.sort().map(async (file) => [basename(file, '.mjs'), await import(new URL(file, folder))]);
  return Object.fromEntries(await Promise.all(named));
}
