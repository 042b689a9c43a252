"""What is known of workers at work, in real repositories: their commits, their changes, what they lack."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from planloom.model.facts import Change, Facts, WorkerFacts
from planloom.model.plan import Plan
from planloom.model.progress import Progress, RunState, WorkerProgress, WorkerState
from planloom.rules.analysis import Analysis
from planloom.run.observe import glance, observe
from tests.support.repos import commit, git, head, make_repo, try_git, write_files

PLAN = """\
# Two

| File | W1 | W2 |
|---|---|---|
| a | PRIMARY | - |
| b | - | PRIMARY |

### W1: One

**Branch:** feat/w1
**Worktree:** ../w1

### W2: Two

**Branch:** feat/w2
**Worktree:** ../w2
**Depends On:** W1
"""


@pytest.fixture
def repo(tmp_path: Path) -> Path:
    """A repository with the plan and the files `a` and `b`."""
    return make_repo(tmp_path, {"PLAN.md": PLAN, "a": "1\n2\n3\n", "b": "1\n2\n3\n"})


def tree(repo: Path, worker: str, base: str = "main") -> Path:
    """A worker's worktree, made where the plan wants it."""
    git(repo, "worktree", "add", "--quiet", "--no-track", "-b", f"feat/{worker}", f"../{worker}", base)
    return repo.parent / worker


def plan_of(text: str) -> Plan:
    return Analysis.open(text).plan


def known(repo: Path, text: str = PLAN, **more: object) -> Facts:
    """The facts of the plan in a repository."""
    facts = glance(plan_of(text), repo / "PLAN.md", **more)  # type: ignore[arg-type]
    assert facts is not None
    assert facts.problems == ()
    return facts


def worker(repo: Path, name: str = "W1", **more: object) -> WorkerFacts:
    return known(repo, **more).workers[name]  # type: ignore[arg-type]


def paths(one: WorkerFacts) -> list[tuple[str, str, str]]:
    return sorted((change.path, change.status, change.where) for change in one.changes)


def test_outside_of_a_repository_nothing_is_known(tmp_path: Path) -> None:
    assert observe(plan_of(PLAN), tmp_path / "PLAN.md") is None


def test_before_anything_is_set_up_there_is_nothing_of_a_worker(repo: Path) -> None:
    facts = known(repo)
    assert (facts.plan, facts.target, facts.checkpoint) == ("PLAN.md", "main", None)
    assert facts.workers["W1"] == WorkerFacts("W1")


def test_commits_index_tree_and_untracked_files_all_count(repo: Path) -> None:
    place = tree(repo, "w1")
    first = commit(place, {"a": "one\n2\n3\n"}, "[W1] One")
    last = commit(place, {"a": "one\n2\n3\n4\n", "new": "n\n"}, "[W1] Two")
    write_files(place, {"b": "changed\n", "staged": "s\n", "deep/er/untracked": "u\n"})
    git(place, "add", "staged")
    (place / "PLAN.md").unlink()
    one = worker(repo)
    assert (one.tip, one.start, one.commits, one.merged) == (last, head(repo), 2, False)
    assert first != last
    assert one.worktree is not None
    assert one.occupied
    assert Change("a", "M", "commit", last) in one.changes
    assert paths(one) == [
        ("PLAN.md", "D", "tree"),
        ("a", "M", "commit"),
        ("b", "M", "tree"),
        ("deep/er/untracked", "?", "untracked"),
        ("new", "A", "commit"),
        ("staged", "A", "index"),
    ]


def test_a_rename_is_a_file_that_went_and_one_that_came(repo: Path) -> None:
    place = tree(repo, "w1")
    git(place, "config", "diff.renames", "copies")
    git(place, "mv", "a", "z")
    git(place, "commit", "--quiet", "-m", "[W1] Move")
    git(place, "mv", "b", "y")
    assert paths(worker(repo)) == [("a", "D", "commit"), ("b", "D", "index"), ("y", "A", "index"), ("z", "A", "commit")]


