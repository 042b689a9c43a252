"""The real Neovim with the README's lines, and a plan that is run from it: lenses, questions, progress, what stays."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.e2e.neovim.editor import Neovim
from tests.lsp.cockpit import repository
from tests.support.repos import branches, git
from tests.support.runs import Part, run, start, writing

# What fits beside the ruler of a terminal of 100 columns.
WIDTH = 88


@pytest.fixture
def neovim(tmp_path: Path, repo: Path) -> Iterator[Neovim]:
    with Neovim(tmp_path / "home", repo / "PLAN.md") as neovim:
        yield neovim


def kinds(neovim: Neovim) -> list[Any]:
    return [one["value"]["kind"] for one in neovim.ask("seen", "progress")]


def test_a_plan_is_run_from_its_lens_to_merged(neovim: Neovim, repo: Path, gate: Path) -> None:
    neovim.run_lens("# Sample", "Run", "Run")
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


def test_a_worker_is_stopped_from_the_lens_of_another_editor(tmp_path: Path, neovim: Neovim, repo: Path) -> None:
    neovim.command("run", "Run")
    with Neovim(tmp_path / "other", repo / "PLAN.md") as other:
        other.run_lens("### W1", "Stop", "Stop")
        for one in (neovim, other):
            one.until_said("W1 blocked", "stopped")
            one.until(lambda titles: "Stop" not in titles, "lenses", "### W1")


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


def test_what_would_run_is_read_before_it_is_asked_for_again(neovim: Neovim, repo: Path) -> None:
    neovim.run_lens("# Sample", "Run", "Show everything")
    neovim.until_said("read what would run, then give the command again")
    neovim.until(lambda texts: any("git worktree add" in text for text in texts), "windows")
    assert len(neovim.ask("seen", "asked")) == 2
    assert list(branches(repo)) == ["main"]


def test_a_cancelled_run_begins_nothing_new(neovim: Neovim, gate: Path) -> None:
    neovim.command("run", "Run")
    neovim.until_lens("### W1", "Stop")
    neovim.ask("cancel")
    neovim.until_said("nothing new begins")
    gate.touch()
    neovim.run_lens("# Sample", "Resume", "Run")
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
        other.command("createWorktrees")
        assert len(other.until_said("is run by process")) <= WIDTH
        gate.touch()
        run.communicate()
        for one in (neovim, other):
            one.until_lens("### W2", "merged")


def test_the_status_is_an_answer_too(neovim: Neovim) -> None:
    neovim.until_lens("# Sample", "Run")
    assert [one["id"] for one in neovim.request("planloom/status")["workers"]] == ["W1", "W2"]
    assert neovim.command("status")["version"] == 1
    neovim.until_said("never run")


def test_a_stray_file_is_underlined_while_its_worker_runs(tmp_path: Path, gate: Path) -> None:
    strays = f"echo no > b.txt\nwhile [ ! -e {gate} ]; do sleep 0.05; done\nrm b.txt\n"
    parts = {
        "W1": Part(script=strays + writing("a.txt"), writes=("a.txt",)),
        "W2": Part(script=writing("b.txt"), writes=("b.txt",), after="W1"),
    }
    with Neovim(tmp_path / "home", repository(tmp_path, parts) / "PLAN.md") as neovim:
        neovim.command("run", "Run")
        assert "b.txt" in neovim.until_underlined("ownership-drift")["message"]
        gate.touch()
        neovim.until_mended("ownership-drift")
        neovim.until_said("COMPLETED")


def test_a_worker_s_log_and_diff_are_read_beside_the_plan(tmp_path: Path, gate: Path) -> None:
    waits = f"while [ ! -e {gate} ]; do sleep 0.05; done\n"
    scripts = {n: f"echo Begun\n{writing(f'w{n}.txt')}\n{waits}" for n in (1, 2)}
    repo = repository(tmp_path, {f"W{n}": Part(script, writes=(f"w{n}.txt",)) for n, script in scripts.items()})
    with Neovim(tmp_path / "home", repo / "PLAN.md") as neovim:
        neovim.command("run", "Run")
        neovim.until_lens("### W1", "Diff")
        neovim.until(lambda _: "w1.txt" in git(repo, "ls-tree", "--name-only", "feat/w1"), "lines")
        neovim.run_lens("### W1", "Open log")
        neovim.until(
            lambda texts: any("Begun" in text.splitlines() for text in texts if "# Sample" not in text), "windows"
        )
        neovim.run_lens("### W1", "Diff")
        neovim.until(lambda texts: any("+work" in text for text in texts), "windows")


def test_a_log_that_is_opened_again_is_the_newest(tmp_path: Path, gate: Path) -> None:
    script = f"echo Begun\nwhile [ ! -e {gate} ]; do sleep 0.05; done\necho Ended\nexit 1"
    repo = repository(tmp_path, {"W1": Part(script, writes=("w1.txt",))})
    with Neovim(tmp_path / "home", repo / "PLAN.md") as neovim:
        neovim.command("run", "Run")
        neovim.until_lens("### W1", "Open log")
        neovim.command("log", worker="W1")
        neovim.until(lambda texts: any("Begun" in text.splitlines() for text in texts), "windows")
        gate.touch()
        told = neovim.until_said("BLOCKED")
        assert len(told) <= WIDTH, told
        neovim.command("log", worker="W1")
        neovim.until(lambda texts: any("Ended" in text.splitlines() for text in texts), "windows")


def test_a_checkpoint_that_contradicts_the_facts_is_mended(tmp_path: Path) -> None:
    repo = repository(tmp_path, {"W1": Part(writing("a.txt"), ("a.txt",)), "W2": Part("exit 1", ("b.txt",))})
    run(repo)
    (file,) = Path(repo, "archive").glob("CHECKPOINT_*.md")
    true = file.read_text()
    row = next(line for line in true.splitlines() if line.startswith("| W2") and "failed" in line)
    file.write_text(true.replace(row, row.replace("failed", "done  ", 1)))
    with Neovim(tmp_path / "home", file) as neovim:
        neovim.until_underlined("checkpoint-drift")
        neovim.ask("act", "| W2", "Take `failed` from the facts", [])
        neovim.until_mended("checkpoint-drift")
        assert row.split() in [line.split() for line in neovim.ask("lines")]


def test_what_is_not_saved_is_not_run(neovim: Neovim, repo: Path) -> None:
    neovim.until_lens("# Sample", "Run")
    neovim.ask("type", "**Goal:**", "**Goal:** Another.")
    neovim.run_lens("# Sample", "Run")
    neovim.until_said("not saved")
    neovim.ask("ex", "silent write")
    neovim.run_lens("# Sample", "Run", "Cancel")
    neovim.until_said("nothing was run")
    assert list(branches(repo)) == ["main"]
