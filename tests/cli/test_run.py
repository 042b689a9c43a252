"""`planloom run` with workers that are scripts, in real repositories: what a user sees and what git holds after it."""

from __future__ import annotations

import json
import os
import shlex
import signal
import subprocess
from pathlib import Path

import pytest

from tests.support.repos import commit, git, sound
from tests.support.runs import (
    PROGRAM,
    Part,
    approval,
    checkpoint,
    planloom,
    records,
    resume,
    run,
    sample,
    start,
    writing,
)

TWO = {
    "W1": Part(writing("a.txt"), ("a.txt",), validation="grep -q work a.txt"),
    "W2": Part("cat a.txt > b.txt\ngit add -A\ngit commit -qm '[W2] b'", ("b.txt",), after="W1", check="test -f b.txt"),
}


def subjects(repo: Path) -> list[str]:
    return git(repo, "log", "--first-parent", "--format=%s").splitlines()


def starts(repo: Path, worker: str) -> int:
    return sum(one["do"] == "attempt" and one["is"] == "intent" and one["worker"] == worker for one in records(repo))


def test_a_plan_goes_from_nothing_to_merged(tmp_path: Path) -> None:
    repo = sample(tmp_path, TWO)
    done = run(repo)
    assert done.returncode == 0, done.stdout + done.stderr
    assert subjects(repo)[:2] == ["Merge feat/w2 (W2)", "Merge feat/w1 (W1)"]
    assert (repo / "b.txt").read_text() == "work\n"
    assert [path.name for path in tmp_path.iterdir()] == ["repo"]
    assert git(repo, "branch", "--format=%(refname:short)") == "main"
    assert "**Status:** COMPLETED" in checkpoint(repo)
    assert sound(repo)


def test_nothing_runs_without_approval(tmp_path: Path) -> None:
    repo = sample(tmp_path, TWO)
    refused = planloom(repo, "run", "PLAN.md", "--agent", "shell")
    assert refused.returncode == 2
    assert "nobody approved this yet" in refused.stderr
    assert len(refused.stderr.splitlines()) == 1
    assert not (repo / ".git/planloom").exists() or not list((repo / ".git/planloom").glob("*/1"))
    yes = planloom(repo, "run", "PLAN.md", "--agent", "shell", "--yes")
    assert yes.returncode == 2
    assert [path.name for path in tmp_path.iterdir()] == ["repo"]


def test_an_approval_is_of_one_content(tmp_path: Path) -> None:
    repo = sample(tmp_path, TWO)
    (repo / "PLAN.md").write_text((repo / "PLAN.md").read_text().replace("cat a.txt", "touch ../canary; cat a.txt"))
    stale = planloom(repo, "run", "PLAN.md", "--agent", "shell", "--approve", "0123456789abcdef")
    assert stale.returncode == 2
    assert "approves something else" in stale.stderr
    assert [path.name for path in tmp_path.iterdir()] == ["repo"]


def test_a_stray_is_caught_sent_back_and_mended(tmp_path: Path) -> None:
    stray = """if [ ! -f ../strayed ]; then
  touch ../strayed
  echo mine > b.txt; echo stray >> a.txt; git add -A; git commit -qm "[W2] b"
else
  git checkout -q HEAD~1 -- a.txt; git commit -qm "[W2] Take back"
fi"""
    repo = sample(tmp_path, {"W1": TWO["W1"], "W2": Part(stray, ("b.txt",))}, {"a.txt": "begin\n"})
    done = run(repo)
    assert done.returncode == 0, done.stdout
    assert "W2 pending: changed files that it does not own: a.txt" in done.stdout
    assert (repo / "a.txt").read_text() == "begin\nwork\n"
    assert starts(repo, "W1") == 2  # its agent and its validation, once


