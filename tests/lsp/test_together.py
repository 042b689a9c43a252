"""Two editors and a terminal on one plan; a plan edited meanwhile; runs that are cancelled in each phase."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.lsp.client import Client
from tests.lsp.cockpit import CODE, NEOVIM, Cockpit, repository
from tests.support.gates import Gate
from tests.support.repos import branches, commit, git
from tests.support.runs import Part, planloom, resume, writing

PHASES = ("setup", "spawn", "monitor", "validate", "merge", "cleanup")


@pytest.fixture
def gate(tmp_path: Path) -> Iterator[Gate]:
    """Where a script waits."""
    gate = Gate(tmp_path)
    yield gate
    gate.close()


@pytest.fixture
def repo(tmp_path: Path, gate: Gate) -> Path:
    """A worker that waits at the gate, and one after it."""
    return repository(tmp_path, parts(gate, "monitor"))


@pytest.fixture
def pair(repo: Path) -> Iterator[tuple[Cockpit, Cockpit]]:
    """Two editors with the plan open: VS Code and Neovim."""
    with Client() as one, Client() as other:
        yield Cockpit(one, repo, CODE), Cockpit(other, repo, NEOVIM)


def parts(gate: Gate, phase: str) -> dict[str, Part]:
    """Two workers, of which the first waits in a phase."""
    wait = f"{gate.script}\n"
    first = Part(
        (wait if phase in ("spawn", "monitor") else "") + writing("a.txt"),
        ("a.txt",),
        validation=(wait if phase == "validate" else "") + "test -s a.txt",
        check=gate.script if phase == "merge" else "",
    )
    return {"W1": first, "W2": Part(writing("b.txt"), ("b.txt",), after="W1")}


def test_two_editors_and_a_terminal_see_the_same_and_one_drives(
    pair: tuple[Cockpit, Cockpit], repo: Path, gate: Gate
) -> None:
    code, neovim = pair
    code.command("run", "Run")
    gate.reached()
    told = [cockpit.command("status")["run"] for cockpit in pair]
    told.append(json.loads(planloom(repo, "status", "PLAN.md", "--json").stdout)["run"])
    assert told[0] == told[1] == told[2]
    assert code.lenses() == neovim.lenses()
    assert ("Stop", "stopWorkers W1") in neovim.lenses()
    for command in ("run", "resume", "spawnWorkers", "mergeWorkers", "cleanUp"):
        assert f"is run by process {told[0]['orchestrator']}" in neovim.command(command)
    refused = resume(repo)
    assert refused.returncode == 2
    assert f"process {told[0]['orchestrator']}" in refused.stderr
    gate.open()
    for cockpit in pair:
        assert "W1 merged, W2 merged" in cockpit.said("COMPLETED")


def test_of_two_who_agree_at_once_one_is_told_who_was_first(pair: tuple[Cockpit, Cockpit], gate: Gate) -> None:
    code, neovim = pair

    def first() -> None:
        code.command("run", "Run")
        gate.reached()

    neovim.on_question = first
    neovim.command("run", "Run")
    assert "process" in neovim.said("the run of this plan")
    gate.open()
    code.said("COMPLETED")


def test_a_plan_that_is_edited_meanwhile_runs_on_as_it_was(
    pair: tuple[Cockpit, Cockpit], repo: Path, gate: Gate
) -> None:
    code, neovim = pair
    code.command("run", "Run")
    gate.reached()
    plan = repo / "PLAN.md"
    plan.write_text(plan.read_text().replace(writing("b.txt"), writing("b.txt", "other")))
    assert neovim.lenses()[0][0] == "IN_PROGRESS, 0 of 2 merged; plan edited since"
    assert "The plan was edited since the run began" in planloom(repo, "status", "PLAN.md").stdout
    gate.open()
    code.said("COMPLETED")
    assert (repo / "b.txt").read_text() == "work\n"


@pytest.mark.parametrize("phase", PHASES)
def test_cancelled_in_any_phase_it_is_gone_on_with(tmp_path: Path, gate: Gate, phase: str) -> None:
    repo = repository(tmp_path, parts(gate, phase))
    if phase == "setup":
        settings = f"[run]\nagent = 'shell'\n[worktree]\nsetup = '''{gate.script}'''\n"
        commit(repo, {".planloom.toml": settings}, "Settings")
    if phase == "cleanup":
        wait_when_removed(repo, gate)
    with Client() as client:
        cockpit = Cockpit(client, repo, CODE if PHASES.index(phase) % 2 else NEOVIM)
        cockpit.command("run", "Run")
        gate.reached()
        cockpit.until(lambda _: any("message" in one["value"] for one in cockpit.progress))
        client.notify("window/workDoneProgress/cancel", {"token": cockpit.progress[-1]["token"]})
        cockpit.said("nothing new begins")
        gate.open()
        cockpit.until(lambda message: (message.get("params") or {}).get("value") == {"kind": "end"})
        cockpit.command("resume", "Run")
        cockpit.said("COMPLETED")
    assert git(repo, "log", "--format=%s", "--grep=a.txt") == "[W1] a.txt"
    assert (repo / "b.txt").read_text() == "work\n"
    assert list(branches(repo)) == ["main"]


def wait_when_removed(repo: Path, gate: Gate) -> None:
    """Have the removal of the first worker's branch wait."""
    hook = repo / ".git" / "hooks" / "reference-transaction"
    hook.parent.mkdir(exist_ok=True)
    each = 'while read -r _ new ref; do case "$new $ref" in 0000*" refs/heads/feat/w1")'
    hook.write_text(f"#!/bin/bash\n{each}\n{gate.script};; esac; done\n")
    hook.chmod(0o755)
