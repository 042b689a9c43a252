"""Plans whose workers are scripts, in real repositories, and ways to run them."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any, NamedTuple

from tests.support.repos import ENVIRONMENT, commit, git, make_repo

PROGRAM = (str(Path(sys.executable).with_name("planloom")),)


class Part(NamedTuple):
    """One worker of a sample plan: what its agent does, as a script; which files are its own; what must hold."""

    script: str = ""
    writes: tuple[str, ...] = ()
    after: str = "none"
    validation: str = ""
    check: str = ""
    resolution: str = ""


def writing(path: str, text: str = "work") -> str:
    """A script that appends a line to a file and commits it."""
    write = f'mkdir -p "$(dirname {path})"\necho "{text}" >> {path}'
    return f'{write}\ngit add -A\ngit commit -qm "[$PLANLOOM_WORKER] {Path(path).name}"'


def plan_text(parts: Mapping[str, Part]) -> str:
    """A plan in the canonical form."""
    return "\n".join(_lines(parts)) + "\n"


def sample(folder: Path, parts: Mapping[str, Part], files: Mapping[str, str] | None = None) -> Path:
    """A repository `folder/repo` with a plan `PLAN.md`, committed; returns the repository."""
    repo = make_repo(folder, {"README.md": "# Sample\n", ".gitignore": ".env\n", **(files or {})})
    # In the repository itself, for agents get none of git's environment.
    for name in ("name", "email"):
        git(repo, "config", f"user.{name}", ENVIRONMENT[f"GIT_AUTHOR_{name.upper()}"])
    commit(repo, {"PLAN.md": plan_text(parts)}, "Plan")
    return repo


def planloom(repo: Path, *words: str, env: Mapping[str, str] | None = None) -> subprocess.CompletedProcess[str]:
    """One call of the command line, in a process of its own, without a terminal."""
    return subprocess.run(
        [*PROGRAM, *words],
        cwd=repo,
        env={**os.environ, **ENVIRONMENT, **(env or {})},
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        check=False,
    )


def start(repo: Path, *words: str, env: Mapping[str, str] | None = None) -> subprocess.Popen[str]:
    """`planloom run` with the agent `shell`, approved, going on in the background."""
    return subprocess.Popen(
        [*PROGRAM, "run", "PLAN.md", "--agent", "shell", "--approve", approval(repo), *words],
        cwd=repo,
        env={**os.environ, **ENVIRONMENT, **(env or {})},
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )


def run(repo: Path, *words: str, env: Mapping[str, str] | None = None) -> subprocess.CompletedProcess[str]:
    """`planloom run` with the agent `shell`, approved, until it ends."""
    return planloom(repo, "run", "PLAN.md", "--agent", "shell", "--approve", approval(repo), *words, env=env)


def resume(repo: Path, *words: str) -> subprocess.CompletedProcess[str]:
    """`planloom run --resume`."""
    return planloom(repo, "run", "PLAN.md", "--resume", *words)


def approval(repo: Path) -> str:
    """The hash that approves a run of the sample plan."""
    found = planloom(repo, "run", "PLAN.md", "--agent", "shell", "--dry-run", "--json")
    assert found.returncode == 0, found.stderr
    return str(json.loads(found.stdout)["hash"])


def records(repo: Path, run: int = 1) -> list[dict[str, Any]]:
    """The journal of a run of the sample plan."""
    (journal,) = Path(repo, ".git", "planloom").glob(f"*/{run}/journal")
    return [json.loads(line) for line in journal.read_text().splitlines()]


def checkpoint(repo: Path) -> str:
    """The checkpoint file's text."""
    (file,) = Path(repo, "archive").glob("CHECKPOINT_*.md")
    return file.read_text()


def _lines(parts: Mapping[str, Part]) -> Iterator[str]:
    yield from ("# Sample", "", "**Goal:** Show a run.", "", "## FILE OWNERSHIP MATRIX", "")
    yield f"| File | {' | '.join(parts)} | Notes |"
    yield "|---" * (len(parts) + 2) + "|"
    for worker, part in parts.items():
        for path in part.writes:
            cells = ("PRIMARY" if other == worker else "-" for other in parts)
            yield f"| {path} | {' | '.join(cells)} | new |"
    yield from ("", "## WORKER DEFINITIONS", "")
    for worker, part in parts.items():
        yield from _definition(worker, part)
    yield from ("## ORCHESTRATOR PROTOCOL", "", "### Phase 5: Merge (Ordered)", "", "```bash")
    for worker, part in parts.items():
        yield f"git merge feat/{worker.lower()} --no-edit"
        yield from ((f"# If conflict: {part.resolution}",) if part.resolution else ())
        yield from ((part.check,) if part.check else ())
    yield "```"


def _definition(worker: str, part: Part) -> Iterator[str]:
    small = worker.lower()
    yield from (f"### {worker}: Part {worker[1:]}", "")
    yield from (f"**Worktree:** `../repo-{small}`", f"**Branch:** `feat/{small}`")
    yield from (f"**Depends On:** {part.after}", f"**Files Owned:** {', '.join(part.writes)}", "")
    yield from ("**Task:**", f"1. Do the work of {worker}", "", "```bash", part.script, "```", "")
    yield from ("**Validation:**", "```bash", part.validation or "git log -1 > /dev/null", "```", "")
    yield from ("**Done When:**", f"- [ ] {worker} is merged", "")
