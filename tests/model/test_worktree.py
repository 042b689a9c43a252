"""Paths of worktrees: which ones the text alone forbids."""

from __future__ import annotations

import pytest

from planloom.model.worktree import worktree_fault


@pytest.mark.parametrize("path", ["../app-w1", "../app-w1/", "../app.w1", "../größe", ".worktrees/a", "../trees/a"])
def test_allowed(path: str) -> None:
    assert worktree_fault(path) is None


@pytest.mark.parametrize(
    ("path", "word"),
    [
        ("/tmp/x", "absolute"),
        ("C:/x", "absolute"),
        ("C:\\x", "absolute"),
        ("\\\\host\\share", "another machine"),
        ("~/x", "`~`"),
        ("$HOME/x", "`$`"),
        (".", "repository itself"),
        ("./", "repository itself"),
        ("..", "climbs"),
        ("../..", "climbs"),
        ("../../x", "climbs"),
        ("../a/../b", "climbs"),
        (".git/worktrees/x", "`.git`"),
        ("../x/.GIT/y", "`.git`"),
        ("-x", "option"),
        ("../x\ty", "control"),
        ("../x.", "dot"),
        ("../CON", "Windows"),
        ("../a:b", "`:`"),
        ("../" + "a" * 200, "longer"),
    ],
)
def test_forbidden_with_the_reason(path: str, word: str) -> None:
    assert word in str(worktree_fault(path))
