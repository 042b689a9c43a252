"""Reads agents that tell nothing of themselves in a form of their own: their last words are all there is."""

from __future__ import annotations

from collections.abc import Iterable

from planloom.model.agent import Report
from planloom.run.tasks.output import harmless


def read(lines: Iterable[str]) -> Report:
    """The last line that says anything; how it ended is for its exit status to tell."""
    last = ""
    for line in lines:
        last = line.strip() or last
    return Report(last=shown(last))


def shown(text: str) -> str:
    """The first line of a text that says anything, harmless to show and short enough to be shown on one line."""
    first = next((line for line in (harmless(line).strip() for line in text.splitlines()) if line), "")
    return first if len(first) <= 200 else f"{first[:199]}…"
