"""The real Neovim with the README's lines, and a plan that is run from it: lenses, questions, progress, what stays."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.e2e.neovim.editor import Neovim
from tests.support.repos import branches, git
from tests.support.runs import start


@pytest.fixture
def neovim(tmp_path: Path, repo: Path) -> Iterator[Neovim]:
    with Neovim(tmp_path / "home", repo / "PLAN.md") as neovim:
        yield neovim


def kinds(neovim: Neovim) -> list[Any]:
    return [one["value"]["kind"] for one in neovim.ask("seen", "progress")]


def test_a_plan_is_run_from_its_lens_to_merged(neovim: Neovim, repo: Path, gate: Path) -> None:
    neovim.until_lens("# Sample", "Run")
    neovim.ask("run_lens", "# Sample", ["Run", "Run"])
    neovim.until_lens("### W1", "Stop")
    neovim.until_hint("| File", "running")
    assert "main" in neovim.ask("seen", "asked")[-1]["prompt"]
    gate.touch()
    neovim.until_said("COMPLETED")
    neovim.until_lens("### W2", "merged")
    neovim.until_hint("| File", "merged")
    assert git(repo, "ls-files", "a.txt", "b.txt") == "a.txt\nb.txt"
    assert list(branches(repo)) == ["main"]
    assert (kinds(neovim)[0], kinds(neovim)[-1]) == ("begin", "end")


def test_a_worker_is_stopped_from_its_lens(neovim: Neovim) -> None:
    neovim.command("run", "Run")
    neovim.until_lens("### W1", "Stop")
    neovim.ask("run_lens", "### W1", ["Stop", "Stop"])
    neovim.until_said("W1 blocked", "stopped")
    neovim.until(lambda titles: "Stop" not in titles, "lenses", "### W1")


def test_worktrees_are_created_from_the_light_bulb_s_menu(neovim: Neovim, repo: Path) -> None:
    neovim.until_lens("### W1", "Create worktree")
    neovim.ask("act", "### W1", "Create worktree", ["Run"])
    neovim.until_said("IN_PROGRESS")
    neovim.until_lens("### W1", "Spawn")
    assert "feat/w1" in branches(repo)


def test_a_dry_run_shows_what_would_be_done_and_does_nothing(neovim: Neovim, repo: Path) -> None:
    neovim.until_lens("# Sample", "Run")
    assert "feat/w1" in neovim.command("createWorktrees", dryRun=True)
    assert neovim.ask("seen", "asked") == []
    assert list(branches(repo)) == ["main"]


def test_a_cancelled_run_begins_nothing_new(neovim: Neovim, gate: Path) -> None:
    neovim.command("run", "Run")
    neovim.until_lens("### W1", "Stop")
    neovim.ask("cancel")
    neovim.until_said("nothing new begins")
    gate.touch()
    neovim.until_lens("# Sample", "Resume")
    neovim.ask("run_lens", "# Sample", ["Resume", "Run"])
    neovim.until_said("COMPLETED")


def test_a_run_is_found_again_after_the_editor_was_killed(tmp_path: Path, repo: Path, gate: Path) -> None:
    with Neovim(tmp_path / "home", repo / "PLAN.md") as neovim:
        neovim.command("run", "Run")
        neovim.until_lens("### W1", "Stop")
    with Neovim(tmp_path / "home", repo / "PLAN.md") as neovim:
        neovim.until_lens("### W1", "Stop")
        neovim.until(bool, "seen", "progress")
        gate.touch()
        neovim.until_said("COMPLETED")
        neovim.until_lens("### W1", "merged")


def test_a_run_of_the_terminal_shows_in_two_editors(tmp_path: Path, neovim: Neovim, repo: Path, gate: Path) -> None:
    with Neovim(tmp_path / "other", repo / "PLAN.md") as other:
        for one in (neovim, other):
            one.until_lens("# Sample", "Run")
        run = start(repo)
        for one in (neovim, other):
            one.until_lens("### W1", "Stop")
            one.until_hint("| File", "running")
        assert "is run by process" in other.command("createWorktrees")
        gate.touch()
        run.communicate()
        for one in (neovim, other):
            one.until_lens("### W2", "merged")


def test_the_status_is_an_answer_too(neovim: Neovim) -> None:
    neovim.until_lens("# Sample", "Run")
    assert [one["id"] for one in neovim.request("planloom/status")["workers"]] == ["W1", "W2"]
    assert neovim.command("status")["version"] == 1
    neovim.until_said("never run")