def test_what_was_taken_back_is_no_change(repo: Path) -> None:
    place = tree(repo, "w1")
    commit(place, {"b": "strayed\n"}, "[W1] Stray")
    commit(place, {"b": "1\n2\n3\n"}, "[W1] Take back")
    one = worker(repo)
    assert (one.commits, one.changes) == (2, ())


def test_what_came_from_elsewhere_is_not_the_workers(repo: Path) -> None:
    place = tree(repo, "w1")
    commit(place, {"a": "one\n"}, "[W1] One")
    commit(repo, {"b": "main's\n", "c": "c\n"}, "Meanwhile")
    git(place, "merge", "--quiet", "--no-edit", "main")
    last = commit(place, {"a": "one more\n"}, "[W1] More")
    one = worker(repo)
    assert paths(one) == [("a", "M", "commit")]
    assert one.changes[0].commit == last


def test_an_edit_hidden_in_a_merge_commit_is_the_workers(repo: Path) -> None:
    place = tree(repo, "w1")
    commit(place, {"a": "one\n"}, "[W1] One")
    commit(repo, {"c": "c\n"}, "Meanwhile")
    git(place, "merge", "--quiet", "--no-commit", "--no-ff", "main")
    write_files(place, {"b": "hidden\n"})
    git(place, "add", "b")
    git(place, "commit", "--quiet", "-m", "Merge main")
    assert paths(worker(repo)) == [("a", "M", "commit"), ("b", "M", "commit")]


def test_a_worker_answers_for_a_sibling_that_it_merged(repo: Path) -> None:
    place = tree(repo, "w1")
    commit(tree(repo, "w2"), {"b": "two\n"}, "[W2] Two")
    git(place, "merge", "--quiet", "--no-edit", "feat/w2")
    assert paths(worker(repo)) == [("b", "M", "commit")]


def test_a_dependant_starts_where_its_dependency_ended(repo: Path) -> None:
    tip = commit(tree(repo, "w1"), {"a": "one\n"}, "[W1] One")
    commit(tree(repo, "w2", "feat/w1"), {"b": "two\n"}, "[W2] Two")
    two = worker(repo, "W2")
    assert (two.start, two.commits, two.lacks, paths(two)) == (tip, 1, (), [("b", "M", "commit")])


def test_a_dependant_that_lacks_commits_is_told(repo: Path) -> None:
    place = tree(repo, "w1")
    tree(repo, "w2")
    assert worker(repo, "W2").lacks == ()
    commit(place, {"a": "one\n"}, "[W1] One")
    assert worker(repo, "W2").lacks == ("W1",)
    git(repo, "merge", "--quiet", "--no-ff", "--no-edit", "feat/w1")
    assert worker(repo, "W2").lacks == ("W1",)
    git(repo.parent / "w2", "merge", "--quiet", "--no-edit", "main")
    assert worker(repo, "W2").lacks == ()


def test_a_branch_merged_by_hand_is_recognised_and_a_fresh_one_is_not(repo: Path) -> None:
    commit(tree(repo, "w1"), {"a": "one\n"}, "[W1] One")
    git(repo, "merge", "--quiet", "--no-ff", "--no-edit", "feat/w1")
    tree(repo, "w2")
    one, two = (worker(repo, name) for name in ("W1", "W2"))
    assert (one.merged, one.state) == (True, WorkerState.MERGED)
    assert (two.merged, two.state, two.commits) == (True, None, 0)
    commit(repo, {"c": "c\n"}, "Go on")
    assert worker(repo, "W2").state is None
    assert worker(repo, "W1").state is WorkerState.MERGED


def test_the_journals_start_counts_while_git_has_it(repo: Path) -> None:
    place = tree(repo, "w1")
    commit(place, {"b": "before\n"}, "Prepare")
    start = head(place)
    commit(place, {"a": "one\n"}, "[W1] One")
    progress = Progress("x-1a2b-1", workers={"W1": WorkerProgress("W1", WorkerState.RUNNING, start=start)})
    one = worker(repo, progress=progress)
    assert (one.start, one.state, paths(one)) == (start, WorkerState.RUNNING, [("a", "M", "commit")])
    gone = Progress("x-1a2b-1", workers={"W1": WorkerProgress("W1", start="1" * 40)})
    assert worker(repo, progress=gone).start == head(repo)


