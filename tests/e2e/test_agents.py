"""The real agents, started as a run starts them, in an empty home, against a model server of our own.

They take minutes and much room, so those run that are named, and these must be there:

    python -m tests.e2e.agents.install claude codex
    PLANLOOM_AGENTS="claude codex" pytest tests/e2e/test_agents.py

What they wrote is kept in `tests/run/agents/golden`, which is read in every run of the tests.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest

from planloom.run.agents import Ending
from tests.e2e.agents.install import CACHE, PACKAGES, programs
from tests.e2e.agents.world import KEY, World
from tests.support.mock_model import Fail, Garbage, Run, Say, Write

NEEDED = os.environ.get("PLANLOOM_AGENTS", "").split()


def need(agent: str) -> None:
    """Skip an agent that is not asked for; one that is must be installed."""
    if agent not in NEEDED:
        pytest.skip(f"not asked for: PLANLOOM_AGENTS={agent}")
    assert programs(agent), f"not installed: python -m tests.e2e.agents.install {agent}"


@pytest.fixture
def place() -> Iterator[Path]:
    """A fresh folder outside of the system's temporary one, in which codex may write anywhere."""
    CACHE.mkdir(parents=True, exist_ok=True)
    with TemporaryDirectory(dir=CACHE, ignore_cleanup_errors=True) as made:
        yield Path(made)


@pytest.fixture(params=sorted(PACKAGES))
def world(request: pytest.FixtureRequest, place: Path) -> World:
    need(request.param)
    return World(place, request.param)


def limited(world: World) -> Fail:
    kind = {"gemini": "RESOURCE_EXHAUSTED"}.get(world.agent, "rate_limit_error")
    return Fail(429, kind, "slow down", retry_after=1)


def test_it_edits_a_file_commits_and_ends_and_tells_what_it_used(world: World) -> None:
    seen = world.attempt(world.works())
    assert (seen.code, seen.verdict.ending) == (0, Ending.WELL), seen.lines
    assert (world.worktree / "out.txt").read_text() == "hello\n"
    assert len(world.log()) == 2
    assert world.status() == ""
    assert seen.report.tokens == 107 * len(seen.requests)
    assert bool(seen.report.cost) == (world.agent in ("claude", "opencode"))
    assert bool(seen.report.session) == (world.agent != "aider")


def test_it_goes_on_in_its_own_session_with_what_failed(world: World) -> None:
    world.attempt(world.works())
    seen = world.attempt([Say("Mended.")], "It failed: hello is spelled wrong", again=True)
    assert seen.verdict.ending is Ending.WELL, seen.lines
    talk = str(seen.requests[0])
    assert "hello is spelled wrong" in talk
    assert "Write out.txt" in talk, "the session does not go on"
    assert seen.report.session == (None if world.agent == "aider" else world.session)


def test_it_waits_through_a_rate_limit_by_itself(world: World) -> None:
    seen = world.attempt([limited(world), *world.works()])
    assert seen.verdict.ending is Ending.WELL, seen.lines
    assert (world.worktree / "out.txt").exists()


def test_a_refused_key_is_nothing_to_try_again(world: World) -> None:
    kind = {"gemini": "UNAUTHENTICATED"}.get(world.agent, "authentication_error")
    seen = world.attempt([Fail(401, kind, "invalid key")] * 9)
    assert seen.verdict.ending is Ending.FATAL, seen.lines
    assert seen.verdict.reason
    assert KEY not in "\n".join(seen.lines)


def test_answers_that_are_garbage_fail_it(world: World) -> None:
    seen = world.attempt([Garbage()] * 30)
    assert seen.verdict.ending in (Ending.FAILED, Ending.FATAL), seen.lines
    assert seen.verdict.reason


def test_it_writes_nothing_outside_its_worktree(world: World) -> None:
    if world.agent == "aider":
        pytest.skip("nothing keeps aider in its worktree, and its page says so")
    outside = world.repo / "stray.txt"
    world.attempt([Write(os.fspath(outside), "stray"), Run(f"echo stray > {outside}"), Say()])
    assert not outside.exists()


@pytest.mark.parametrize(
    ("agent", "turn"),
    [
        ("claude", Fail(400, "invalid_request_error", "Your credit balance is too low to access the Anthropic API.")),
        ("codex", Fail(429, "insufficient_quota", "You exceeded your current quota")),
        ("opencode", Fail(402, "insufficient_quota", "Insufficient balance")),
    ],
)
def test_an_empty_account_is_nothing_to_try_again(agent: str, turn: Fail, place: Path) -> None:
    need(agent)
    seen = World(place, agent).attempt([turn] * 9)
    assert seen.verdict.ending is Ending.FATAL, seen.lines
