"""Installs agents for `tests/e2e/test_agents.py`, each into a folder of its own in the user's cache.

    python -m tests.e2e.agents.install [claude codex opencode gemini aider]

Needs npm (aider: pip). What is there already stays; a newer version gets another folder.
"""

from __future__ import annotations

import os
import subprocess
import sys
import venv
from pathlib import Path

PACKAGES = {
    "claude": ("@anthropic-ai/claude-code", "2.1.330"),
    "codex": ("@openai/codex", "0.169.0"),
    "opencode": ("opencode-ai", "1.18.33"),
    "gemini": ("@google/gemini-cli", "0.61.0"),
    "aider": ("aider-chat", "0.86.2"),
}
CACHE = Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache") / "planloom-agents"


def folder(agent: str) -> Path:
    """Where an agent's version lies, once it is installed."""
    return CACHE / f"{agent}-{PACKAGES[agent][1]}"


def programs(agent: str) -> Path | None:
    """The folder that holds an agent's program, None while it is not installed."""
    found = folder(agent) / ("bin" if agent == "aider" else "node_modules/.bin")
    return found if (found / agent).exists() else None


def install(agent: str) -> None:
    """Install an agent if it is not there."""
    if programs(agent):
        return
    place, (package, version) = folder(agent), PACKAGES[agent]
    place.mkdir(parents=True, exist_ok=True)
    if agent == "aider":
        venv.create(place, with_pip=True)
        subprocess.run([place / "bin" / "pip", "install", "--quiet", f"{package}=={version}"], check=True)
        return
    (place / "package.json").write_text('{"private": true}\n')
    quiet = ["--no-audit", "--no-fund", "--loglevel=error"]
    subprocess.run(["npm", "install", *quiet, f"{package}@{version}"], cwd=place, check=True)


if __name__ == "__main__":
    for name in sys.argv[1:] or PACKAGES:
        install(name)
        print(f"{name}: {programs(name)}")
