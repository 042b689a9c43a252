"""The gate before a worker's work counts: what is uncommitted, what is not its own, what became of its branch."""

from __future__ import annotations

import os
from pathlib import Path
from typing import NamedTuple

import pytest

from planloom.run.git import Git
from planloom.run.trees.furnish import furnish
from planloom.run.trees.gate import Claims, Verdict, look
from planloom.run.trees.worktrees import Wanted, make
from tests.support.repos import commit, git, head, make_repo, try_git, write_files

FILES = {
    "src/one/a.py": "a\n",
    "src/one/b.py": "b\n",
    "src/two/a.py": "two\n",
    "PLAN.md": "# Plan\n",
    "CHECKPOINT.md": "# Checkpoint\n",
    ".gitignore": "*.log\n",
    "bin/tool": "#!/bin/sh\n",
}
CLAIMS = Claims(("src/one/", "docs/*.md", "bin/tool"), ("src/one/generated/",), ("PLAN.md", "CHECKPOINT.md"))


class Scene(NamedTuple):
    """A worker's fresh worktree; it owns `src/one/`."""

    repo: Path
    tree: Path
    start: str

    def look(self, claims: Claims = CLAIMS) -> Verdict:
        """As a run does it."""
        return look(Git(self.repo), str(self.tree), "feat/w1", self.start, claims)


@pytest.fixture
def scene(tmp_path: Path) -> Scene:
    repo = make_repo(tmp_path.resolve(), FILES)
    tree = repo.with_name("repo-w1")
    start = make(Git(repo), Wanted(str(tree), "feat/w1", head(repo), "run-1 W1"))
    return Scene(repo, tree, start)


def test_work_of_its_own_that_is_committed_passes(scene: Scene) -> None:
    commit(scene.tree, {"src/one/a.py": "A\n"}, "[W1] a")
    tip = commit(scene.tree, {"docs/w1.md": "d\n", "src/one/new/x.py": "x\n"}, "[W1] more")
    assert scene.look() == Verdict(tip, commits=2)


def test_no_work_is_seen(scene: Scene) -> None:
    assert scene.look() == Verdict(scene.start)


def remove_and_commit(scene: Scene) -> None:
    git(scene.tree, "rm", "--quiet", "src/two/a.py")
    git(scene.tree, "commit", "--quiet", "-m", "[W1] gone")


def rename_and_commit(scene: Scene) -> None:
    git(scene.tree, "mv", "src/two/a.py", "src/one/moved.py")
    git(scene.tree, "commit", "--quiet", "-m", "[W1] moved")


def chmod_and_commit(scene: Scene) -> None:
    (scene.tree / "src/two/a.py").chmod(0o755)
    git(scene.tree, "commit", "--quiet", "-am", "[W1] executable")


def link_and_commit(scene: Scene) -> None:
    (scene.tree / "src/two/link").symlink_to("a.py")
    git(scene.tree, "add", "src/two/link")
    git(scene.tree, "commit", "--quiet", "-m", "[W1] link")


def submodule_and_commit(scene: Scene) -> None:
    library = make_repo(scene.repo.parent, {"x": "y\n"}, "library")
    git(scene.tree, "submodule", "--quiet", "add", str(library), "vendor/lib")
    git(scene.tree, "commit", "--quiet", "-m", "[W1] vendor")


def merge_others(scene: Scene) -> None:
    """The worker merged a branch of somebody else into its own."""
    git(scene.repo, "branch", "other")
    other = scene.repo.with_name("other")
    git(scene.repo, "worktree", "add", "--quiet", str(other), "other")
    commit(other, {"src/two/a.py": "theirs\n"}, "Theirs")
    git(scene.tree, "merge", "--quiet", "--no-ff", "--no-edit", "other")


HOSTILE = 'src/two/a\n"b" $(touch x)\t.py'
STRAYS = {
    "edited": (lambda scene: commit(scene.tree, {"src/two/a.py": "!\n"}, "x"), ["src/two/a.py"]),
    "among its own": (
        lambda scene: commit(scene.tree, {"src/two/a.py": "!\n", "src/one/a.py": "!\n"}, "x"),
        ["src/two/a.py"],
    ),
    "deleted": (remove_and_commit, ["src/two/a.py"]),
    "renamed into its own folder": (rename_and_commit, ["src/two/a.py"]),
    "made executable": (chmod_and_commit, ["src/two/a.py"]),
    "linked": (link_and_commit, ["src/two/link"]),
    "submodule": (submodule_and_commit, [".gitmodules", "vendor/lib"]),
    "merged from others": (merge_others, ["src/two/a.py"]),
    "denied inside its own": (
        lambda scene: commit(scene.tree, {"src/one/generated/x.py": "x\n"}, "x"),
        ["src/one/generated/x.py"],
    ),
    "the plan": (lambda scene: commit(scene.tree, {"PLAN.md": "# Mine\n"}, "x"), ["PLAN.md"]),
    "deeper than its pattern": (lambda scene: commit(scene.tree, {"docs/x/y.md": "x\n"}, "x"), ["docs/x/y.md"]),
    "beside its folder": (lambda scene: commit(scene.tree, {"src/one.py": "x\n"}, "x"), ["src/one.py"]),
    "hostile name": (lambda scene: commit(scene.tree, {HOSTILE: "x\n"}, "x"), [HOSTILE]),
    "name that is no text": (
        lambda scene: commit(scene.tree, {os.fsdecode(b"src/two/\xff.py"): "x\n"}, "x"),
        [os.fsdecode(b"src/two/\xff.py")],
    ),
    "many": (
        lambda scene: commit(scene.tree, {f"z/{number}": "x\n" for number in range(20)}, "x"),
        sorted(f"z/{number}" for number in range(20)),
    ),
}


