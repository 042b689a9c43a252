"""The steps that a run is made of, as values. A dry run shows them, the runner executes them.

Each knows its phase and worker, and what a person could type in its place (`typed`). Must not know how steps are
executed, nor the journal.
"""

from __future__ import annotations

from shlex import join, quote
from typing import NamedTuple

from planloom.model.progress import Kind, Phase


class MakeWorktree(NamedTuple):
    """A new branch and worktree from the run's base commit, with the tips of `onto` merged into it, in this order.

    `cone`: the folders that it holds; all where none is named.
    """

    worker: str
    branch: str
    path: str
    base: str
    onto: tuple[str, ...] = ()
    cone: tuple[str, ...] = ()
    phase: Phase = Phase.SETUP

    def typed(self) -> tuple[str, ...]:
        """As commands."""
        here, sparse = ["git", "-C", self.path], ["--no-checkout"] if self.cone else []
        add = ["git", "worktree", "add", "--no-track", *sparse, "-b", self.branch, self.path, self.base]
        fill = [[*here, "sparse-checkout", "set", "--cone", "--", *self.cone], [*here, "checkout"]] if sparse else []
        merges = ([*here, "merge", "--no-edit", branch] for branch in self.onto)
        return tuple(map(join, (add, *fill, *merges)))


class Furnish(NamedTuple):
    """Files copied and linked from the main worktree into a new one."""

    worker: str
    path: str
    root: str
    copy: tuple[str, ...] = ()
    link: tuple[str, ...] = ()
    phase: Phase = Phase.SETUP

    def typed(self) -> tuple[str, ...]:
        """As commands; globs are left to the shell."""
        copies = (f"cp -a --parents {pattern} {quote(self.path)}" for pattern in self.copy)
        links = (f'ln -s "$PWD"/{pattern} {quote(self.path)}/{pattern}' for pattern in self.link)
        return tuple(f"(cd {quote(self.root)} && {command})" for command in (*copies, *links))


class Start(NamedTuple):
    """A process in a worktree that outlives whoever starts it: setup, agent, validation or a check after a merge.

    `argv` may hold the placeholders of `Agent`. `text` is what it is given: a script or a prompt.
    """

    worker: str
    kind: Kind
    number: int
    argv: tuple[str, ...]
    folder: str
    text: str = ""
    phase: Phase = Phase.SPAWN

    def typed(self) -> tuple[str, ...]:
        """As one command; a script is shown as a here-document."""
        if self.kind is Kind.WORK:
            told = f"planloom prompt PLAN {quote(self.worker)}"
            return (f"(cd {quote(self.folder)} && {join(self.argv)} < PROMPT)  # {told}",)
        words, script = (word for word in self.argv if word != "{prompt_file}"), self.text.rstrip("\n")
        end = "END"
        while end in script.split("\n"):
            end += "_"
        return (f"(cd {quote(self.folder)} && {join(words)} <<'{end}'\n{script}\n{end}\n)",)


class Gate(NamedTuple):
    """Nothing uncommitted, something committed, every changed file one that the worker may write."""

    worker: str
    branch: str
    path: str
    phase: Phase = Phase.VALIDATE

    def typed(self) -> tuple[str, ...]:
        """As commands; comparing their output with the claims is ours."""
        return (
            join(["git", "-C", self.path, "status", "--porcelain"]),
            join(["git", "-C", self.path, "diff", "--name-only", "--no-renames", "START", self.branch]),
        )


class OpenIntegration(NamedTuple):
    """The worktree, without a branch, in which everything is merged before the target moves."""

    path: str
    base: str
    worker: None = None
    phase: Phase = Phase.MERGE

    def typed(self) -> tuple[str, ...]:
        """As a command."""
        return (join(["git", "worktree", "add", "--detach", self.path, self.base]),)


class MergeWorker(NamedTuple):
    """A validated worker's branch merged in the integration worktree."""

    worker: str
    branch: str
    path: str
    resolution: str = ""
    phase: Phase = Phase.MERGE

    def typed(self) -> tuple[str, ...]:
        """As a command."""
        return (join(["git", "-C", self.path, "merge", "--no-ff", "--no-edit", self.branch]),)


class MoveTarget(NamedTuple):
    """The target branch moved to what was merged and checked, if it still is where it was."""

    target: str
    path: str
    worker: None = None
    phase: Phase = Phase.MERGE

    def typed(self) -> tuple[str, ...]:
        """As a command, for a target that is checked out."""
        return (f"git merge --ff-only $(git -C {quote(self.path)} rev-parse HEAD)  # on {quote(self.target)}",)


class RemoveWorker(NamedTuple):
    """A merged worker's worktree and branch removed, where nothing can be lost by it."""

    worker: str
    branch: str
    path: str
    phase: Phase = Phase.CLEANUP

    def typed(self) -> tuple[str, ...]:
        """As commands."""
        delete = ["git", "update-ref", "-d", f"refs/heads/{self.branch}", "TIP"]
        return (join(["git", "worktree", "remove", self.path]), join(delete))


class CloseIntegration(NamedTuple):
    """The integration worktree removed."""

    path: str
    worker: None = None
    phase: Phase = Phase.CLEANUP

    def typed(self) -> tuple[str, ...]:
        """As a command."""
        return (join(["git", "worktree", "remove", self.path]),)


Step = (
    MakeWorktree | Furnish | Start | Gate | OpenIntegration | MergeWorker | MoveTarget | RemoveWorker | CloseIntegration
)
