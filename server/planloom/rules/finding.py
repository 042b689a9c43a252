"""What a rule gives: findings with their places, related places and fixes, and the shape of a rule file.

Knows the plan; must not know the protocol, the terminal or the disk.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import IntEnum

from planloom.syntax.chunks import Place


class Severity(IntEnum):
    """As the language server protocol numbers them."""

    ERROR = 1
    WARNING = 2
    INFORMATION = 3
    HINT = 4


@dataclass(frozen=True, slots=True)
class Edit:
    """Replace the text at `at` (within one line) by `new`; `new` may hold line breaks ("\\n"). An empty `at` inserts."""

    at: Place
    new: str


@dataclass(frozen=True, slots=True)
class Fix:
    """A change that mends a finding. `safe`: changes no meaning, so `--fix` and fixAll may apply it unasked."""

    title: str
    edits: tuple[Edit, ...]
    safe: bool = False


@dataclass(frozen=True, slots=True)
class Related:
    """Another place that the finding is about, and what to say of it."""

    at: Place
    message: str


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that is wrong: which rule, what it says, the smallest span that shows it."""

    rule: str
    message: str
    at: Place
    related: tuple[Related, ...] = ()
    fixes: tuple[Fix, ...] = ()
    severity: Severity | None = None  # None: the rule's default
