"""A change to a file as a unified diff that `patch` and `git apply` take. Knows texts only."""

from __future__ import annotations

from collections.abc import Iterator
from difflib import unified_diff

from planloom.text.lines import split


def unified(path: str, before: str, after: str) -> Iterator[str]:
    """The lines of the diff, each with its line end."""
    for line in unified_diff(_lines(before), _lines(after), path, path):
        yield line if line.endswith("\n") else f"{line}\n\\ No newline at end of file\n"


def _lines(text: str) -> list[str]:
    contents, ends = split(text)
    lines = [content + end for content, end in zip(contents, ends, strict=True)]
    return lines if lines[-1] else lines[:-1]
