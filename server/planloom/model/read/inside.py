"""What of a long table or tree is still open where one of its later chunks begins.

Knows what the readers of tables and trees hand on; must not read anything itself.
"""

from __future__ import annotations

from typing import NamedTuple

from planloom.model.plan import Role
from planloom.syntax.chunks import Place


class Branch(NamedTuple):
    """An open line of a tree: its column and path, the workers that its comment (or one above) names, what they do.

    `at` and `written` are its name as it stands; the claim on a line is made when the next one shows it to be a leaf.
    """

    column: int
    path: str
    workers: tuple[str, ...]
    role: Role
    creates: bool
    fallback: bool
    at: Place
    written: str


class Inside(NamedTuple):
    """`first` is the key of the first chunk of the table or fence; `group` the path of the last group row.

    `branches` are the open lines of a tree; `due` says that nothing is known yet to stand below the last of them.
    `label` is the ownership label (canonical, written) of a list in a prompt.
    """

    first: int = -1
    group: str = ""
    branches: tuple[Branch, ...] = ()
    due: bool = False
    label: tuple[str, str] = ("", "")


OUTSIDE = Inside()
