"""What git, disk and processes say about a plan's repository, as frozen values.

Read by `planloom.run.observe`, looked at by rules (as `Plan.facts`) and actions. Paths inside the repository are
relative to its root, with `/`, as git writes them. Must not know how any of it was found out.
"""

from collections.abc import Mapping
from types import MappingProxyType
from typing import NamedTuple

from planloom.model.progress import Progress, WorkerState


class Change(NamedTuple):
    """A path that a worker changed, against the commit it started from.

    `status` is git's letter with renames off: A, M, D, T; `?` untracked, U unmerged. `where`: `commit`, `index`, `tree`
    (changed, not staged) or `untracked`. `commit`: the latest commit that touched it, for `where` = `commit`.
    """

    path: str
    status: str
    where: str
    commit: str | None = None


class Worktree(NamedTuple):
    """A worktree that git lists. `path` absolute. `branch`: short name, None for a detached HEAD. `head`: object id.

    `locked`: the reason ("" for none given), None when not locked. `missing`: git would prune it. `busy`: the operation
    that is under way in it (`merge`, `rebase`, `cherry-pick`, `revert`, `bisect`, `am`). `marker`: run and worker that
    made it (`RUN W1`), None for others'.
    """

    path: str
    head: str | None = None
    branch: str | None = None
    locked: str | None = None
    missing: bool = False
    busy: str | None = None
    marker: str | None = None


class Forecast(NamedTuple):
    """Two branches that git could not merge without a conflict. `second` None: the target branch.

    `chain`: found when merging in the plan's order, where `first` comes on top of all before it.
    """

    first: str
    second: str | None
    files: tuple[str, ...]
    chain: bool = False


class WorkerFacts(NamedTuple):
    """What is known of one worker's branch and worktree.

    `tip`: its branch's object id, None without a branch. `worktree`: the one git lists at the plan's path; `occupied`:
    something lies at that path. `start`: the commit its changes count from. `commits`: how many of its own. `changes`:
    all of them, from `start` to the work tree. `merged`: the target holds its tip. `lacks`: dependencies that have
    commits which its branch lacks. `ours`: this plan's run made branch and worktree. `state`: what journal, git and
    processes say, None where they say nothing.
    """

    worker: str
    tip: str | None = None
    worktree: Worktree | None = None
    occupied: bool = False
    start: str | None = None
    commits: int = 0
    changes: tuple[Change, ...] = ()
    merged: bool = False
    lacks: tuple[str, ...] = ()
    ours: bool = False
    state: WorkerState | None = None


class Facts(NamedTuple):
    """What is known of the repository around a plan.

    `root`: main worktree; `common`: git's common folder; both absolute. `plan`: the plan's path from the root. `head`
    and `branch` of the main worktree (branch None: detached; head None: unborn). `target`: the branch to merge into.
    `branches`: every local branch with its object id. `files`: paths that git tracks, and untracked ones it does not
    ignore, none where they are not known; `folders`: those that hold them; `submodules`: those among the folders whose
    files are not listed; `ignored`: what lies there all the same, folders that git ignores as a whole with `/` at their
    end. `checkpoint`: path of the checkpoint file from the root, None without one. `progress`: what the journal says of
    the plan's last run. `fold_case`: the disk takes `A` and `a` for one name. `problems`: what could not be read, in
    git's words.
    """

    root: str
    common: str
    plan: str = ""
    git: tuple[int, ...] = ()
    head: str | None = None
    branch: str | None = None
    busy: str | None = None
    bare: bool = False
    shallow: bool = False
    target: str | None = None
    branches: Mapping[str, str] = MappingProxyType({})
    worktrees: tuple[Worktree, ...] = ()
    files: frozenset[str] = frozenset()
    folders: frozenset[str] = frozenset()
    submodules: frozenset[str] = frozenset()
    ignored: frozenset[str] = frozenset()
    workers: Mapping[str, WorkerFacts] = MappingProxyType({})
    forecast: tuple[Forecast, ...] = ()
    checkpoint: str | None = None
    progress: Progress | None = None
    fold_case: bool = False
    problems: tuple[str, ...] = ()
