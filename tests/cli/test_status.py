"""`planloom status` beside a real run: while it goes on, when its orchestrator was killed, when it is over."""

from __future__ import annotations

import json
import time
from collections.abc import Iterator
from contextlib import chdir, contextmanager
from importlib.resources import files
from pathlib import Path
from typing import Any

import jsonschema
import pytest

from planloom.actions.status import status
from planloom.cli.checking import open_plan
from planloom.run.situation import look_at
from tests.support.runs import Part, planloom, resume, run, sample, start, writing

SCHEMA = json.loads(files("planloom").joinpath("schemas", "status.json").read_text(encoding="utf-8"))


def told(repo: Path) -> dict[str, Any]:
    """The document, made in this process: what the command prints, without its start."""
    with chdir(repo):
        document = status(look_at(open_plan("PLAN.md").plan, Path("PLAN.md")))
    jsonschema.validate(document, SCHEMA)
    return document


def worker(repo: Path, id_: str) -> dict[str, Any]:
    return next(one for one in told(repo)["workers"] if one["id"] == id_)


def waiting(marker: Path) -> Part:
    """A worker that changes a file of another, says something, and works on when the marker is there."""
    wait = f"echo x > c.txt\necho waiting\nuntil test -e {marker}; do sleep 0.05; done\nrm c.txt\n"
    return Part(wait + writing("b.txt"), ("b.txt",))


def until(repo: Path, id_: str, field: str, value: Any) -> dict[str, Any]:
    """The worker, when it has this value; the test's own time limit ends a vain wait."""
    while (found := worker(repo, id_))[field] != value:
        time.sleep(0.05)
    return found


def test_it_tells_what_goes_on_what_was_left_and_what_is_over(tmp_path: Path) -> None:
    marker = tmp_path / "go"
    repo = sample(tmp_path, {"W1": Part(writing("a.txt"), ("a.txt",)), "W2": waiting(marker)})
    assert (told(repo)["run"], told(repo)["next"]) == (None, "planloom run PLAN.md")
    assert not (repo / ".git/planloom").exists()
    orchestrator = start(repo)
    busy = until(repo, "W2", "last_output", "waiting")
    assert (busy["state"], busy["attempt"], busy["drift"]) == ("running", 1, ["c.txt"])
    assert busy["pid"]
    assert busy["started"]
    document = told(repo)
    assert document["run"]["orchestrator"] == orchestrator.pid
    assert document["next"] == f"wait: process {orchestrator.pid} goes on with it"
    assert "changed what it does not own: c.txt" in planloom(repo, "status").stdout
    assert json.loads(planloom(repo, "status", "--json").stdout)["run"] == document["run"]
    orchestrator.kill()
    orchestrator.communicate()
    left = told(repo)
    assert (left["run"]["orchestrator"], left["next"]) == (None, "planloom run PLAN.md --resume")
    assert worker(repo, "W2")["state"] == "running"
    marker.touch()
    ended = until(repo, "W2", "next", "planloom run PLAN.md --resume takes note of it")
    assert "ended with exit status 0, which no orchestrator has taken note of yet" in ended["evidence"]
    assert resume(repo).returncode == 0
    over = told(repo)
    assert (over["run"]["state"], over["next"]) == ("COMPLETED", "nothing: everything is merged")
    assert {one["state"] for one in over["workers"]} == {"merged"}
    assert "merged" in planloom(repo, "status").stdout


@pytest.fixture(scope="module")
def stopped(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A repository whose run stopped, for W1 failed; tests leave it as they found it."""
    folder = tmp_path_factory.mktemp("stopped")
    repo = sample(folder, {"W1": Part("exit 1", ("a.txt",)), "W2": Part(writing("b.txt"), ("b.txt",))})
    run(repo)
    return repo


def contents(folder: Path) -> dict[Path, bytes]:
    return {path: path.read_bytes() for path in folder.rglob("*") if path.is_file()}


@contextmanager
def holding(file: Path, content: bytes) -> Iterator[None]:
    """For a while, a file holds something else."""
    before = file.read_bytes()
    file.write_bytes(content)
    yield
    file.write_bytes(before)


def test_a_checkpoint_edited_by_hand_changes_nothing_and_is_shown(stopped: Path) -> None:
    (checkpoint,) = stopped.glob("archive/*.md")
    assert worker(stopped, "W1")["state"] == "failed"
    with holding(checkpoint, checkpoint.read_bytes().replace(b"| failed ", b"| merged ")):
        found = worker(stopped, "W1")
    assert found["state"] == "failed"
    assert "the checkpoint says merged" in found["evidence"]


def test_a_plan_edited_meanwhile_is_told(stopped: Path) -> None:
    assert "was edited" not in planloom(stopped, "status").stdout
    with holding(stopped / "PLAN.md", (stopped / "PLAN.md").read_bytes() + b"\nMore.\n"):
        assert "The plan was edited since the run began" in planloom(stopped, "status").stdout


def test_it_changes_nothing(stopped: Path) -> None:
    before = contents(stopped.parent)
    planloom(stopped, "status")
    assert contents(stopped.parent) == before


@pytest.mark.parametrize("damaged", ["journal", "blueprint*"])
def test_damaged_records_are_told_in_one_line(stopped: Path, damaged: str) -> None:
    (file,) = stopped.glob(f".git/planloom/*/1/{damaged}")
    with holding(file, b"x" + file.read_bytes()[1:]):
        said = planloom(stopped, "status")
    assert (said.returncode, said.stderr.count("\n")) == (2, 1)
    assert str(file) in said.stderr


def test_outside_of_a_repository_a_plan_was_never_run(tmp_path: Path, stopped: Path) -> None:
    (tmp_path / "PLAN.md").write_bytes((stopped / "PLAN.md").read_bytes())
    said = planloom(tmp_path, "status", "PLAN.md")
    assert (said.returncode, said.stdout.splitlines()[0]) == (0, "PLAN.md was never run.")
