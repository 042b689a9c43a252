"""States in which removing a worktree or a branch would lose work: it is kept, as it was, and the reason is said."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from planloom.run.trees.removal import delete_branch, remove_worktree
from tests.run.leaving import RESCUE, Scene, State, build, copy_of, files, remove
from tests.support.repos import branches, commit, git, head, make_repo, try_git, write_files


@pytest.fixture(scope="module")
def merged(tmp_path_factory: pytest.TempPathFactory) -> Scene:
    return build(tmp_path_factory.mktemp("merged").resolve())


@pytest.fixture
def scene(merged: Scene, tmp_path: Path) -> Scene:
    return copy_of(merged, tmp_path.resolve())


def put(path: str, content: str | bytes = "mine\n") -> State:
    """A file of the worker's that is in no commit."""
    return lambda scene: write_files(scene.tree, {path: content})


def in_tree(*words: str) -> State:
    """A call of git in the worktree."""
    return lambda scene: try_git(scene.tree, *words)


def after(*states: State) -> State:
    """One thing after the other."""
    return lambda scene: [state(scene) for state in states]


def committed(path: str = "src/a.py", content: str = "late\n") -> State:
    return lambda scene: commit(scene.tree, {path: content}, "[W1] late")


def hidden(flag: str) -> State:
    return after(in_tree("update-index", flag, "src/a.py"), put("src/a.py", "hidden\n"))


def conflicting(scene: Scene) -> None:
    """A branch that conflicts with the worker's work."""
    git(scene.repo, "branch", "rival", "HEAD~2")
    git(scene.tree, "checkout", "--quiet", "rival")
    commit(scene.tree, {"src/a.py": "rival\n"}, "Rival")
    git(scene.tree, "checkout", "--quiet", "feat/w1")


def nested(place: str) -> State:
    return lambda scene: make_repo(scene.tree / place, {"x": "inner work\n"}, "inner")


def submodule(scene: Scene) -> None:
    library = make_repo(scene.repo.parent, {"lib.c": "int x;\n"}, "library")
    git(scene.tree, "submodule", "add", "--quiet", str(library), "vendor")
    git(scene.tree, "commit", "--quiet", "-m", "[W1] vendor")
    git(scene.repo, "merge", "--quiet", "--no-edit", "feat/w1")


def unpushed_in_submodule(scene: Scene) -> None:
    submodule(scene)
    commit(scene.tree / "vendor", {"lib.c": "int y;\n"}, "Only here")


def target_reset(scene: Scene) -> None:
    git(scene.repo, "reset", "--quiet", "--hard", "HEAD~1")


def upstream_only(scene: Scene) -> None:
    target_reset(scene)
    git(scene.repo, "update-ref", "refs/remotes/origin/feat/w1", scene.tip)
    git(scene.repo, "config", "branch.feat/w1.remote", "origin")
    git(scene.repo, "config", "branch.feat/w1.merge", "refs/heads/feat/w1")


def without_marker(scene: Scene) -> None:
    (scene.own / "planloom").unlink()


def other_marker(scene: Scene) -> None:
    (scene.own / "planloom").write_text("plan-1a2b-2 W1\n")


def lost_link(scene: Scene) -> None:
    (scene.tree / ".git").unlink()


def replaced(scene: Scene) -> None:
    scene.tree.rename(scene.tree.with_name("aside"))
    write_files(scene.tree, {"precious.txt": "somebody's\n"})


def reached_by_link(scene: Scene) -> None:
    scene.tree.rename(scene.tree.with_name("elsewhere"))
    scene.tree.symlink_to(scene.tree.with_name("elsewhere"))


def link_of_another(scene: Scene) -> None:
    other = scene.tree.with_name("other")
    git(scene.repo, "worktree", "add", "--quiet", "--detach", str(other))
    (scene.tree / ".git").write_bytes((other / ".git").read_bytes())


def copy_changed(scene: Scene) -> None:
    (scene.tree / ".env").write_text("KEY=only here\n")


def link_changed(scene: Scene) -> None:
    (scene.tree / "shared").unlink()
    (scene.tree / "shared").mkdir()
    (scene.tree / "shared" / "notes").write_text("mine\n")


def moved_by_git(scene: Scene) -> None:
    git(scene.repo, "worktree", "move", str(scene.tree), str(scene.tree.with_name("moved")))


def target_gone(scene: Scene) -> None:
    git(scene.repo, "checkout", "--quiet", "-b", "trunk")
    git(scene.repo, "branch", "--quiet", "-D", "main")


