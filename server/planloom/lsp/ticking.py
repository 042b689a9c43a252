"""Ticks the Done-When boxes of workers whose work is merged, which agents are told to leave to people.

Knows the plan and what is known of its workers; must not know the protocol's types.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from planloom.lsp.documents import Snapshot
from planloom.lsp.fixes import locate
from planloom.model.plan import Criterion
from planloom.model.progress import WorkerState
from planloom.rules.finding import Edit, Fix
from planloom.syntax.chunks import Place

_BOX = re.compile(r"\[ \]")


class Tick(NamedTuple):
    """The edit that ticks all open boxes of a worker, and the places where it is looked for."""

    fix: Fix
    places: tuple[Place, ...]


def ticks(document: Snapshot) -> Iterator[Tick]:
    """One for each merged worker with open boxes."""
    facts = document.plan.facts
    for worker in document.plan.workers.values() if facts else ():
        known, label = facts.workers.get(worker.id) if facts else None, worker.field("done_when")
        if known and known.state is WorkerState.MERGED and label:
            edits = tuple(edit for one in worker.done_when if not one.done for edit in _edit(document, one))
            places = (label.label_at, *(one.at for one in worker.done_when))
            if edits:
                yield Tick(Fix(f"Tick Done When of {worker.id} ({len(edits)})", edits), places)


def _edit(document: Snapshot, criterion: Criterion) -> Iterator[Edit]:
    at = criterion.at
    line = document.text.line(locate(document, at).start[0])
    if found := _BOX.search(line, 0, at.start):
        yield Edit(Place(at.chunk, at.line, *found.span()), "[x]")
