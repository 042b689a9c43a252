"""Worktrees made for workers: as plain git makes them, mended when half made, refused where something lies there."""

from __future__ import annotations

from pathlib import Path

import pytest

from planloom.run.git import Git
from planloom.run.trees.refused import Refused
from planloom.run.trees.worktrees import Wanted, joined, make
from tests.support.repos import branches, commit, git, head, make_repo, sound, try_git, write_files

FILES = {"a.txt": "one\n" * 100, "lib/b.txt": "two\n", "docs/c.md": "three\n", "deep/er/d.txt": "four\n"}


@pytest.fixture
def repo(tmp_path: Path) -> Path:
    return make_repo(tmp_path.resolve(), FILES)


def wanted(repo: Path, worker: str = "w1", **changed: object) -> Wanted:
    made = Wanted(str(repo.with_name(f"repo-{worker}")), f"feat/{worker}", head(repo), f"run-1 {worker.upper()}")
    return made._replace(**changed)  # type: ignore[arg-type]


def names_in(folder: Path) -> list[str]:
    return sorted(entry.name for entry in folder.iterdir())


def state(repo: Path) -> tuple[str, dict[str, str], list[str]]:
    """What git lists, every branch, and what lies beside the repository."""
    return git(repo, "worktree", "list"), branches(repo), names_in(repo.parent)


def test_a_worktree_is_as_git_makes_it_and_marked(repo: Path) -> None:
    one = wanted(repo)
    assert make(Git(repo), one) == head(repo)
    tree = Path(one.path)
    assert git(tree, "status", "--porcelain", "--branch") == "## feat/w1"
    assert sorted(git(tree, "ls-files").splitlines()) == sorted(FILES)
    assert (tree / "a.txt").read_text() == FILES["a.txt"]
    assert (repo / ".git/worktrees/repo-w1/planloom").read_text() == "run-1 W1\n"
    assert not try_git(repo, "config", "branch.feat/w1.remote").stdout


def test_made_again_it_stays_with_the_work_in_it(repo: Path) -> None:
    one = wanted(repo)
    start = make(Git(repo), one)
    tip = commit(Path(one.path), {"a.txt": "work\n"}, "[W1] work")
    write_files(Path(one.path), {"draft.txt": "not committed\n", "lib/b.txt": "changed\n"})
    assert make(Git(repo), one) == make(Git(repo), one, resuming=True) == start
    assert branches(repo)["feat/w1"] == tip
    assert git(Path(one.path), "status", "--porcelain").splitlines() == [" M lib/b.txt", "?? draft.txt"]


def test_the_users_own_hook_runs_once(repo: Path) -> None:
    hook = repo / ".git/hooks/post-checkout"
    hook.write_text('#!/bin/sh\necho "$PWD $@" >> ../hooked\n')
    hook.chmod(0o755)
    one = wanted(repo)
    make(Git(repo), one)
    assert (repo.parent / "hooked").read_text().splitlines() == [f"{one.path} {one.base} {one.base} 1"]


def test_a_failing_hook_is_said_and_the_worktree_kept(repo: Path) -> None:
    hook = repo / ".git/hooks/post-checkout"
    hook.write_text("#!/bin/sh\nprintf 'fatal: no \\033[31mlicence' >&2; exit 3\n")
    hook.chmod(0o755)
    with pytest.raises(Refused, match=r"repo-w1 is kept as it is.*post-checkout hook failed.*no .x1b.31mlicence"):
        make(Git(repo), wanted(repo))
    hook.write_text("#!/bin/sh\n")
    assert make(Git(repo), wanted(repo), resuming=True) == head(repo)


def occupied(repo: Path) -> None:
    write_files(repo.with_name("repo-w1"), {"precious": "x"})


def branch_there(repo: Path) -> None:
    git(repo, "branch", "feat/w1")


def branch_checked_out(repo: Path) -> None:
    git(repo, "worktree", "add", "--quiet", "-b", "feat/w1", str(repo.with_name("theirs")))


def worktree_of_others(repo: Path) -> None:
    git(repo, "worktree", "add", "--quiet", "--detach", str(repo.with_name("repo-w1")))


def folder_for_branch(repo: Path) -> None:
    git(repo, "branch", "feat")


def dangling_link(repo: Path) -> None:
    repo.with_name("repo-w1").symlink_to("nowhere")


def link_on_the_way(repo: Path) -> None:
    repo.with_name("real").mkdir()
    repo.with_name("linked").symlink_to("real")


def registered_but_gone(repo: Path) -> None:
    worktree_of_others(repo)
    repo.with_name("repo-w1").rename(repo.with_name("aside"))


@pytest.mark.parametrize(
    ("state_of", "changed", "reason"),
    [
        (occupied, {}, "is there already and not an empty folder"),
        (branch_there, {}, "branch feat/w1 is there already"),
        (branch_checked_out, {}, "checked out in .*theirs"),
        (worktree_of_others, {}, "a worktree that this run did not make"),
        (registered_but_gone, {}, "a worktree that this run did not make"),
        (folder_for_branch, {}, "branch feat/w1: .*'refs/heads/feat' exists"),
        (dangling_link, {}, "is there already"),
        (link_on_the_way, {"path": "linked/w1"}, "a link on the way leads elsewhere"),
        (lambda repo: None, {"path": "missing/w1"}, "is no folder"),
        (lambda repo: None, {"path": "repo"}, "is there already"),
        (lambda repo: None, {"branch": "-x"}, "branch -x"),
        (lambda repo: None, {"branch": "a..b"}, "branch a..b"),
        (lambda repo: None, {"branch": "HEAD"}, "branch HEAD"),
    ],
)
def test_what_cannot_be_made_is_refused_and_nothing_changes(repo: Path, state_of, changed, reason: str) -> None:  # type: ignore[no-untyped-def]
    state_of(repo)
    before = state(repo)
    one = wanted(repo, **({**changed, "path": str(repo.parent / changed["path"])} if "path" in changed else changed))
    with pytest.raises(Refused, match=reason):
        make(Git(repo), one)
    assert state(repo) == before
    assert sound(repo)


