// Repositories with plans whose workers are scripts, for scenarios. Knows the canonical form of a plan; must not know
// the editor.

import { execFileSync } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/** What git prints when it is called with these words in a folder. */
export function git(folder, ...words) {
  const env = { ...process.env, GIT_CONFIG_GLOBAL: '/dev/null', GIT_CONFIG_SYSTEM: '/dev/null' };
  return execFileSync('git', words, { cwd: folder, encoding: 'utf8', env }).trim();
}

/**
 * A repository in `folder` with these workers' plan committed, run by scripts; returns the folder.
 * A worker: `{id, name, files, script, after?, validation?}`.
 */
export function repository(folder, workers, title = 'Small things: parse, print, explain') {
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, 'PLAN.md'), planText(workers, title));
  writeFileSync(join(folder, '.planloom.toml'), '[run]\nagent = "shell"\n');
  git(folder, 'init', '--quiet', '--initial-branch=main');
  git(folder, 'config', 'user.name', 'Scenario');
  git(folder, 'config', 'user.email', 'scenario@planloom.invalid');
  git(folder, 'add', '--all');
  git(folder, 'commit', '--quiet', '--message', 'Plan');
  return folder;
}

/** A script that waits until `gate` exists, then writes and commits a file; it gives up after some minutes. */
export function writing(path, gate) {
  const wait = `for _ in $(seq 900); do test -e '${gate}' && break; sleep 0.2; done`;
  const write = `mkdir -p "$(dirname ${path})" && echo "made by $PLANLOOM_WORKER" > ${path}`;
  return [...(gate ? [wait] : []), write, `git add ${path}`, `git commit -qm "[$PLANLOOM_WORKER] ${path}"`].join('\n');
}

function planText(workers, title) {
  const files = [...new Set(workers.flatMap((worker) => worker.files))];
  const lines = [
    `# ${title}`,
    '',
    '**Goal:** Several small files, each made by one worker.',
    '',
    '## FILE OWNERSHIP MATRIX',
    '',
    `| File | ${workers.map((worker) => worker.id).join(' | ')} | Notes |`,
    `|${'---|'.repeat(workers.length + 2)}`,
    ...files.map((file) => row(file, workers)),
    '',
    '## WORKER DEFINITIONS',
    '',
    ...workers.flatMap(definition),
    '## ORCHESTRATOR PROTOCOL',
    '',
    '### Phase 5: Merge (Ordered)',
    '',
    '```bash',
    ...workers.map((worker) => `git merge feat/${worker.id.toLowerCase()} --no-edit`),
    '```',
  ];
  return `${lines.join('\n')}\n`;
}

function row(file, workers) {
  const roles = workers.map((worker) => (worker.files.includes(file) ? 'PRIMARY' : '-'));
  return `| ${file} | ${roles.join(' | ')} | new |`;
}

function definition({ id, name, files, script, after = 'none', validation = 'git log -1 > /dev/null' }) {
  const small = id.toLowerCase();
  return [
    `### ${id}: ${name}`,
    '',
    `**Worktree:** \`../${small}-tree\``,
    `**Branch:** \`feat/${small}\``,
    `**Depends On:** ${after}`,
    `**Files Owned:** ${files.map((file) => `\`${file}\``).join(', ')}`,
    '',
    '**Task:**',
    `1. Make ${files.join(' and ')}`,
    '',
    ...fenced(script),
    '',
    '**Validation:**',
    ...fenced(validation),
    '',
    '**Done When:**',
    `- [ ] ${files[0]} is there`,
    '',
  ];
}

const fenced = (script) => ['```bash', script, '```'];
