"""What goes on around an open plan, seen in the editor while it happens: real repositories, real runs."""

from __future__ import annotations

import re
import shutil
import time
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path
from typing import Any

import jsonschema
import pytest

from tests.cli.test_status import SCHEMA, waiting
from tests.lsp.client import Client
from tests.lsp.cockpit import CODE, NEOVIM, Cockpit
from tests.lsp.test_session import patched
from tests.support.repos import git
from tests.support.runs import Part, run, sample, start, writing

TRUSTED = {"trusted": True, "statusNotifications": True}
EVERYTHING = {"start": {"line": 0, "character": 0}, "end": {"line": 9999, "character": 0}}
PUSHED: dict[str, Any] = {"workspace": {"inlayHint": {"refreshSupport": True}}}
PULLED: dict[str, Any] = {
    "general": {"positionEncodings": ["utf-8"]},
    "workspace": {"diagnostics": {"refreshSupport": True}},
    "textDocument": {"diagnostic": {}},
}


class Editor:
    """A client with a plan open in a repository; `pulls`: it asks for diagnostics."""

    def __init__(self, client: Client, repo: Path, capabilities: dict[str, Any], file: str = "PLAN.md") -> None:
        self.client, self.pulls = client, capabilities is PULLED
        self.uri = Path(repo, file).as_uri()
        self.opened = Path(repo, file).read_text()
        client.initialize(capabilities, initializationOptions=TRUSTED)
        client.open(self.opened, self.uri)

    def rules(self) -> set[str]:
        """The rules of the diagnostics as they are now, or when they come next."""
        if not self.pulls:
            return {one["code"] for one in self.client.diagnostics(self.uri)["diagnostics"]}
        asked = {"textDocument": {"uri": self.uri}}
        return {one["code"] for one in self.client.request("textDocument/diagnostic", asked)["result"]["items"]}

    def until(self, rule: str, *, there: bool) -> None:
        """Wait for a rule's diagnostics to come, or to go."""
        while (rule in self.rules()) is not there:
            if self.pulls:
                asked = self.client.wait(lambda message: message.get("method") == "workspace/diagnostic/refresh")
                self.client.send({"jsonrpc": "2.0", "id": asked["id"], "result": None})

    def actions(self) -> set[str]:
        """The titles of all code actions."""
        asked = {"textDocument": {"uri": self.uri}, "range": EVERYTHING, "context": {"diagnostics": []}}
        return {one["title"] for one in self.client.request("textDocument/codeAction", asked)["result"]}

    def hints(self) -> list[str]:
        """The hints, in order."""
        asked = {"textDocument": {"uri": self.uri}, "range": EVERYTHING}
        return [one["label"] for one in self.client.request("textDocument/inlayHint", asked)["result"]]


@pytest.fixture
def repo(tmp_path: Path) -> Path:
    """A repository with two workers' worktrees, made by hand."""
    made = sample(tmp_path, {"W1": Part(writes=("a.txt",)), "W2": Part(writes=("b.txt",), after="W1")})
    for worker in ("w1", "w2"):
        git(made, "worktree", "add", "-q", "-b", f"feat/{worker}", f"../repo-{worker}")
    return made


@pytest.fixture(params=[PUSHED, PULLED], ids=["pushed", "pulled"])
def editor(request: pytest.FixtureRequest, repo: Path) -> Iterator[Editor]:
    with Client() as client:
        yield Editor(client, repo, request.param)


def test_a_worker_that_strays_is_underlined_until_it_takes_that_back(editor: Editor, repo: Path) -> None:
    stray = repo.parent / "repo-w1" / "b.txt"
    editor.until("missing-path", there=False)
    stray.write_text("not mine")
    editor.until("ownership-drift", there=True)
    stray.unlink()
    editor.until("ownership-drift", there=False)
    (repo.parent / "repo-w2" / "a.txt").write_text("not mine either")
    editor.until("ownership-drift", there=True)


def test_facts_outlive_edits_and_settings(editor: Editor, repo: Path) -> None:
    (repo.parent / "repo-w1" / "b.txt").write_text("not mine")
    editor.until("ownership-drift", there=True)
    editor.client.type(2, 0, 0, "\n", editor.uri)
    assert "ownership-drift" in editor.rules()
    changed = {"settings": {"planloom": {"rules": {"ignore": ["missing-validation"]}}}}
    editor.client.notify("workspace/didChangeConfiguration", changed)
    editor.client.type(3, 0, 0, "\n", editor.uri)
    assert "ownership-drift" in editor.rules()


