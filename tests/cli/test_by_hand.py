"""Work that Planloom did not start: adopted; and what people ask of workers: stop, logs, diff, prompt."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.support.repos import commit, git
from tests.support.runs import Part, approval, checkpoint, planloom, resume, run, sample, start, writing

TWO = {
    "W1": Part(writing("a.txt"), ("a.txt",), validation="grep -q work a.txt"),
    "W2": Part(writing("b.txt"), ("b.txt",), after="W1"),
}


def by_hand(repo: Path, worker: str) -> str:
    """The hash that approves a run in which nobody is started, begun by adopting a worker."""
    found = planloom(repo, "run", "PLAN.md", "--agent", "hand", "--dry-run", "--json")
    if found.returncode:
        return ""
    return str(json.loads(found.stdout)["hash"])


def test_a_worker_that_nobody_knows_begins_no_run(tmp_path: Path) -> None:
    repo = sample(tmp_path, TWO)
    hash_ = by_hand(repo, "W1")
    asked = planloom(repo, "adopt", "PLAN.md", "W9", "--approve", hash_)
    assert asked.stderr == "planloom: PLAN.md: there is no worker W9; the plan has W1, W2\n"
    assert "was never run" in planloom(repo, "status", "PLAN.md").stdout
    git(repo, "branch", "feat/w1")
    assert "W1" in planloom(repo, "adopt", "PLAN.md", "w1", "--approve", hash_).stdout


@pytest.mark.parametrize("command", ["logs", "diff", "prompt", "adopt"])
def test_a_plan_without_a_worker_is_not_taken_for_one(tmp_path: Path, command: str) -> None:
    repo = sample(tmp_path, TWO)
    asked = planloom(repo, command, "PLAN.md")
    assert asked.returncode == 2
    assert asked.stderr == (
        "planloom: PLAN.md is a file, and no worker is named after it; `planloom show PLAN.md` names its workers\n"
    )


def test_what_was_done_by_hand_is_validated_and_merged(tmp_path: Path) -> None:
    repo = sample(tmp_path, TWO)
    hash_ = by_hand(repo, "W1")
    begun = planloom(repo, "run", "PLAN.md", "--agent", "hand", "--approve", hash_)
    assert begun.returncode == 1
    assert "W1 is to be done by hand: `planloom prompt PLAN.md W1`" in begun.stdout
    commit(tmp_path / "repo-w1", {"a.txt": "work\n"}, "[W1] a")
    first = planloom(repo, "adopt", "PLAN.md", "W1")
    assert first.returncode == 0, first.stdout + first.stderr
    assert "W1 done" in first.stdout
    assert resume(repo).returncode == 1  # W2's worktree is made now, with the work of W1 in it
    assert (tmp_path / "repo-w2/a.txt").read_text() == "work\n"
    commit(tmp_path / "repo-w2", {"b.txt": "more\n"}, "[W2] b")
    second = planloom(repo, "adopt", "PLAN.md", "W2")
    assert second.returncode == 0, second.stdout + second.stderr
    assert (repo / "b.txt").read_text() == "more\n"
    assert "**Status:** COMPLETED" in checkpoint(repo)


def test_adopting_begins_a_run_and_refuses_strays(tmp_path: Path) -> None:
    repo = sample(tmp_path, TWO)
    hash_ = by_hand(repo, "W1")
    git(repo, "worktree", "add", "--quiet", "-b", "feat/w1", "../repo-w1")
    commit(tmp_path / "repo-w1", {"a.txt": "work\n", "b.txt": "stray\n"}, "[W1] a and b")
    refused = planloom(repo, "adopt", "PLAN.md", "W1", "--approve", hash_)
    assert refused.returncode == 1, refused.stderr
    assert "W1 pending: changed files that it does not own: b.txt" in refused.stdout
    git(tmp_path / "repo-w1", "rm", "--quiet", "b.txt")
    git(tmp_path / "repo-w1", "commit", "--quiet", "-m", "[W1] Take b back")
    taken = planloom(repo, "adopt", "PLAN.md", "W1")
    assert taken.returncode == 0, taken.stdout + taken.stderr


def test_without_a_branch_there_is_nothing_to_adopt(tmp_path: Path) -> None:
    repo = sample(tmp_path, TWO)
    refused = planloom(repo, "adopt", "PLAN.md", "W1", "--approve", by_hand(repo, "W1"))
    assert refused.returncode == 2
    assert "there is no branch feat/w1" in refused.stderr
    assert len(refused.stderr.splitlines()) == 1


def test_stop_ends_a_worker_and_what_it_started_and_resume_goes_on(tmp_path: Path) -> None:
    hang = "if [ -f ../go ]; then\n" + writing("a.txt") + "\nelse\n  sleep 1000 & echo begun > ../begun; sleep 1000\nfi"
    repo = sample(tmp_path, {"W1": Part(hang, ("a.txt",)), "W2": Part(writing("b.txt"), ("b.txt",))})
    with start(repo) as going:
        assert going.stdout
        for line in going.stdout:
            if "W2 done" in line:
                break
        stopped = planloom(repo, "stop", "PLAN.md", "W1")
        assert stopped.stdout == "W1 stopped\n"
        rest = going.stdout.read()
    assert "W1 blocked: stopped" in rest
    assert going.returncode == 1
    (tmp_path / "go").touch()
    assert resume(repo).returncode == 0
    assert (repo / "a.txt").exists()


def test_logs_are_what_a_worker_wrote_made_harmless(tmp_path: Path) -> None:
    noisy = "printf 'first\\n\\033]0;title\\007\\033[31msecond\\033[0m\\n'\n" + writing("a.txt")
    repo = sample(tmp_path, {"W1": Part(noisy, ("a.txt",)), "W2": Part(writing("b.txt"), ("b.txt",))})
    run(repo)
    shown = planloom(repo, "logs", "PLAN.md", "W1")
    assert shown.stdout == "first\nsecond\n"
    assert shown.stderr == "W1, process 1: work, of 2; --attempt N shows another\n"
    assert "process 2: validate" in planloom(repo, "logs", "PLAN.md", "W1", "--attempt", "2").stderr
    assert planloom(repo, "logs", "PLAN.md", "W1", "--follow").returncode == 0
    assert "it has 1 (work), 2 (validate)" in planloom(repo, "logs", "PLAN.md", "W1", "--attempt", "7").stderr
    assert "no worker W9" in planloom(repo, "logs", "PLAN.md", "W9").stderr


def test_the_log_of_a_worker_that_did_not_pass_is_what_failed(tmp_path: Path) -> None:
    wrong = Part(writing("a.txt"), ("a.txt",), validation="echo no such word\nfalse")
    repo = sample(tmp_path, {"W1": wrong}, {".planloom.toml": "run.retries = 0\n"})
    run(repo)
    assert planloom(repo, "logs", "PLAN.md", "W1").stdout == "no such word\n"


def test_diff_marks_what_is_not_the_workers(tmp_path: Path) -> None:
    stray = writing("b.txt") + "\necho more >> README.md"
    repo = sample(tmp_path, {"W1": TWO["W1"], "W2": Part(stray, ("b.txt",))})
    run(repo)
    shown = planloom(repo, "diff", "PLAN.md", "W2")
    assert shown.returncode == 1
    assert "owned      A  b.txt  (committed in " in shown.stdout
    assert "not owned  M  README.md  (not committed)" in shown.stdout
    assert "+more" in shown.stdout
    assert planloom(repo, "diff", "PLAN.md", "W1", "--names").returncode == 0


def test_commands_say_when_there_was_no_run(tmp_path: Path) -> None:
    repo = sample(tmp_path, TWO)
    for words in (["stop"], ["logs", "PLAN.md", "W1"]):
        refused = planloom(repo, *words)
        assert refused.returncode == 2
        assert "was never run" in refused.stderr
    assert approval(repo)
