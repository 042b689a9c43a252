"""Which part of a plan a heading begins, told from its words.

Knows titles; must not know what stands below them.
"""

from __future__ import annotations

import re
from functools import lru_cache

from planloom.text.lazy import lazy

# All of them look at titles in lower case: a search for what begins with a few letters skips all others, one that
# ignores case tries everything everywhere.
_KINDS: tuple[tuple[str, re.Pattern[str]], ...] = tuple(
    (kind, re.compile(pattern))
    for kind, pattern in (
        ("checkpoint", r"checkpoint template|worker status|status board|checkpoint (?:file|format)|checkpoint$"),
        ("anti-patterns", r"anti-?patterns?"),
        ("matrix", r"ownership matrix|file ownership|ownership table|ownership map|file assignment"),
        ("structure", r"file structure|directory structure|target structure|file tree|project structure"),
        ("state", r"current state|what exists|what doesn.t exist|existing"),
        (
            "merge",
            r"merge (?:order|sequence|plan|strategy|protocol|steps?)|integration (?:order|plan|sequence|strategy)|"
            r"merge \(|merge$|merging$|pr order|landing order|order of merg|合并顺序|マージ順",
        ),
        ("compaction", r"compaction"),
        ("protocol", r"orchestrat\w+|protocol|workflow|setup|commands|execution (?:steps|sequence)|launch"),
        ("order", r"dependenc(?:y|ies)|execution order|waves?\b|parallel groups|wave structure|critical path"),
        (
            "workers",
            r"worker definition|streams$|workers$|agents$|agent (?:prompts|assignments)",
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
_MAY_WAVE = lazy("wave|phase|batch|layer|stage|round|group|波次|第")
_GOAL = lazy(r"\bgoal\b")
_PARTS = {
    "ownership matrix": "matrix",
    "worker definitions": "workers",
    "orchestrator protocol": "protocol",
    "checkpoint template": "checkpoint",
    "file structure": "structure",
    "current state analysis": "state",
    "compaction-safe": "compaction",
}
_ANTI = frozenset({"anti-patterns", "antipatterns"})


@lru_cache(maxsize=8192)
def kind(title: str) -> str:
    """The part of a plan that a heading with this title begins, "" for any other."""
    words = title.lower()
    for name, pattern in _KINDS:
        if pattern.search(words):
            return name
    return ""


@lru_cache(maxsize=8192)
def template_part(title: str) -> str:
    """The part of the template that this title names in the template's own words, "" for none."""
    words = title.lower()
    if "goal" in words and _GOAL.search(words):
        return "goal"
    for phrase, part in _PARTS.items():
        if phrase in words:
            return part
    return "anti-patterns" if words in _ANTI else ""


@lru_cache(maxsize=8192)
def is_phase(title: str) -> bool:
    """Whether a title names a phase of the protocol."""
    return bool(_PHASE.match(title.strip("*_ #").lstrip()))


@lru_cache(maxsize=8192)
def wave(title: str) -> str:
    """The wave label that a title begins with (`Wave 2`, `Batch 1`), "" for none."""
    title = title[:60]
    found = _WAVE.search(title) if _MAY_WAVE.search(title.lower()) else None
    if not found or title[: found.start()].strip(" *_#—–-:").isalpha():
        return ""
    return found["wave"]