def test_states_stand_beside_the_workers_as_they_change(tmp_path: Path) -> None:
    marker = tmp_path / "go"
    repo = sample(tmp_path, {"W1": waiting(marker), "W2": Part(writing("a.txt"), ("a.txt",), after="W1")})
    with Client() as client:
        editor = Editor(client, repo, PUSHED)
        assert {"W1 Part 1, W2 Part 2", "wave 1", "wave 2", "0 of 1"} <= set(editor.hints())
        orchestrator = start(repo)
        seen = list(told(client, "W1"))
        assert seen[-1]["state"] == "running"
        assert "W1 running, W2 pending" in editor.hints()
        asked = client.request("planloom/status", {"uri": editor.uri})["result"]
        jsonschema.validate(asked, SCHEMA)
        assert asked["run"]["orchestrator"] == orchestrator.pid
        marker.touch()
        while not any(worker["state"] == "merged" for worker in told(client, "W2", "merged")):
            pass
        orchestrator.communicate()


def test_a_run_is_told_of_though_nobody_has_its_plan_open(tmp_path: Path) -> None:
    marker = tmp_path / "go"
    repo = sample(tmp_path, {"W1": waiting(marker), "W2": Part(writing("a.txt"), ("a.txt",))})
    plan = {"uri": Path(repo, "PLAN.md").as_uri()}
    with Client() as client:
        client.initialize(PUSHED, initializationOptions=TRUSTED, rootUri=repo.as_uri())
        assert client.request("planloom/status", plan)["result"]["run"] is None
        assert "cannot be read" in client.request("planloom/status", {"uri": repo.as_uri()})["error"]["message"]
        orchestrator = start(repo)
        while next(told(client, "W1", "running"))["drift"] != ["c.txt"]:
            pass
        marker.touch()
        while (run := client.wait(is_status)["params"]["run"])["state"] != "COMPLETED" or run["orchestrator"]:
            pass
        orchestrator.communicate()


def is_status(message: dict[str, Any]) -> bool:
    """Whether it tells how a run is."""
    return message.get("method") == "planloom/status"


def told(client: Client, id_: str, state: str = "running") -> Iterator[dict[str, Any]]:
    """A worker in the statuses that the server tells of, up to this state."""
    while True:
        said = dict(client.wait(is_status)["params"])
        assert said.pop("uri") == Path(said["plan"]).as_uri()
        jsonschema.validate(said, SCHEMA)
        worker = next(one for one in said["workers"] if one["id"] == id_)
        yield worker
        if worker["state"] == state:
            return


@pytest.mark.parametrize("capabilities", [CODE, NEOVIM], ids=["code", "neovim"])
def test_lenses_and_hints_follow_though_nobody_drives_the_run(tmp_path: Path, capabilities: dict[str, Any]) -> None:
    marker = tmp_path / "go"
    idle = Part(f"until test -e {marker}; do sleep 0.05; done", ("b.txt",))
    repo = sample(tmp_path, {"W1": idle, "W2": Part(writing("a.txt"), ("a.txt",))})
    orchestrator = start(repo)
    workspace = {**capabilities["workspace"], "codeLens": {"refreshSupport": True}}
    with Client() as client:
        cockpit = Cockpit(client, repo, {**capabilities, "workspace": workspace})
        until_lens(cockpit, "running")
        orchestrator.kill()
        orchestrator.communicate()
        until_lens(cockpit, "Resume")
        marker.touch()
        until_lens(cockpit, "ended")


REFRESHES = ("workspace_diagnostic_refresh", "workspace_inlay_hint_refresh", "workspace_code_lens_refresh")
WATCHED = """
import time
from planloom.lsp.server import General

def counted(name):
    ask = getattr(General, name)

    def told(self, *given):
        with open({file!r}, "a") as file:
            print(name, time.monotonic(), file=file)
        return ask(self, *given)

    setattr(General, name, told)

for name in {names!r}:
    counted(name)
"""


