"""`planloom run --resume` in another clone: from the checkpoint and git alone, and nothing paid for twice."""

from __future__ import annotations

import json
from pathlib import Path
from subprocess import CompletedProcess

from tests.support.repos import git, sound
from tests.support.runs import Part, planloom, records, resume, run, sample, writing

PARTS = {
    "W1": Part(writing("a.txt"), ("a.txt",), validation="grep -q work a.txt"),
    "W2": Part("exit 1", ("b.txt",)),
    "W3": Part(writing("c.txt"), ("c.txt",), after="W2"),
}


def states(repo: Path) -> dict[str, str]:
    said = planloom(repo, "status", "PLAN.md", "--json")
    assert said.returncode == 0, said.stderr
    return {one["id"]: one["state"] for one in json.loads(said.stdout)["workers"]}


def cloned(repo: Path, *branches: str) -> Path:
    """Another clone, with these branches and the checkpoint, and no journal."""
    there = repo.parent / "other" / "repo"
    there.parent.mkdir()
    git(repo, "clone", "--quiet", str(repo), str(there))
    for branch in branches:
        git(there, "branch", "--quiet", "--no-track", branch, f"origin/{branch}")
    for name in ("name", "email"):
        git(there, "config", f"user.{name}", git(repo, "config", f"user.{name}"))
    (checkpoint,) = repo.glob("archive/*.md")
    (there / "archive").mkdir()
    (there / "archive" / checkpoint.name).write_bytes(checkpoint.read_bytes())
    return there


def gone_on(repo: Path) -> CompletedProcess[str]:
    """`planloom run --resume`, approved as its dry run says."""
    words = ("run", "PLAN.md", "--agent", "shell", "--resume")
    shown = planloom(repo, *words, "--dry-run", "--json")
    assert shown.returncode == 0, shown.stderr
    return planloom(repo, *words, "--approve", json.loads(shown.stdout)["hash"])


def started(repo: Path) -> list[str]:
    """The workers whose agents were started here."""
    return [
        one["worker"] for one in records(repo) if one["do"] == "attempt" and one["is"] == "intent" and one["counts"]
    ]


def test_what_was_validated_there_is_validated_here_and_the_rest_is_asked(tmp_path: Path) -> None:
    repo = sample(tmp_path, PARTS)
    run(repo)
    assert states(repo) == {"W1": "done", "W2": "failed", "W3": "pending"}
    there = cloned(repo, "feat/w1", "feat/w2")
    assert states(there) == {"W1": "done", "W2": "failed", "W3": "pending"}
    assert "of the run there is no journal here" in planloom(there, "status").stdout
    done = gone_on(there)
    assert done.returncode == 1, done.stdout + done.stderr
    assert states(there) == {"W1": "done", "W2": "blocked", "W3": "pending"}
    assert "`planloom adopt PLAN.md W2` takes over what is on branch feat/w2" in done.stdout
    assert not started(there)
    again = resume(there)
    assert again.returncode == 1
    assert not started(there)
    assert list(there.glob(".git/planloom/*/1/edited/*.md")), "the checkpoint from elsewhere is kept"


def test_what_the_target_holds_is_merged_and_only_the_rest_is_done(tmp_path: Path) -> None:
    parts = {"W1": PARTS["W1"], "W2": Part("test -e ../go || exit 1\n" + writing("b.txt"), ("b.txt",))}
    repo = sample(tmp_path, parts)
    run(repo)
    assert states(repo) == {"W1": "done", "W2": "failed"}
    git(repo, "merge", "--quiet", "--no-edit", "feat/w1")
    there = cloned(repo)
    done = gone_on(there)
    assert states(there) == {"W1": "merged", "W2": "blocked"}
    assert "fetch its branch feat/w2" in done.stdout
    (there.parent / "go").touch()
    end = planloom(there, "run", "PLAN.md", "--resume", "--worker", "W2")
    assert end.returncode in (0, 1), end.stdout + end.stderr
    assert resume(there).returncode == 0
    assert started(there) == ["W2"]
    assert states(there) == {"W1": "merged", "W2": "merged"}
    assert git(there, "log", "--format=%s").count("[W1] a.txt") == 1
    assert sound(there)
