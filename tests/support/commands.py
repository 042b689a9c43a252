"""Command lines that only look: whatever a plan or a repository holds, they run nothing and change nothing."""

from __future__ import annotations

LOOKING: tuple[tuple[str, ...], ...] = (
    ("check", "PLAN.md"),
    ("check", "--format", "json", "PLAN.md"),
    ("check", "--format", "sarif", "PLAN.md"),
    ("check", "--format", "github", "PLAN.md"),
    ("show", "PLAN.md"),
    ("show", "--format", "json", "PLAN.md"),
    ("show", "--format", "svg", "PLAN.md"),
    ("show", "--format", "mermaid", "PLAN.md"),
    ("show", "--format", "dot", "PLAN.md"),
    ("run", "PLAN.md", "--agent", "shell", "--dry-run"),
    ("run", "PLAN.md", "--agent-command", "true", "--dry-run", "--json"),
    ("status", "PLAN.md"),
    ("status", "--json", "PLAN.md"),
    ("diff", "PLAN.md", "W1"),
    ("logs", "PLAN.md", "W1"),
    ("stop", "PLAN.md"),
    # Nobody approved anything.
    ("adopt", "PLAN.md", "W1"),
    ("run", "PLAN.md", "--agent", "shell"),
)
ON_SCREEN: tuple[tuple[str, ...], ...] = (
    ("prompt", "PLAN.md", "W1"),
    ("check", "--diff", "PLAN.md"),
    ("format", "--diff", "PLAN.md"),
)
"""What is exact where programs read it: held to be harmless on a screen only."""
