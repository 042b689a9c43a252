"""What is edited after it was approved is asked for again.

What holds: every edit of the plan's text asks again, for the frozen copy is part of what is approved. An edit of what
is executed, where, or on which branch shows in the blueprint itself, not in the text's sum alone. Settings ask again
when they change what is executed, and only then: how many workers run at once, or a command of an agent that is not
engaged, asks nobody.
"""

from __future__ import annotations

import re
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from planloom.actions.blueprint import Choice, draw_up
from planloom.model.agent import Agent
from planloom.model.blueprint import Blueprint, approval_hash
from planloom.model.settings import RunSettings
from tests.actions.drawing import AGENT, FACTS, TIP, plan_of
from tests.support.runs import Part, plan_text

TEXT = plan_text(
    {
        "W1": Part("echo one > a.txt", ("a.txt",), validation="grep -q one a.txt", check="test -f a.txt"),
        "W2": Part("echo two > b.txt", ("b.txt",), after="W1", validation="test -s b.txt", resolution="keep both"),
    }
)
SHELL = Agent("shell", ("bash", "{prompt_file}"), stdin=False, runs_script=True)
_LINES = ("echo ", "grep ", "test ", "**Branch:**", "**Worktree:**")
_BEHIND = re.compile(r"(?:\*\*\w+:\*\* `)?")
EXECUTED = [
    position
    for found in re.finditer(r"^.+$", TEXT, re.MULTILINE)
    if found[0].startswith(_LINES)
    for position in range(found.start() + _BEHIND.match(found[0]).end(), found.end())  # type: ignore[union-attr]
    if TEXT[position] not in " `"
]
OTHER: dict[str, Any] = {
    "retries": 1,
    "timeout": 61,
    "silence": 11,
    "target": "release",
    "tokens": 1,
    "cost": 1.0,
    "total_tokens": 1,
    "total_cost": 1.0,
    "copy": (".env",),
    "link": ("node_modules",),
    "setup": "make",
    "disposable": ("x",),
    "sparse": True,
}
ASKS_NOBODY: dict[str, Any] = {"jobs": 3, "agents": {"another": "sh -c evil"}, "agent": "another"}
AROUND = FACTS._replace(branches={"main": TIP, "release": TIP})


def made(text: str = TEXT, by: Agent = SHELL, **settings: Any) -> Blueprint | None:
    """What is to be approved; None where the text is refused."""
    found = draw_up(plan_of(text), text, AROUND, Choice(by, RunSettings(**settings)))
    return found if isinstance(found, Blueprint) else None


def approved() -> Blueprint:
    """What was approved before anything was edited."""
    found = made()
    assert found is not None
    return found


APPROVED = approved()


@given(st.integers(0, len(TEXT) - 1), st.sampled_from("xX0 -/;$`'\"\n|#"), st.sampled_from(["put", "replace", "drop"]))
def test_every_edit_of_the_text_asks_again(position: int, character: str, how: str) -> None:
    rest = TEXT[position:] if how == "put" else TEXT[position + 1 :]
    edited = TEXT[:position] + ("" if how == "drop" else character) + rest
    now = made(edited)
    assert edited == TEXT or now is None or approval_hash(now) != approval_hash(APPROVED)


@given(st.sampled_from(EXECUTED), st.sampled_from("qQ7"))
def test_an_edit_of_what_is_executed_shows_in_the_blueprint(position: int, character: str) -> None:
    edited = TEXT[:position] + character + TEXT[position + 1 :]
    now = made(edited)
    assert edited == TEXT or now is None or now._replace(text_hash="") != APPROVED._replace(text_hash="")


@pytest.mark.parametrize("name", OTHER)
def test_a_setting_that_changes_what_is_done_asks_again(name: str) -> None:
    now = made(**{name: OTHER[name]})
    assert now is not None
    assert approval_hash(now) != approval_hash(APPROVED)


@pytest.mark.parametrize("name", ASKS_NOBODY)
def test_a_setting_that_changes_nothing_that_is_done_asks_nobody(name: str) -> None:
    now = made(**{name: ASKS_NOBODY[name]})
    assert now is not None
    assert approval_hash(now) == approval_hash(APPROVED)


def test_no_setting_is_forgotten() -> None:
    assert {*OTHER, *ASKS_NOBODY} == {*RunSettings._fields}


@pytest.mark.parametrize(
    "agent",
    [
        AGENT,
        SHELL._replace(name="bash"),
        SHELL._replace(first=("bash", "-x", "{prompt_file}")),
        SHELL._replace(again=("bash",)),
        SHELL._replace(stdin=True),
        SHELL._replace(chooses_session=True),
    ],
)
def test_another_agent_asks_again(agent: Agent) -> None:
    now = made(by=agent)
    assert now is not None
    assert approval_hash(now) != approval_hash(APPROVED)


def test_another_place_asks_again_and_another_commit_does_not() -> None:
    elsewhere = FACTS._replace(root="/home/ada/other", common="/home/ada/other/.git")
    later = FACTS._replace(head="2" * 40, branches={"main": "2" * 40})
    hashes = []
    for facts in (FACTS, elsewhere, later):
        found = draw_up(plan_of(TEXT), TEXT, facts, Choice(SHELL))
        assert isinstance(found, Blueprint)
        hashes.append(approval_hash(found))
    assert hashes[0] == hashes[2] != hashes[1]
