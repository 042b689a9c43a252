"""Whatever a plan says, it is refused in one clear line, or carried as data: it never becomes a command of ours."""

from __future__ import annotations

import re
import shlex
from pathlib import Path

import pytest

from planloom.actions.approval import shown
from planloom.actions.blueprint import Choice, draw_up
from planloom.actions.dry_run import dry_run
from planloom.actions.prompt import retry
from planloom.model.blueprint import Blueprint
from planloom.model.branch import branch_fault
from tests.actions.drawing import AGENT, FACTS, drawn, plan_of, told
from tests.support.hostile import FIELDS, TEXTS, plan
from tests.support.repos import make_repo, try_git

PLAIN = drawn(plan())
CODE = {"", *(script for job in PLAIN.jobs for script in (job.validation, job.check))}


def made(field: str, text: str) -> Blueprint | list[str]:
    """What comes of a plan with this text in one field: a blueprint, or the lines that refuse it."""
    said = plan(field, text)
    found = draw_up(plan_of(said), said, FACTS, Choice(AGENT))
    return found if isinstance(found, Blueprint) else [problem.message for problem in found]


def safe(blueprint: Blueprint) -> None:
    """Nothing in the blueprint is more than the data it is taken for."""
    assert blueprint.checkpoint.endswith(".md")
    assert ".." not in blueprint.checkpoint.split("/")
    assert not blueprint.checkpoint.startswith(("/", "-", ".git"))
    for job in blueprint.jobs:
        assert branch_fault(job.branch) is None
        assert Path(job.worktree).parent == Path(blueprint.root).parent
        assert Path(job.worktree).name not in ("", ".", "..", "repo")
        assert not any(path.startswith(("/", "../", ".git/")) for path in job.writes)
        assert job.denied[-2:] == (blueprint.plan, blueprint.checkpoint)


def as_code(blueprint: Blueprint) -> None:
    """There is no script but those of the plan without hostile text, and what git is given are words, each whole."""
    assert {script for job in blueprint.jobs for script in (job.validation, job.check)} <= CODE
    assert blueprint.agent == AGENT
    for step in dry_run(blueprint, "run"):
        for line in step.typed():
            if line.startswith("git "):
                words = shlex.split(line, comments=True)
                assert all(not word.startswith("-") or re.fullmatch(r"-[bC]|--[a-z-]+|-d", word) for word in words)


@pytest.mark.parametrize("field", FIELDS)
def test_a_hostile_text_is_refused_in_clear_lines_or_stays_data(field: str) -> None:
    for name, text in TEXTS.items():
        found = made(field, text)
        if isinstance(found, Blueprint):
            safe(found)
            if field != "merge":  # what stands behind a merge in the merge script is code, and shown as such
                as_code(found)
            for line in (*shown(found), *found.jobs[0].prompt.split("\n")):
                assert line.isprintable() or "\t" in line or field == "task", (name, line)
        else:
            assert found, name
            assert all(line.isprintable() and 20 < len(line) < 500 for line in found), (name, found)


def test_there_are_enough_of_them() -> None:
    assert len(TEXTS) >= 60


REFUSED_AS_BRANCH = [
    *("short option", "upload pack", "range", "lock", "reflog", "at", "head", "full reference", "object", "target"),
    *("substitution in a name", "newline", "refspec", "bidi", "escape", "null", "count", "angle"),
    *("long", "external protocol", "leading dot", "glob"),
]
REFUSED_AS_WORKTREE = [
    *("here", "above", "root", "two above", "detour", "absolute", "home", "variable", "repository", "inside"),
    *("git folder", "git folder from beside", "device", "device with ending", "drive", "share", "stream"),
    *("trailing dot", "long", "bidi", "zero width", "escape", "null", "count", "short option"),
]


@pytest.mark.parametrize("name", REFUSED_AS_BRANCH)
def test_a_hostile_branch_is_named_with_its_line(name: str) -> None:
    said = told(plan("branch", TEXTS[name]))
    assert any(re.match(r"(?:1[5-9]|2\d): ", line) for line in said), said


@pytest.mark.parametrize("name", REFUSED_AS_WORKTREE)
def test_a_hostile_worktree_is_named_with_its_line(name: str) -> None:
    said = told(plan("worktree", TEXTS[name]))
    assert any(re.match(r"(?:1[5-9]|2\d): ", line) for line in said), said


def test_git_takes_every_branch_that_is_not_refused(tmp_path: Path) -> None:
    repo = make_repo(tmp_path)
    for text in TEXTS.values():
        found = made("branch", text)
        if isinstance(found, Blueprint):
            branch = found.job("W1").branch
            assert try_git(repo, "check-ref-format", "--branch", branch).returncode == 0


@pytest.mark.parametrize("text", [text for name, text in TEXTS.items() if name not in ("null", "surrogate")])
def test_hostile_output_is_shown_to_an_agent_as_data(text: str) -> None:
    said = retry("PROMPT\n", text, [text, *text.split("\n")])
    fence = re.findall(r"^`{3,}", said, re.MULTILINE)
    assert said.startswith("PROMPT\n")
    assert fence[0] == fence[-1]
    assert all(
        fence[0] not in line for line in said.split(fence[0] + "text\n")[1].split(f"\n{fence[0]}")[0].split("\n")
    )
    assert all(character.isprintable() or character in "\n\t" for character in said)
