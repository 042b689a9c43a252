import assert from 'node:assert/strict';
import { test } from 'node:test';
import { attemptsOf, detailOf } from '../../../src/logs/attempts';
import { follow, harmless } from '../../../src/logs/follow';

interface Heard {
  readonly text: string;
  readonly code: number | null;
  readonly why: string | undefined;
}

/** What a script prints until it ends; it is stopped at the first text if that is wanted. */
async function heard(command: string, script: string, stops = false): Promise<Heard> {
  return new Promise((resolve) => {
    let all = '';
    const followed = follow({ command, args: ['-e', script] }, '.', {
      text: (text) => {
        all += text;
        if (stops) {
          followed.stop();
        }
      },
      ended: (code, why) => {
        resolve({ text: all, code, why });
      },
    });
  });
}

test('what a process prints is told, without what acts on a terminal', async () => {
  const evil = 'first\\u001b]0;title\\u0007\\n\\u001b[31mred\\u202e\\r\\nlast ü\\n';
  const { text, code } = await heard(process.execPath, `process.stdout.write("${evil}")`);
  assert.equal(text, 'first]0;title\r\n[31mred\r\nlast ü\r\n');
  assert.equal(code, 0);
});

test('what is stopped ends', async () => {
  const { text, code } = await heard(process.execPath, 'console.log("begun"); setInterval(() => {}, 1000)', true);
  assert.deepEqual([text, code], ['begun\r\n', null]);
});

test('a program that is not there is said', async () => {
  const { why } = await heard('planloom-is-not-there', '');
  assert.match(why ?? '', /ENOENT/);
});

test('lines end as terminals want them', () => {
  assert.equal(harmless('a\tb\r\nc'), 'a\tb\r\nc');
});

test('the latest process stands first, with what came of it', () => {
  const started = '2026-01-01T00:00:00Z';
  const work = { number: 1, kind: 'work', started, ended: started, outcome: 'failed' };
  const check = { number: 2, kind: 'validate', started, ended: null, outcome: 'running' };
  const found = attemptsOf({ workers: [{ id: 'W1', attempts: [work, check] }] }, 'W1');
  assert.deepEqual(found, [check, work]);
  assert.match(detailOf(work), /, failed$/);
  assert.match(detailOf(check), /^since /);
  assert.deepEqual(attemptsOf(null, 'W1'), []);
});