def test_a_target_that_was_rewound_or_asked_for_counts(repo: Path) -> None:
    git(repo, "branch", "stable")
    commit(repo, {"c": "c\n"}, "Ahead")
    commit(tree(repo, "w1"), {"a": "one\n"}, "[W1] One")
    one = worker(repo, target="stable")
    assert (one.commits, [path for path, _, _ in paths(one)]) == (2, ["a", "c"])
    assert worker(repo, target="nowhere").start is None
    running = Progress("x-1a2b-1", target="stable")
    assert known(repo, target="main", progress=running).target == "stable"
    assert known(repo, target="main", progress=running._replace(state=RunState.COMPLETED)).target == "main"


def test_histories_that_share_nothing_are_told_apart(repo: Path) -> None:
    git(repo, "worktree", "add", "--quiet", "--detach", "../w1")
    place = repo.parent / "w1"
    git(place, "checkout", "--quiet", "--orphan", "feat/w1")
    git(place, "commit", "--quiet", "-m", "Unrelated")
    one = worker(repo)
    assert (one.tip, one.start, one.merged) == (head(place), None, False)


def test_changes_inside_a_submodule_are_a_change_of_it(repo: Path, tmp_path: Path) -> None:
    inner = make_repo(tmp_path, {"x": "x\n"}, "inner")
    git(repo, "submodule", "--quiet", "add", str(inner), "lib")
    git(repo, "commit", "--quiet", "-m", "Add lib")
    place = tree(repo, "w1")
    git(place, "submodule", "--quiet", "update", "--init")
    assert worker(repo).changes == ()
    write_files(place, {"lib/x": "changed\n"})
    assert paths(worker(repo)) == [("lib", "M", "tree")]
    commit(place / "lib", {"x": "committed\n"}, "Inside")
    commit(place, {}, "Nothing")
    git(place, "commit", "--quiet", "-am", "[W1] Move lib")
    assert paths(worker(repo)) == [("lib", "M", "commit")]


def test_a_pointer_of_large_file_storage_is_a_file_like_any_other(repo: Path) -> None:
    pointer = "version https://git-lfs.github.com/spec/v1\noid sha256:" + "0" * 64 + "\nsize 12345\n"
    commit(repo, {".gitattributes": "*.bin -text\n", "big.bin": pointer}, "Point")
    commit(tree(repo, "w1"), {"big.bin": pointer.replace("12345", "54321")}, "[W1] Point elsewhere")
    assert paths(worker(repo)) == [("big.bin", "M", "commit")]


def test_a_sparse_worktree_lacks_no_files(repo: Path) -> None:
    place = tree(repo, "w1")
    commit(repo, {"deep/c": "c\n"}, "Deep")
    git(place, "merge", "--quiet", "main")
    git(place, "sparse-checkout", "set", "--cone", "elsewhere")
    assert worker(repo).changes == ()


def test_conflicts_are_changes_that_nobody_settled(repo: Path) -> None:
    place = tree(repo, "w1")
    commit(place, {"a": "one\n"}, "[W1] One")
    commit(repo, {"a": "main\n"}, "Meanwhile")
    try_git(place, "merge", "main")
    one = worker(repo)
    assert one.worktree is not None
    assert one.worktree.busy == "merge"
    assert ("a", "U", "tree") in paths(one)


def test_a_foreign_worktree_at_the_plans_path_is_not_blamed_on_the_worker(repo: Path) -> None:
    git(repo, "worktree", "add", "--quiet", "-b", "somebody", "../w1")
    write_files(repo.parent / "w1", {"b": "theirs\n"})
    one = worker(repo)
    assert one.worktree is not None
    assert (one.worktree.branch, one.occupied, one.ours, one.changes) == ("somebody", True, False, ())


def test_the_main_worktree_is_no_workers(repo: Path) -> None:
    write_files(repo, {"b": "the user's own\n"})
    one = known(repo, PLAN.replace("../w1", "../repo").replace("feat/w1", "main")).workers["W1"]
    assert one.worktree is not None
    assert one.changes == ()


