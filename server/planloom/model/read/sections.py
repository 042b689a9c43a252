"""Which part of a plan a heading begins, told from its words.

Knows titles; must not know what stands below them.
"""

from __future__ import annotations

import re
from functools import lru_cache

from planloom.text.lazy import lazy

_KINDS: tuple[tuple[str, re.Pattern[str]], ...] = tuple(
    (kind, re.compile(pattern, re.IGNORECASE))
    for kind, pattern in (
        ("checkpoint", r"checkpoint template|worker status|status board|checkpoint (?:file|format)|checkpoint$"),
        ("anti-patterns", r"anti-?patterns?"),
        ("matrix", r"ownership matrix|file ownership|ownership table|ownership map|file assignment"),
        ("structure", r"file structure|directory structure|target structure|file tree|project structure"),
        ("state", r"current state|what exists|what doesn.t exist|existing"),
        (
            "merge",
            r"merge (?:order|sequence|plan|strategy|protocol|steps?)|integration (?:order|plan|sequence|strategy)|"
            r"merge \(|merg(?:e|ing)$|(?:pr|landing) order|order of merg|合并顺序|マージ順",
        ),
        ("compaction", r"compaction"),
        ("protocol", r"orchestrat\w+|protocol|workflow|setup|commands|execution (?:steps|sequence)|launch"),
        ("order", r"dependenc(?:y|ies)|execution order|waves?\b|parallel groups|wave structure|critical path"),
        (
            "workers",
            r"worker definitions?|(?:parallel )?(?:work)?streams$|workers$|agents$|agent (?:prompts|assignments)",
        ),
        ("goal", r"^goals?$|^objectives?$|^mission$|^overview$|^ziel$|^目标$"),
        ("status", r"^status|progress|tracking"),
    )
)
_PHASE = lazy(r"(?:phase|step|stage)\s*\d", re.IGNORECASE)
_WAVE = lazy(
    r"(?P<wave>(?:wave|phase|batch|layer|stage|round|group|波次|第)\s*#?(?P<n>\d{1,3}[a-z]?|[A-Z])(?![\w.]))(?P<rest>.*)",
    re.IGNORECASE,
)
_PARTS = {
    "goal": r"\bgoal\b",
    "matrix": r"ownership matrix",
    "workers": r"worker definitions",
    "protocol": r"orchestrator protocol",
    "checkpoint": r"checkpoint template",
    "structure": r"file structure",
    "state": r"current state analysis",
    "anti-patterns": r"^anti-?patterns$",
    "compaction": r"compaction-safe",
}
_CANONICAL = {kind: re.compile(pattern, re.IGNORECASE) for kind, pattern in _PARTS.items()}


@lru_cache(maxsize=8192)
def kind(title: str) -> str:
    """The part of a plan that a heading with this title begins, "" for any other."""
    return next((name for name, pattern in _KINDS if pattern.search(title)), "")


@lru_cache(maxsize=8192)
def template_part(title: str) -> str:
    """The part of the template that this title names in the template's own words, "" for none."""
    return next((name for name, pattern in _CANONICAL.items() if pattern.search(title)), "")


@lru_cache(maxsize=8192)
def is_phase(title: str) -> bool:
    """Whether a title names a phase of the protocol."""
    return bool(_PHASE.match(title.strip("*_ #").lstrip()))


@lru_cache(maxsize=8192)
def wave(title: str) -> str:
    """The wave label that a title begins with (`Wave 2`, `Batch 1`), "" for none."""
    found = _WAVE.search(title[:60])
    if not found or title[: found.start()].strip(" *_#—–-:").isalpha():
        return ""
    return found["wave"]
