"""Workers that take away what they stand on: seen, said in one line, and nothing is put in its place."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.faults.commands import planloom, resume, run
from tests.support.repos import git, head, sound
from tests.support.runs import Part, sample, writing

GOOD = Part(writing("z.txt"), ("z.txt",))


def test_a_worker_that_deletes_its_worktree_fails_alone(tmp_path: Path) -> None:
    gone = writing("a.txt") + '\nrm -r "$PWD"'
    repo = sample(tmp_path, {"W1": Part(gone, ("a.txt",)), "W2": GOOD})
    done = run(repo)
    assert done.code == 1
    assert done.is_clear
    assert f"W1 failed: {tmp_path}/repo-w1 is gone" in done.text
    assert "W2 done" in done.text
    assert not (tmp_path / "repo-w1").exists()
    assert git(repo, "show", "feat/w1:a.txt") == "work"
    again = resume(repo)
    assert again.code == 1
    assert again.is_clear
    assert not (tmp_path / "repo-w1").exists()
    git(repo, "worktree", "prune")
    adopted = planloom(repo, "adopt", "PLAN.md", "W1")
    assert adopted.code == 0, adopted.text
    assert (repo / "a.txt").read_text() == "work\n"


def test_a_worker_that_cuts_its_worktree_off_git_waits_for_a_person(tmp_path: Path) -> None:
    repo = sample(tmp_path, {"W1": Part(writing("a.txt") + "\nmv .git ../link", ("a.txt",)), "W2": GOOD})
    done = run(repo)
    assert done.code == 1
    assert done.is_clear
    assert f"W1 failed: {tmp_path}/repo-w1 has lost its `.git` link" in done.text
    assert "git worktree repair" in done.text
    assert not (tmp_path / "repo-w1/.git").exists()
    (tmp_path / "link").rename(tmp_path / "repo-w1/.git")
    done = resume(repo)
    assert done.code == 0, done.text
    assert (repo / "a.txt").exists()


def test_a_worker_that_deletes_the_repository_stops_the_run(tmp_path: Path) -> None:
    repo = sample(tmp_path, {"W1": Part(writing("a.txt") + "\nmv ../repo/.git ../moved", ("a.txt",)), "W2": GOOD})
    done = run(repo)
    assert done.code in (1, 2)
    assert done.is_clear, done.text
    # Which of them notices first is chance: the journal, the lock, the checkpoint, or git.
    assert "changed or removed by something else" in done.text or ".git" in done.text or "no repository" in done.text
    assert not (repo / ".git").exists()
    for words in (("status", "PLAN.md"), ("logs", "PLAN.md", "W1"), ("run", "PLAN.md", "--resume")):
        said = planloom(repo, *words)
        assert said.is_clear, said.text
    assert not (repo / ".git").exists()
    (tmp_path / "moved").rename(repo / ".git")
    done = resume(repo)
    assert done.code in (0, 1), done.text
    assert done.is_clear, done.text
    assert sound(repo)
    assert git(repo, "show", "feat/w1:a.txt" if done.code else "main:a.txt") == "work"


@pytest.mark.parametrize("remove", ["mv ../repo/.git/planloom ../moved", "rm -r ../repo/.git/planloom"])
def test_records_that_are_removed_during_a_run_stop_it_and_all_work_is_kept(tmp_path: Path, remove: str) -> None:
    agent = "echo start >> ../paid\n" + writing("a.txt") + "\n" + remove
    repo = sample(tmp_path, {"W1": Part(agent, ("a.txt",))})
    before = head(repo)
    done = run(repo)
    assert done.code == 2
    assert done.is_clear, done.text
    assert "journal was changed or removed by something else" in done.text
    assert not (repo / ".git/planloom").exists()
    assert head(repo) == before
    assert git(repo, "show", "feat/w1:a.txt") == "work"
    again = resume(repo)
    assert again.code == 2
    assert again.is_clear, again.text
    assert git(repo, "show", "feat/w1:a.txt") == "work"
    assert (tmp_path / "paid").read_text() == "start\n"
