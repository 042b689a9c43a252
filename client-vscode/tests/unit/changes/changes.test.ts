import assert from 'node:assert/strict';
import { test } from 'node:test';
import { markOf, ordered, type ChangedFile } from '../../../src/changes/changes';

function file(path: string, owned: boolean, status = 'M'): ChangedFile {
  return { path, owned, status, why: '', before: null, after: null };
}

test('what is not the worker\'s own stands first', () => {
  const files = [file('b', true), file('z', false), file('a', true), file('c', false)];
  assert.deepEqual(ordered(files).map(({ path }) => path), ['c', 'z', 'a', 'b']);
});

test('whose a file is stands there in words', () => {
  assert.equal(markOf(file('a', true, 'A')), '$(check) owned, new');
  assert.equal(markOf(file('a', false, 'D')), '$(warning) not owned, deleted');
});