def test_a_worker_that_goes_on_straying_fails_alone_and_its_work_is_kept(tmp_path: Path) -> None:
    stray = writing("b.txt") + "\n" + writing("a.txt", "stray")
    repo = sample(tmp_path, {"W1": TWO["W1"], "W2": Part(stray, ("b.txt",))}, {"a.txt": "begin\n"})
    failed = run(repo)
    assert failed.returncode == 1
    assert "W2 failed: changed files that it does not own: a.txt" in failed.stdout
    assert "W1 done" in failed.stdout
    assert (repo / "a.txt").read_text() == "begin\n"
    assert "stray" in (tmp_path / "repo-w2/a.txt").read_text()
    assert "| W2     | failed" in checkpoint(repo)


def test_uncommitted_work_and_no_work_are_not_done(tmp_path: Path) -> None:
    repo = sample(tmp_path, {"W1": Part("echo x > a.txt", ("a.txt",)), "W2": Part("true", ("b.txt",))})
    failed = run(repo)
    assert failed.returncode == 1
    assert "W1 failed: left uncommitted work: a.txt" in failed.stdout
    assert "W2 failed: committed nothing" in failed.stdout
    assert (tmp_path / "repo-w1/a.txt").read_text() == "x\n"


def test_a_failed_validation_tells_the_next_attempt_why(tmp_path: Path) -> None:
    validation = 'test "$(wc -l < W1.txt)" = 2 || { echo needs two lines; exit 7; }'
    parts = {"W1": Part("", ("W1.txt",), validation=validation), "W2": Part("", ("W2.txt",))}
    repo = sample(tmp_path, parts)
    agent = tmp_path / "agent.sh"
    agent.write_text('cat >> "../told-$PLANLOOM_WORKER"\n' + writing("$PLANLOOM_WORKER.txt", "line"))
    command = ("--agent-command", f"bash {agent}")
    hash_ = json.loads(planloom(repo, "run", "PLAN.md", *command, "--dry-run", "--json").stdout)["hash"]
    done = planloom(repo, "run", "PLAN.md", *command, "--approve", hash_)
    assert done.returncode == 0, done.stdout + done.stderr
    assert "W1 pending: its validation ended with exit status 7: needs two lines" in done.stdout
    assert (repo / "W1.txt").read_text() == "line\nline\n"
    told = (tmp_path / "told-W1").read_text()
    assert told.count("You are worker") == 2
    assert told.count("Not accepted yet") == 1
    assert "made and not accepted: its validation ended with exit status 7: needs two lines." in told


def test_a_conflict_waits_for_a_person_and_resume_goes_on(tmp_path: Path) -> None:
    parts = {
        "W1": Part(writing("list.txt", "one"), ("list.txt:1-10",)),
        "W2": Part(writing("list.txt", "two"), ("list.txt:11-20",), resolution="keep both lines"),
        "W3": Part(writing("c.txt"), ("c.txt",)),
    }
    repo = sample(tmp_path, parts, {"list.txt": "zero\n"})
    blocked = run(repo)
    assert blocked.returncode == 1
    assert "in list.txt" in blocked.stdout
    assert "keep both lines" in blocked.stdout
    assert (repo / "list.txt").read_text() == "zero\n"
    (merging,) = tmp_path.glob("repo-planloom-*")
    (merging / "list.txt").write_text("zero\none\ntwo\n")
    git(merging, "add", "list.txt")
    done = resume(repo)
    assert done.returncode == 0, done.stdout + done.stderr
    assert (repo / "list.txt").read_text() == "zero\none\ntwo\n"
    assert subjects(repo)[:3] == [f"Merge feat/w{n} (W{n})" for n in (3, 2, 1)]


def test_those_that_break_together_are_found_and_the_target_stays(tmp_path: Path) -> None:
    check = "! { test -f a.txt && test -f c.txt; }"
    parts = {
        "W1": Part(writing("a.txt"), ("a.txt",), check=check),
        "W2": Part(writing("b.txt"), ("b.txt",), check=check),
        "W3": Part(writing("c.txt"), ("c.txt",), check=check),
        "W4": Part(writing("d.txt"), ("d.txt",), check=check),
    }
    repo = sample(tmp_path, parts)
    failed = run(repo)
    assert failed.returncode == 1
    assert "W3 failed: fails together with W1" in failed.stdout
    assert "W4 merged where all comes together, and checked" in failed.stdout
    assert not (repo / "a.txt").exists()
    assert not list(tmp_path.glob("repo-planloom-*-try"))


