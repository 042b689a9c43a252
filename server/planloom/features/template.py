"""A new plan in the canonical form: every part is there, and what only its author knows is a placeholder.

Knows the canonical form; must not know files.
"""

from __future__ import annotations

from collections.abc import Iterable

from planloom.model.slug import slug_of

_HEAD = """\
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
path/to/
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

"""
_WORKER = """\
### Worker {n}: [Name]

**Worktree:** `../{slug}-w{n}`
**Branch:** `feat/{slug}-w{n}`
**Depends On:** none
**Files Owned:** `path/to/file{n}`

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
_TAIL = """\
## ORCHESTRATOR PROTOCOL

### Phase 1: Setup Worktrees

```bash
{setup}
```

### Phase 2: Spawn Workers (Parallel)

Start all workers at once, in the background. Each one gets its definition above, stays in its worktree, and commits
with its id in front of the message.

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


def template(title: str, workers: int) -> str:
    """A plan for `workers` workers, called `title`."""
    slug = slug_of(title)
    numbers = range(1, workers + 1)
    parts = {
        "title": title,
        "slug": slug,
        "missing": _lines(f"| [Part {n}] | P{min(n - 1, 3)} | [Complexity] | [Notes] |" for n in numbers),
        "tree": _lines(f"{'└' if n == workers else '├'}── file{n}    # W{n} CREATES: [What it is]" for n in numbers),
        "columns": " | ".join(f"W{n}" for n in numbers),
        "dashes": "|".join("----" for _ in numbers),
        "matrix": _lines(_row(n, workers) for n in numbers),
        "setup": _lines(f"git worktree add ../{slug}-w{n} -b feat/{slug}-w{n}" for n in numbers),
        "track": _lines(f"- W{n}: pending → running → validating → done/failed" for n in numbers),
        "merge": _lines(f"git merge feat/{slug}-w{n} --no-edit" for n in numbers),
        "cleanup": _lines([f"git worktree remove ../{slug}-w{n}" for n in numbers] + [_branches(slug, workers)]),
        "status": _lines(f"| W{n} | pending | [time] | |" for n in numbers),
    }
    definitions = "".join(_WORKER.format(n=n, slug=slug) for n in numbers)
    return _HEAD.format(**parts) + definitions + _TAIL.format(**parts)


def _row(owner: int, workers: int) -> str:
    cells = " | ".join("PRIMARY" if n == owner else "-" for n in range(1, workers + 1))
    return f"| path/to/file{owner} | {cells} | [What W{owner} does with it] |"


def _branches(slug: str, workers: int) -> str:
    return "git branch -d " + " ".join(f"feat/{slug}-w{n}" for n in range(1, workers + 1))


def _lines(lines: Iterable[str]) -> str:
    return "\n".join(lines)
