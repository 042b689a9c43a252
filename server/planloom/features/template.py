"""A new plan in the canonical form: every part is there, and what only its author knows is a placeholder.

Knows the canonical form; must not know files.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple

from planloom.model.slug import slug_of

MOST_WORKERS = 64


class Draft(NamedTuple):
    """What is known of a worker before its plan is written; the rest is left to placeholders."""

    name: str = ""
    files: tuple[str, ...] = ()


_PLAN = """\
# {title}

**Goal:** [One sentence: what is there when all workers are merged]

**Philosophy:** [What to hold on to when in doubt]

---

## COMPACTION-SAFE ORCHESTRATION

This plan outlives the conversation that runs it. Its state is in a checkpoint file:

1. **Before the workers start:** write the checkpoint
2. **After every phase:** bring it up to date
3. **After an interruption:** read it, and go on from the phase it names
4. **At the end:** mark it COMPLETED

---

## CURRENT STATE ANALYSIS

### What EXISTS (Ready to Build On)

| Component | Location | Status | Notes |
|-----------|----------|--------|-------|
| [Component] | `path/to/file` | [Status] | [What it gives us] |

### What DOESN'T EXIST (Must Build)

| Component | Priority | Complexity | Notes |
|-----------|----------|------------|-------|
{missing}

---

## FILE STRUCTURE (Target)

```
{tree}
```

---

## FILE OWNERSHIP MATRIX

Each file has one owner; whoever else writes it comes after.

| File | {columns} | Notes |
|------|{dashes}|-------|
{matrix}

**Legend:**
- PRIMARY: creates or owns the file
- MODIFY: changes a part of it (Notes say which)
- READ: looks at it
- `-`: has nothing to do with it

---

## WORKER DEFINITIONS

{definitions}## ORCHESTRATOR PROTOCOL

### Phase 1: Setup Worktrees

```bash
{setup}
```

### Phase 2: Spawn Workers (Parallel)

Start all workers at once, in the background. Each one gets its definition above, stays in its worktree, and commits
with its id in front of the message.
{waiting}
### Phase 3: Monitor Progress

Look at every worker now and then; write what you see into the checkpoint:

{track}

### Phase 4: Validate Each Worker

When a worker says that it is done, run its Validation. When that fails, start it again with the output.

### Phase 5: Merge (Ordered)

When all workers are validated:

```bash
{merge}
```

### Phase 6: Cleanup

```bash
{cleanup}
```

---

## CHECKPOINT TEMPLATE

Save to `archive/CHECKPOINT_{slug}.md`:

```markdown
# Checkpoint: {title}

**Created:** [time]
**Last Updated:** [time]
**Status:** IN_PROGRESS

## Worker Status

| Worker | Status | Last Update | Notes |
|--------|--------|-------------|-------|
{status}

## Current Phase

Phase 1: Setup Worktrees

## Blockers

- None

## Next Actions

1. Create the worktrees
```
"""
_WORKER = """\
### Worker {n}: {name}

**Worktree:** `../{slug}-w{n}`
**Branch:** `feat/{slug}-w{n}`
**Depends On:** {after}
**Files Owned:** {files}

**Task:**
1. [First step]
2. [Next step]

**Validation:**
```bash
cd ../{slug}-w{n} && [command that fails when something is broken]
```

**Done When:**
- [ ] [Something that can be seen to be true]

---

"""
_WAITING = """
A worker that waited for another one takes over what was merged: `git rebase main` in its worktree.
"""


def template(title: str, drafts: Sequence[Draft]) -> str:
    """A plan called `title`. A file that several workers name is the first one's; the others come one after another."""
    slug = slug_of(title)
    owned = {n: draft.files or (f"path/to/file{n}",) for n, draft in enumerate(drafts, 1)}
    writers = _writers(owned)
    parts = {
        "title": title,
        "slug": slug,
        "missing": _lines(f"| [Part {n}] | P{min(n - 1, 3)} | [Complexity] | [Notes] |" for n in owned),
        "tree": _lines(f"{file}    # W{first} CREATES: [What it is]" for file, (first, *_) in writers.items()),
        "columns": " | ".join(f"W{n}" for n in owned),
        "dashes": "|".join("----" for _ in owned),
        "matrix": _lines(_row(file, numbers, len(owned)) for file, numbers in writers.items()),
        "definitions": "".join(_definition(n, draft, slug, writers) for n, draft in enumerate(drafts, 1)),
        "waiting": _WAITING if any(len(numbers) > 1 for numbers in writers.values()) else "",
        "setup": _lines(f"git worktree add ../{slug}-w{n} -b feat/{slug}-w{n}" for n in owned),
        "track": _lines(f"- W{n}: pending → running → validating → done/failed" for n in owned),
        "merge": _lines(f"git merge feat/{slug}-w{n} --no-edit" for n in owned),
        "cleanup": _lines([*(f"git worktree remove ../{slug}-w{n}" for n in owned), _branches(slug, owned)]),
        "status": _lines(f"| W{n} | pending | [time] | |" for n in owned),
    }
    return _PLAN.format(**parts)


def _writers(owned: Mapping[int, Sequence[str]]) -> dict[str, list[int]]:
    """Who writes each file, in the order of the workers."""
    writers: dict[str, list[int]] = {}
    for n, files in owned.items():
        for file in dict.fromkeys(files):
            writers.setdefault(file, []).append(n)
    return writers


def _row(file: str, writers: Sequence[int], workers: int) -> str:
    roles = ("PRIMARY" if n == writers[0] else "MODIFY" if n in writers else "-" for n in range(1, workers + 1))
    notes = ", ".join(f"[What W{n} does with it]" for n in writers)
    return f"| {file} | {' | '.join(roles)} | {notes} |"


def _definition(n: int, draft: Draft, slug: str, writers: Mapping[str, Sequence[int]]) -> str:
    mine = {file: numbers.index(n) for file, numbers in writers.items() if n in numbers}
    before = sorted({writers[file][place - 1] for file, place in mine.items() if place})
    files = ", ".join(f"`{file}`" for file in mine)
    after = ", ".join(f"W{other}" for other in before) or "none"
    return _WORKER.format(n=n, slug=slug, name=draft.name or "[Name]", after=after, files=files)


def _branches(slug: str, workers: Iterable[int]) -> str:
    return "git branch -d " + " ".join(f"feat/{slug}-w{n}" for n in workers)


def _lines(lines: Iterable[str]) -> str:
    return "\n".join(lines)
