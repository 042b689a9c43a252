"""A run that is stopped, left or taken up again: one `--resume` is enough, and nothing begins that nobody asked for."""

from __future__ import annotations

import os
import shlex
import signal
import subprocess
from pathlib import Path

from tests.support.repos import git
from tests.support.runs import Part, checkpoint, planloom, records, resume, run, sample, start, writing

# Says that it is at work, and goes on when its first attempt was ended or a file appears.
SLOW = "echo at work\nif mkdir ../begun-$PLANLOOM_WORKER; then sleep 600; fi\n"


def at_work(process: subprocess.Popen[str], worker: str) -> None:
    """Return when a run says that a worker runs."""
    assert process.stdout
    for line in process.stdout:
        if line.startswith(f"{worker} running"):
            return
    raise AssertionError(f"{worker} never ran")


def begun(folder: Path, worker: str) -> None:
    """Return when a worker's first attempt is at work."""
    while not (folder / f"begun-{worker}").exists():
        os.sched_yield()


def test_what_was_stopped_behind_a_run_goes_on_with_one_resume(tmp_path: Path) -> None:
    repo = sample(tmp_path, {"W1": Part(SLOW + writing("a.txt"), ("a.txt",))})
    process = start(repo)
    at_work(process, "W1")
    begun(tmp_path, "W1")
    process.kill()
    process.wait()
    assert "W1 stopped" in planloom(repo, "stop", "PLAN.md").stdout
    done = resume(repo)
    assert done.returncode == 0, done.stdout + done.stderr
    assert (repo / "a.txt").read_text() == "work\n"


def test_stopping_a_plan_lets_nobody_else_begin(tmp_path: Path) -> None:
    parts = {"W1": Part(SLOW + writing("a.txt"), ("a.txt",)), "W2": Part(writing("b.txt"), ("b.txt",))}
    repo = sample(tmp_path, parts)
    process = start(repo, "--jobs", "1")
    at_work(process, "W1")
    begun(tmp_path, "W1")
    assert "W1 stopped" in planloom(repo, "stop", "PLAN.md").stdout
    assert process.wait() == 1
    assert not [one for one in records(repo) if one["do"] == "attempt" and one["worker"] == "W2"]
    assert resume(repo).returncode == 0


def test_a_run_goes_on_when_nobody_reads_what_it_says(tmp_path: Path) -> None:
    parts = {"W1": Part(writing("a.txt"), ("a.txt",)), "W2": Part(writing("b.txt"), ("b.txt",), after="W1")}
    repo = sample(tmp_path, parts)
    process = start(repo)
    at_work(process, "W1")
    assert process.stdout
    process.stdout.close()
    assert process.wait() == 0
    assert (repo / "b.txt").exists()
    assert "**Status:** COMPLETED" in checkpoint(repo)


def test_a_worker_that_the_run_does_not_have_is_no_part_of_it(tmp_path: Path) -> None:
    repo = sample(tmp_path, {"W1": Part(writing("a.txt"), ("a.txt",))})
    run(repo, "--phase", "setup")
    refused = resume(repo, "--worker", "W9")
    assert refused.returncode == 2
    assert "no worker W9" in refused.stderr
    assert resume(repo, "--worker", "w1").returncode == 0
    assert "validated" in checkpoint(repo) or "COMPLETED" in checkpoint(repo)


def test_what_was_kept_is_removed_later_when_nothing_can_be_lost_any_more(tmp_path: Path) -> None:
    repo = sample(tmp_path, {"W1": Part(writing("a.txt") + "\necho key > .env", ("a.txt",))})
    done = run(repo)
    assert done.returncode == 0
    assert ".env" in done.stdout.partition("\nRun ")[2]
    assert ".env" in planloom(repo, "run", "PLAN.md", "--resume").stdout
    (tmp_path / "repo-w1/.env").unlink()
    later = planloom(repo, "run", "PLAN.md", "--phase", "cleanup")
    assert later.returncode == 0, later.stdout + later.stderr
    assert [path.name for path in tmp_path.iterdir()] == ["repo"]
    assert git(repo, "branch", "--format=%(refname:short)") == "main"
    assert "worktree and branch removed" in checkpoint(repo)
    again = planloom(repo, "run", "PLAN.md", "--phase", "cleanup")
    assert again.returncode == 0
    assert not list((repo / ".git/planloom").glob("*/2"))


def test_an_interrupted_search_for_culprits_is_taken_up_again(tmp_path: Path) -> None:
    hang = 'case "$PWD" in *-try) if mkdir ../begun-try; then sleep 600; fi;; esac'
    check = f"{hang}; ! {{ test -f a.txt && test -f b.txt; }}"
    parts = {"W1": Part(writing("a.txt"), ("a.txt",)), "W2": Part(writing("b.txt"), ("b.txt",), check=check)}
    repo = sample(tmp_path, parts)
    process = start(repo)
    begun(tmp_path, "try")
    process.send_signal(signal.SIGINT)
    process.send_signal(signal.SIGINT)
    out, _ = process.communicate()
    assert process.returncode == 130, out
    assert "W2 failed" not in out
    failed = resume(repo)
    assert failed.returncode == 1
    assert "W2 failed: fails together with W1" in failed.stdout
    assert not list(tmp_path.glob("repo-planloom-*-try"))


