"""Changes in worktrees, told by the system, by the client, or found: each shows, and what git ignores does not."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from threading import Event
from typing import Any

import pytest

from planloom.lsp.watchers import Best, SourceError
from planloom.lsp.watchers.heard import Heard
from planloom.lsp.watchers.native import Native
from planloom.lsp.watchers.walk import Walk
from tests.lsp.client import SECONDS, Client
from tests.lsp.test_live import Editor
from tests.lsp.test_session import patched
from tests.support.repos import git, make_repo
from tests.support.runs import Part, sample

BLIND = "import sys; sys.modules['watchfiles'] = None"
WATCHES: dict[str, Any] = {
    "workspace": {"didChangeWatchedFiles": {"dynamicRegistration": True, "relativePatternSupport": True}}
}


@pytest.fixture
def repo(tmp_path: Path) -> Path:
    """A repository with a file, and things that git ignores."""
    return make_repo(tmp_path / "parent", {".gitignore": "target/\n*.log\n", "src/a.py": "x\n"})


def _too_many(*_: object, **__: object) -> Any:
    raise OSError("OS file watch limit reached")
    yield set()


CHANGES: dict[str, Callable[[Path], object]] = {
    "a file is written": lambda repo: (repo / "src/a.py").write_text("yy\n"),
    "a file is new": lambda repo: (repo / "src/b.py").write_text(""),
    "a file is gone": lambda repo: (repo / "src/a.py").unlink(),
    "a folder is new, with a file": lambda repo: ((repo / "new").mkdir(), (repo / "new/x").write_text("")),
}


@pytest.mark.parametrize("change", CHANGES)
def test_the_system_tells_of_a_change(repo: Path, change: str) -> None:
    told = Event()
    source = Native(told.set)
    source.watch({str(repo): True})
    before = source.stamp(str(repo))
    assert source.stamp(str(repo)) == before
    CHANGES[change](repo)
    assert told.wait(SECONDS)
    assert source.stamp(str(repo)) != before
    source.watch({})


def test_folders_come_and_go_while_the_system_watches(tmp_path: Path) -> None:
    told = Event()
    source = Native(told.set)
    repos = [make_repo(tmp_path / name, {"a": ""}) for name in "abcdef"]
    for number in range(len(repos)):
        source.watch({str(repo): True for repo in repos[: number + 1]})
    for repo in repos:
        before = source.stamp(str(repo))
        told.clear()
        (repo / "b").write_text("")
        while source.stamp(str(repo)) == before:
            assert told.wait(SECONDS)
            told.clear()
    gone = repos[0]
    before = source.stamp(str(gone))
    gone.rename(tmp_path / "away")
    source.watch({str(repo): True for repo in repos})
    gone.mkdir()
    source.watch({str(repo): True for repo in repos})
    assert source.stamp(str(gone)) != before
    source.watch({})


@pytest.mark.parametrize("failing", [lambda *_, **__: iter(()), _too_many], ids=["ends", "too many folders"])
def test_where_the_system_does_not_tell_that_is_said(repo: Path, monkeypatch: Any, failing: Any) -> None:
    monkeypatch.setattr("watchfiles.watch", failing)
    best = Best(iter((lambda: Native(lambda: None), Walk)))
    assert best.name == Native.name
    best.watch({str(repo): True})
    assert best.name == Walk.name


def test_what_git_ignores_does_not_count(repo: Path) -> None:
    tree, heard = str(repo), Heard()
    heard.watch([tree])
    before = heard.stamp(tree)
    for paths in (
        ["target/debug/x", "target/debug/y", "deep/down.log", ".git/index", "gone/target/z"],
        [f"target/{number}" for number in range(5_000)],
    ):
        heard.hear(f"{tree}/{path}" for path in paths)
        assert heard.stamp(tree) == before
    (repo / "target").mkdir()
    (repo / "target/kept").write_text("")
    git(repo, "add", "-f", "target/kept")
    for path in ("target/kept", "src/a.py", "node_modules/x.js", "-x", "\n", ""):
        assert heard.hear([f"{tree}/{path}" if path else tree])
        assert heard.stamp(tree) != before, path
        before = heard.stamp(tree)
    assert not heard.hear([f"{tree}-beside/a", "/elsewhere"])
    heard.hear(f"{tree}/{number}.log" for number in range(5_000))
    assert heard.stamp(tree) != before


def test_where_one_source_fails_the_next_is_taken(repo: Path) -> None:
    class Broken(Walk):
        name = "nobody"

        def watch(self, trees: object) -> None:
            raise SourceError("no")

    def missing() -> Walk:
        raise SourceError("not here")

    best = Best(iter((missing, Broken, Walk)))
    assert best.name == "nobody"
    best.watch({str(repo): True})
    assert best.name == Walk.name
    assert isinstance(best.stamp(str(repo)), int)


def test_a_client_that_can_is_asked_to_watch_worktrees_and_tells_of_changes(tmp_path: Path) -> None:
    repo = straying(tmp_path)
    with Client(patched(BLIND)) as client:
        editor = Editor(client, repo, WATCHES)
        asked = client.wait(_watches_worktrees)
        (registration,) = asked["params"]["registrations"]
        (watcher,) = registration["registerOptions"]["watchers"]
        tree = repo.parent / "repo-w1"
        assert watcher["globPattern"] == {"baseUri": tree.as_uri(), "pattern": "**/*"}
        client.send({"jsonrpc": "2.0", "id": asked["id"], "result": None})
        for there in (True, False):
            stray = tree / "b.txt"
            stray.write_text("not mine") if there else stray.unlink()
            client.notify("workspace/didChangeWatchedFiles", {"changes": [{"uri": stray.as_uri(), "type": 1}]})
            editor.until("ownership-drift", there=there)
        git(repo, "worktree", "remove", "--force", str(tree))
        gone = client.wait(lambda message: message.get("method") == "client/unregisterCapability")
        assert [one["id"] for one in gone["params"]["unregisterations"]] == [registration["id"]]
        client.send({"jsonrpc": "2.0", "id": gone["id"], "result": None})


def test_where_nobody_tells_a_change_is_found(tmp_path: Path) -> None:
    repo = straying(tmp_path)
    with Client(patched(BLIND)) as client:
        editor = Editor(client, repo, {"workspace": {"didChangeWatchedFiles": {"dynamicRegistration": False}}})
        for there in (True, False):
            stray = repo.parent / "repo-w1" / "b.txt"
            stray.write_text("not mine") if there else stray.unlink()
            editor.until("ownership-drift", there=there)


def straying(folder: Path) -> Path:
    """A repository with a plan, and the worktree of its first worker."""
    repo = sample(folder, {"W1": Part(writes=("a.txt",)), "W2": Part(writes=("b.txt",))})
    git(repo, "worktree", "add", "-q", "-b", "feat/w1", "../repo-w1")
    return repo


def _watches_worktrees(message: dict[str, Any]) -> bool:
    if message.get("method") != "client/registerCapability":
        return False
    return any("worktree" in one["id"] for one in message["params"]["registrations"])
