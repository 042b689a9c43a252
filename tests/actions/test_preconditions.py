"""What must be true of machine and repository: everything that is not is said at once."""

from __future__ import annotations

from typing import Any

import pytest

from planloom.actions.preconditions import Machine, problems
from planloom.model.facts import Facts
from tests.actions.drawing import FACTS


def told(facts: Facts | None = FACTS, target: str = "main", **machine: Any) -> list[str]:
    """What stands in the way of a run of two workers."""
    return [problem.message for problem in problems(facts, target, Machine(**machine), 2)]


def test_nothing_stands_in_the_way_of_a_sound_repository() -> None:
    assert told(free=10 << 30, size=1 << 20) == []


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"bare": True}, "is a bare repository"),
        ({"head": None}, "has no commit yet"),
        ({"busy": "rebase"}, "a rebase is under way in /home/ada/repo; finish it or take it back"),
        ({"git": (2, 37, 1)}, "git is 2.37.1 here, and a run needs 2.38 or newer"),
        ({"problems": ("detected dubious ownership",)}, "git says: detected dubious ownership; mend that first"),
    ],
)
def test_a_repository_that_nothing_can_run_in(change: dict[str, Any], said: str) -> None:
    (line,) = told(FACTS._replace(**change))
    assert said in line


@pytest.mark.parametrize(
    ("target", "said"),
    [
        ("", "no branch is checked out in /home/ada/repo, so none to merge into; name one with --target"),
        ("next", "there is no branch `next` to merge into; name one with --target (there are: main)"),
        ("--force", "begins with `-`, which git reads as an option"),
    ],
)
def test_a_target_that_is_none(target: str, said: str) -> None:
    (line,) = told(target=target)
    assert said in line


def test_a_machine_that_cannot_carry_it() -> None:
    assert told(platform="win32")[0].startswith("plans cannot be run on Windows itself")
    assert told(lacking=("mock", "bash")) == [
        f"the program `{name}` is not found or cannot be executed; install it, or put its folder on PATH"
        for name in ("mock", "bash")
    ]
    assert told(free=10 << 20, size=1 << 20) == [
        "10 MB are free in /home/ada, and the worktrees need about 67 MB; make room"
    ]


def test_everything_is_said_at_once() -> None:
    assert len(told(FACTS._replace(busy="merge"), "next", lacking=("mock",), free=0, size=1)) == 4
    assert told(None) == ["the plan lies in no git repository; make one around it with `git init`, and commit"]
