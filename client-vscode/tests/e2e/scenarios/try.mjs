// `npm run try`: prints an address that opens VS Code on the sample, and ends on Ctrl-C.
import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';

export const title = 'npm run try serves VS Code on the sample plan until Ctrl-C';
export const smoke = true;

const TRY = fileURLToPath(new URL('../try.mjs', import.meta.url));

export async function play({ window, folder, vsix }) {
  const env = { ...process.env, PLANLOOM_VSIX: vsix, TMPDIR: folder };
  const trying = spawn(process.execPath, [TRY], { env, stdio: ['ignore', 'pipe', 'inherit'] });
  try {
    await window.open(await address(trying.stdout));
    await window.squiggles('error').first().waitFor();
    await window.lens('Run').first().waitFor();
    await window.picture('sample');
  } finally {
    trying.kill('SIGINT');
  }
  const [code] = await once(trying, 'exit');
  assert.equal(code, 0);
}

async function address(output) {
  let said = '';
  for await (const part of output.iterator({ destroyOnReturn: false })) {
    said += part;
    const found = /http:\/\/127\.0\.0\.1:\S+/.exec(said);
    if (found) return found[0];
  }
  throw new Error(`no address was printed: ${said}`);
}
