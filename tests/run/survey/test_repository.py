"""Repositories of every kind, found and read: each kind is told, and none is harmed or makes a mess."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from planloom.model.facts import Facts, Worktree
from planloom.run.survey.repository import find, look
from tests.support.repos import branches, commit, git, head, make_repo, try_git, write_files


def seen(folder: Path) -> Facts:
    """What `look` says of the repository that holds a folder."""
    repository = find(folder)
    assert repository is not None
    return look(repository)


def tree_at(facts: Facts, path: Path) -> Worktree:
    """The worktree listed at a path."""
    (found,) = (tree for tree in facts.worktrees if Path(tree.path) == path.resolve())
    return found


def test_no_repository_is_none(tmp_path: Path) -> None:
    assert find(tmp_path) is None
    assert find(tmp_path / "not" / "there") is None
    write_files(tmp_path, {"broken/.git": "gitdir: nowhere\n", "empty/.git/config": ""})
    assert find(tmp_path / "broken") is None
    assert find(tmp_path / "empty") is None
    assert find("a\0b") is None


def test_from_a_folder_and_from_a_worktree_the_main_worktree_is_found(tmp_path: Path) -> None:
    repo = make_repo(tmp_path, {"docs/plans/a.md": "a\n"})
    git(repo, "worktree", "add", "--quiet", "-b", "w1", "../w1")
    link = tmp_path / "link"
    link.symlink_to(repo / "docs")
    main = find(repo / "docs" / "plans")
    assert main is not None
    assert (main.root, main.common, main.top) == (str(repo), str(repo / ".git"), str(repo))
    assert find(link / "plans") == main
    assert find(tmp_path / "w1" / "docs") == main._replace(top=str(tmp_path / "w1"))


def test_branches_files_and_head_are_read(tmp_path: Path) -> None:
    repo = make_repo(tmp_path, {"src/deep/a.rs": "a\n", ".gitignore": "*.log\nout/\n"})
    git(repo, "branch", "feat/w1")
    write_files(repo, {"new file.txt": "n\n", "x.log": "l\n", "out/y": "y\n"})
    facts = seen(repo)
    assert (facts.head, facts.branch, facts.busy, facts.problems) == (head(repo), "main", None, ())
    assert facts.branches == branches(repo)
    assert facts.files == {"src/deep/a.rs", ".gitignore", "new file.txt"}
    assert facts.folders == {"src", "src/deep"}
    assert facts.ignored == {"x.log", "out/"}
    assert facts.git >= (2, 38)
    assert not (facts.bare or facts.shallow)


@pytest.mark.parametrize(
    "name", ["new\nline", "tab\there", 'quote"d', "semi;colon", "ünïcödé", "-x", "a" * 200, "$(id)"]
)
def test_any_name_that_a_file_can_have_comes_back_as_it_is(tmp_path: Path, name: str) -> None:
    repo = make_repo(tmp_path, {f"{name}/{name}": "x\n", "z": "z\n"})
    assert seen(repo).files == {f"{name}/{name}", "z"}


def test_a_worktree_whose_path_holds_a_newline_is_one_worktree(tmp_path: Path) -> None:
    repo = make_repo(tmp_path)
    odd = tmp_path / "w1\nworktree \nHEAD 0"
    git(repo, "worktree", "add", "--quiet", "-b", "w1", str(odd))
    (own,) = (repo / ".git" / "worktrees").iterdir()
    (own / "planloom").write_text("x-1a2b-1 W1\n")
    facts = seen(odd)
    assert facts == seen(repo)
    assert facts.worktrees[1].marker == "x-1a2b-1 W1"
    assert [tree.branch for tree in facts.worktrees] == ["main", "w1"]
    assert facts.worktrees[1].path == str(odd)


def test_an_unborn_branch_has_no_head(tmp_path: Path) -> None:
    git(tmp_path, "init", "--quiet", "--initial-branch=main", "new")
    write_files(tmp_path / "new", {"PLAN.md": "# Plan\n"})
    facts = seen(tmp_path / "new")
    assert (facts.head, facts.branch, dict(facts.branches)) == (None, "main", {})
    assert facts.files == {"PLAN.md"}


def test_a_detached_head_has_no_branch(tmp_path: Path) -> None:
    repo = make_repo(tmp_path)
    git(repo, "checkout", "--quiet", "--detach")
    assert (seen(repo).head, seen(repo).branch) == (head(repo), None)


def test_a_bare_repository_is_told_and_so_is_a_worktree_of_one(tmp_path: Path) -> None:
    repo = make_repo(tmp_path)
    git(tmp_path, "clone", "--quiet", "--bare", str(repo), "bare.git")
    assert seen(tmp_path / "bare.git").bare
    git(tmp_path, f"--git-dir={tmp_path / 'bare.git'}", "worktree", "add", "--quiet", str(tmp_path / "tree"), "main")
    facts = seen(tmp_path / "tree")
    assert facts.bare
    assert [tree.branch for tree in facts.worktrees] == ["main"]
    assert facts.problems == ()


def test_a_shallow_clone_is_told(tmp_path: Path) -> None:
    repo = make_repo(tmp_path)
    commit(repo, {"b": "b\n"}, "More")
    git(tmp_path, "clone", "--quiet", "--depth=1", f"file://{repo}", "shallow")
    assert seen(tmp_path / "shallow").shallow


def test_files_that_a_sparse_checkout_leaves_out_are_still_files(tmp_path: Path) -> None:
    repo = make_repo(tmp_path, {"in/a": "a\n", "out/b": "b\n"})
    git(repo, "sparse-checkout", "set", "--cone", "in")
    assert not (repo / "out").exists()
    assert seen(repo).files == {"in/a", "out/b"}


def test_a_repository_may_lie_apart_from_its_files_and_in_any_folder(tmp_path: Path) -> None:
    odd = tmp_path / "od:d\n fol'der"
    git(tmp_path, "init", "--quiet", "--initial-branch=main", f"--separate-git-dir={odd / 'data'}", str(odd / "files"))
    commit(odd / "files", {"a": "a\n"}, "Begin")
    facts = seen(odd / "files")
    assert (facts.root, facts.common) == (str(odd / "files"), str(odd / "data"))
    assert facts.files == {"a"}


def test_a_submodule_is_a_folder_whose_files_are_not_known(tmp_path: Path) -> None:
    inner = make_repo(tmp_path, {"x": "x\n"}, "inner")
    repo = make_repo(tmp_path)
    git(repo, "submodule", "--quiet", "add", str(inner), "libs/inner")
    git(repo, "commit", "--quiet", "-m", "Add inner")
    facts = seen(repo)
    assert facts.submodules == {"libs/inner"}
    assert {"libs", "libs/inner"} <= facts.folders
    assert "libs/inner" not in facts.files
    within = find(repo / "libs" / "inner")
    assert within is not None
    assert within.root == str(repo / "libs" / "inner")


def test_a_worktree_inside_the_repository_is_a_folder_and_no_file(tmp_path: Path) -> None:
    repo = make_repo(tmp_path, {"a": "a\n"})
    git(repo, "worktree", "add", "--quiet", "-b", "w1", "trees/w1")
    assert seen(repo).files == {"a"}


def test_locked_missing_and_marked_worktrees_are_told(tmp_path: Path) -> None:
    repo = make_repo(tmp_path)
    for name in ("locked", "gone", "ours"):
        git(repo, "worktree", "add", "--quiet", "-b", name, f"../{name}")
    git(repo, "worktree", "lock", "--reason", "on a stick", "../locked")
    (tmp_path / "gone").rename(tmp_path / "elsewhere")
    (repo / ".git" / "worktrees" / "ours" / "planloom").write_text("demo-1a2b-1 W1\n")
    facts = seen(repo)
    assert tree_at(facts, tmp_path / "locked").locked == "on a stick"
    assert tree_at(facts, tmp_path / "gone").missing
    assert tree_at(facts, tmp_path / "ours").marker == "demo-1a2b-1 W1"
    assert [Path(tree.path).name for tree in facts.worktrees if tree.missing] == ["gone"]
    assert tree_at(facts, repo) == Worktree(str(repo), head(repo), "main")


def in_conflict(folder: Path) -> Path:
    """A repository whose branches `main` and `other` cannot be merged; `main` is checked out."""
    repo = make_repo(folder, {"a": "1\n"})
    git(repo, "branch", "other")
    commit(repo, {"a": "2\n"}, "Two")
    git(repo, "worktree", "add", "--quiet", "../tree", "other")
    commit(folder / "tree", {"a": "3\n"}, "Three")
    return repo


@pytest.mark.parametrize(
    ("words", "name"),
    [
        (["merge", "main"], "merge"),
        (["rebase", "main"], "rebase"),
        (["rebase", "--apply", "main"], "rebase"),
        (["cherry-pick", "main"], "cherry-pick"),
        (["revert", "--no-edit", "HEAD~1"], "revert"),
        (["bisect", "start"], "bisect"),
    ],
)
def test_what_is_under_way_in_a_worktree_is_told_and_stays(tmp_path: Path, words: list[str], name: str) -> None:
    repo = in_conflict(tmp_path)
    if name == "revert":
        commit(tmp_path / "tree", {"a": "4\n"}, "Four")
    try_git(tmp_path / "tree", *words)
    before = git(tmp_path / "tree", "status")
    facts = seen(repo)
    assert tree_at(facts, tmp_path / "tree").busy == name
    assert (facts.busy, tree_at(facts, repo).busy) == (None, None)
    assert git(tmp_path / "tree", "status") == before


def test_a_merge_under_way_in_the_main_worktree_is_told(tmp_path: Path) -> None:
    repo = in_conflict(tmp_path)
    try_git(repo, "merge", "other")
    assert seen(repo).busy == "merge"


def test_broken_parts_are_said_and_the_rest_is_known(tmp_path: Path) -> None:
    repo = make_repo(tmp_path, {"a": "a\n"})
    (repo / ".git" / "index").write_bytes(b"no index")
    facts = seen(repo)
    assert facts.branch == "main"
    assert facts.files == frozenset()
    assert any("index" in problem for problem in facts.problems)


def test_git_itself_says_why_it_trusts_no_foreign_repository(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    repo = make_repo(tmp_path)
    monkeypatch.setenv("PATH", f"{foreign_git(tmp_path)}{os.pathsep}{os.environ['PATH']}")
    assert "dubious ownership" in seen(repo).problems[0]


def foreign_git(folder: Path) -> Path:
    """A folder with a git that takes every repository for another user's, as git's own tests do."""
    write_files(folder, {"bin/git": f'#!/bin/sh\nGIT_TEST_ASSUME_DIFFERENT_OWNER=1 exec {which("git")} "$@"\n'})
    (folder / "bin" / "git").chmod(0o755)
    return folder / "bin"


def which(name: str) -> str:
    """The path of a program."""
    return next(path for place in os.get_exec_path() if os.access(path := f"{place}/{name}", os.X_OK))


def test_a_git_that_is_too_old_is_a_problem_and_no_crash(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    repo = make_repo(tmp_path)
    write_files(tmp_path, {"old/git": "#!/bin/sh\necho git version 2.30.2\n"})
    (tmp_path / "old" / "git").chmod(0o755)
    monkeypatch.setenv("PATH", str(tmp_path / "old"))
    assert seen(repo).problems == ("git 2.30.2 is too old; Planloom needs 2.38 or newer",)
