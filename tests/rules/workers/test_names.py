"""Branches and worktrees of workers: clashes, forbidden names, and what is no name at all."""

from __future__ import annotations

import pytest

from tests.support.findings import marked, mended, of

GIT = ("invalid-branch", "duplicate-branch", "unsafe-worktree", "duplicate-worktree", "duplicate-worker")


def workers(*fields: tuple[str, str]) -> str:
    """A plan of workers W1, W2, ... with these branches and worktrees; an empty one is left out."""
    parts = []
    for i, (branch, tree) in enumerate(fields, 1):
        lines = [f"**Branch:** {branch}"] * bool(branch) + [f"**Worktree:** {tree}"] * bool(tree)
        parts.append("\n".join([f"### W{i}: Part {i}", "", f"**Files:** `src/{i}.py`", *lines, ""]))
    return "\n".join(parts)


@pytest.mark.parametrize(
    ("branch", "tree"),
    [
        ("(pending)", "none"),
        ("none (read-only)", "main worktree"),
        ("read-only", "-"),
        ("`feat/w1` @ 9b7051e", "removed"),
        ("(not yet branched)", "`../x-w1/`"),
        ("`feat/<name>`", "`../x-<NN>`"),
        ("feat/w1 (off main)", "../x-w1 (new)"),
    ],
)
def test_words_and_placeholders_are_no_names(branch: str, tree: str) -> None:
    text = workers((branch, tree), (branch if "feat" not in branch else "`feat/w2`", "`../x-w2`"))
    assert [rule for rule in GIT if of(text, rule)] == []


@pytest.mark.parametrize(
    ("branch", "better"),
    [
        ("-rf", "rf"),
        ("a..b", "a.b"),
        ("x.lock", "x"),
        ("$(id)", "id"),
        ("a;b", "a-b"),
        ("refs/heads/w", "w"),
    ],
)
def test_an_invalid_branch_gets_a_valid_name(branch: str, better: str) -> None:
    text = workers((f"`{branch}`", ""), ("`feat/w2`", ""))
    assert marked(text, "invalid-branch") == [branch]
    assert f"**Branch:** `{better}`" in mended(text, "invalid-branch")


def test_a_branch_that_is_the_folder_of_another_names_it() -> None:
    (finding,) = of(workers(("`feat`", ""), ("`feat/w2`", "")), "invalid-branch")
    assert "`feat/w2` of W2" in finding.message
    assert len(finding.related) == 1


def test_three_workers_of_one_branch_know_each_other() -> None:
    findings = of(workers(*[("`feat/w`", "")] * 3), "duplicate-branch")
    assert [len(finding.related) for finding in findings] == [2, 2, 2]


def test_two_tables_that_name_the_same_work_share_its_branch() -> None:
    text = (
        "| Stream | Owns | Branch |\n|---|---|---|\n| Login | `a/` | `work/login` |\n| Search | `b/` | `work/s` |\n\n"
        "| Slice | Branch | Status |\n|---|---|---|\n| S-1 | `work/login` | done |\n| S-2 | `work/s` | done |\n"
    )
    assert of(text, "duplicate-branch") == []


@pytest.mark.parametrize("tree", ["/tmp/w1", "~/w1", "$HOME/w1", ".", "..", "../..", "../../w1", ".git/w1", "C:/w1"])
def test_a_worktree_that_the_text_forbids(tree: str) -> None:
    text = workers(("`feat/w1`", f"`{tree}`"), ("`feat/w2`", "`../x-w2`"))
    assert marked(text, "unsafe-worktree") == [tree]
    assert "**Worktree:** `../x-w1`" in mended(text, "unsafe-worktree")


@pytest.mark.parametrize("tree", ["../x-w1", "../x-w1/", ".worktrees/w1", "../trees/w1"])
def test_a_worktree_that_only_the_disk_can_judge(tree: str) -> None:
    assert of(workers(("`feat/w1`", f"`{tree}`"), ("`feat/w2`", "`../x-w2`")), "unsafe-worktree") == []


def test_absolute_worktrees_become_neighbours_with_names_of_their_own() -> None:
    text = workers(("`feat/w1`", "`/srv/cf-w1/ui`"), ("`feat/w2`", "`/srv/cf-w2/ui`"))
    assert [f.fixes[0].edits[0].new for f in of(text, "unsafe-worktree")] == ["../cf-w1", "../cf-w2"]


def test_a_directory_is_no_worktree_where_nobody_has_one() -> None:
    text = workers(("", ""), ("", "")).replace("**Files:**", "**Directory:** /srv/app\n**Files:**")
    assert [rule for rule in GIT if of(text, rule)] == []


def test_a_branch_in_the_worktree_field() -> None:
    (finding,) = of(workers(("`feat/w1`", "`feat/w1`"), ("`feat/w2`", "`../x-w2`")), "unsafe-worktree")
    assert "name of a branch" in finding.message
    assert finding.related


def test_neighbours_whose_names_begin_alike_are_not_inside_each_other() -> None:
    assert of(workers(("", "`../x`"), ("", "`../x-w2`")), "duplicate-worktree") == []


def test_twins_by_case_are_one_folder() -> None:
    assert len(of(workers(("", "`../x-A`"), ("", "`../x-a`")), "duplicate-worktree")) == 2


@pytest.mark.parametrize(
    ("first", "second"),
    [("`feat/a`", "feat/a (see above)"), ("`team/feat/a`", "`feat/a`"), ("`feat/a`", "`Feat/A`")],
)
def test_one_branch_written_in_two_ways_is_one(first: str, second: str) -> None:
    text = workers((first, ""), ("`feat/b`", "")) + f"\n## W1: Report\n\n**Branch:** {second}\n"
    assert of(text, "duplicate-worker") == []


def test_one_worktree_by_two_ways_is_one() -> None:
    text = workers(("", "`../x-w1`"), ("", "`../x-w2`")) + "\n## W1: Report\n\n**Worktree:** `/home/me/x-w1/ui`\n"
    assert of(text, "duplicate-worker") == []
