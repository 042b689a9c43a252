"""Neovim on a screen: what is drawn there, and keys that are pressed. The terminal is one inside another Neovim."""

from __future__ import annotations

import os
from pathlib import Path

from tests.e2e.neovim.editor import NVIM, Neovim, environment, readme_lines

PROMPT = "Press ENTER"


class Screen:
    """A terminal with a Neovim that has a file open. Use as a context manager."""

    def __init__(self, home: Path, file: Path, lines: str | None = None) -> None:
        home.mkdir(parents=True, exist_ok=True)
        init = home / "init.lua"
        init.write_text(readme_lines() if lines is None else lines, encoding="utf-8")
        self._around = Neovim(home / "around", Path(os.devnull), "")
        words = [str(word) for word in (NVIM, "-n", "-u", init, file)]
        terminal = {"TERM": "xterm-256color", "LANG": "C.UTF-8"}
        self._around.ask("start", words, environment(home) | terminal, str(file.parent))

    def __enter__(self) -> Screen:
        return self

    def __exit__(self, *_: object) -> None:
        self._around.ask("close")
        self._around.kill()

    def press(self, keys: str) -> None:
        """Press keys, in the notation of Neovim: `:w<CR>`."""
        self._around.ask("press", keys)

    def until(self, *words: str) -> str:
        """Wait until all these words stand on the screen; the whole screen."""
        return str(self._around.until(lambda screen: all(word in screen for word in words), "screen"))

    def until_gone(self, words: str) -> str:
        """Wait until these words stand there no more; the whole screen."""
        return str(self._around.until(lambda screen: words not in screen, "screen"))
