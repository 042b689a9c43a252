"""What of a long table or tree is still open where one of its later chunks begins.

Knows what the readers of tables and trees hand on; must not read anything itself.
"""

from __future__ import annotations

from typing import NamedTuple

from planloom.model.plan import Role
from planloom.syntax.chunks import Place


class Branch(NamedTuple):
    """An open line of a tree: its column, its path, and the workers its comment (or a parent's) names.

    `due` is its place while it is not known whether anything stands below it: the claim on a line that turns out to be
    a leaf is made when the next line is read.
    """

    column: int
    path: str
    workers: tuple[str, ...] = ()
    role: Role = Role.PRIMARY
    creates: bool = False
    fallback: bool = True
    due: Place | None = None
    written: str = ""


class Inside(NamedTuple):
    """`first` is the key of the first chunk of the table, fence or list; `group` the path of the last group row."""

    first: int = -1
    group: str = ""
    branches: tuple[Branch, ...] = ()


OUTSIDE = Inside()
