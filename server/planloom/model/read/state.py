"""What one build keeps for the next."""

from __future__ import annotations

from dataclasses import dataclass, field

from planloom.model.read.context import Context, Environment
from planloom.model.read.dependencies import Scale
from planloom.model.read.offers import Offer
from planloom.model.read.outline import Outline
from planloom.model.read.raw import Raw
from planloom.model.read.reading import Reading
from planloom.model.read.resolve import Resolved, Resolver
from planloom.model.read.workers import Parts
from planloom.syntax.chunks import Chunk


@dataclass(slots=True)
class State:
    """What was read of every chunk, position by position; kept with the plan for the next build.

    `changed` names the parts of readings that differ from the state before (None: this state is new as a whole);
    "raws" stands for ownership. `renamed` are the letters of names that workers got or lost since, `letters` those of
    each chunk, where they were asked for.
    """

    chunks: tuple[Chunk, ...] = ()
    outlines: list[Outline] = field(default_factory=list)
    offers: list[tuple[Offer, ...]] = field(default_factory=list)
    environment: Environment = field(default_factory=Environment)
    contexts: list[Context] = field(default_factory=list)
    readings: list[Reading] = field(default_factory=list)
    raws: list[Raw] = field(default_factory=list)
    letters: list[str | None] = field(default_factory=list)
    changed: frozenset[str] | None = None
    renamed: frozenset[str] = frozenset()
    resolver: Resolver = field(default_factory=Resolver)
    owned: Resolved = field(default_factory=Resolved)
    parts: dict[str, Parts] = field(default_factory=dict)
    scale: Scale = field(default_factory=lambda: Scale((), {}))
