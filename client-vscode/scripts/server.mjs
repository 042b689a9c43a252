// Puts the server and its dependencies, exactly as locked, into dist/server. Knows uv; must not know VS Code.
import { execFileSync } from 'node:child_process';
import { chmodSync, copyFileSync, cpSync, readdirSync, rmSync } from 'node:fs';
import { basename, join } from 'node:path';

const REPOSITORY = '..';
const TARGET = 'dist/server';
const PYTHON = '3.11';
const KEPT = /\.py$|^METADATA$|^LICEN[CS]E|^COPYING|^AUTHORS$|^NOTICE/;
const DROPPED_FOLDERS = new Set(['test', 'tests', 'bin', '__pycache__']);

/** Fill dist/server anew. */
export function bundleServer() {
  rmSync(TARGET, { recursive: true, force: true });
  const locked = uv(['export', '--locked', '--no-dev', '--no-emit-project', '--no-header', '--quiet'], REPOSITORY);
  // Wheels of pure Python only, checked against the lock's hashes: the same files on every machine.
  const how = ['--no-deps', '--require-hashes', '--only-binary', ':all:', '--python-version', PYTHON, '--quiet'];
  uv(['pip', 'install', '--target', TARGET, ...how, '--link-mode', 'copy', '--requirements', '-'], '.', locked);
  prune(TARGET);
  const filter = (path) => basename(path) !== '__pycache__';
  cpSync(join(REPOSITORY, 'server', 'planloom'), join(TARGET, 'planloom'), { recursive: true, filter });
  copyFileSync('scripts/main.py', join(TARGET, '__main__.py'));
  refuseBinaries();
}

function uv(args, cwd, input) {
  try {
    return execFileSync('uv', args, { cwd, input, encoding: 'utf8', stdio: ['pipe', 'pipe', 'inherit'] });
  } catch (error) {
    if (error.code === 'ENOENT') {
      throw new Error('uv is needed to bundle the server: pip install uv', { cause: error });
    }
    throw error;
  }
}

/** Remove what nothing imports, and keep what licences ask for. */
function prune(folder) {
  for (const entry of readdirSync(folder, { withFileTypes: true })) {
    const path = join(folder, entry.name);
    if (entry.isDirectory() && !DROPPED_FOLDERS.has(entry.name)) {
      prune(path);
    } else if (entry.isDirectory() || !KEPT.test(entry.name)) {
      rmSync(path, { recursive: true });
    } else {
      chmodSync(path, 0o644);
    }
  }
}

function refuseBinaries() {
  const binaries = readdirSync(TARGET, { recursive: true }).filter((file) => /\.(so|pyd|dylib|dll)$/.test(file));
  if (binaries.length > 0) {
    throw new Error(`the bundle is for every machine, and these are not: ${binaries.join(', ')}`);
  }
}
