import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { test } from 'node:test';
import { find, isNewEnough, NoInterpreter, onPath, PROBE, type Candidate } from '../../../src/python/find';

const from = (source: string, command: string, ...args: string[]): Candidate => ({ command, args, source });

/** Pythons of a machine: what each prints; where it prints nothing it is not there. */
function machine(printed: Record<string, string>) {
  const asked: string[] = [];
  const run = (command: string, args: readonly string[]): Promise<string> => {
    const name = [command, ...args.slice(0, args.length - PROBE.length)].join(' ');
    asked.push(name);
    const said = printed[name];
    return said === undefined ? Promise.reject(new Error('ENOENT')) : Promise.resolve(said);
  };
  return { asked, run };
}

test('the first that is new enough is taken, and no other is run after it', async () => {
  const good = '3.12.1\r\nC:\\Python\\python.exe\r\n';
  const { asked, run } = machine({ old: '3.9.2\n/usr/bin/old\n', good, more: '3.13.0\n/x\n' });
  const log: string[] = [];
  const candidates = [from('PATH', 'absent'), from('PATH', 'old'), from('an extension', 'good'), from('PATH', 'more')];
  const found = await find(candidates, run, (line) => log.push(line));
  assert.deepEqual(found, { path: 'C:\\Python\\python.exe', version: '3.12.1', source: 'an extension' });
  assert.deepEqual(asked, ['absent', 'old', 'good']);
  assert.equal(log.length, 3);
});

test('where none will do, one line says what is wrong with each', async () => {
  const { run } = machine({ old: '3.9.2\n/usr/bin/old\n', odd: 'Python was not found; run without arguments\n' });
  const candidates = [from('planloom.interpreter', '/gone/python'), from('PATH', 'old'), from('PATH', 'odd')];
  await assert.rejects(find(candidates, run, () => undefined), (error: Error) => {
    assert.ok(error instanceof NoInterpreter);
    assert.equal(
      error.message,
      'Python 3.11 or newer is needed: /gone/python (planloom.interpreter) cannot be run, old (PATH) is 3.9.2, ' +
        'odd (PATH) cannot be run.',
    );
    return true;
  });
});

test('the launcher of Windows is asked for Python 3', () => {
  assert.deepEqual(
    onPath('win32').map(({ command, args }) => [command, ...args].join(' ')),
    ['py -3', 'python3', 'python'],
  );
  assert.deepEqual(onPath('linux').map(({ command }) => command), ['python3', 'python']);
});

test('versions are compared as numbers', () => {
  assert.deepEqual(['2.7.18', '3.9.20', '3.10.0'].filter(isNewEnough), []);
  assert.ok(['3.11.0', '3.14.1', '4.0.0'].every(isNewEnough));
});

test('a real Python answers', async () => {
  const run = (command: string, args: readonly string[]): Promise<string> =>
    Promise.resolve(execFileSync(command, args, { encoding: 'utf8' }));
  const found = await find(onPath(process.platform), run, () => undefined);
  assert.match(found.version, /^3\.\d+\.\d+$/);
  assert.equal(execFileSync(found.path, ['-c', 'print(6 * 7)'], { encoding: 'utf8' }).trim(), '42');
});
