"""What a worker changed, asked over the wire: each file marked, and both sides of it to be read."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.lsp.client import Client
from tests.support.repos import commit, git
from tests.support.runs import Part, sample


@pytest.fixture
def repo(tmp_path: Path) -> Path:
    """W1 changed its own file, one of W2's, one of nobody's, and took one away."""
    made = sample(
        tmp_path,
        {"W1": Part(writes=("a.txt", "old.txt")), "W2": Part(writes=("b.txt",))},
        {"a.txt": "1\n", "old.txt": ""},
    )
    git(made, "worktree", "add", "-q", "-b", "feat/w1", "../repo-w1")
    there = tmp_path / "repo-w1"
    commit(there, {"a.txt": "2\n", "b.txt": "not mine\n"}, "Work")
    (there / "a.txt").write_text("3\n")
    (there / "notes.md").write_text("nobody's\n")
    (there / "old.txt").unlink()
    return made


@pytest.fixture
def client() -> Iterator[Client]:
    with Client() as client:
        client.initialize(initializationOptions={"trusted": True})
        yield client


def asked(client: Client, repo: Path, **more: str) -> Any:
    """The changes of a worker of a plan that is not open."""
    return client.request("planloom/changes", {"uri": Path(repo, "PLAN.md").as_uri(), **more})


def test_each_changed_file_is_marked_and_has_two_sides(client: Client, repo: Path) -> None:
    told = asked(client, repo, worker="W1")["result"]
    found = {file["path"]: (file["status"], file["owned"], file["why"]) for file in told["files"]}
    assert Path(told["worktree"]) == repo.parent / "repo-w1"
    assert found == {
        "a.txt": ("M", True, "PRIMARY on a.txt"),
        "b.txt": ("A", False, "owned by W2"),
        "notes.md": ("A", False, "owned by nobody"),
        "old.txt": ("D", True, "PRIMARY on old.txt"),
    }
    changed, new, _, gone = told["files"]
    assert Path(changed["after"]).read_text() == "3\n"
    assert new["before"] is None
    assert gone["after"] is None
    uri = Path(repo, "PLAN.md").as_uri()
    assert client.request("planloom/content", {"uri": uri, **changed["before"]})["result"] == {"text": "1\n"}


def test_without_a_worktree_the_branch_is_what_is_compared(client: Client, repo: Path) -> None:
    git(repo, "worktree", "remove", "--force", "../repo-w1")
    told = asked(client, repo, worker="w1")["result"]
    assert told["worktree"] is None
    changed, new = told["files"]
    uri = Path(repo, "PLAN.md").as_uri()
    assert client.request("planloom/content", {"uri": uri, **changed["after"]})["result"] == {"text": "2\n"}
    assert client.request("planloom/content", {"uri": uri, **new["after"]})["result"] == {"text": "not mine\n"}


@pytest.mark.parametrize(
    ("commit_", "path"),
    [
        ("HEAD", "a.txt"),
        ("0" * 40, "a.txt"),
        ("--help", "a.txt"),
        (None, "../secret"),
        (None, "/etc/passwd"),
        (None, ""),
    ],
)
def test_only_files_of_commits_are_read(client: Client, repo: Path, commit_: str | None, path: str) -> None:
    params = {"uri": Path(repo, "PLAN.md").as_uri(), "commit": commit_ or git(repo, "rev-parse", "HEAD"), "path": path}
    assert client.request("planloom/content", params)["error"]["message"]


def test_what_is_no_text_has_no_text(client: Client, repo: Path) -> None:
    made = commit(repo, {"picture.bin": b"\0\1"}, "Picture")
    params = {"uri": Path(repo, "PLAN.md").as_uri(), "commit": made, "path": "picture.bin"}
    assert client.request("planloom/content", params)["result"] == {"text": None}


def test_what_is_not_there_is_said(client: Client, repo: Path) -> None:
    assert "no branch" in asked(client, repo, worker="W2")["error"]["message"]
    assert "no worker W9; it has W1, W2" in asked(client, repo, worker="W9")["error"]["message"]
    assert "expected" in asked(client, repo)["error"]["message"]


def test_without_trust_git_is_not_read(repo: Path) -> None:
    with Client() as client:
        client.initialize()
        assert "not trusted" in asked(client, repo, worker="W1")["error"]["message"]
