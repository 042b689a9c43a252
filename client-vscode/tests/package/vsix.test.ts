import assert from 'node:assert/strict';
import { execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { test, type TestContext } from 'node:test';
import { strFromU8, unzipSync } from 'fflate';
import { minimatch } from 'minimatch';

const VSIX = 'dist/planloom.vsix';
const MOST = 5_000_000;
const bytes = readFileSync(VSIX);
const files = unzipSync(bytes);
const names = Object.keys(files);

/** A folder that is there as long as the test. */
function folder(context: TestContext): string {
  const path = mkdtempSync(join(tmpdir(), 'planloom-vsix-'));
  context.after(() => {
    rmSync(path, { recursive: true });
  });
  return path;
}

test('it holds what the list names, and nothing else', () => {
  const lines = readFileSync('tests/package/contents.txt', 'utf8').split('\n');
  const patterns = lines.filter((line) => line !== '' && !line.startsWith('#'));
  const matches = (name: string, pattern: string): boolean => name === pattern || minimatch(name, pattern);
  assert.deepEqual(names.filter((name) => !patterns.some((pattern) => matches(name, pattern))), [], 'not in the list');
  assert.deepEqual(patterns.filter((pattern) => !names.some((name) => matches(name, pattern))), [], 'not in the .vsix');
});

test('it is small', () => {
  assert.ok(bytes.length <= MOST, `${bytes.length} bytes`);
});

test('next to nothing of it is loaded before VS Code goes on', () => {
  const main = strFromU8(files['extension/dist/extension.js'] ?? new Uint8Array());
  assert.deepEqual(main.match(/require\([^)]*\)/g), ['require("./parts")']);
  assert.ok(main.length < 2000, `${main.length} bytes`);
});

test('another build, elsewhere in the world and by a secretive user, gives the same bytes', (context) => {
  const out = join(folder(context), 'again.vsix');
  const env = { ...process.env, TZ: 'Pacific/Auckland', LC_ALL: 'C' };
  execFileSync('sh', ['-c', 'umask 077 && exec node scripts/package.mjs "$1"', 'sh', out], { env, stdio: 'pipe' });
  assert.ok(readFileSync(out).equals(bytes));
});

test('it names no place of the machine that built it', () => {
  const place = dirname(process.cwd());
  const texts = Object.entries(files).filter(([name]) => /\.(js|json|md|py|xml|vsixmanifest)$/.test(name));
  assert.deepEqual(texts.filter(([, content]) => strFromU8(content).includes(place)), []);
});

test('its server answers, with nothing but a bare Python', async (context) => {
  const home = folder(context);
  for (const name of names.filter((one) => one.startsWith('extension/dist/server/'))) {
    mkdirSync(dirname(join(home, name)), { recursive: true });
    writeFileSync(join(home, name), files[name] ?? '');
  }
  const args = ['-I', '-S', join(home, 'extension/dist/server'), 'serve', '--stdio'];
  const server = spawn('python3', args, { env: { HOME: home } });
  const asked = JSON.stringify({ jsonrpc: '2.0', id: 1, method: 'initialize', params: { capabilities: {} } });
  server.stdin.end(`Content-Length: ${asked.length}\r\n\r\n${asked}`);
  const said: Buffer[] = [];
  server.stdout.on('data', (data: Buffer) => said.push(data));
  await once(server, 'close');
  assert.match(Buffer.concat(said).toString(), /"serverInfo": \{"name": "planloom"/);
});
