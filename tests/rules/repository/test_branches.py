"""Branches, worktrees and checkpoints: what belongs to the plan is left alone, what does not is told."""

from __future__ import annotations

import pytest

from planloom.rules.finding import Finding
from tests.support.facts import facts
from tests.support.pages import opened

PLAN = """\
# Plan: Parser

### W1: Parser
**Worktree:** `../app-w1`
**Branch:** `parser`

### W2: Lexer
**Worktree:** `../app-w2`
**Branch:** `feat/lexer`
**Depends On:** W1

The lexer of the parser. Merge: `git merge feat/lexer`, then `feat/lexer-old` and ../app-w2/src.
"""
STATUS = "\n## Worker Status\n\n| Worker | Status | Notes |\n|---|---|---|\n| W1 | {} | |\n| W2 | pending | |\n"


def of(rule: str, known: str, text: str = PLAN) -> list[Finding]:
    return [finding for finding in opened(text, facts(known)).findings() if finding.rule == rule]


def test_a_branch_is_taken_only_before_the_plan_is_under_way() -> None:
    assert len(of("branch-taken", "W2 has branch feat/lexer")) == 1
    for begun in (
        "W1 was set up by planloom",
        "run parser-1a2b-1",
        "checkpoint archive/CHECKPOINT_plan-parser.md",
        "W1 has worktree ../app-w1 on parser",
        "W1 has branch parser",
    ):
        assert of("branch-taken", f"W2 has branch feat/lexer\n{begun}") == [], begun


def test_the_target_is_no_branch_that_is_taken() -> None:
    assert of("branch-taken", "branch main", PLAN.replace("feat/lexer`", "main`", 1)) == []


def test_renaming_changes_the_name_and_no_word_like_it() -> None:
    edits = [edit.new for finding in of("branch-taken", "branch feat/lexer") for edit in finding.fixes[0].edits]
    assert edits == ["feat/lexer-2", "feat/lexer-2"]
    assert [len(finding.fixes[0].edits) for finding in of("branch-taken", "branch parser")] == [1]
    (taken,) = of("worktree-taken", "W2 finds ../app-w2 taken")
    assert [edit.new for edit in taken.fixes[0].edits] == ["../app-w2-2", "../app-w2-2"]


@pytest.mark.parametrize(
    ("known", "count"),
    [
        ("W1 finds ../app-w1 taken", 1),
        ("W1 has worktree ../app-w1 on other", 1),
        ("W1 has worktree ../app-w1 on parser", 0),
        ("W1 has worktree ../app-w1 on other\nW1 was set up by planloom", 0),
    ],
)
def test_a_worktree_with_the_workers_branch_is_the_workers(known: str, count: int) -> None:
    assert len(of("worktree-taken", known)) == count


def test_what_is_merged_lacks_nothing() -> None:
    assert len(of("unmerged-dependency", "W2 lacks W1")) == 1
    assert of("unmerged-dependency", "W2 lacks W1\nW2 is merged") == []


def test_conflicts_name_both_sides_target_and_turn() -> None:
    assert [finding.message for finding in of("merge-forecast", "W1 conflicts with W2 in a.rs, b.rs")] == [
        "The branches of W1 and W2 would conflict in `a.rs` and `b.rs`",
        "The branches of W2 and W1 would conflict in `a.rs` and `b.rs`",
    ]
    assert [finding.message for finding in of("merge-forecast", "W1 conflicts with main in a.rs in turn")] == [
        "The branch of W1 would conflict with what is merged before it in `a.rs`"
    ]


@pytest.mark.parametrize("gone", ["W9 conflicts with W1 in a.rs", "W9 lacks W1", "W9 changed a.rs", "W9 is running"])
def test_workers_that_the_plan_does_not_have_any_more_are_left_out(gone: str) -> None:
    rules = {"merge-forecast", "unmerged-dependency", "ownership-drift", "checkpoint-drift"}
    assert not rules & {finding.rule for finding in opened(PLAN + STATUS.format("done"), facts(gone)).findings()}


@pytest.mark.parametrize(
    ("said", "real", "message"),
    [
        ("running", "merged", "W1 is called `running`, but `main` holds its commits"),
        ("done", "running", "W1 is called `done`, but it is at work"),
        ("merged", "done", "W1 is called `merged`, but it passed its validation"),
        ("running", "pending", "W1 is called `running`, but nothing was started for it"),
        ("done", "merged", None),
        ("blocked", "pending", None),
        ("running", "validating", None),
        ("abandoned", "failed", None),
        ("whatever", "failed", None),
    ],
)
def test_rows_that_say_what_is_not_so(said: str, real: str, message: str | None) -> None:
    found = of("checkpoint-drift", f"W1 is {real}", PLAN + STATUS.format(said))
    assert [finding.message for finding in found] == ([message] if message else [])


def test_a_checkpoint_file_may_spell_its_workers_otherwise() -> None:
    text = "# Checkpoint: Parser\n\n| Worker | Status |\n|---|---|\n| Worker 1 | done |\n| Worker 2 | pending |\n"
    found = of("checkpoint-drift", "W1 failed because its tests fail\nW2 is pending", text)
    assert [finding.message for finding in found] == ["Worker 1 is called `done`, but it failed: its tests fail"]


@pytest.mark.parametrize(
    ("box", "real", "fixed"), [("x", "running", " "), (" ", "merged", "x"), (" ", "running", None), ("x", "done", None)]
)
def test_boxes_say_done_or_not(box: str, real: str, fixed: str | None) -> None:
    found = of("checkpoint-drift", f"W1 is {real}", f"{PLAN}\n## Worker Status\n\n- [{box}] W1: parser\n- [ ] W2\n")
    assert [finding.fixes[0].edits[0].new for finding in found] == ([fixed] if fixed else [])


def test_a_checkpoint_is_missed_once_the_plan_is_under_way() -> None:
    assert of("checkpoint-missing", "W1 has branch parser") == []
    (found,) = of("checkpoint-missing", "W1 has branch parser\nW2 has branch feat/lexer")
    assert "create `archive/CHECKPOINT_plan-parser.md`" in found.message
    assert of("checkpoint-missing", "W1 is merged\nW1 has branch parser\nW2 is merged\nW2 has branch feat/lexer") == []
