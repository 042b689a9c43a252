// Opens VS Code with this extension on the sample plan, in a browser of your choice: `npm run try`. Installs the editor
// where it is missing, builds the extension, and serves it on the loopback interface until Ctrl-C.

import { execFileSync } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, realpathSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { install } from './editor/install.mjs';
import { installExtension, programIn, startServer } from './editor/server.mjs';

const PROJECT = fileURLToPath(new URL('../..', import.meta.url));

install();
const home = realpathSync(mkdtempSync(join(tmpdir(), 'planloom-try-')));
installExtension(home, process.env.PLANLOOM_VSIX ?? built());
const sample = join(home, 'reading');
const [python, ...words] = programIn(home);
execFileSync(python, [...words, 'new', '--sample', sample], { stdio: ['ignore', 'ignore', 'inherit'] });
const server = await startServer({ home });
console.log(`VS Code with Planloom, on the sample plan in ${sample}:\n\n    ${server.address(sample, 'PLAN.md')}\n`);
console.log('Open that in a browser of this machine. Ctrl-C ends it; the folder stays.');
await Promise.race([once(process, 'SIGINT'), once(process, 'SIGTERM')]);
await server.stop();

function built() {
  execFileSync('npm', ['run', 'package'], { cwd: PROJECT, stdio: ['ignore', 'ignore', 'inherit'] });
  return join(PROJECT, 'dist', 'planloom.vsix');
}
