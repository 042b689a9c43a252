// Bundles the extension and its webviews, or with --tests what Node tests. Knows where sources lie and nothing of them.
import { readdirSync, rmSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';
import { notices } from './notices.mjs';

const COMMON = { bundle: true, target: 'node20', logLevel: 'warning', legalComments: 'none', metafile: true };
const NODE = {
  ...COMMON,
  platform: 'node',
  format: 'cjs',
  external: ['vscode'],
  // VS Code lends its API to what is required, and to nothing else.
  supported: { 'dynamic-import': false },
};
// Each is loaded when it is wanted: what is loaded at once holds up all extensions.
const PIECES = { extension: 'src/extension.ts', parts: 'src/parts.ts', client: 'src/server/client.ts' };
const APART = {
  name: 'apart',
  setup: ({ onResolve }) => {
    const apart = ({ path, kind }) => (kind === 'dynamic-import' ? { path, external: true } : undefined);
    onResolve({ filter: /^\./ }, apart);
  },
};
const BROWSER = { ...COMMON, target: 'es2022', platform: 'browser', format: 'iife' };

/** Bundle what the extension is made of into dist, with the licences of what is bundled. */
export async function bundleExtension({ minify }) {
  const node = await build({ ...NODE, minify, plugins: [APART], entryPoints: PIECES, outdir: 'dist' });
  // Its style sheet becomes dist/webview.css.
  const page = await build({ ...BROWSER, minify, entryPoints: ['webview/main.ts'], outfile: 'dist/webview.js' });
  writeFileSync('dist/NOTICES.txt', notices([node.metafile, page.metafile]));
}

/** Bundle the tests into out, each file alone, so that `node --test` can run them. */
async function bundleTests() {
  rmSync('out/tests', { recursive: true, force: true });
  const files = readdirSync('tests', { recursive: true }).filter((file) => file.endsWith('.test.ts'));
  const entryPoints = files.map((file) => `tests/${file}`);
  await build({ ...NODE, entryPoints, outdir: 'out/tests', outbase: 'tests', sourcemap: 'inline' });
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  await (process.argv.includes('--tests') ? bundleTests() : bundleExtension({ minify: false }));
}