def half_squashed(scene: Scene) -> None:
    """Only one of the worker's two files reached the target."""
    target_reset(scene)
    git(scene.repo, "checkout", "--quiet", "feat/w1", "--", "src/a.py")
    git(scene.repo, "commit", "--quiet", "-m", "Half")


KEPT: dict[str, tuple[State, str]] = {
    "changed": (put("src/a.py"), "uncommitted work: src/a.py"),
    "staged": (after(put("src/a.py"), in_tree("add", "src/a.py")), "uncommitted work: src/a.py"),
    "staged, then taken back on disk": (
        after(put("src/a.py"), in_tree("add", "src/a.py"), put("src/a.py", "a = 2\n")),
        "uncommitted work: src/a.py",
    ),
    "deleted": (lambda scene: (scene.tree / "src/b.py").unlink(), "uncommitted work: src/b.py"),
    "renamed": (in_tree("mv", "src/a.py", "src/z.py"), "uncommitted work"),
    "made executable": (lambda scene: (scene.tree / "bin").chmod(0o755), "uncommitted work: bin"),
    "made a link": (
        lambda scene: [(scene.tree / "bin").unlink(), (scene.tree / "bin").symlink_to("src")],
        "uncommitted work: bin",
    ),
    "untracked": (put("src/draft.py"), "uncommitted work: src/draft.py"),
    "untracked in a new folder": (put("new/deep/draft.py"), "uncommitted work: new/deep/draft.py"),
    "untracked, told to be hidden": (
        after(in_tree("config", "status.showUntrackedFiles", "no"), put("draft.py")),
        "uncommitted work: draft.py",
    ),
    "untracked, excluded by the user": (
        after(lambda scene: write_files(scene.repo / ".git", {"info/exclude": "*.draft\n"}), put("x.draft")),
        "ignored files that nobody else may have: x.draft",
    ),
    "intent to add": (after(put("src/new2.py"), in_tree("add", "-N", "src/new2.py")), "uncommitted work"),
    "ignored secret": (put("src/.env"), "ignored files that nobody else may have: src/.env"),
    "ignored database": (put("local.db", b"\0data"), "ignored files that nobody else may have: local.db"),
    "ignored beside tracked ones": (put("src/config.local"), "src/config.local"),
    "copy changed": (copy_changed, "ignored files that nobody else may have: .env"),
    "link replaced": (link_changed, "shared/notes"),
    "hidden by assume-unchanged": (hidden("--assume-unchanged"), "uncommitted work: src/a.py"),
    "hidden by skip-worktree": (hidden("--skip-worktree"), "uncommitted work: src/a.py"),
    "committed after the merge": (committed(), "which was merged"),
    "amended": (in_tree("commit", "--amend", "-m", "Other words"), "which was merged"),
    "reset": (in_tree("reset", "--quiet", "--hard", "HEAD~1"), "which was merged"),
    "detached": (in_tree("checkout", "--quiet", "--detach"), "a detached HEAD"),
    "detached with commits": (after(in_tree("checkout", "--quiet", "--detach"), committed()), "a detached HEAD"),
    "on another branch": (in_tree("checkout", "--quiet", "-b", "mine"), "branch mine checked out"),
    "on another branch with commits": (after(in_tree("checkout", "-b", "mine"), committed()), "branch mine"),
    "on an orphan branch": (in_tree("checkout", "--quiet", "--orphan", "fresh"), "branch fresh checked out"),
    "not merged": (target_reset, "holds neither its commits"),
    "half squashed": (half_squashed, "nor, by files and patch, the same changes"),
    "merged to its upstream only": (upstream_only, "holds neither its commits"),
    "target gone": (target_gone, "the target branch main is gone"),
    "in a merge": (after(conflicting, in_tree("merge", "rival")), "has a merge under way"),
    "in a rebase": (after(conflicting, in_tree("rebase", "rival")), "has a rebase under way"),
    "in a cherry-pick": (after(conflicting, in_tree("cherry-pick", "rival")), "has a cherry-pick under way"),
    "in a revert": (in_tree("revert", "--no-commit", "HEAD~1"), "has a revert under way"),
    "in a bisection": (in_tree("bisect", "start"), "has a bisect under way"),
    "repository inside": (nested("work"), "uncommitted work: work/inner/"),
    "repository in an ignored folder": (nested("node_modules"), "repositories of their own: node_modules/inner/.git"),
    "submodule": (submodule, "which was merged"),
    "submodule with commits of its own": (unpushed_in_submodule, "which was merged"),
    "locked": (in_tree("worktree", "lock", "--reason", "on a stick", "."), "is locked: on a stick"),
    "no marker": (without_marker, "was not made by this run"),
    "marker of another run": (other_marker, "was not made by this run"),
    "link to git lost": (lost_link, "git worktree repair"),
    "link to git of another worktree": (link_of_another, "leads to another worktree"),
    "replaced by another folder": (replaced, "git worktree repair"),
    "reached by a link": (reached_by_link, "is reached by a link"),
    "moved by git": (moved_by_git, "was moved to"),
    "hostile name": (put('a\n"b" $(touch x)\t.py'), "uncommitted work"),
    "name that is no text": (
        lambda scene: Path(os.fsdecode(os.fsencode(scene.tree) + b"/\xff.db")).write_text("x"),
        "ignored files",
    ),
    "differs in case only": (put("SRC/A.py"), "uncommitted work: SRC/A.py"),
    "socket": (lambda scene: os.mkfifo(scene.tree / "pipe.db"), "pipe.db"),
}


