"""Merge orders in all their forms."""

from __future__ import annotations

import pytest

from tests.support.findings import marked, mended, of

WORKERS = "".join(
    f"### W{i}: Part {i}\n\n**Branch:** `feat/w{i}`\n**Files:** `src/{i}.py`\n**Depends On:** {on}\n\n"
    for i, on in ((1, "none"), (2, "W1"), (3, "none"))
)

FORMS = {
    "list": (
        "## Merge Order\n\n1. W2 - the lexer\n2. W1 - the parser\n3. W3\n",
        "1. W1 - the parser\n2. W2 - the lexer\n",
    ),
    "script": (
        "## Merge\n\n```bash\ngit merge feat/w2 --no-ff\ngit merge feat/w1\ngit merge feat/w3\n```\n",
        "git merge feat/w1\ngit merge feat/w2 --no-ff\n",
    ),
    "chain": ("**Merge order:** W2 → W1 → W3\n", "W1 → W2 → W3"),
    "column": (
        "## Merge Order\n\n| Order | Worker |\n|---|---|\n| 1 | W2 |\n| 2 | W1 |\n| 3 | W3 |\n",
        "| 2 | W2 |\n| 1 | W1 |\n| 3 | W3 |\n",
    ),
}


@pytest.mark.parametrize("form", FORMS)
def test_a_wrong_order_is_found_and_put_right(form: str) -> None:
    text, right = FORMS[form]
    assert marked(WORKERS + text, "merge-order") in (["W2"], ["feat/w2"])
    fixed = mended(WORKERS + text, "merge-order")
    assert right in fixed
    assert of(fixed, "merge-order") == []


def test_one_rank_in_any_order_is_right() -> None:
    script = "```bash\ngit merge feat/w3\n# 2-3. in any order\ngit merge feat/w2\ngit merge feat/w1\n```\n"
    assert of(WORKERS + "## Merge\n\n" + script, "merge-order") == []


@pytest.mark.parametrize(
    ("text", "added"),
    [
        ("## Merge Order\n\n1. W1 - first\n2. W2\n", "2. W2\n3. W3\n"),
        (
            "## Merge\n\n```bash\ngit merge feat/w1 --no-ff\ngit merge feat/w2 --no-ff\n```\n",
            "git merge feat/w3 --no-ff\n```",
        ),
        ("**Merge order:** W1 → W2\n", "W1 → W2 → W3"),
    ],
)
def test_a_forgotten_worker_is_added(text: str, added: str) -> None:
    assert marked(WORKERS + text, "incomplete-merge") == ["feat/w3"]
    assert added in mended(WORKERS + text, "incomplete-merge")


def test_a_forgotten_dependency_is_added_before_its_user() -> None:
    text = WORKERS + "## Merge Order\n\n1. W3\n2. W2\n"
    assert "1. W3\n2. W1\n3. W2\n" in mended(text, "incomplete-merge")


@pytest.mark.parametrize(
    "text",
    [
        "Merge W1 first, the rest in any order.\n",
        "## Merge\n\n```bash\ngit merge copilot/old\ngit merge feat/w1\ngit merge feat/w2\ngit merge feat/w3\n```\n",
        "## Merge\n\n```bash\ngit merge feat/w1\ngit merge feat/w2\ngit merge feat/w3\n```\n\n"
        "## Again\n\n```bash\ngit merge feat/w1\ngit merge feat/w2\ngit merge feat/w3\n```\n",
        "## Merge\n\n```bash\ngit merge origin/main\ngit merge feat/w1\ngit merge feat/w2\ngit merge feat/w3\n```\n",
    ],
)
def test_what_is_no_mistake(text: str) -> None:
    assert of(WORKERS + text, "incomplete-merge") == []


def test_a_branch_of_nobody_is_changed_to_the_one_that_is_left() -> None:
    text = "## Merge\n\n```bash\ngit merge feat/w1\ngit merge feat/w2\ngit merge feat/w33\n```\n"
    assert marked(WORKERS + text, "incomplete-merge") == ["feat/w33"]
    assert "git merge feat/w3\n" in mended(WORKERS + text, "incomplete-merge")


def test_a_second_merge_of_one_worker() -> None:
    text = "## Merge\n\n```bash\ngit merge feat/w1\ngit merge feat/w2\ngit merge feat/w3\ngit merge feat/w1\n```\n"
    assert marked(WORKERS + text, "incomplete-merge") == ["feat/w1"]
    assert mended(WORKERS + text, "incomplete-merge").endswith("git merge feat/w3\n```\n")


MERGE = "git merge feat/w1\ngit merge feat/w2\ngit merge feat/w3\n"
SETUP = f"## Phase 1: Setup\n\n```bash\n{{}}\n```\n\n## Phase 2: Merge\n\n```bash\n{MERGE}```\n"
TREES = "".join(f"git worktree add ../x-w{i} -b feat/w{i}{{{i}}}\n" for i in (1, 2, 3))


def planned(*bases: str) -> str:
    """A plan whose set-up creates the three worktrees, each from a base."""
    return WORKERS + SETUP.format(TREES.format("", *bases).rstrip())


def test_a_worktree_before_its_dependency() -> None:
    (finding,) = of(planned("", "", ""), "early-worktree")
    assert "W2 without W1" in finding.message
    assert marked(planned("", "", ""), "early-worktree") == ["../x-w2"]


def test_a_worktree_from_the_branch_of_its_dependency_is_in_time() -> None:
    assert of(planned("", " feat/w1", ""), "early-worktree") == []


def test_a_rebase_brings_it_up_to_date() -> None:
    text = planned("", "", "") + "\nAfter each merge: `git rebase main` in the trees that are left.\n"
    assert of(text, "early-worktree") == []


def test_a_remark_about_two_workers_is_no_order_of_all() -> None:
    assert of(WORKERS + "## Notes\n\nIf W1 → W2 is merged in turn, nothing conflicts.\n", "incomplete-merge") == []
