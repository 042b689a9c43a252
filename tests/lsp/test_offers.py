"""What can be done for a plan that is not open, asked over the wire."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from tests.lsp.client import Client
from tests.support.runs import Part, run, sample, writing


@pytest.fixture
def repo(tmp_path: Path) -> Path:
    return sample(tmp_path, {"W1": Part(writing("a.txt"), ("a.txt",)), "W2": Part("exit 1", ("b.txt",))})


def offered(client: Client, repo: Path) -> set[tuple[str, str | None]]:
    told = client.request("planloom/offers", {"uri": Path(repo, "PLAN.md").as_uri()})["result"]["offers"]
    return {(one["command"], one.get("worker")) for one in told}


def test_what_makes_sense_is_offered_as_it_changes(repo: Path) -> None:
    with Client() as client:
        client.initialize(initializationOptions={"trusted": True})
        begin: set[tuple[str, Any]] = {(f"planloom.{one}", None) for one in ("run", "createWorktrees")}
        assert offered(client, repo) == begin | {("planloom.createWorktrees", "W1"), ("planloom.createWorktrees", "W2")}
        run(repo)
        assert {("planloom.resume", None), ("planloom.resume", "W2")} <= offered(client, repo)


@pytest.mark.parametrize("params", [{}, {"uri": 1}, {"uri": "untitled:1"}, {"uri": "file:///no/such/PLAN.md"}])
def test_only_plans_in_files_have_offers(params: dict[str, Any]) -> None:
    with Client() as client:
        client.initialize(initializationOptions={"trusted": True})
        assert client.request("planloom/offers", params)["error"]["message"]


def test_without_trust_nothing_is_offered(repo: Path) -> None:
    with Client() as client:
        client.initialize()
        asked = {"uri": Path(repo, "PLAN.md").as_uri()}
        assert "not trusted" in client.request("planloom/offers", asked)["error"]["message"]