def test_refreshes_keep_a_pace_and_the_last_one_shows_the_end(tmp_path: Path) -> None:
    parts = {f"W{n}": Part(f"sleep 0.{n}\n{writing(f'f{n}.txt')}", (f"f{n}.txt",)) for n in range(1, 4)}
    repo, file = sample(tmp_path, parts), tmp_path / "refreshes"
    able: Any = {name: {"refreshSupport": True} for name in ("diagnostics", "inlayHint", "codeLens")}
    with Client(patched(WATCHED.format(file=str(file), names=REFRESHES))) as client:
        cockpit = Cockpit(client, repo, {**NEOVIM, "workspace": able})
        orchestrator = start(repo)
        until_lens(cockpit, "COMPLETED, 3 of 3 merged")
        orchestrator.communicate()
    told = [line.split() for line in file.read_text().splitlines()]
    for name in REFRESHES:
        moments = [float(moment) for what, moment in told if what == name]
        assert len(moments) > 2
        assert min(later - earlier for earlier, later in pairwise(moments)) > 0.4


SLOW = """
import time
from pathlib import Path
from planloom.lsp import offering

look = offering._look

def slow(*given):
    seen = look(*given)
    Path({begun!r}).touch()
    while not Path({over!r}).exists():
        time.sleep(0.02)
    return seen

offering._look = slow
"""


def test_what_was_told_while_lenses_were_asked_for_is_told_again(tmp_path: Path, repo: Path) -> None:
    begun, over = tmp_path / "begun", tmp_path / "over"
    able: Any = {"workspace": {"codeLens": {"refreshSupport": True}}}
    with Client(patched(SLOW.format(begun=str(begun), over=str(over)))) as client:
        client.initialize(able, initializationOptions=TRUSTED)
        uri = Path(repo, "PLAN.md").as_uri()
        client.open(Path(repo, "PLAN.md").read_text(), uri)
        client.wait(is_refresh)
        lenses = client.ask("textDocument/codeLens", {"textDocument": {"uri": uri}})
        while not begun.exists():
            time.sleep(0.02)
        client.notify("workspace/didChangeConfiguration", {"settings": {"planloom": {"rules": {"select": []}}}})
        client.wait(is_refresh)
        over.touch()
        client.answer(lenses)
        client.wait(is_refresh)


def is_refresh(message: dict[str, Any]) -> bool:
    """Whether it has lenses asked for again."""
    return message.get("method") == "workspace/codeLens/refresh"


def until_lens(cockpit: Cockpit, title: str) -> None:
    """Ask for the lenses as often as the server says that they are old, until one is called so."""
    while not any(title in shown for shown, _ in cockpit.lenses()):
        cockpit.until(lambda message: message.get("method") == "workspace/codeLens/refresh")


def test_a_checkpoint_is_held_against_the_facts(tmp_path: Path) -> None:
    repo = sample(tmp_path, {"W1": Part(writing("a.txt"), ("a.txt",)), "W2": Part("exit 1", ("b.txt",))})
    run(repo)
    (file,) = Path(repo, "archive").glob("CHECKPOINT_*.md")
    text = file.read_text()
    file.write_text(re.sub(r"failed", "done", text, flags=re.IGNORECASE))
    with Client() as client:
        editor = Editor(client, repo, PUSHED, str(file.relative_to(repo)))
        editor.until("checkpoint-drift", there=True)
        assert "Take `failed` from the facts" in editor.actions()
        whole = {"textDocument": {"uri": editor.uri, "version": 2}, "contentChanges": [{"text": text}]}
        client.notify("textDocument/didChange", whole)
        editor.until("checkpoint-drift", there=False)