@pytest.mark.parametrize(("state", "reason"), KEPT.values(), ids=KEPT)
def test_what_holds_work_is_kept_as_it_was_and_the_reason_is_said(scene: Scene, state: State, reason: str) -> None:
    state(scene)
    before = branches(scene.repo)
    kept = remove(scene)
    assert str(scene.tree) in kept
    assert reason in kept
    assert branches(scene.repo) == before


def test_a_submodule_that_is_merged_too_is_left_to_the_person(scene: Scene) -> None:
    submodule(scene)
    kept = remove(scene._replace(tip=head(scene.tree)))
    assert "repositories of their own: vendor/.git" in kept


def test_a_process_that_stands_in_the_tree_or_has_a_file_open_keeps_it(scene: Scene) -> None:
    wait = "import sys; print(flush=True); sys.stdin.read()"
    opens = f"import sys; kept = open({str(scene.tree / 'src/a.py')!r}); {wait}"
    for folder, program in ((scene.tree / "src", wait), (scene.repo, opens)):
        with subprocess.Popen(
            [sys.executable, "-c", program], cwd=folder, stdin=subprocess.PIPE, stdout=subprocess.PIPE
        ) as process:
            assert process.stdout and process.stdin
            process.stdout.readline()
            kept = remove(scene)
            assert "in use by" in kept
            assert f"(process {process.pid})" in kept
            process.stdin.close()
    assert remove(scene) == ""


def test_what_appears_between_look_and_removal_is_seen(scene: Scene, monkeypatch: pytest.MonkeyPatch) -> None:
    from planloom.run.trees import rescue

    keep_all = rescue.keep_all

    def interrupted(*given: object) -> None:
        (scene.tree / "late.db").write_text("just now")
        keep_all(*given)  # type: ignore[arg-type]

    monkeypatch.setattr(rescue, "keep_all", interrupted)
    assert "late.db" in remove(scene)
    assert (scene.tree / "late.db").read_text() == "just now"


def test_a_worktree_whose_folder_is_gone_is_told_and_not_pruned(scene: Scene) -> None:
    scene.tree.rename(scene.tree.with_name("aside"))
    kept = remove_worktree(scene.git, scene.leaving)
    assert "git worktree prune" in kept
    assert scene.own.is_dir()


def test_the_main_worktree_is_no_workers(scene: Scene) -> None:
    held = files(scene.repo / "src")
    leaving = scene.leaving._replace(path=str(scene.repo), branch="main", tip=head(scene.repo))
    assert remove_worktree(scene.git, leaving)
    assert files(scene.repo / "src") == held


@pytest.mark.parametrize(
    ("state", "reason"),
    [
        (lambda scene: commit(scene.tree, {"x": "y"}, "Late"), "which was merged"),
        (lambda scene: None, "is checked out in"),
        (
            lambda scene: [
                git(scene.tree, "checkout", "--quiet", "--detach"),
                target_reset(scene),
            ],
            "holds neither its commits",
        ),
        (
            lambda scene: [conflicting(scene), try_git(scene.tree, "rebase", "rival")],
            "is checked out in",
        ),
    ],
    ids=["moved on", "checked out", "not merged", "in a rebase"],
)
def test_a_branch_is_kept_where_it_holds_work_or_is_in_use(scene: Scene, state: State, reason: str) -> None:
    state(scene)
    before = branches(scene.repo)
    kept = delete_branch(scene.git, scene.leaving)
    assert kept.startswith("branch feat/w1")
    assert reason in kept
    assert branches(scene.repo) == before
    assert not try_git(scene.repo, "rev-parse", "--verify", RESCUE).stdout
