"""New plans and the sample, asked for over the wire."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from planloom.features.template import Draft, template
from planloom.lsp import messages
from tests.lsp.client import Client
from tests.support.repos import git


@pytest.fixture
def client() -> Iterator[Client]:
    with Client() as client:
        yield client


def test_a_new_plan_holds_what_was_said_of_it(client: Client) -> None:
    client.initialize()
    workers = [{"name": "Parser", "files": ["src/a.py", " docs/ "]}, {"files": ["src/b.py"]}, {}]
    answer = client.request("planloom/template", {"title": "Search", "workers": workers})
    drafts = [Draft("Parser", ("src/a.py", "docs/")), Draft(files=("src/b.py",)), Draft()]
    assert answer["result"] == {"text": template("Search", drafts)}


@pytest.mark.parametrize(
    "params",
    [
        {},
        {"title": "A", "workers": []},
        {"title": "A", "workers": [{}] * 65},
        {"title": "A", "workers": "W1"},
        {"title": "A\n## B", "workers": [{}]},
        {"title": "A", "workers": [{"name": "a|b"}]},
        {"title": "A", "workers": [{"files": ["`a"]}]},
        {"title": "A", "workers": [{"files": "a.py"}]},
    ],
)
def test_what_would_break_the_plan_is_refused(client: Client, params: dict[str, Any]) -> None:
    client.initialize()
    assert client.request("planloom/template", params)["error"]["code"] == messages.INVALID_PARAMS


def test_the_sample_is_a_repository_that_runs_by_scripts(client: Client, tmp_path: Path) -> None:
    client.initialize(initializationOptions={"trusted": True})
    folder = tmp_path / "new" / "reading list"
    answer = client.request("planloom/sample", {"folder": folder.as_uri()})
    assert answer["result"] == {"uri": (folder / "PLAN.md").as_uri()}
    assert git(folder, "status", "--porcelain") == ""
    assert git(folder, "log", "--format=%s") == "Plan the reading list"
    assert 'agent = "shell"' in (folder / ".planloom.toml").read_text()


def test_a_folder_that_is_there_stays_as_it_is(client: Client, tmp_path: Path) -> None:
    client.initialize(initializationOptions={"trusted": True})
    error = client.request("planloom/sample", {"folder": tmp_path.as_uri()})["error"]
    assert error["code"] == messages.REQUEST_FAILED
    assert "exists already" in error["message"]
    assert list(tmp_path.iterdir()) == []


def test_without_trust_no_git_runs(client: Client, tmp_path: Path) -> None:
    client.initialize()
    error = client.request("planloom/sample", {"folder": (tmp_path / "new").as_uri()})["error"]
    assert "not trusted" in error["message"]
    assert list(tmp_path.iterdir()) == []