def test_unsaved_edits_and_what_a_run_writes_never_clobber_each_other(tmp_path: Path) -> None:
    marker = tmp_path / "go"
    repo = sample(tmp_path, {"W1": waiting(marker), "W2": Part(writing("a.txt"), ("a.txt",))})
    orchestrator = start(repo)
    archive = Path(repo, "archive")
    while not (files := list(archive.glob("CHECKPOINT_*.md"))) or "running" not in files[0].read_text().casefold():
        time.sleep(0.05)
    with Client() as client:
        editor = Editor(client, repo, PUSHED, str(files[0].relative_to(repo)))
        until_status(client, "IN_PROGRESS")
        before = editor.opened
        client.type(2, 0, 0, "My words. ", editor.uri)
        marker.touch()
        orchestrator.communicate()
        warned = client.wait(lambda message: message.get("method") == "window/showMessage")["params"]["message"]
        assert f"{files[0].name} was written anew by its run" in warned
        after = files[0].read_text()
        assert "My words" not in after
        assert "COMPLETED" in after
        assert not any(message.get("method") == "workspace/applyEdit" for message in client.seen)
        # Saved over the run's file all the same: it is held against the facts, and the next write keeps the text.
        files[0].write_text(f"My words. {before}")
        client.type(3, 0, 0, "x", editor.uri)
        editor.until("checkpoint-drift", there=True)
        assert "Take `merged` from the facts" in editor.actions()
        restored = {"command": "planloom.updateCheckpoint", "arguments": [{"uri": Path(repo, "PLAN.md").as_uri()}]}
        assert "not saved" in client.request("workspace/executeCommand", restored)["result"]
        client.type(4, 0, 0, "", editor.uri)
        whole = {"textDocument": {"uri": editor.uri, "version": 5}, "contentChanges": [{"text": f"My words. {before}"}]}
        client.notify("textDocument/didChange", whole)
        client.request("workspace/executeCommand", restored)
        assert files[0].read_text() == after
        (kept,) = Path(repo, ".git/planloom").glob("*/1/edited/*.md")
        assert kept.read_text() == f"My words. {before}"
        whole["textDocument"]["version"], whole["contentChanges"] = 6, [{"text": after}]
        client.notify("textDocument/didChange", whole)
        editor.until("checkpoint-drift", there=False)
        warnings = [one for one in client.seen if one.get("method") == "window/showMessage" and "anew" in str(one)]
        assert len(warnings) == 1


def until_status(client: Client, state: str) -> None:
    """Wait until the server tells that a run is in this state: then everything was looked at."""
    while (client.wait(is_status)["params"]["run"] or {}).get("state") != state:
        pass


CANARY = """#!/bin/sh
echo "$@" >> {seen}
exec {git} "$@"
"""


@pytest.mark.parametrize("trusted", [True, "yes", None])
def test_only_with_trust_git_is_read(repo: Path, tmp_path: Path, trusted: object) -> None:
    seen, canary = tmp_path / "seen", tmp_path / "bin" / "git"
    canary.parent.mkdir()
    canary.write_text(CANARY.format(seen=seen, git=shutil.which("git")))
    canary.chmod(0o700)
    (repo.parent / "repo-w1" / "b.txt").write_text("not mine")
    uri = Path(repo, "PLAN.md").as_uri()
    with Client(patched(f"import os; os.environ['PATH'] = '{canary.parent}:' + os.environ['PATH']")) as client:
        client.initialize(PUSHED, initializationOptions={"trusted": trusted, "statusNotifications": True})
        client.open(Path(repo, "PLAN.md").read_text(), uri)
        shown = {one["code"] for one in client.diagnostics(uri)["diagnostics"]}
        if trusted is True:
            shown = {one["code"] for one in client.diagnostics(uri)["diagnostics"]}
        else:
            assert "trusted" in client.request("planloom/status", {"uri": uri})["error"]["message"]
            client.type(2, 0, 0, "\n", uri)
            shown |= {one["code"] for one in client.diagnostics(uri, 2)["diagnostics"]}
            assert not any(message.get("method") == "planloom/status" for message in client.seen)
        assert client.request("shutdown")["result"] is None
    assert ("ownership-drift" in shown) is (trusted is True)
    assert seen.exists() is (trusted is True)


def test_a_look_that_is_cut_short_leaves_nothing(repo: Path, tmp_path: Path) -> None:
    """The editor leaves while git merges: that merge is made to wait until the server is gone."""
    begun, over, stuck = tmp_path / "begun", tmp_path / "over", tmp_path / "bin" / "git"
    stuck.parent.mkdir()
    wait = f'case "$*" in *merge-tree*) touch {begun}; until test -e {over}; do sleep 0.05; done; exit 1;; esac\n'
    stuck.write_text(f'#!/bin/sh\n{wait}exec {shutil.which("git")} "$@"\n')
    stuck.chmod(0o700)
    for worker in ("w1", "w2"):
        (repo.parent / f"repo-{worker}" / "b.txt").write_text(worker)
    place = f"os.environ['TMPDIR'] = '{tmp_path}'; os.environ['PATH'] = '{stuck.parent}:' + os.environ['PATH']"
    with Client(patched(f"import os; {place}")) as client:
        client.initialize(PUSHED, initializationOptions=TRUSTED)
        client.open(Path(repo, "PLAN.md").read_text(), Path(repo, "PLAN.md").as_uri())
        while not begun.exists():
            time.sleep(0.02)
        assert list(tmp_path.glob("planloom-*"))
    over.touch()
    assert not list(tmp_path.glob("planloom-*"))
