"""Fields of workers, however they are written."""

from __future__ import annotations

from textwrap import dedent

import pytest

from planloom.model.plan import Worker
from tests.model.read.reading import read


def worker(body: str) -> Worker:
    """Worker W1 with this text below its heading."""
    return read(f"### W1: One\n\n{dedent(body)}\n\n### W2: Two\n\n**Branch:** feat/two\n").workers["W1"]


@pytest.mark.parametrize(
    "body",
    [
        "**Branch:** `feat/one`",
        "**Branch**: feat/one",
        "- **Branch:** `feat/one` (new)",
        "* Branch: feat/one",
        "Branch: feat/one",
        "BRANCH: feat/one",
        "└─ Branch: feat/one",
        "**Suggested branch:** `feat/one`",
        "**Branch:**\n`feat/one`",
        "**分支:** `feat/one`",
        "**ブランチ**：`feat/one`",
        "**Owner:** me **Branch:** `feat/one` **Base:** main",
        "```\nBRANCH: feat/one\n```",
        "| Field | Value |\n|---|---|\n\n**Branch:** feat/one — from main",
    ],
)
def test_a_branch_in_any_spelling(body: str) -> None:
    found = worker(body)
    assert found.branch is not None
    assert found.branch.text == "feat/one"


def test_a_label_in_capitals_with_a_hyphen_is_no_id() -> None:
    plan = read("### W1: One\n\n**Branch:** feat/one\n\n### W2: Two\n\n**DEPENDS-ON:** W1\n")
    assert list(plan.workers) == ["W1", "W2"]
    assert [needed.worker for needed in plan.workers["W2"].depends_on] == ["W1"]


def test_the_place_of_a_value_is_the_value_without_its_marks() -> None:
    plan = read("### W1: One\n**Branch:** `feat/one`\n### W2: Two\n")
    branch = plan.workers["W1"].branch
    assert branch is not None
    assert (branch.at.start, branch.at.end) == (13, 21)


@pytest.mark.parametrize("value", ["-", "none", "N/A", "read-only", "(pending)", "main worktree", "none yet planned"])
def test_words_that_are_no_branch(value: str) -> None:
    assert worker(f"**Branch:** {value}").branch is None


def test_several_labels_stand_for_one_field() -> None:
    found = worker("**Directory:** `../r-w1`\n**off:** `main`\n**Prerequisites:** W2\n")
    assert found.worktree is not None
    assert found.base is not None
    assert (found.worktree.text, found.base.text) == ("../r-w1", "main")
    assert [d.worker for d in found.depends_on] == ["W2"]


def test_a_worktree_given_as_its_command() -> None:
    found = worker("Worktree:\n- `git worktree add ../r-w1 -b feat/one`")
    assert found.worktree is not None
    assert found.worktree.text == "../r-w1"


def test_lists_below_a_label_belong_to_it_until_another_begins() -> None:
    found = worker("""
        **Tasks:**
        1. Read
        2. Write
           - twice

        **Done When:**
        - [x] it builds
        - [ ] it runs

        Some words.

        - not a criterion
    """)
    assert [task.text for task in found.tasks] == ["Read", "Write", "twice"]
    assert [(c.text, c.done) for c in found.done_when] == [("it builds", True), ("it runs", False)]


def test_a_heading_can_be_the_label() -> None:
    found = worker("#### Done When\n\nAll of this:\n\n- [ ] it runs\n\n#### Tasks\n\n1. Write\n")
    assert [c.text for c in found.done_when] == ["All of this:", "it runs"]
    assert [task.text for task in found.tasks] == ["Write"]


def test_validation_commands_come_out_of_a_fence_without_comments_and_prompts() -> None:
    found = worker("""
        **Validation:**
        ```bash
        # build first
        $ cd ../r-w1 && make
        make test  # all of them
        ```
    """)
    assert [c.text for c in found.validation] == ["cd ../r-w1 && make", "make test"]
    assert found.validation[1].words == ("make", "test")


def test_an_inline_validation_command() -> None:
    assert [c.text for c in worker("**Verify:** `go test ./...`").validation] == ["go test ./..."]


def test_every_field_is_kept_as_written_and_none_is_lost_to_a_second_section() -> None:
    plan = read("### W1: One\n**Branch:** a\n### W2: Two\n**Branch:** b\n## Again\n### W1\n**Branch:** c\n")
    found = plan.workers["W1"]
    assert [(f.label, f.value.text) for f in found.fields] == [("branch", "a"), ("branch", "c")]
    assert found.branch is not None
    assert found.branch.text == "a"


def test_a_row_gives_its_worker_the_fields_of_its_columns() -> None:
    plan = read("""
        | Worker | Branch | Worktree | Depends On | Base commit |
        |---|---|---|---|---|
        | W1 | `feat/one` | ../r-w1 | - | `abc123` |
        | W2 | `feat/two` | ../r-w2 | W1 | `abc123` |
    """)
    first, second = plan.workers.values()
    assert first.branch is not None
    assert first.base is not None
    assert (first.branch.text, first.base.text, first.depends_on) == ("feat/one", "abc123", ())
    assert [d.worker for d in second.depends_on] == ["W1"]


def test_program_code_has_no_fields() -> None:
    assert worker("```python\nbranch: str = field()\nfiles = []\n```").fields == ()
