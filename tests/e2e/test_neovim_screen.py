"""The screen of the real Neovim with the README's lines: what is drawn, and that nothing asks for ENTER."""

from __future__ import annotations

from pathlib import Path

from tests.e2e.neovim.screen import PROMPT, Screen
from tests.support.repos import git


def test_a_run_is_begun_and_watched_on_the_screen(tmp_path: Path, repo: Path, gate: Path) -> None:
    with Screen(tmp_path / "home", repo / "PLAN.md") as screen:
        screen.until("# Sample Create worktrees (1) | Run")
        screen.press(":lua vim.lsp.codelens.run()<CR>")
        screen.until("2: Run")
        screen.press("2<CR>")
        screen.until("1: Run", "into main")
        screen.press("1<CR>")
        screen.until("W1 running", "W2 pending", "### W1: Part 1 running | Open log | Stop")
        assert PROMPT not in screen.until("0 of 2 merged")
        gate.touch()
        screen.until("W1 merged", "W2 merged")
        assert PROMPT not in screen.until("PLAN.md: COMPLETED")
    assert git(repo, "ls-files", "a.txt", "b.txt") == "a.txt\nb.txt"
