"""What editors show of workers and checkpoints on request: logs, diffs, answers, rows that say what is not so."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from urllib.parse import unquote, urlsplit

import pytest

from tests.lsp.client import Client
from tests.lsp.cockpit import CODE, PLAIN, PROFILES, Cockpit, Message, repository
from tests.support.repos import git
from tests.support.runs import Part, checkpoint, writing

SCRIPT = "echo token=sk-verysecretvalue1234567890\nprintf 'at \\033[31mwork\\n'\n"


@pytest.fixture
def repo(tmp_path: Path) -> Path:
    """A worker that says things, and writes a file of its own and one that is not."""
    more = "echo x > stray.txt\ngit add -A\ngit commit -qm '[W1] More'\n"
    return repository(tmp_path, {"W1": Part(SCRIPT + writing("a.txt") + "\n" + more, ("a.txt",))})


@pytest.fixture
def client() -> Iterator[Client]:
    with Client() as client:
        yield client


def spawned(client: Client, repo: Path, profile: Message, **options: bool) -> Cockpit:
    """A client after the worker did its work, of which no orchestrator took note."""
    cockpit = Cockpit(client, repo, profile, **options)
    for command in ("createWorktrees", "spawnWorkers"):
        cockpit.command(command, "Run")
        cockpit.until(lambda message: (message.get("params") or {}).get("value") == {"kind": "end"})
    cockpit.offers("ended", "status W1")
    return cockpit


@PROFILES
def test_the_end_of_a_worker_is_seen_without_an_orchestrator(client: Client, repo: Path, profile: Message) -> None:
    cockpit = spawned(client, repo, profile)
    told = cockpit.lenses()
    assert told[0] == ("IN_PROGRESS, 0 of 1 merged; W1 ended", "status")
    assert [title for title, meant in told if meant.endswith(" W1")] == ["ended", "Validate", "Open log", "Diff"]
    cockpit.command("status", worker="W1")
    assert "takes note of it" in cockpit.shown[0]
    cockpit.command("resume", "Run")
    assert "W1 failed" in cockpit.said("BLOCKED")


@PROFILES
def test_a_log_and_a_diff_are_files_to_read(client: Client, repo: Path, profile: Message) -> None:
    cockpit = spawned(client, repo, profile)
    told = cockpit.command("log", worker="W1")
    assert (told["worker"], told["attempt"]) == ("W1", {"number": 1, "kind": "work"})
    assert read(cockpit.files[-1]) == told["text"]
    assert "at work" in told["text"]
    assert "\x1b" not in told["text"]
    told = cockpit.command("diff", worker="W1")
    assert {file["path"]: file["owned"] for file in told["files"]} == {"a.txt": True, "stray.txt": False}
    assert "+work" in told["text"]
    assert "# A stray.txt: not its own, owned by nobody" in read(cockpit.files[-1])
    assert not cockpit.shown
    assert git(repo, "status", "--porcelain") == "?? archive/"


def test_a_client_that_opens_no_files_gets_a_line(client: Client, repo: Path) -> None:
    cockpit = spawned(client, repo, {**PLAIN, "workspace": CODE["workspace"], "window": {"workDoneProgress": True}})
    cockpit.command("log", worker="W1")
    cockpit.command("diff", worker="W1")
    assert cockpit.shown == ["Planloom: W1 changed a.txt, stray.txt; not its own: stray.txt"]
    assert "nothing was started for W9" in cockpit.command("log", worker="W9")


def test_a_client_that_shows_runs_by_itself_gets_answers_alone(client: Client, repo: Path) -> None:
    cockpit = spawned(client, repo, CODE, showsRuns=True)
    for command in ("log", "diff", "status", "graph"):
        assert cockpit.command(command, worker="W1")
    assert "Approval" in cockpit.command("validateWorkers", dryRun=True)
    assert not cockpit.shown
    assert not cockpit.files


@PROFILES
def test_a_checkpoint_is_a_cockpit_too(client: Client, repo: Path, profile: Message) -> None:
    cockpit = spawned(client, repo, profile)
    (file,) = (repo / "archive").iterdir()
    told = checkpoint(repo).replace("| W1     | running", "| W1     | done   ")
    assert told != checkpoint(repo)
    cockpit.uri = file.as_uri()
    client.open(told, cockpit.uri)
    cockpit.offers("Take `running` from the facts", "takeOver W1")
    assert ("Update checkpoint", "updateCheckpoint") in cockpit.lenses()
    assert ("Open log", "log W1") in cockpit.lenses()
    assert cockpit.command("takeOver", worker="W1") == "Take `running` from the facts"
    (edit,) = cockpit.edits
    assert "running" in str(edit)
    assert "edits that are not saved" in cockpit.command("updateCheckpoint")
    assert cockpit.command("log", worker="W1")["worker"] == "W1"


def read(uri: str) -> str:
    """The text of a file."""
    return Path(unquote(urlsplit(uri).path)).read_text()
