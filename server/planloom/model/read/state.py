"""What one build keeps for the next."""

from __future__ import annotations

from planloom.model.read.context import Context, Environment, Memory
from planloom.model.read.dependencies import Scale
from planloom.model.read.offers import Offer
from planloom.model.read.outline import Outline
from planloom.model.read.raw import Raw
from planloom.model.read.reading import Reading
from planloom.model.read.resolve import Resolved, Resolver
from planloom.model.read.workers import Parts
from planloom.syntax.chunks import Chunk


class State:
    """What was read of every chunk, position by position; kept with the plan for the next build.

    `changed` names the parts of readings that differ from the state before (None: this state is new as a whole);
    "raws" stands for ownership. `renamed` are the letters of names that workers got or lost since, `letters` those of
    each chunk, where they were asked for.
    """

    def __init__(
        self,
        chunks: tuple[Chunk, ...] = (),
        outlines: list[Outline] | None = None,
        offers: list[tuple[Offer, ...]] | None = None,
        environment: Environment | None = None,
    ) -> None:
        self.chunks = chunks
        self.outlines = [] if outlines is None else outlines
        self.offers = [] if offers is None else offers
        self.environment = environment or Environment(Memory())
        self.contexts: list[Context] = []
        self.readings: list[Reading] = []
        self.raws: list[Raw] = []
        self.letters: list[str | None] = []
        self.changed: frozenset[str] | None = None
        self.renamed: frozenset[str] = frozenset()
        self.resolver = Resolver()
        self.owned = Resolved()
        self.parts: dict[str, Parts] = {}
        self.scale = Scale((), {})
