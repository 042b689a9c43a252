// Builds the .vsix: `npm run package`. The same sources give the same bytes.
import { chmodSync, statSync } from 'node:fs';
import { createVSIX, listFiles } from '@vscode/vsce';
import { bundleExtension } from './build.mjs';
import { bundleServer } from './server.mjs';

const OUT = process.argv[2] ?? 'dist/planloom.vsix';
const MOST = 5_000_000;

// vsce sorts, and takes these for the files' times.
process.env.SOURCE_DATE_EPOCH = '315619200';
process.env.TZ = 'UTC';

await bundleExtension({ minify: true });
bundleServer();
const files = await listFiles({ dependencies: false });
files.forEach((file) => chmodSync(file, 0o644));
await createVSIX({ packagePath: OUT, dependencies: false, allowMissingRepository: true });
const { size } = statSync(OUT);
if (size > MOST) {
  throw new Error(`${OUT} has ${size} bytes, and ${MOST} are the most`);
}
console.log(`${OUT}: ${files.length} files, ${(size / 1e6).toFixed(2)} MB`);