def test_a_marked_worktree_is_ours_even_on_another_branch(repo: Path) -> None:
    place = tree(repo, "w1")
    text = known(repo)
    from planloom.run.survey.places import records_of

    run = f"{records_of(plan_of(PLAN), text).id}-3"
    (repo / ".git" / "worktrees" / "w1" / "planloom").write_text(f"{run} W1\n")
    assert worker(repo).ours
    git(place, "checkout", "--quiet", "--detach")
    write_files(place, {"b": "b\n"})
    assert paths(worker(repo)) == [("b", "M", "tree")]
    (repo / ".git" / "worktrees" / "w1" / "planloom").write_text(f"{run} W2\n")
    assert not worker(repo).ours


def test_a_folder_in_the_way_and_a_worktree_that_went_are_told(repo: Path) -> None:
    write_files(repo.parent, {"w1/file": "f\n"})
    place = tree(repo, "w2")
    shutil.move(place, repo.parent / "moved")
    one, two = (worker(repo, name) for name in ("W1", "W2"))
    assert (one.occupied, one.worktree) == (True, None)
    assert two.worktree is not None
    assert (two.worktree.missing, two.occupied, two.changes) == (True, False, ())


def test_a_branch_that_is_checked_out_elsewhere_is_listed_there(repo: Path) -> None:
    git(repo, "worktree", "add", "--quiet", "-b", "feat/w1", "../other")
    facts = known(repo)
    assert facts.workers["W1"].worktree is None
    assert [tree.path for tree in facts.worktrees if tree.branch == "feat/w1"] == [str(repo.parent / "other")]


def test_a_worktree_without_a_path_in_the_plan_is_found_by_its_branch(repo: Path) -> None:
    git(repo, "worktree", "add", "--quiet", "-b", "feat/w1", "../other")
    one = known(repo, PLAN.replace("**Worktree:** ../w1\n", "")).workers["W1"]
    assert one.worktree is not None
    assert one.worktree.path == str(repo.parent / "other")


def test_what_the_plan_does_not_name_is_looked_for_where_a_run_puts_it(repo: Path) -> None:
    bare = PLAN.replace("**Branch:** feat/w1\n**Worktree:** ../w1\n", "")
    git(repo, "worktree", "add", "--quiet", "-b", "two-w1", "../repo-two-w1")
    tip = commit(repo.parent / "repo-two-w1", {"a": "one\n"}, "[W1] One")
    one = known(repo, bare).workers["W1"]
    assert (one.tip, paths(one)) == (tip, [("a", "M", "commit")])
    git(repo.parent / "repo-two-w1", "branch", "-M", "by-hand")
    assert known(repo, bare).workers["W1"].tip == tip


def test_links_on_the_way_to_a_worktree_are_followed_for_looking(repo: Path) -> None:
    tree(repo, "w1")
    (repo.parent / "link").symlink_to(repo.parent)
    assert known(repo, PLAN.replace("../w1", "../link/w1")).workers["W1"].worktree is not None
    via = glance(plan_of(PLAN), repo.parent / "link" / "repo" / "PLAN.md")
    assert via is not None
    assert via.workers["W1"].worktree is not None


def test_a_plan_inside_a_workers_tree_is_the_same_plan(repo: Path) -> None:
    place = tree(repo, "w1")
    facts = glance(plan_of(PLAN), place / "PLAN.md")
    assert facts is not None
    assert (facts.root, facts.plan) == (str(repo), "PLAN.md")
    assert facts.workers["W1"].worktree is not None


def test_the_checkpoint_is_found_inside_the_repository_only(repo: Path) -> None:
    said = "\n## Checkpoint\n\nSave to `{}`:\n"
    write_files(repo.parent, {"outside.md": "x\n"})
    assert known(repo, PLAN + said.format("../outside.md")).checkpoint is None
    (repo / "archive").mkdir()
    (repo / "archive" / "CHECKPOINT_two.md").symlink_to(repo.parent / "outside.md")
    assert known(repo).checkpoint is None
    (repo / "archive" / "CHECKPOINT_two.md").unlink()
    write_files(repo, {"archive/CHECKPOINT_two.md": "# Checkpoint\n"})
    assert known(repo).checkpoint == "archive/CHECKPOINT_two.md"