@pytest.mark.parametrize(("state", "strays"), STRAYS.values(), ids=STRAYS)
def test_what_belongs_to_others_is_named(scene: Scene, state, strays: list[str]) -> None:  # type: ignore[no-untyped-def]
    state(scene)
    found = scene.look()
    assert list(found.strays) == strays
    assert found.commits >= 1
    assert not found.problem


def test_a_stray_that_was_taken_back_is_none(scene: Scene) -> None:
    commit(scene.tree, {"src/two/a.py": "!\n", "src/one/a.py": "A\n"}, "[W1] stray")
    commit(scene.tree, {"src/two/a.py": FILES["src/two/a.py"]}, "[W1] taken back")
    assert scene.look().strays == ()


def test_names_in_another_unicode_form_and_non_latin_ones_are_its_own(scene: Scene) -> None:
    claims = Claims(("docs/caf\u00e9.md", "日本/"))
    commit(scene.tree, {"docs/cafe\u0301.md": "x\n", "日本/語.py": "x\n"}, "x")
    assert scene.look(claims).strays == ()


def test_a_twin_of_another_workers_file_is_a_stray(scene: Scene) -> None:
    claims = Claims(("src/**/*.py", "SRC/two/"), ("src/two/",))
    commit(scene.tree, {"SRC/two/A.py": "x\n"}, "x")
    assert scene.look(claims).strays == ("SRC/two/A.py",)
    assert scene.look(Claims(("SRC/two/", "src/"))).strays == ()


DIRTY = {
    "changed": (lambda scene: write_files(scene.tree, {"src/one/a.py": "later\n"}), ["src/one/a.py"]),
    "staged": (
        lambda scene: [write_files(scene.tree, {"src/two/a.py": "x\n"}), git(scene.tree, "add", ".")],
        ["src/two/a.py"],
    ),
    "untracked": (lambda scene: write_files(scene.tree, {"out/r.xml": "x"}), ["out/r.xml"]),
    "deleted": (lambda scene: (scene.tree / "src/two/a.py").unlink(), ["src/two/a.py"]),
    "hidden": (
        lambda scene: [
            git(scene.tree, "update-index", "--skip-worktree", "src/two/a.py"),
            write_files(scene.tree, {"src/two/a.py": "x\n"}),
        ],
        ["src/two/a.py"],
    ),
    "ignored": (lambda scene: write_files(scene.tree, {"debug.log": "x"}), []),
    "plan and checkpoint": (
        lambda scene: write_files(scene.tree, {"PLAN.md": "[x]\n", "CHECKPOINT.md": "COMPLETED\n"}),
        [],
    ),
    "hostile": (lambda scene: write_files(scene.tree, {HOSTILE: "x"}), [HOSTILE]),
}


@pytest.mark.parametrize(("state", "dirty"), DIRTY.values(), ids=DIRTY)
def test_uncommitted_work_is_named(scene: Scene, state, dirty: list[str]) -> None:  # type: ignore[no-untyped-def]
    tip = commit(scene.tree, {"src/one/a.py": "A\n"}, "[W1] a")
    state(scene)
    assert scene.look() == Verdict(tip, dirty=tuple(dirty), commits=1)


def test_copies_and_links_that_the_run_made_are_no_work(scene: Scene) -> None:
    write_files(scene.repo, {"local.json": "{}", "data/big": "x"})
    furnish(Git(scene.repo), str(scene.tree), ["local.json"], ["data"])
    assert scene.look().dirty == ()
    write_files(scene.tree, {"local.json": "mine"})
    assert scene.look().dirty == ("local.json",)


PROBLEMS = {
    "another branch": (lambda scene: git(scene.tree, "checkout", "-q", "-b", "mine"), "has branch mine checked out"),
    "detached": (lambda scene: git(scene.tree, "checkout", "-q", "--detach"), "a detached HEAD checked out"),
    "reset behind its start": (
        lambda scene: [
            git(scene.tree, "checkout", "-q", "--orphan", "fresh"),
            git(scene.tree, "commit", "-q", "-m", "Fresh"),
            git(scene.tree, "checkout", "-q", "-B", "feat/w1"),
        ],
        "was reset or rewritten",
    ),
    "amended start": (lambda scene: git(scene.tree, "commit", "-q", "--amend", "-m", "Mine"), "reset or rewritten"),
    "link to git lost": (lambda scene: (scene.tree / ".git").unlink(), "git worktree repair"),
    "folder gone": (lambda scene: scene.tree.rename(scene.tree.with_name("aside")), "git worktree prune"),
    "another repository": (
        lambda scene: [(scene.tree / ".git").unlink(), git(scene.tree, "init", "-q")],
        "git worktree repair",
    ),
    "in a rebase": (
        lambda scene: [
            commit(scene.tree, {"src/one/a.py": "1\n"}, "x"),
            git(scene.repo, "branch", "rival"),
            git(scene.tree, "checkout", "-q", "rival"),
            commit(scene.tree, {"src/one/a.py": "2\n"}, "y"),
            git(scene.tree, "checkout", "-q", "feat/w1"),
            try_git(scene.tree, "rebase", "rival"),
        ],
        "a rebase is under way",
    ),
}


@pytest.mark.parametrize(("state", "problem"), PROBLEMS.values(), ids=PROBLEMS)
def test_what_became_of_its_branch_is_said(scene: Scene, state, problem: str) -> None:  # type: ignore[no-untyped-def]
    state(scene)
    assert problem in scene.look().problem