def test_what_nobody_ticked_is_named_before_the_merge(tmp_path: Path) -> None:
    repo = sample(tmp_path, {"W1": Part(writing("a.txt"), ("a.txt",))})
    said = run(repo).stdout
    assert "W1: 0 of 1 Done-When boxes are ticked; open: W1 is merged" in said
    assert said.index("Done-When") < said.index("main is at")


def test_work_that_was_taken_back_does_not_return_with_those_who_began_from_it(tmp_path: Path) -> None:
    check = "test ! -f bad.txt"
    parts = {
        "W1": Part("echo bad > bad.txt\n" + writing("a.txt"), ("a.txt", "bad.txt"), check=check),
        "W2": Part(writing("b.txt"), ("b.txt",), after="W1"),
    }
    repo = sample(tmp_path, parts)
    failed = run(repo)
    assert failed.returncode == 1
    assert "W1 failed: the check after its merge" in failed.stdout
    assert "W2 waits for W1" in failed.stdout
    mended = tmp_path / "repo-w1"
    old = git(mended, "rev-parse", "HEAD").strip()
    git(mended, "rm", "-q", "bad.txt")
    git(mended, "commit", "-q", "--amend", "-m", "[W1] Without the bad one")
    blocked = resume(repo)
    assert blocked.returncode == 1
    assert f"git merge --strategy=ours {old[:10]}" in blocked.stdout
    git(mended, "merge", "-q", "--strategy=ours", "-m", "[W1] Hold both", old)
    done = resume(repo)
    assert done.returncode == 0, done.stdout + done.stderr
    assert (repo / "b.txt").exists()
    assert not (repo / "bad.txt").exists()


def test_a_conflict_that_a_person_solved_does_not_stop_the_search_for_culprits(tmp_path: Path) -> None:
    check = "! { test -f c.txt && test -f d.txt; }"
    parts = {
        "W1": Part(writing("list.txt", "one"), ("list.txt:1-10",)),
        "W2": Part(writing("list.txt", "two") + "\n" + writing("d.txt"), ("list.txt:11-20", "d.txt")),
        "W3": Part(writing("c.txt"), ("c.txt",), check=check),
    }
    repo = sample(tmp_path, parts, {"list.txt": "zero\n"})
    assert run(repo).returncode == 1
    (merging,) = tmp_path.glob("repo-planloom-*")
    (merging / "list.txt").write_text("zero\none\ntwo\n")
    git(merging, "add", "list.txt")
    failed = resume(repo)
    assert failed.returncode == 1
    assert "W3 failed: " in failed.stdout
    assert not list(tmp_path.glob("repo-planloom-*-try"))


def test_the_command_that_a_dry_run_names_runs_what_it_showed(tmp_path: Path) -> None:
    repo = sample(tmp_path, {"W1": Part("exit 3", ("a.txt",))})
    folder = repo / "my docs"
    folder.mkdir()
    git(repo, "mv", "PLAN.md", "my docs/A plan.md")
    git(repo, "commit", "-qm", "Elsewhere")
    shown = planloom(folder, "run", "A plan.md", "--agent", "shell", "--jobs", "1", "--dry-run").stdout
    typed = shlex.split(shown.rpartition("Hash")[2].split("`")[1])
    failed = planloom(folder, *typed[1:])
    assert failed.returncode == 1
    assert "W1 failed" in failed.stdout
    assert "`planloom run 'A plan.md' --resume`" in failed.stdout
    assert "`planloom logs 'A plan.md' W1`" in failed.stdout


def test_a_worker_that_has_to_wait_is_not_done(tmp_path: Path) -> None:
    parts = {"W1": Part(writing("a.txt"), ("a.txt",)), "W2": Part(writing("b.txt"), ("b.txt",), after="W1")}
    repo = sample(tmp_path, parts)
    waits = run(repo, "--worker", "W2")
    assert waits.returncode == 1
    assert "W2 begins when W1 is validated" in waits.stdout
    assert resume(repo, "--worker", "W1").returncode == 0
    assert resume(repo, "--worker", "W2").returncode == 0


def test_what_was_run_to_its_end_is_asked_for_again_before_it_is_paid_again(tmp_path: Path) -> None:
    repo = sample(tmp_path, {"W1": Part(writing("a.txt"), ("a.txt",)), "W2": Part(writing("b.txt"), ("b.txt",))})
    assert run(repo).returncode == 0
    again = planloom(repo, "run", "PLAN.md", "--agent", "shell")
    assert again.returncode == 2
    assert "nobody approved that this runs once more" in again.stderr
    assert run(repo).returncode == 0
    assert (repo / "a.txt").read_text() == "work\nwork\n"
