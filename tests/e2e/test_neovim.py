"""The real Neovim with the README's lines: what stands in the file, is typed, mended, and never run unasked."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.e2e.neovim.editor import NEXT, Neovim, readme_blocks, readme_lines
from tests.lsp.cockpit import repository
from tests.support.repos import git
from tests.support.runs import Part, sample, writing

PLAN = """\
# Plan: two workers, one file

## File Ownership Matrix

| File | W1 | W2 | Notes |
|------|----|----|-------|
| src/日本.rs | PRIMARY | PRIMARY | 🙂 both of them |
| src/b.rs | - | PRIMARY | W2 creates it |

### W1: First

**Worktree:** `../x-w1`
**Branch:** `feat/first`

### W2: Second

**Worktree:** `../x-w2`
**Branch:** `feat/second`
"""
SHARED = "| src/日本.rs"


@pytest.fixture
def plan(tmp_path: Path) -> Path:
    """A plan with a conflict, in no repository."""
    file = tmp_path / "PLAN.md"
    file.write_text(PLAN, encoding="utf-8")
    return file


def test_the_readme_gives_ten_lines_at_most() -> None:
    for lines in (readme_blocks()[0], readme_lines()):
        assert len(lines.splitlines()) <= 10
        assert max(map(len, lines.splitlines())) <= 120


def test_the_lines_for_the_next_neovim_use_nothing_that_it_gives_up(tmp_path: Path, plan: Path) -> None:
    with Neovim(tmp_path / "home", plan, NEXT + readme_blocks()[0]) as neovim:
        neovim.until_underlined("shared-primary")
        assert neovim.ask("seen", "said") == ["enabled"]
    assert "Error" not in (tmp_path / "home" / "screen").read_text()


def test_a_conflict_shows_goes_with_typing_and_with_the_quick_fix(tmp_path: Path, plan: Path) -> None:
    with Neovim(tmp_path / "home", plan) as neovim:
        assert neovim.until_underlined("shared-primary")["text"] == "PRIMARY"
        assert neovim.ask("agreed")["encoding"] == "utf-8"
        neovim.ask("type", SHARED, "| src/日本.rs | PRIMARY | - | one of them |")
        neovim.until_mended("shared-primary")
        neovim.ask("type", SHARED, "| src/日本.rs | PRIMARY | PRIMARY | both |")
        neovim.until_underlined("shared-primary")
        neovim.ask("act", SHARED, "Keep W1 PRIMARY; W2 becomes MODIFY")
        neovim.until_mended("shared-primary")
        assert "| src/日本.rs | PRIMARY | MODIFY | both |" in neovim.ask("lines")


def test_markdown_that_is_no_plan_stays_as_it_is(tmp_path: Path, plan: Path) -> None:
    notes = tmp_path / "notes.md"
    notes.write_text("# Notes\n\n| a | b |\n|---|---|\n| 1 | 2 |\n")
    with Neovim(tmp_path / "home", notes) as neovim:
        neovim.until(bool, "agreed")
        assert neovim.request("textDocument/codeLens", textDocument={"uri": notes.as_uri()}) == []
        assert neovim.ask("lenses", "# Notes") == []
        neovim.ask("edit", str(plan))
        neovim.until_underlined("shared-primary")
        assert neovim.ask("seen", "said") == []


def test_a_file_that_strays_is_underlined_until_it_is_taken_back(tmp_path: Path) -> None:
    repo = sample(tmp_path, {"W1": Part(writes=("a.txt",)), "W2": Part(writes=("b.txt",), after="W1")})
    git(repo, "worktree", "add", "-q", "-b", "feat/w1", "../repo-w1")
    stray = tmp_path / "repo-w1" / "b.txt"
    with Neovim(tmp_path / "home", repo / "PLAN.md") as neovim:
        neovim.until_hint("| File", "Part 1")
        stray.write_text("not mine")
        assert "b.txt" in neovim.until_underlined("ownership-drift")["message"]
        stray.unlink()
        neovim.until_mended("ownership-drift")


def test_without_trust_a_plan_is_read_and_nothing_else(tmp_path: Path) -> None:
    parts = {f"W{n}": Part(script=writing(f"{n}.txt"), writes=(f"{n}.txt",)) for n in (1, 2)}
    repo = repository(tmp_path, parts)
    lines = readme_lines().replace("trusted = true", "trusted = false")
    with Neovim(tmp_path / "home", repo / "PLAN.md", lines) as neovim:
        neovim.until_hint("| File", "Part 1")
        assert "trusted" in neovim.command("run")
        assert "set the initialization option `trusted`" in neovim.until_said("trusted")
        assert neovim.ask("lenses", "# Sample") == []
        assert neovim.ask("seen", "asked") == []
    assert not Path(repo, ".git", "planloom").exists()
