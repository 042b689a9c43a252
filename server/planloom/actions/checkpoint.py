"""The checkpoint as text: what people and agents read to know how far a run is, and what another clone goes on from.

In the template's form. A sum over the text tells whether somebody wrote in it. Must not know where it is kept.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from hashlib import sha256
from shlex import quote

from planloom.actions.outlook import next_actions, notes, worker_of
from planloom.model.blueprint import Blueprint, Job
from planloom.model.hidden import hidden_spans, named
from planloom.model.progress import Phase, Progress, WorkerProgress, WorkerState
from planloom.text.visible import visible

_LONGEST = 300
_TITLES = {
    Phase.SETUP: "Set up worktrees",
    Phase.SPAWN: "Spawn workers",
    Phase.MONITOR: "Monitor progress",
    Phase.VALIDATE: "Validate each worker",
    Phase.MERGE: "Merge",
    Phase.CLEANUP: "Clean up",
}
_RUN = re.compile(r"^\*\*Run:\*\* `([^`\n]+)`$", re.MULTILINE)
_CREATED = re.compile(r"^\*\*Created:\*\* (\S+)$", re.MULTILINE)
_SUM = re.compile(r"^\*\*Sum:\*\* `([0-9a-f]{16})`\n", re.MULTILINE)


def text(blueprint: Blueprint, progress: Progress) -> str:
    """The whole file."""
    parts = (
        _head(blueprint, progress),
        ("## Worker Status", *_workers(blueprint, progress)),
        ("## Current Phase", phase_title(progress.phase)),
        ("## Blockers", "\n".join(f"- {_safe(line)}" for line in progress.blockers or ("None",))),
        ("## Next Actions", _numbered(next_actions(blueprint, progress))),
        ("## Commits", *_commits(blueprint, progress)),
    )
    whole = "\n\n".join(block for part in parts for block in part) + "\n"
    return whole.replace("**Run:**", f"**Sum:** `{_sum(whole)}`\n**Run:**", 1)


def is_as_written(written: str) -> bool:
    """Whether a text is what `text` gave, and nobody wrote in it since."""
    found = _SUM.search(written)
    return found is not None and _sum(written[: found.start()] + written[found.end() :]) == found[1]


def is_of(written: str, progress: Progress) -> bool:
    """Whether a text is about this very run; runs of two clones may have the same id."""
    run, created = _RUN.search(written), _CREATED.search(written)
    return bool(run and created and run[1] == progress.run and created[1] == _time(progress.created))


def phase_title(phase: Phase) -> str:
    """A phase as the checkpoint calls it: `Phase 3 of 6: Monitor progress`."""
    phases = list(Phase)
    return f"Phase {phases.index(phase) + 1} of {len(phases)}: {_TITLES[phase]}"


def _head(blueprint: Blueprint, progress: Progress) -> Iterator[str]:
    plan = quote(blueprint.plan)
    yield (
        f"> Do not go on from memory, nor from this file alone: run `planloom status {_code(plan)}`, which looks at "
        f"git, the journal and the processes. `planloom run {_code(plan)} --resume` goes on. This file is written "
        "anew whenever something changes; what others write in it is kept aside and has no effect."
    )
    yield f"# Checkpoint: {_safe(blueprint.title or blueprint.slug)}"
    fields = (
        f"**Created:** {_time(progress.created)}",
        f"**Last Updated:** {_time(progress.at)}",
        f"**Status:** {progress.state.value}",
        f"**Run:** `{progress.run}`",
        f"**Plan file:** `{_code(blueprint.plan)}`",
        f"**Target:** `{_code(progress.target)}`",
        f"**Base commit:** `{progress.base}`",
        f"**Approval:** `{progress.approval}`",
    )
    yield "\n".join(fields)


def _workers(blueprint: Blueprint, progress: Progress) -> Iterator[str]:
    rows = []
    for job in blueprint.jobs:
        at = worker_of(progress, job)
        said = "; ".join(part for part in (notes(blueprint, progress, job), _boxes(job, at)) if part)
        rows.append((job.worker, at.state.value, _time(at.since or progress.created), said))
    yield _table(("Worker", "Status", "Last Update", "Notes"), rows)


def _boxes(job: Job, at: WorkerProgress) -> str:
    done = sum(ticked for _, ticked in job.criteria)
    if at.state is WorkerState.MERGED and done < len(job.criteria):
        # Whoever ticks them does it after the last word of this file.
        return "Done-When is yours to tick"
    return f"Done-When {done} of {len(job.criteria)}" if job.criteria else ""


def _commits(blueprint: Blueprint, progress: Progress) -> Iterator[str]:
    yield "What another clone needs: where each branch began, the commit that was validated, the commit that merged it."
    rows = []
    for job in blueprint.jobs:
        at = worker_of(progress, job)
        rows.append((f"`{_code(job.branch)}`", job.worker, at.start or "-", at.tip or "-", at.merged or "-"))
    yield _table(COMMIT_COLUMNS, rows)


COMMIT_COLUMNS = ("Commits of", "By", "Began at", "Validated at", "Merged by")


def _table(header: tuple[str, ...], rows: Iterable[tuple[str, ...]]) -> str:
    lines = [[_cell(cell) for cell in row] for row in rows]
    widths = [max(len(line[i]) for line in ([*header], *lines)) for i in range(len(header))]
    shown = [[*header], ["-" * width for width in widths], *lines]
    return "\n".join(
        f"| {' | '.join(cell.ljust(width) for cell, width in zip(line, widths, strict=True))} |" for line in shown
    )


def _numbered(lines: Iterable[str]) -> str:
    return "\n".join(f"{number}. {_safe(line)}" for number, line in enumerate(lines, 1))


def _cell(words: str) -> str:
    return _safe(words).replace("|", "\\|") or "-"


def _safe(words: str) -> str:
    """Text of a plan, a process or git on one line, with everything shown that would hide, end or begin something."""
    line = " ".join(words.split())
    for start, end in reversed(list(hidden_spans(line))):
        line = f"{line[:start]}<{named(line[start:end])}>{line[end:]}"
    line = visible(line).replace("<!--", "‹!--").replace("```", "'''").replace("~~~", "~ ~ ~")
    if len(line) > _LONGEST:
        line = line[:_LONGEST] + "…"
    return line.replace("`", "'") if line.count("`") % 2 else line


def _code(words: str) -> str:
    return _safe(words).replace("`", "'")


def _time(at: str) -> str:
    """To the second."""
    return re.sub(r"\.\d+", "", at) or "-"


def _sum(whole: str) -> str:
    return sha256(whole.encode("utf-8", "surrogatepass")).hexdigest()[:16]