def test_the_target_may_move_during_the_run(tmp_path: Path) -> None:
    check = 'echo "$(ls | tr "\\n" " ")" >> ../checked'
    parts = {"W1": Part(writing("a.txt"), ("a.txt",)), "W2": Part(writing("b.txt"), ("b.txt",), check=check)}
    repo = sample(tmp_path, parts)
    assert run(repo, "--phase", "setup").returncode == 0
    commit(repo, {"more.txt": "more\n"}, "Somebody else's")
    done = run(repo, "--resume")
    assert done.returncode == 0, done.stdout + done.stderr
    assert (repo / "more.txt").read_text() == "more\n"
    assert "more.txt" in (tmp_path / "checked").read_text()


def test_phases_can_be_run_one_by_one(tmp_path: Path) -> None:
    repo = sample(tmp_path, {"W1": TWO["W1"], "W2": Part(writing("b.txt"), ("b.txt",))})
    assert run(repo, "--phase", "setup").returncode == 0
    assert (tmp_path / "repo-w1").is_dir()
    assert starts(repo, "W1") == 0
    assert run(repo, "--phase", "spawn").returncode == 0
    assert run(repo, "--phase", "monitor").returncode == 0
    assert "validating" in checkpoint(repo)
    assert run(repo, "--phase", "validate").returncode == 0
    assert "| W1     | done" in checkpoint(repo)
    assert run(repo, "--phase", "merge").returncode == 0
    assert (repo / "a.txt").exists()
    assert (tmp_path / "repo-w1").is_dir()
    assert run(repo, "--phase", "cleanup").returncode == 0
    assert [path.name for path in tmp_path.iterdir()] == ["repo"]


def test_a_run_that_is_not_finished_is_resumed_by_name_only(tmp_path: Path) -> None:
    repo = sample(tmp_path, TWO)
    run(repo, "--phase", "setup")
    again = run(repo)
    assert again.returncode == 2
    assert "--resume" in again.stderr
    assert resume(repo).returncode == 0
    finished = resume(repo)
    assert finished.returncode == 0
    assert "COMPLETED" in finished.stdout


def test_where_no_run_is_to_be_resumed_that_is_said_and_one_begins(tmp_path: Path) -> None:
    repo = sample(tmp_path, {"W1": TWO["W1"]})
    refused = resume(repo)
    assert refused.returncode == 2
    first, *others = refused.stderr.splitlines()
    assert first == "PLAN.md has no run to resume; this begins one"
    assert "--agent" in others[0]
    shown = planloom(repo, "run", "PLAN.md", "--resume", "--agent", "shell", "--dry-run")
    assert "no unfinished run to resume" in shown.stderr
    assert "--resume" not in shown.stdout.splitlines()[-1]
    assert run(repo, "--resume").returncode == 0


def test_who_comes_second_is_told_what_to_do(tmp_path: Path, gate: Path) -> None:
    there = tmp_path / "there"
    os.mkfifo(there)
    script = f"echo there > {there}\nwhile [ ! -e {gate} ]; do sleep 0.05; done\n{writing('a.txt')}"
    repo = sample(tmp_path, {"W1": Part(script, writes=("a.txt",))})
    first = start(repo)
    assert there.read_text() == "there\n"
    second = resume(repo)
    assert second.returncode == 2
    assert f"held by process {first.pid}" in second.stderr
    assert "`planloom status PLAN.md --watch`" in second.stderr
    assert "`planloom stop PLAN.md`" in second.stderr
    gate.touch()
    first.communicate()
    assert first.returncode == 0


