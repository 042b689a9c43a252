"""What becomes of branches during a run, by workers and others: work is kept; the run says so and goes on or waits."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from tests.faults.commands import resume, run
from tests.support.repos import git, head, sound
from tests.support.runs import Part, checkpoint, records, sample, writing

GOOD = Part(writing("z.txt"), ("z.txt",))


def plan(**scripts: str) -> dict[str, Part]:
    """One worker for each script, and a good one besides; worker `W1` owns `w1.txt`."""
    return {worker: Part(script, (f"{worker.lower()}.txt",)) for worker, script in scripts.items()} | {"W9": GOOD}


def rescued(repo: Path, worker: str) -> str:
    (run,) = {one["run"] for one in records(repo) if one["do"] == "run"}
    return head(repo, f"refs/planloom/rescue/{run}/{worker}")


def somebody_once(folder: Path, script: str) -> None:
    """A script `../somebody` that does something in the main worktree, the first time that it is called."""
    folder.joinpath("somebody").write_text(f"test ! -e ../moved || exit 0\ntouch ../moved\ncd ../repo\n{script}\n")


def test_what_a_worker_did_with_its_branch_is_said_its_work_kept_and_only_it_waits(tmp_path: Path) -> None:
    repo = sample(
        tmp_path,
        plan(
            W1="git checkout -q -b mine\n" + writing("w1.txt"),
            W2="git checkout -q --detach\n" + writing("w2.txt"),
            W3="git reset -q --soft HEAD~1\ngit add -A\n" + writing("w3.txt"),
            W4="echo x > w4.txt\ngit add -A\ngit commit -q --amend -m 'Plan, and more'",
        ),
    )
    done = run(repo)
    assert done.code == 1
    assert done.is_clear
    for worker, what in (
        ("W1", "has branch mine checked out, not feat/w1"),
        ("W2", "has a detached HEAD checked out, not feat/w2"),
        ("W3", "it was reset or rewritten"),
        ("W4", "it was reset or rewritten"),
    ):
        assert f"{worker} blocked: " in done.text
        assert what in next(line for line in done.text.splitlines() if line.startswith(f"{worker} blocked"))
        assert rescued(repo, worker) == head(tmp_path / f"repo-{worker.lower()}")
        assert f"| {worker}     | blocked" in checkpoint(repo)
    assert "W9 done" in done.text


def test_a_worker_that_comes_back_to_its_branch_goes_on(tmp_path: Path) -> None:
    repo = sample(tmp_path, plan(W1="git checkout -q -b mine\n" + writing("w1.txt")))
    assert run(repo).code == 1
    git(tmp_path / "repo-w1", "checkout", "-q", "feat/w1")
    git(tmp_path / "repo-w1", "merge", "-q", "--ff-only", "mine")
    done = resume(repo)
    assert done.code == 0, done.text
    assert (repo / "w1.txt").exists()
    assert sound(repo)


def test_a_target_that_moves_while_it_is_merged_is_checked_again_with_what_came(tmp_path: Path) -> None:
    check = "ls | tr '\\n' ' ' >> ../checked\nbash ../somebody"
    repo = sample(tmp_path, {"W1": Part(writing("a.txt"), ("a.txt",)), "W2": GOOD._replace(check=check)})
    somebody_once(tmp_path, "echo x > more.txt\ngit add more.txt\ngit commit -qm More")
    done = run(repo)
    assert done.code == 0, done.text
    assert "main moved meanwhile" in done.text
    first, second = (tmp_path / "checked").read_text().count("z.txt"), (tmp_path / "checked").read_text().count("more")
    assert (first, second) == (2, 1)
    assert (repo / "more.txt").exists()
    assert (repo / "a.txt").exists()
    assert git(repo, "status", "--porcelain") == "?? archive/"


@pytest.mark.parametrize(("script", "check"), [("bash ../somebody\n", ""), ("", "bash ../somebody")])
def test_a_target_that_was_rewritten_waits_for_a_person(tmp_path: Path, script: str, check: str) -> None:
    parts = {"W1": Part(script + writing("a.txt"), ("a.txt",)), "W2": GOOD._replace(check=check)}
    repo = sample(tmp_path, parts)
    somebody_once(tmp_path, "git reset -q --hard HEAD~1")
    (repo / "PLAN.md").write_text((repo / "PLAN.md").read_text() + "\n")
    before = head(repo)
    git(repo, "commit", "-qam", "To be taken back")
    base = head(repo)
    done = run(repo)
    assert done.code == 1
    assert done.is_clear
    assert head(repo) == before
    assert f"main does not hold {base[:10]} any more" in done.text
    git(repo, "merge", "-q", base)
    done = resume(repo)
    assert done.code == 0, done.text
    assert (repo / "a.txt").exists()


def test_a_hook_that_rejects_the_merge_is_quoted_and_asked_again_on_resume(tmp_path: Path) -> None:
    repo = sample(tmp_path, {"W1": Part(writing("a.txt"), ("a.txt",)), "W2": GOOD})
    hook = repo / ".git/hooks/commit-msg"
    hook.parent.mkdir(exist_ok=True)
    hook.write_text("#!/bin/sh\ngrep -q '^Merge' \"$1\" || exit 0\necho 'no merges on Mondays' >&2\nexit 1\n")
    hook.chmod(0o755)
    done = run(repo)
    assert done.code == 1
    assert "W1 blocked: " in done.text
    assert "no merges on Mondays" in done.text
    assert head(repo) == head(repo, "feat/w1~1")
    hook.unlink()
    done = resume(repo)
    assert done.code == 0, done.text
    assert (repo / "a.txt").exists()


def test_what_was_merged_by_hand_is_not_merged_again(tmp_path: Path) -> None:
    repo = sample(tmp_path, {"W1": Part(writing("a.txt"), ("a.txt",)), "W2": GOOD})
    for phase in ("setup", "spawn", "monitor", "validate"):
        assert run(repo, "--phase", phase).code == 0
    git(repo, "merge", "-q", "--no-edit", "--no-ff", "feat/w1")
    done = resume(repo)
    assert done.code == 0, done.text
    merges = git(repo, "log", "--first-parent", "--format=%s").splitlines()
    assert [one for one in merges if one.startswith("Merge")] == ["Merge feat/w2 (W2)", "Merge branch 'feat/w1'"]


def test_a_collector_of_garbage_beside_a_run_changes_nothing(tmp_path: Path) -> None:
    tidy = "git gc --quiet --prune=now\ngit pack-refs --all\n"
    repo = sample(tmp_path, {"W1": Part(tidy + writing("a.txt"), ("a.txt",), check=tidy), "W2": GOOD})
    done = run(repo)
    assert done.code == 0, done.text
    assert (repo / "a.txt").exists()
    assert sound(repo)


def test_work_in_the_main_tree_is_listed_and_never_put_aside(tmp_path: Path) -> None:
    repo = sample(tmp_path, {"W1": Part(writing("a.txt"), ("a.txt",)), "W2": GOOD}, {"other.txt": "theirs\n"})
    (repo / "other.txt").write_text("mine\n")
    (repo / "a.txt").write_text("mine, too\n")
    done = run(repo)
    assert done.code == 1
    assert "has work that the merge would overwrite: a.txt; commit or move it away" in done.text
    assert ((repo / "other.txt").read_text(), (repo / "a.txt").read_text()) == ("mine\n", "mine, too\n")
    (repo / "a.txt").rename(tmp_path / "a.txt")
    done = resume(repo)
    assert done.code == 0, done.text
    assert ((repo / "other.txt").read_text(), (repo / "a.txt").read_text()) == ("mine\n", "work\n")
    assert git(repo, "stash", "list") == ""


def test_a_target_that_nobody_has_checked_out_moves_all_the_same(tmp_path: Path) -> None:
    repo = sample(tmp_path, {"W1": Part("bash ../somebody\n" + writing("a.txt"), ("a.txt",)), "W2": GOOD})
    somebody_once(tmp_path, "git checkout -q --detach")
    done = run(repo)
    assert done.code == 0, done.text
    assert git(repo, "show", "main:a.txt") == "work"
    assert not (repo / "a.txt").exists()


@pytest.mark.parametrize("begin", ["git bisect start", "git merge -q --no-ff --no-commit side"])
def test_what_somebody_began_in_the_main_tree_stops_the_merge_and_stays(tmp_path: Path, begin: str) -> None:
    repo = sample(tmp_path, {"W1": Part(writing("a.txt"), ("a.txt",)), "W2": GOOD._replace(check="bash ../somebody")})
    git(repo, "branch", "side", git(repo, "commit-tree", "-p", "main", "-m", "Side", "main^{tree}"))
    before = head(repo)
    somebody_once(tmp_path, begin)
    done = run(repo)
    assert done.code == 1
    assert f"a {begin.split()[1]} is under way in {repo}" in done.text
    assert head(repo) == before
    git(repo, *(("bisect", "reset") if "bisect" in begin else ("merge", "--abort")))
    done = resume(repo)
    assert done.code == 0, done.text


def test_a_lock_in_the_main_tree_is_waited_for_and_named_and_left(tmp_path: Path) -> None:
    repo = sample(tmp_path, {"W1": Part(writing("a.txt"), ("a.txt",)), "W2": GOOD})
    lock = repo / ".git/index.lock"
    assert run(repo, "--phase", "setup").code == 0
    lock.touch()
    done = resume(repo)
    assert done.code == 1
    assert re.search(r"index\.lock is held, .+, for \d+ s; end that git, or remove it", done.text)
    assert lock.exists()
    assert not (repo / "a.txt").exists()
    lock.unlink()
    done = resume(repo)
    assert done.code == 0, done.text


def test_a_hook_behind_a_checkout_that_fails_is_said_and_asked_again_on_resume(tmp_path: Path) -> None:
    repo = sample(tmp_path, {"W1": Part(writing("a.txt"), ("a.txt",)), "W2": GOOD})
    hook = repo / ".git/hooks/post-checkout"
    hook.parent.mkdir(exist_ok=True)
    hook.write_text("#!/bin/sh\necho 'no large files here' >&2\nexit 1\n")
    hook.chmod(0o755)
    done = run(repo)
    assert done.code == 1
    assert "post-checkout hook failed" in done.text
    assert "no large files here" in done.text
    assert (tmp_path / "repo-w1/PLAN.md").exists()
    hook.unlink()
    done = resume(repo)
    assert done.code == 0, done.text
