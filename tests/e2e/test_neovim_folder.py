"""The real Neovim with the lines of `planloom editor nvim`: the server, lenses, and `:Planloom`."""

from __future__ import annotations

import os
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.e2e.neovim.editor import NEXT, Neovim
from tests.support.repos import branches, git
from tests.support.runs import PROGRAM


def lines(folder: Path) -> str:
    """What is put into init.lua where `planloom` is not on the path; the lines name it."""
    folder.mkdir(exist_ok=True)
    with Path(folder, "init.lua").open("w") as file:
        subprocess.run([*PROGRAM, "editor", "nvim"], env={**os.environ, "PATH": ""}, stdout=file, check=True)
    return Path(folder, "init.lua").read_text()


@pytest.fixture
def neovim(tmp_path: Path, repo: Path) -> Iterator[Neovim]:
    with Neovim(tmp_path / "home", repo / "PLAN.md", lines(tmp_path / "home")) as neovim:
        neovim.until_lens("# Sample", "Run")
        yield neovim


def test_a_run_is_begun_cancelled_and_taken_up_by_commands(neovim: Neovim, repo: Path, gate: Path) -> None:
    neovim.ask("choose", ["Run"])
    neovim.ask("ex", "Planloom run")
    neovim.until_lens("### W1", "Stop")
    neovim.until_hint("| File", "running")
    neovim.ask("ex", "Planloom cancel")
    neovim.until_said("nothing new begins")
    gate.touch()
    neovim.until_lens("# Sample", "Resume")
    neovim.ask("choose", ["Run"])
    neovim.ask("ex", "Planloom resume")
    neovim.until_said("COMPLETED")
    neovim.until_lens("### W2", "merged")
    assert git(repo, "ls-files", "a.txt", "b.txt") == "a.txt\nb.txt"


def test_a_plan_with_edits_is_saved_before_it_runs(neovim: Neovim, repo: Path) -> None:
    neovim.ask("type", "**Goal:**", "**Goal:** Another.")
    neovim.ask("choose", ["Save", "Run"])
    neovim.ask("ex", "Planloom createWorktrees W1")
    neovim.until_lens("### W1", "Spawn")
    assert "**Goal:** Another." in (repo / "PLAN.md").read_text()
    assert "feat/w1" in branches(repo)


def test_a_bang_shows_what_would_be_done_for_a_worker(neovim: Neovim, repo: Path) -> None:
    neovim.ask("ex", "Planloom! createWorktrees W1")
    neovim.until(lambda texts: any("git worktree add" in text for text in texts), "windows")
    assert neovim.ask("seen", "asked") == []
    assert list(branches(repo)) == ["main"]


def test_commands_are_completed(neovim: Neovim) -> None:
    assert neovim.ask("completed", "Planloom spa") == ["spawnWorkers"]
    assert {"run", "cancel", "stopWorkers"} <= set(neovim.ask("completed", "Planloom "))


def test_what_is_no_command_is_said(neovim: Neovim) -> None:
    neovim.ask("ex", "Planloom fly")
    neovim.until_said("planloom.fly")


def test_lenses_follow_what_is_typed(neovim: Neovim) -> None:
    neovim.ask("type", "### W1", "### W1: Renamed")
    neovim.until_lens("### W1: Renamed", "Create worktree")
    neovim.until_hint("| File", "Renamed")


def test_the_next_neovim_keeps_its_lenses_itself(tmp_path: Path, repo: Path) -> None:
    with Neovim(tmp_path / "home", repo / "PLAN.md", NEXT + lines(tmp_path / "home")) as neovim:
        neovim.until_said("enabled")
        neovim.until_hint("| File", "Part 1")