def test_a_branch_made_for_a_path_that_git_then_refuses_goes_again(repo: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    one = wanted(repo)
    monkeypatch.setattr("planloom.run.trees.worktrees.check_place", lambda path: occupied(repo))
    with pytest.raises(Refused, match="already exists"):
        make(Git(repo), one)
    assert "feat/w1" not in branches(repo)
    assert (repo.with_name("repo-w1") / "precious").read_text() == "x"


def test_a_branch_that_others_moved_is_not_taken_for_ours_when_resuming(repo: Path) -> None:
    branch_there(repo)
    commit(repo, {"a.txt": "later\n"}, "Later")
    with pytest.raises(Refused, match="is there already"):
        make(Git(repo), wanted(repo), resuming=True)


@pytest.mark.parametrize("left", [{"a.txt": "one\n" * 30}, {"a.txt": "", "lib/b.txt": "two\n"}, {}])
def test_a_half_filled_worktree_is_filled(repo: Path, left: dict[str, str]) -> None:
    one = wanted(repo)
    git(repo, "worktree", "add", "--quiet", "--no-checkout", "-b", one.branch, one.path)
    own = repo / ".git/worktrees/repo-w1"
    (own / "planloom").write_text("run-1 W1\n")
    (own / "index.lock").write_bytes(b"")
    write_files(Path(one.path), left)
    make(Git(repo), one, resuming=True)
    assert git(Path(one.path), "status", "--porcelain") == ""
    assert (Path(one.path) / "a.txt").read_text() == FILES["a.txt"]


def test_what_somebody_put_into_a_half_filled_worktree_stays(repo: Path) -> None:
    one = wanted(repo)
    git(repo, "worktree", "add", "--quiet", "--no-checkout", "-b", one.branch, one.path)
    (repo / ".git/worktrees/repo-w1/planloom").write_text("run-1 W1\n")
    write_files(Path(one.path), {"a.txt": "mine\n", "lib/b.txt": "two\n"})
    with pytest.raises(Refused, match=r"holds files that nobody committed: a\.txt"):
        make(Git(repo), one, resuming=True)
    assert (Path(one.path) / "a.txt").read_text() == "mine\n"


@pytest.mark.parametrize("missing", ["nothing", "HEAD", "link", "folder"])
def test_a_half_registered_worktree_is_registered_anew(repo: Path, missing: str) -> None:
    one = wanted(repo)
    git(repo, "worktree", "add", "--quiet", "--no-checkout", "-b", one.branch, one.path)
    own = repo / ".git/worktrees/repo-w1"
    (own / "locked").write_text("initializing")
    if missing == "HEAD":
        (own / "HEAD").unlink()
    if missing in ("link", "folder"):
        Path(one.path, ".git").unlink()
    if missing == "folder":
        Path(one.path).rmdir()
    with pytest.raises(Refused, match="did not make"):
        make(Git(repo), one)
    make(Git(repo), one, resuming=True)
    assert git(Path(one.path), "status", "--porcelain", "--branch") == "## feat/w1"
    assert not (own / "locked").exists()


def test_a_dependent_worker_starts_from_the_work_of_others_in_order(repo: Path) -> None:
    tips = []
    for worker, files in (("w1", {"a.txt": "W1\n"}), ("w2", {"docs/new.md": "W2\n"})):
        make(Git(repo), wanted(repo, worker))
        tips.append(commit(Path(wanted(repo, worker).path), files, worker))
    one = wanted(repo, "w3")
    start = make(Git(repo), one, tips)
    assert git(repo, "rev-list", "--parents", "-1", start).split()[1:] == tips
    assert (Path(one.path) / "a.txt").read_text() == "W1\n"
    assert (Path(one.path) / "docs/new.md").is_file()
    assert make(Git(repo), one, tips) == start
    assert joined(Git(repo), one.base, tips[:1]) == tips[0]
    assert joined(Git(repo), start, tips) == start


def test_dependencies_that_conflict_are_refused_before_anything_is_made(repo: Path) -> None:
    tips = []
    for worker in ("w1", "w2"):
        make(Git(repo), wanted(repo, worker))
        tips.append(commit(Path(wanted(repo, worker).path), {"a.txt": f"{worker}\n"}, worker))
    before = state(repo)
    with pytest.raises(Refused, match=r"feat/w2 cannot be merged with what comes before it, in a\.txt"):
        make(Git(repo), wanted(repo, "w3"), tips)
    assert state(repo) == before


def test_a_sparse_worktree_holds_what_its_worker_needs(repo: Path) -> None:
    one = wanted(repo, cone=("lib", "deep/er"))
    make(Git(repo), one)
    tree = Path(one.path)
    assert names_in(tree) == [".git", "a.txt", "deep", "lib"]
    assert git(tree, "status", "--porcelain") == ""
    commit(tree, {"lib/b.txt": "changed\n"}, "[W1] sparse")
    assert sorted(git(tree, "ls-tree", "-r", "--name-only", "HEAD").splitlines()) == sorted(FILES)
    assert names_in(repo) == [".git", "a.txt", "deep", "docs", "lib"]
    assert git(repo, "status", "--porcelain") == ""
