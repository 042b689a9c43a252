"""The plans of a workspace, listed over the wire: open or not, wherever they lie below its folders."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from planloom.features.template import Draft, template
from tests.lsp.client import PLAN, Client
from tests.support.repos import git, make_repo, write_files
from tests.support.runs import Part, run, sample, writing


@pytest.fixture
def client() -> Iterator[Client]:
    with Client() as client:
        yield client


def begin(client: Client, *folders: Path, trusted: bool = True) -> None:
    named = [{"uri": folder.as_uri(), "name": folder.name} for folder in folders]
    client.initialize(workspaceFolders=named, initializationOptions={"trusted": trusted})


def plans(client: Client) -> dict[str, Any]:
    """The plans by URI."""
    return {plan["uri"]: plan for plan in client.request("planloom/plans", {})["result"]["plans"]}


def test_plans_are_found_as_check_finds_them(client: Client, tmp_path: Path) -> None:
    one = make_repo(tmp_path, {"plans/a b.md": PLAN, "README.md": "# No plan\n", "node_modules/x.md": PLAN})
    git(one, "worktree", "add", "-q", "-b", "other", "copy")
    two = tmp_path / "two"
    write_files(two, {"deep/er/PLAN.md": template("other", [Draft()] * 2)})
    begin(client, one, two, two / "deep")
    found = plans(client)
    assert list(found) == [(one / "plans/a b.md").as_uri(), (two / "deep/er/PLAN.md").as_uri()]
    first = next(iter(found.values()))
    assert first["title"] == "Parallel execution plan: search"
    assert [(worker["id"], worker["name"]) for worker in first["workers"]] == [("W1", "Index"), ("W2", "Query")]
    place = first["workers"][1]["range"]
    line = PLAN.splitlines()[place["start"]["line"]]
    assert line[place["start"]["character"] : place["end"]["character"]] == "Worker 2"
    assert "run" not in first


def test_what_is_open_counts_as_it_is_open(client: Client, tmp_path: Path) -> None:
    repo = make_repo(tmp_path, {"PLAN.md": PLAN, "notes.md": "# Notes\n"})
    begin(client, repo)
    assert list(plans(client)) == [(repo / "PLAN.md").as_uri()]
    client.open("# Nothing\n", (repo / "PLAN.md").as_uri())
    client.open(PLAN.replace("search", "find"), (repo / "notes.md").as_uri())
    assert [plan["title"] for plan in plans(client).values()] == ["Parallel execution plan: find"]


def test_files_that_come_change_and_go_are_seen(client: Client, tmp_path: Path) -> None:
    repo = make_repo(tmp_path, {"PLAN.md": PLAN})
    begin(client, repo)
    assert plans(client)
    (repo / "PLAN.md").write_text(PLAN.replace("search", "another"))
    (repo / "NEW.md").write_text(PLAN)
    titles = [plan["title"] for plan in plans(client).values()]
    assert titles == ["Parallel execution plan: search", "Parallel execution plan: another"]
    (repo / "PLAN.md").unlink()
    (repo / "NEW.md").unlink()
    assert plans(client) == {}


@pytest.mark.parametrize("trusted", [True, False])
def test_how_runs_are_is_told_with_trust(client: Client, tmp_path: Path, trusted: bool) -> None:
    repo = sample(tmp_path, {"W1": Part(writing("a.txt"), ("a.txt",)), "W2": Part(writing("b.txt"), ("b.txt",))})
    run(repo)
    begin(client, repo, trusted=trusted)
    (plan,) = (plan for uri, plan in plans(client).items() if uri.endswith("/PLAN.md"))
    assert plan.get("run") == ({"state": "COMPLETED"} if trusted else None)


def test_what_cannot_be_read_is_no_plan(client: Client, tmp_path: Path) -> None:
    repo = make_repo(tmp_path, {"PLAN.md": PLAN, ".planloom.toml": "not = [toml"})
    (repo / "gone.md").symlink_to("nowhere.md")
    (repo / "bytes.md").write_bytes(b"\xff\xfe\x00")
    begin(client, repo)
    assert list(plans(client)) == [(repo / "PLAN.md").as_uri()]