def test_what_only_one_person_has_is_kept_and_named(tmp_path: Path) -> None:
    secret = writing("a.txt") + "\necho key > .env"
    repo = sample(tmp_path, {"W1": Part(secret, ("a.txt",)), "W2": Part(writing("b.txt"), ("b.txt",))})
    done = run(repo)
    assert done.returncode == 0, done.stdout
    assert "W1 kept:" in done.stdout
    assert (tmp_path / "repo-w1/.env").read_text() == "key\n"
    assert not (tmp_path / "repo-w2").exists()


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["run", "PLAN.md", "--agent", "nobody"], "there is no agent"),
        (["run", "PLAN.md", "--agent-command", "no-such-program"], "no-such-program"),
        (["run", "PLAN.md"], "no agent is chosen"),
        (["run", "PLAN.md", "--agent", "shell", "--target", "nowhere"], "nowhere"),
        (["run", "PLAN.md", "--agent", "shell", "--worker", "W9", "--dry-run"], "no worker W9"),
    ],
)
def test_what_stands_in_the_way_is_said_before_anything_is_made(tmp_path: Path, words: list[str], said: str) -> None:
    repo = sample(tmp_path, TWO)
    refused = planloom(repo, *words)
    assert refused.returncode == 2
    assert said in refused.stderr
    assert "Traceback" not in refused.stderr
    assert [path.name for path in tmp_path.iterdir()] == ["repo"]


def test_an_edited_plan_is_shown_as_drift_and_taken_over_when_it_is_approved(tmp_path: Path) -> None:
    repo = sample(tmp_path, {"W1": TWO["W1"], "W2": Part("exit 5", ("b.txt",))})
    assert run(repo).returncode == 1
    plan = (repo / "PLAN.md").read_text()
    (repo / "PLAN.md").write_text(plan.replace("exit 5", writing("b.txt")))
    still = resume(repo)
    assert still.returncode == 1
    assert "PLAN.md was edited since run" in still.stdout
    shown = json.loads(planloom(repo, "run", "PLAN.md", "--resume", "--dry-run", "--json").stdout)
    done = resume(repo, "--approve", shown["hash"])
    assert done.returncode == 0, done.stdout + done.stderr
    assert (repo / "b.txt").read_text() == "work\n"
    assert starts(repo, "W1") == 2


def test_what_was_made_for_a_worker_cannot_be_moved_by_an_edit(tmp_path: Path) -> None:
    repo = sample(tmp_path, {"W1": TWO["W1"], "W2": Part("exit 5", ("b.txt",))})
    run(repo)
    plan = (repo / "PLAN.md").read_text()
    (repo / "PLAN.md").write_text(plan.replace("../repo-w2", "../repo-other"))
    shown = planloom(repo, "run", "PLAN.md", "--resume", "--dry-run", "--json")
    assert "cannot be taken over: W2 has begun on feat/w2" in shown.stderr
    assert json.loads(shown.stdout)["hash"] == records(repo)[0]["approval"]


def test_it_runs_where_nobody_reads_or_writes(tmp_path: Path) -> None:
    repo = sample(tmp_path, {"W1": TWO["W1"]})
    words = [*PROGRAM, "run", "PLAN.md", "--agent", "shell", "--approve", approval(repo)]
    closed = subprocess.run(["bash", "-c", f"exec {shlex.join(words)} <&- >&- 2>&-"], cwd=repo, check=False)
    assert closed.returncode == 0
    assert (repo / "a.txt").read_text() == "work\n"


@pytest.mark.parametrize("number", [signal.SIGHUP, signal.SIGTERM])
def test_whoever_ends_it_is_told_how_to_go_on_and_loses_nothing(tmp_path: Path, gate: Path, number: int) -> None:
    there = tmp_path / "there"
    os.mkfifo(there)
    script = f"echo there > {there}\nwhile [ ! -e {gate} ]; do sleep 0.05; done\n{writing('a.txt')}"
    repo = sample(tmp_path, {"W1": Part(script, writes=("a.txt",))})
    process = start(repo)
    assert there.read_text() == "there\n"
    process.send_signal(number)
    told, _ = process.communicate()
    assert process.returncode == -number
    assert "planloom run PLAN.md --resume" in told.splitlines()[-1]
    gate.touch()
    assert resume(repo).returncode == 0
    assert git(repo, "show", "main:a.txt")
    assert starts(repo, "W1") == 2, "work and validation, once each"
