"""Runs that outlive server and editor, are found again, cancelled and stopped; what is offered meanwhile."""

from __future__ import annotations

import os
import signal
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.lsp.client import Client
from tests.lsp.cockpit import CODE, PLAIN, PROFILES, Cockpit, Message
from tests.support.repos import git
from tests.support.runs import checkpoint, start


@pytest.fixture
def client() -> Iterator[Client]:
    with Client() as client:
        yield client


def until_running(cockpit: Cockpit) -> None:
    """Wait until the progress says that the first worker runs."""
    cockpit.until(lambda message: "W1 running" in str(message.get("params", {}).get("value", "")))


def test_a_run_outlives_its_server_and_the_next_one_shows_it(repo: Path, gate: Path) -> None:
    with Client() as client:
        cockpit = Cockpit(client, repo, CODE)
        cockpit.command("run", "Run")
        until_running(cockpit)
        client.process.kill()
        client.process.wait()
    with Client() as client:
        cockpit = Cockpit(client, repo, CODE)
        titles = [title for title, _ in cockpit.lenses()]
        assert "Stop workers" in titles
        assert "Resume" not in titles
        until_running(cockpit)
        assert "is run by process" in cockpit.command("createWorktrees")
        gate.touch()
        cockpit.said("COMPLETED")
        assert git(repo, "ls-files", "a.txt", "b.txt") == "a.txt\nb.txt"


def test_a_cancelled_run_begins_nothing_new(client: Client, repo: Path, gate: Path) -> None:
    cockpit = Cockpit(client, repo, CODE)
    cockpit.command("run", "Run")
    until_running(cockpit)
    client.notify("window/workDoneProgress/cancel", {"token": cockpit.progress[-1]["token"]})
    cockpit.said("nothing new begins")
    gate.touch()
    cockpit.said("IN_PROGRESS", "W2 pending")
    assert ("Resume", "resume") in cockpit.lenses()
    cockpit.command("resume", "Run")
    cockpit.said("COMPLETED")


@PROFILES
def test_a_worker_is_stopped(client: Client, repo: Path, profile: Message) -> None:
    cockpit = Cockpit(client, repo, profile)
    cockpit.command("createWorktrees", "Run")
    cockpit.said("IN_PROGRESS: W1 pending")
    cockpit.command("spawnWorkers", "Run")
    cockpit.said("IN_PROGRESS: W1 running")
    assert ("Stop", "stopWorkers W1") in cockpit.lenses()
    cockpit.command("stopWorkers", "Stop", worker="W1")
    assert "Stop W1 and" in cockpit.questions[-1]["message"]
    cockpit.said("W1 stopped")
    assert ("Stop", "stopWorkers W1") not in cockpit.lenses()
    assert "no worker is running" in cockpit.command("stopWorkers")


@PROFILES
def test_the_checkpoint_is_written_anew(client: Client, repo: Path, profile: Message) -> None:
    cockpit = Cockpit(client, repo, profile)
    assert "never run" in cockpit.command("updateCheckpoint")
    cockpit.command("createWorktrees", "Run")
    cockpit.said("IN_PROGRESS: W1 pending")
    (file,) = Path(repo, "archive").iterdir()
    before = checkpoint(repo)
    file.unlink()
    cockpit.command("updateCheckpoint", dryRun=True)
    assert not file.exists()
    cockpit.command("updateCheckpoint")
    assert checkpoint(repo) == before


def test_what_can_be_done_is_in_the_light_bulb_s_menu(client: Client, repo: Path) -> None:
    cockpit = Cockpit(client, repo, PLAIN)
    assert titles_at(cockpit, "# Sample") == ["Create worktrees (1)", "Run"]
    assert titles_at(cockpit, "### W1") == ["Create worktree"]
    assert titles_at(cockpit, "**Goal:**") == []


def test_a_killed_orchestrator_is_told(client: Client, repo: Path, gate: Path) -> None:
    cockpit = Cockpit(client, repo, CODE)
    started = cockpit.command("run", "Run")
    until_running(cockpit)
    os.kill(int(started.partition("process ")[2].split(";")[0]), signal.SIGKILL)
    cockpit.said("was killed by signal 9", "Resume continues")
    gate.touch()
    cockpit.command("resume", "Run")
    cockpit.said("COMPLETED")


@pytest.mark.parametrize("options", [{}, {"showsRuns": True}])
def test_a_killed_run_of_the_terminal_is_told_once(
    client: Client, repo: Path, gate: Path, options: dict[str, bool]
) -> None:
    cockpit = Cockpit(client, repo, CODE, **options)
    orchestrator = start(repo)
    cockpit.offers("Stop", "stopWorkers W1")
    orchestrator.kill()
    orchestrator.communicate()
    cockpit.said("PLAN.md: its run ended without finishing", "Resume")
    gate.touch()
    cockpit.offers("ended", "status W1")
    assert len(cockpit.shown) == 1


def test_a_run_that_is_left_on_purpose_ends_without_alarm(client: Client, repo: Path, gate: Path) -> None:
    cockpit = Cockpit(client, repo, CODE)
    orchestrator = start(repo)
    cockpit.offers("Stop", "stopWorkers W1")
    orchestrator.send_signal(signal.SIGINT)
    gate.touch()
    orchestrator.communicate()
    cockpit.said("IN_PROGRESS", "W2 pending")
    assert "without finishing" not in str(cockpit.shown)


def titles_at(cockpit: Cockpit, start: str) -> list[str]:
    """The titles of the commands that are offered on the line that begins so."""
    lines = Path(cockpit.repo, "PLAN.md").read_text().splitlines()
    place = {"line": next(i for i, line in enumerate(lines) if line.startswith(start)), "character": 0}
    asked: Message = {
        "textDocument": {"uri": cockpit.uri},
        "range": {"start": place, "end": place},
        "context": {"diagnostics": []},
    }
    request = cockpit.client.ask("textDocument/codeAction", asked)
    answer = cockpit.until(lambda message: "method" not in message and message.get("id") == request)
    return [one["title"] for one in answer["result"] if one["kind"] == "planloom"]
