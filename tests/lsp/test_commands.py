"""Commands over the wire, in real repositories with workers that are scripts: shown, agreed, run, told."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from planloom.lsp.messages import peek
from tests.lsp.client import Client, typed
from tests.lsp.cockpit import CODE, PLAIN, PROFILES, Cockpit, Message, repository
from tests.support.repos import branches, git
from tests.support.runs import Part, planloom, writing


def hash_of(repo: Path, *words: str) -> str:
    """What approves a run on the terminal."""
    return str(json.loads(planloom(repo, "run", "PLAN.md", *words, "--dry-run", "--json").stdout)["hash"])


@pytest.fixture
def repo(tmp_path: Path) -> Path:
    """Two workers, one after the other."""
    return repository(
        tmp_path,
        {
            "W1": Part(script=writing("a.txt"), writes=("a.txt",)),
            "W2": Part(script=writing("b.txt"), writes=("b.txt",), after="W1"),
        },
    )


@pytest.fixture
def client() -> Iterator[Client]:
    with Client() as client:
        yield client


@PROFILES
def test_a_plan_is_run_from_nothing_to_merged(client: Client, repo: Path, profile: Message) -> None:
    cockpit = Cockpit(client, repo, profile)
    assert "started as process" in cockpit.command("run", "Run")
    told = cockpit.said("COMPLETED")
    assert "W1 merged, W2 merged" in told
    assert git(repo, "ls-files", "a.txt", "b.txt") == "a.txt\nb.txt"
    assert list(branches(repo)) == ["main"]
    kinds = [one["value"]["kind"] for one in cockpit.progress if "kind" in one["value"]]
    assert (kinds[0], kinds.count("begin"), kinds.count("end")) == ("begin", 1, 1) or "end" not in kinds


def test_what_runs_is_shown_and_bound_to_its_hash(client: Client, repo: Path) -> None:
    cockpit = Cockpit(client, repo, PLAIN)
    cockpit.command("createWorktrees", "Cancel")
    (question,) = cockpit.questions
    assert [one["title"] for one in question["actions"]] == ["Run", "Cancel"]
    assert hash_of(repo) in question["message"]
    assert "git worktree add" in question["message"]
    assert not Path(repo, ".git", "planloom", "approvals").exists()
    assert list(branches(repo)) == ["main"]


def test_what_is_too_long_for_a_message_is_a_file_to_read(client: Client, repo: Path) -> None:
    cockpit = Cockpit(client, repo, CODE)
    cockpit.command("run", "Show everything", None)
    (file,) = cockpit.files
    text = Path(file.removeprefix("file://")).read_text()
    assert writing("b.txt").splitlines()[0] in text
    assert cockpit.said("not approved, and nothing was run")
    glance, reading = (question["message"] for question in cockpit.questions)
    assert glance.splitlines() == [
        "Planloom: Run W1, W2 of PLAN.md with agent shell (bash)?",
        f"It merges W1, W2 into main, then removes their worktrees and branches. Approval {hash_of(repo)}",
    ]
    assert reading == glance.splitlines()[0]


def test_a_dry_run_answers_with_the_steps_and_does_nothing(client: Client, repo: Path) -> None:
    cockpit = Cockpit(client, repo, PLAIN)
    told = cockpit.command("createWorktrees", dryRun=True)
    assert "# setup" in told
    assert "feat/w1" in told
    assert "# merge" not in told
    assert cockpit.shown == [f"Planloom: PLAN.md would run: setup W1 (approval {hash_of(repo)})"]
    assert not cockpit.questions
    assert list(branches(repo)) == ["main"]


@PROFILES
def test_each_phase_has_its_command(client: Client, tmp_path: Path, profile: Message) -> None:
    repo = repository(tmp_path, {"W1": Part(script=writing("a.txt"), writes=("a.txt",))})
    cockpit = Cockpit(client, repo, profile)
    cockpit.command("createWorktrees", "Run")
    cockpit.said("IN_PROGRESS: W1 pending")
    assert "feat/w1" in branches(repo)
    assert ("Spawn", "spawnWorkers W1") in cockpit.lenses()
    cockpit.command("spawnWorkers", "Run", worker="W1")
    cockpit.said("IN_PROGRESS: W1 running")
    cockpit.offers("ended", "status W1")
    cockpit.command("validateWorkers", "Run")
    cockpit.said("IN_PROGRESS: W1 done")
    cockpit.command("mergeWorkers", "Run")
    cockpit.said("IN_PROGRESS: W1 merged")
    assert "nothing to do now in phase merge; phase cleanup is next" in cockpit.command("mergeWorkers")
    cockpit.command("cleanUp", "Run")
    cockpit.said("COMPLETED")
    assert git(repo, "ls-files", "a.txt") == "a.txt"
    assert list(branches(repo)) == ["main"]


def test_before_the_workspace_is_trusted_nothing_is_run(client: Client, repo: Path) -> None:
    cockpit = Cockpit(client, repo, CODE, trusted=False)
    for command in cockpit.agreed["capabilities"]["executeCommandProvider"]["commands"]:
        if command != "planloom.graph":
            assert "until this workspace is trusted" in cockpit.command(command.removeprefix("planloom."))
    assert cockpit.lenses() == []
    assert not cockpit.questions
    assert not Path(repo, ".git", "planloom").exists()


def test_edits_that_are_not_saved_are_not_run(client: Client, repo: Path) -> None:
    cockpit = Cockpit(client, repo, CODE)
    client.send(typed(2, 0, 0, "x", cockpit.uri))
    assert "not saved" in cockpit.command("run")
    assert not cockpit.questions


def test_what_stands_in_the_way_is_said(client: Client, repo: Path) -> None:
    cockpit = Cockpit(client, repo, CODE)
    assert "no unfinished run" in cockpit.command("resume")


def test_an_agent_is_asked_for_where_nothing_names_one(client: Client, repo: Path) -> None:
    Path(repo, ".planloom.toml").write_text('agents.mine.command = "true"\n')
    cockpit = Cockpit(client, repo, CODE)
    assert "no agent is chosen" in cockpit.command("run", None)
    (question,) = cockpit.questions
    titles = [action["title"] for action in question["actions"]]
    assert titles[0] == "mine"
    assert {"shell", "hand", "Cancel"} <= {*titles}
    cockpit.command("run", "shell", "Run")
    cockpit.said("COMPLETED")
    assert Path(repo, "a.txt").exists()


@PROFILES
def test_the_status_is_a_message_and_a_document(client: Client, repo: Path, profile: Message) -> None:
    cockpit = Cockpit(client, repo, profile)
    document = cockpit.command("status")
    assert (document["version"], document["run"]) == (1, None)
    (told,) = cockpit.shown
    assert told.startswith("Planloom: PLAN.md: never run. Next: planloom run ")


@PROFILES
def test_the_graph_needs_no_trust(client: Client, repo: Path, profile: Message) -> None:
    cockpit = Cockpit(client, repo, profile, trusted=False)
    assert "<b>W2</b>" in cockpit.command("graph")
    assert cockpit.shown == ["Planloom: PLAN.md: W1 | W2"]
    assert not Path(repo, ".git", "planloom").exists()


def test_a_command_without_its_argument_is_refused(client: Client, repo: Path) -> None:
    Cockpit(client, repo, PLAIN)
    answer = client.request("workspace/executeCommand", {"command": "planloom.run", "arguments": []})
    assert answer["error"]["code"] == -32602


def test_a_client_that_shows_runs_itself_is_told_nothing_twice(client: Client, repo: Path) -> None:
    cockpit = Cockpit(client, repo, CODE, showsRuns=True)
    assert "# setup" in cockpit.command("run", dryRun=True)
    assert (cockpit.shown, cockpit.files) == ([], [])
    assert cockpit.command("resume", dryRun=True) is None
    assert "no unfinished run" in cockpit.shown[0]
    cockpit.command("run", "Run")
    cockpit.until(lambda message: peek(message, "params", "value", "kind") == "end")
    cockpit.lenses()
    assert not any("COMPLETED" in text for text in cockpit.shown)
