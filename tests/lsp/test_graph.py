"""The graph and the times of a plan, asked for over the wire: open or not, trusted or not."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import jsonschema
import pytest

from tests.actions.test_timeline import SCHEMA as TIMELINE
from tests.features.test_picture import SCHEMA as GRAPH
from tests.lsp.client import PLAN, Client
from tests.lsp.cockpit import CODE, NEOVIM, Message, repository
from tests.support.repos import git
from tests.support.runs import Part, run, writing

TRUSTED = {"trusted": True, "statusNotifications": True}


@pytest.fixture
def repo(tmp_path: Path) -> Path:
    """Two workers: one that is merged, one that cannot do it."""
    return repository(
        tmp_path,
        {"W1": Part(script=writing("a.txt"), writes=("a.txt",)), "W2": Part(script="exit 1", writes=("b.txt",))},
    )


@pytest.fixture
def client() -> Iterator[Client]:
    with Client() as client:
        yield client


def asked(client: Client, what: str, uri: str) -> dict[str, Any]:
    """What the server answers, which is as its schema says."""
    answer = client.request(f"planloom/{what}", {"uri": uri})
    assert "result" in answer, answer
    jsonschema.validate(answer["result"], {"graph": GRAPH, "timeline": TIMELINE}[what])
    return dict(answer["result"])


@pytest.mark.parametrize("profile", [CODE, NEOVIM], ids=["code", "neovim"])
def test_a_graph_needs_no_trust_and_no_repository(client: Client, profile: Message) -> None:
    client.initialize(profile)
    uri = "file:///nowhere/plan.md"
    client.open(PLAN.replace("### Worker 2", "### 😀 Worker 2"), uri)
    graph = asked(client, "graph", uri)
    assert [(worker["id"], worker["state"]) for worker in graph["workers"]] == [("W1", None), ("W2", None)]
    lines = PLAN.splitlines()
    assert [worker["range"]["start"]["line"] for worker in graph["workers"]] == [
        lines.index("### Worker 1: Index"),
        lines.index("### Worker 2: Query"),
    ]
    units = len("### 😀 ".encode("utf-8" if profile is NEOVIM else "utf-16-le")) // (1 if profile is NEOVIM else 2)
    assert graph["workers"][1]["range"]["start"]["character"] == units


def test_an_edit_changes_the_graph_before_it_is_saved(client: Client, repo: Path) -> None:
    client.initialize(CODE)
    uri = Path(repo, "PLAN.md").as_uri()
    text = Path(repo, "PLAN.md").read_text()
    client.open(text, uri)
    assert len(asked(client, "graph", uri)["waves"]) == 1
    line = [number for number, line in enumerate(text.splitlines()) if line == "**Depends On:** none"][-1]
    client.type(2, line, len("**Depends On:** "), "W1, ", uri)
    graph = asked(client, "graph", uri)
    assert [wave["workers"] for wave in graph["waves"]] == [["W1"], ["W2"]]
    assert graph["critical"] == ["W1", "W2"]


def test_states_of_a_plan_that_is_not_open_are_read_with_trust_only(client: Client, repo: Path) -> None:
    run(repo)
    uri = Path(repo, "PLAN.md").as_uri()
    client.initialize(CODE, initializationOptions=TRUSTED)
    first, second = asked(client, "graph", uri)["workers"]
    assert (first["state"], second["state"], second["attempt"]) == ("done", "failed", 3)
    with Client() as stranger:
        stranger.initialize(CODE)
        assert {worker["state"] for worker in asked(stranger, "graph", uri)["workers"]} == {None}
        assert "not trusted" in stranger.request("planloom/timeline", {"uri": uri})["error"]["message"]


def test_branches_that_would_conflict_are_an_edge(client: Client, repo: Path) -> None:
    for worker in ("w1", "w2"):
        git(repo, "worktree", "add", "-q", "-b", f"feat/{worker}", f"../repo-{worker}")
        Path(repo.parent, f"repo-{worker}", "README.md").write_text(worker)
    client.initialize(CODE, initializationOptions=TRUSTED)
    graph = asked(client, "graph", Path(repo, "PLAN.md").as_uri())
    found = [edge for edge in graph["edges"] if edge["kind"] == "forecast"]
    assert [(edge["from"], edge["to"], edge["files"]) for edge in found] == [("W1", "W2", ["README.md"])]


def test_the_times_of_a_run_are_told(client: Client, repo: Path) -> None:
    uri = Path(repo, "PLAN.md").as_uri()
    client.initialize(CODE, initializationOptions=TRUSTED)
    assert client.request("planloom/timeline", {"uri": uri})["result"] is None
    run(repo)
    found = asked(client, "timeline", uri)
    assert (found["run"]["state"], found["run"]["ended"] is not None) == ("BLOCKED", True)
    assert [phase["phase"] for phase in found["phases"]][:2] == ["setup", "spawn"]
    assert all(phase["ended"] for phase in found["phases"])
    first, second = found["workers"]
    assert [(one["kind"], one["outcome"]) for one in first["attempts"]] == [("work", "passed"), ("validate", "passed")]
    assert [(one["kind"], one["outcome"]) for one in second["attempts"]] == [("work", "failed")] * 3
    assert [one["state"] for one in second["states"]] == ["failed"]


@pytest.mark.parametrize("what", ["graph", "timeline"])
def test_what_cannot_be_answered_is_refused_in_words(client: Client, tmp_path: Path, what: str) -> None:
    client.initialize(CODE, initializationOptions=TRUSTED)
    for params in ({}, {"uri": 3}, {"uri": "untitled:Untitled-1"}, None):
        answer = client.request(f"planloom/{what}", params)
        assert "name a plan" in answer["error"]["message"], answer
    answer = client.request(f"planloom/{what}", {"uri": Path(tmp_path, "gone.md").as_uri()})
    assert "cannot be read" in answer["error"]["message"]
    prose = Path(tmp_path, "prose.md")
    prose.write_text("# Prose\n")
    assert client.request(f"planloom/{what}", {"uri": prose.as_uri()})["result"] is None
