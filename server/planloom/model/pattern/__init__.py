"""Path patterns: what a claim covers, and whether two claims can meet on one path.

`parse` reads a pattern, `overlaps` and `witness` decide exactly. Knows paths and nothing else: not plans, not disks.
"""

from planloom.model.pattern.meet import covers, matcher, matches, overlaps, witness
from planloom.model.pattern.pattern import OPEN_END, Pattern, case_twins, fold, is_placeholder, lines_overlap, parse

__all__ = [
    "OPEN_END",
    "Pattern",
    "case_twins",
    "covers",
    "fold",
    "is_placeholder",
    "lines_overlap",
    "matcher",
    "matches",
    "overlaps",
    "parse",
    "witness",
]
