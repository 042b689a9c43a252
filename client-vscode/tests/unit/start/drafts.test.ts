// What the wizard's answers mean.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { fileName, newPlan, questions } from '../../../src/start/drafts';

const faults = (answers: readonly string[], answer: string): string | undefined =>
  questions(answers)[answers.length]?.fault(answer);

test('each worker is asked for its files', () => {
  assert.equal(questions([]).length, 2);
  assert.equal(questions(['Search', 'Parser, Help']).length, 4);
  assert.match(questions(['Search', 'Parser, Help'])[3]?.prompt ?? '', /W2 \(Help\)/);
  assert.equal(questions(['Search', ' 3 ']).length, 5);
});

test('answers become a plan', () => {
  assert.deepEqual(newPlan([' Search ', 'Parser,, Help ', 'src/a.py, tests/', '']), {
    title: 'Search',
    workers: [
      { name: 'Parser', files: ['src/a.py', 'tests/'] },
      { name: 'Help', files: [] },
    ],
  });
  assert.deepEqual(newPlan(['Search', '2', '', 'b']).workers, [
    { name: '', files: [] },
    { name: '', files: ['b'] },
  ]);
});

test('what would break the plan is said while it is typed', () => {
  assert.ok(faults([], '  '));
  assert.ok(faults([], 'a | b'));
  assert.equal(faults([], 'Search: new!'), undefined);
  for (const answer of ['', '0', '65', ',', 'a`b']) {
    assert.ok(faults(['Search'], answer), answer);
  }
  assert.equal(faults(['Search'], '64'), undefined);
  assert.equal(faults(['Search', '1'], ''), undefined);
  assert.ok(faults(['Search', '1'], 'a\nb'));
});

test('a file is named after the plan', () => {
  assert.equal(fileName('Search & Export: Müller'), 'search-export-muller.md');
  assert.equal(fileName('日本'), 'plan.md');
});
