"""Facts as the pages of rules write them: a line for each thing that git, disk or processes say.

file src/a.rs                                 a file in the repository
ignored dist/                                 what git ignores there
branch feat/w1                                a branch that exists
W1 has branch feat/w1                         so does a worker's; likewise `W1 has 2 commits`
W1 has worktree ../app-w1 on feat/w1          git lists it where the plan wants it
W1 finds ../app-w1 taken                      something that is no worktree lies there
W1 was set up by planloom                     this plan's own run made branch and worktree
W1 is running                                 any state; `W1 is merged`: the target holds its commits
W1 changed src/b.rs in commit 3f2a91c         without a commit: not committed
W1 lacks W2                                   its branch lacks commits of one it depends on
W1 conflicts with W2 in src/a.rs              `with main`: with the target; `in turn`: in the merge order
W1 failed because ...                         what the journal gives as reason
run x-1a2b-1                                  the plan's last run
checkpoint archive/CHECKPOINT_x.md            the checkpoint file exists
"""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

from planloom.model.facts import Change, Facts, Forecast, WorkerFacts, Worktree
from planloom.model.progress import Progress, WorkerProgress, WorkerState

ROOT = "/repos/app"
TARGET = "main"


def facts(text: str) -> Facts:
    """The facts that these lines say. Raises ValueError for a line that says nothing known."""
    world = _World()
    for line in filter(str.strip, text.splitlines()):
        for shape, take in _LINES:
            found = re.fullmatch(shape, line.strip())
            if found:
                take(world, *found.groups())
                break
        else:
            raise ValueError(f"not a fact: {line}")
    return world.facts()


class _World:
    """What was said so far."""

    def __init__(self) -> None:
        self.files: set[str] = set()
        self.ignored: set[str] = set()
        self.branches = {TARGET: _oid(TARGET)}
        self.trees: list[Worktree] = []
        self.workers: dict[str, WorkerFacts] = {}
        self.forecast: list[Forecast] = []
        self.reasons: dict[str, WorkerProgress] = {}
        self.run = ""
        self.checkpoint: str | None = None

    def facts(self) -> Facts:
        folders = {path.rpartition("/")[0] for path in self.files}
        above = {"/".join(folder.split("/")[:n]) for folder in folders for n in range(1, folder.count("/") + 2)}
        return Facts(
            ROOT,
            f"{ROOT}/.git",
            plan="PLAN.md",
            branch=TARGET,
            target=TARGET,
            branches=self.branches,
            worktrees=tuple(self.trees),
            files=frozenset(self.files),
            folders=frozenset(above - {""}),
            ignored=frozenset(self.ignored),
            workers=self.workers,
            forecast=tuple(self.forecast),
            checkpoint=self.checkpoint,
            progress=Progress(self.run, workers=self.reasons) if self.run or self.reasons else None,
        )

    def file(self, path: str) -> None:
        self.files.add(path)

    def ignore(self, path: str) -> None:
        self.ignored.add(path)

    def a_branch(self, name: str) -> None:
        self.branches[name] = _oid(name)

    def its_branch(self, worker: str, name: str) -> None:
        self.a_branch(name)
        self._set(worker, tip=_oid(name))

    def commits(self, worker: str, count: str) -> None:
        self._set(worker, commits=int(count))

    def its_worktree(self, worker: str, path: str, branch: str) -> None:
        tree = Worktree(f"/repos/{path.removeprefix('../')}", _oid(branch), branch)
        self.trees.append(tree)
        self.a_branch(branch)
        self._set(worker, worktree=tree, occupied=True)

    def taken(self, worker: str, _: str) -> None:
        self._set(worker, occupied=True)

    def ours(self, worker: str) -> None:
        self._set(worker, ours=True)

    def state(self, worker: str, word: str) -> None:
        self._set(worker, state=WorkerState(word), merged=word == "merged")

    def failed(self, worker: str, reason: str) -> None:
        self.reasons[worker] = WorkerProgress(worker, WorkerState.FAILED, reason)
        self._set(worker, state=WorkerState.FAILED)

    def changed(self, worker: str, path: str, commit: str | None) -> None:
        known = self.workers.get(worker, WorkerFacts(worker))
        made = Change(path, "M", "commit" if commit else "tree", commit and commit.ljust(40, "0"))
        self._set(worker, changes=(*known.changes, made))

    def lacks(self, worker: str, other: str) -> None:
        self._set(worker, lacks=(*self.workers.get(worker, WorkerFacts(worker)).lacks, other))

    def conflict(self, first: str, second: str, paths: str, turn: str | None) -> None:
        files = tuple(paths.split(", "))
        self.forecast.append(Forecast(first, None if second == TARGET else second, files, chain=turn is not None))

    def began(self, run: str) -> None:
        self.run = run

    def saved(self, path: str) -> None:
        self.checkpoint = path
        self.files.add(path)

    def _set(self, worker: str, **fields: Any) -> None:
        self.workers[worker] = self.workers.get(worker, WorkerFacts(worker))._replace(**fields)


_LINES: tuple[tuple[str, Callable[..., None]], ...] = (
    (r"file (\S+)", _World.file),
    (r"ignored (\S+)", _World.ignore),
    (r"branch (\S+)", _World.a_branch),
    (r"run (\S+)", _World.began),
    (r"checkpoint (\S+)", _World.saved),
    (r"(.+) has branch (\S+)", _World.its_branch),
    (r"(.+) has (\d+) commits?", _World.commits),
    (r"(.+) has worktree (\S+) on (\S+)", _World.its_worktree),
    (r"(.+) finds (\S+) taken", _World.taken),
    (r"(.+) was set up by planloom", _World.ours),
    (r"(.+) is (\w+)", _World.state),
    (r"(.+) failed because (.+)", _World.failed),
    (r"(.+) changed (\S+)(?: in commit (\w+))?", _World.changed),
    (r"(.+) lacks (.+)", _World.lacks),
    (r"(.+) conflicts with (.+?) in (.+?)( in turn)?", _World.conflict),
)


def _oid(name: str) -> str:
    return name.encode().hex().ljust(40, "0")[:40]
