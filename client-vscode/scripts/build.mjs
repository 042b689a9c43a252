// Bundles the extension, its webviews and, with --tests, the unit tests. Knows where sources lie and nothing of them.
import { existsSync, readdirSync, rmSync } from 'node:fs';
import { build } from 'esbuild';

const common = { bundle: true, target: 'node20', logLevel: 'warning', legalComments: 'none' };
const node = { ...common, platform: 'node', format: 'cjs', external: ['vscode'] };

/** Bundle the unit tests, each file alone, so that `node --test` can run them. */
async function tests() {
  rmSync('out/tests', { recursive: true, force: true });
  const files = readdirSync('tests/unit', { recursive: true }).filter((file) => file.endsWith('.test.ts'));
  const entryPoints = files.map((file) => `tests/unit/${file}`);
  await build({ ...node, entryPoints, outdir: 'out/tests', outbase: 'tests', sourcemap: 'inline' });
}

/** Bundle what the extension is made of. */
async function product() {
  rmSync('dist', { recursive: true, force: true });
  const minify = process.argv.includes('--release');
  await build({ ...node, entryPoints: ['src/extension.ts'], outfile: 'dist/extension.js', minify });
  if (existsSync('webview/main.ts')) {
    const browser = { ...common, target: 'es2022', platform: 'browser', format: 'iife', minify };
    await build({ ...browser, entryPoints: ['webview/main.ts'], outfile: 'dist/webview.js' });
  }
}

await (process.argv.includes('--tests') ? tests() : product());
