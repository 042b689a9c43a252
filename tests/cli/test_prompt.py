"""`planloom prompt`: what a worker is told, as it is told."""

from __future__ import annotations

from pathlib import Path

from tests.actions.plans import PLAN
from tests.cli.conftest import Planloom, written
from tests.support.repos import git, make_repo


def test_it_prints_the_prompt_and_nothing_else(planloom: Planloom, tmp_path: Path) -> None:
    written(tmp_path / "PLAN.md", PLAN)
    said = planloom("prompt", "PLAN.md", "W1")
    assert (said.code, said.err) == (0, "")
    assert said.out.startswith("# You are worker W1 (Parser)\n")
    assert str(tmp_path.parent / "cf-w1") in said.out


def test_the_plan_may_be_left_out_and_the_workers_case_does_not_count(planloom: Planloom, tmp_path: Path) -> None:
    written(tmp_path / "PLAN.md", PLAN)
    assert planloom("prompt", "w2").out == planloom("prompt", "PLAN.md", "W2").out


def test_branches_and_worktrees_may_be_there_already(planloom: Planloom, tmp_path: Path) -> None:
    repo = make_repo(tmp_path, {"docs/PLAN.md": PLAN})
    git(repo, "worktree", "add", "--quiet", "-b", "feat/parser", "../cf-w1")
    said = planloom("prompt", "repo/docs/PLAN.md", "W1")
    assert said.code == 0
    assert f"`{tmp_path / 'cf-w1'}`" in said.out
    assert "`docs/PLAN.md`" in said.out


def test_a_worker_that_is_none_is_told_who_there_is(planloom: Planloom, tmp_path: Path) -> None:
    written(tmp_path / "PLAN.md", PLAN)
    said = planloom("prompt", "PLAN.md", "W7")
    assert (said.code, said.out) == (2, "")
    assert said.err == "planloom: PLAN.md has no worker W7; it has W1, W2\n"


def test_a_plan_that_cannot_be_run_says_why_line_by_line(planloom: Planloom, tmp_path: Path) -> None:
    written(tmp_path / "PLAN.md", PLAN.replace("1. Lex\n", "1. Lex\u202e\n").replace("Make it go.", "[What for]"))
    said = planloom("prompt", "PLAN.md", "W1")
    assert (said.code, said.out) == (1, "")
    assert [line.split(":")[1:3] for line in said.err.splitlines()] == [[" PLAN.md", "3"], [" PLAN.md", "48"]]


def test_what_cannot_be_read_is_said_in_one_line(planloom: Planloom, tmp_path: Path) -> None:
    written(tmp_path / "PLAN.md", PLAN)
    (tmp_path / "PLAN.md").write_bytes(PLAN.encode() + b"\xff")
    assert planloom("prompt", "PLAN.md", "W1").err.startswith("planloom: PLAN.md: not UTF-8 (byte ")
    assert planloom("prompt", "NONE.md", "W1").err == "planloom: NONE.md: cannot be read: No such file or directory\n"
