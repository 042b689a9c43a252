"""What a rule gives: findings with their places, related places and fixes, and the shape of a rule file.

Knows the plan; must not know the protocol, the terminal or the disk.
"""

# Without `from __future__ import annotations`: NamedTuple would compile each field's type from its text.
from enum import IntEnum
from typing import NamedTuple

from planloom.syntax.chunks import Place


class Severity(IntEnum):
    """As the language server protocol numbers them."""

    ERROR = 1
    WARNING = 2
    INFORMATION = 3
    HINT = 4


class Edit(NamedTuple):
    """Replace the text at `at` by `new`, which may hold line breaks ("\\n"). An empty `at` inserts.

    With `until`, what is replaced reaches from the start of `at` to the start of `until`, across lines; its line may
    be one past the chunk's last, column 0, to take whole lines out.
    """

    at: Place
    new: str
    until: Place | None = None


class Fix(NamedTuple):
    """A change that mends a finding. `safe`: changes no meaning, so `--fix` and fixAll may apply it unasked."""

    title: str
    edits: tuple[Edit, ...]
    safe: bool = False


class Related(NamedTuple):
    """Another place that the finding is about, and what to say of it."""

    at: Place
    message: str


class Finding(NamedTuple):
    """One thing that is wrong: which rule, what it says, the smallest span that shows it."""

    rule: str
    message: str
    at: Place
    related: tuple[Related, ...] = ()
    fixes: tuple[Fix, ...] = ()
    severity: Severity | None = None  # None: the rule's default
