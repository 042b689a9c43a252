"""Draws the README's picture of Neovim: a real run, of which one worker strays. Needs tmux.

python -m tests.e2e.neovim.picture
"""

from __future__ import annotations

import io
import shlex
import subprocess
import time
from pathlib import Path
from tempfile import TemporaryDirectory

from rich.console import Console
from rich.text import Text

from tests.e2e.neovim.editor import HERE, NVIM, environment, readme_lines
from tests.support.repos import ENVIRONMENT, commit, git, make_repo
from tests.support.runs import planloom

PICTURE = HERE / "screen.svg"
COLUMNS, ROWS = 112, 30
PLAN = """\
# Search for the notes

## FILE OWNERSHIP MATRIX

| File         | W1      | W2      | W3      | Notes          |
|--------------|---------|---------|---------|----------------|
| src/index.py | PRIMARY | READ    | -       | words to notes |
| src/query.py | -       | PRIMARY | -       |                |
| src/cli.py   | -       | -       | PRIMARY | adds `search`  |

### W1: Index

**Branch:** `feat/index`
**Worktree:** `../notes-index`
**Depends On:** none

### W2: Query

**Branch:** `feat/query`
**Worktree:** `../notes-query`
**Depends On:** W1

### W3: Command

**Branch:** `feat/command`
**Worktree:** `../notes-command`
**Depends On:** none
"""
AGENT = """\
case $PLANLOOM_WORKER in
  W1) echo 'def index(): ...' > src/index.py ;;
  W2) echo 'def query(): ...' > src/query.py ;;
  W3) echo 'search' >> src/cli.py; echo 'def find(): ...' > src/query.py ;;
esac
test $PLANLOOM_WORKER = W3 || { git add --all; git commit --quiet --message "[$PLANLOOM_WORKER] Work"; }
test $PLANLOOM_WORKER = W1 || sleep 600
"""
LOOKS = "vim.o.termguicolors, vim.o.wrap, vim.o.ruler, vim.o.showcmd = true, false, false, false\n"
# As a terminal window, without the web font that rich would load.
FORM = """\
<svg viewBox="0 0 {terminal_width} {terminal_height}" xmlns="http://www.w3.org/2000/svg">
<style>.{unique_id}-matrix {{ font: {char_height}px monospace; line-height: {line_height}px }}
{styles}</style>
<defs>{lines}</defs>
<rect width="100%" height="100%" fill="#14161b"/>
<g>{backgrounds}<g class="{unique_id}-matrix">{matrix}</g></g>
</svg>
"""


def main() -> None:
    """Run the plan, look at the screen when everything is there, draw it, and stop the workers."""
    with TemporaryDirectory(ignore_cleanup_errors=True) as made:
        folder = Path(made)
        try:
            PICTURE.write_text(drawn(screen(folder)), encoding="utf-8")
        finally:
            tmux("kill-server")
            planloom(folder / "repo", "stop", "PLAN.md")


def screen(folder: Path) -> str:
    """The screen with a stray, a forecast and states on it, with its colours."""
    (folder / "init.lua").write_text(LOOKS + readme_lines())
    (folder / "agent").write_text(AGENT)
    repo = make_repo(folder, {"src/cli.py": ""})
    for name in ("name", "email"):
        git(repo, "config", f"user.{name}", ENVIRONMENT[f"GIT_AUTHOR_{name.upper()}"])
    settings = f'run.agent = "mine"\nrun.jobs = 3\nagents.mine.command = "bash {folder}/agent {{prompt_file}}"\n'
    commit(repo, {"PLAN.md": PLAN, ".planloom.toml": settings}, "Plan")
    words = [f"{name}={value}" for name, value in environment(folder / "home").items()]
    editor = shlex.join(
        ["env", "-i", *words, "TERM=tmux-256color", str(NVIM), "-n", "-u", f"{folder}/init.lua", "PLAN.md"]
    )
    tmux("new-session", "-d", "-x", str(COLUMNS), "-y", str(ROWS), "-c", str(repo), editor)
    for shown, line in (("| Run", ":lua vim.lsp.codelens.run()"), ("2: Run", "2"), ("1: Run", "1")):
        until(shown)
        enter(line)
    until("W1 done", "W2 running", "### W3: Command running")
    row = PLAN.splitlines().index("### W3: Command") + 1
    tmux("send-keys", f"{row}G", "C-w", "d")
    return until("which W2 owns")


def drawn(text: str) -> str:
    """A screen with its colours, as SVG."""
    console = Console(record=True, width=COLUMNS, file=io.StringIO())
    console.print(Text.from_ansi(text), no_wrap=True, crop=True)
    return console.export_svg(title="nvim", code_format=FORM, unique_id="screen")


def enter(line: str) -> None:
    """Type a line, and press ENTER."""
    tmux("send-keys", "-l", line)
    tmux("send-keys", "Enter")


def until(*words: str) -> str:
    """Wait until these words stand on the screen; the screen."""
    late = time.monotonic() + 60
    while not all(word in (shown := tmux("capture-pane", "-p")) for word in words):
        assert time.monotonic() < late, shown
        time.sleep(0.2)
    return tmux("capture-pane", "-p", "-e")


def tmux(*words: str) -> str:
    """What a call of tmux prints; its server is ours alone."""
    said = subprocess.run(["tmux", "-L", "planloom-picture", *words], capture_output=True, text=True, check=False)
    return said.stdout


if __name__ == "__main__":
    main()
