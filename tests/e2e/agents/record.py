"""Records what the real agents write, as the golden transcripts of `tests/run/agents`.

    python -m tests.e2e.agents.record [AGENT...]

Paths, ports and long lists that nobody reads are taken out; run it again when an agent's version changes.
"""

from __future__ import annotations

import json
import re
import sys
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from tests.e2e.agents.install import CACHE, PACKAGES
from tests.e2e.agents.world import World
from tests.support.mock_model import Fail, Garbage, Run, Say

GOLDEN = Path(__file__).parents[2] / "run" / "agents" / "golden"
_LONGEST = 400
_NO_CREDIT = {
    "claude": Fail(400, "invalid_request_error", "Your credit balance is too low to access the Anthropic API."),
    "codex": Fail(429, "insufficient_quota", "You exceeded your current quota"),
    "opencode": Fail(402, "insufficient_quota", "Insufficient balance"),
}


def record(agent: str) -> None:
    """All transcripts of one agent."""
    with TemporaryDirectory(dir=CACHE, ignore_cleanup_errors=True) as made:
        world = World(Path(made), agent)
        _keep(world, "works", world.attempt(world.works()).lines)
        _keep(world, "again", world.attempt([Run("npm test"), Say("Mended.")], "It failed", again=True).lines)
    limit = {"gemini": "RESOURCE_EXHAUSTED"}.get(agent, "rate_limit_error")
    refused = {"gemini": "UNAUTHENTICATED"}.get(agent, "authentication_error")
    scenes: dict[str, Any] = {"refused": [Fail(401, refused, "invalid key")] * 9}
    if agent not in ("gemini", "aider"):
        scenes["limited"] = [Fail(429, limit, "slow down", retry_after=1)] * 9
        scenes["no-credit"] = [_NO_CREDIT[agent]] * 9
        scenes["garbage"] = [Garbage()] * 15
    for scene, turns in scenes.items():
        with TemporaryDirectory(dir=CACHE, ignore_cleanup_errors=True) as made:
            world = World(Path(made), agent)
            _keep(world, scene, world.attempt(turns).lines)


def _keep(world: World, scene: str, lines: list[str]) -> None:
    kept = [_trimmed(_neutral(line, world)) for line in lines if line.strip() and "HTTPSConnectionPool" not in line]
    GOLDEN.mkdir(exist_ok=True)
    (GOLDEN / f"{world.agent}-{scene}.jsonl").write_text("".join(f"{line}\n" for line in kept))


def _neutral(line: str, world: World) -> str:
    line = line.replace(str(world.folder), "/home/ada")
    line = line.replace(re.sub(r"\W|_", "-", str(world.folder)), "-home-ada")
    line = re.sub(r"/[\w./@-]*/node_modules/[\w./@-]*", "agent.js", line)
    line = re.sub(r"/tmp/[\w./-]+", "TEMP", line)
    return re.sub(r"127\.0\.0\.1:\d+", "127.0.0.1:1", line)


def _trimmed(line: str) -> str:
    try:
        return json.dumps(_short(json.loads(line)), ensure_ascii=False, separators=(",", ":"))
    except ValueError:
        return line[:_LONGEST]


def _short(value: Any) -> Any:
    if isinstance(value, dict):
        return {name: _short(one) for name, one in value.items()}
    if isinstance(value, list):
        return [_short(one) for one in value if isinstance(one, dict)]
    return value[:_LONGEST] if isinstance(value, str) else value


if __name__ == "__main__":
    for name in sys.argv[1:] or PACKAGES:
        record(name)
