"""How a fix gives a worker paths that it changed, beside their owner or in the owner's place.

Knows the forms of a plan by way of `take_over`; must not know which rule asks.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

from planloom.model.pattern import parse
from planloom.model.plan import Claim, Plan, Role, Source
from planloom.rules.edits import Source as Text
from planloom.rules.finding import Edit
from planloom.rules.stakes import Stake, becomes
from planloom.rules.strays import Stray
from planloom.rules.take_over import drop, give
from planloom.rules.visible import is_plain
from planloom.syntax.chunks import Place

MOST = 20
"""Files up to which a fix writes each of them into the plan."""
_FORMS = (Source.MATRIX, Source.OWNER_TABLE, Source.FILES_OWNED, Source.WORKER_TABLE)
_NOWHERE = Place(-1, 0, 0, 0)


class Taker(NamedTuple):
    """A worker that is given paths, and the forms in which it has claims to write, those of a file tree aside."""

    worker: str
    forms: tuple[Source, ...]


def takers(plan: Plan, workers: Iterable[str]) -> dict[str, Taker]:
    """These workers, each with its forms."""
    used: dict[str, set[Source]] = {worker: set() for worker in workers}
    for claims in plan.claims.values():
        for claim in claims:
            if claim.worker in used and claim.role is not Role.READ:
                used[claim.worker].add(claim.source)
    return {worker: Taker(worker, tuple(form for form in _FORMS if form in some)) for worker, some in used.items()}


def claim_it(plan: Plan, text: Text, taker: Taker, group: Sequence[Stray]) -> tuple[Edit, ...]:
    """The edits by which a worker claims what it changed: MODIFY beside an owner, else PRIMARY; empty for no place."""
    edits: list[Edit] = []
    for stray in group if len(group) <= MOST else ():
        given = _given(plan, text, taker, stray, Role.MODIFY if stray.owners else Role.PRIMARY)
        if not given:
            return ()
        edits += given
    return tuple(_joined(edits))


def hand_over(plan: Plan, text: Text, taker: Taker, group: Sequence[Stray]) -> tuple[Edit, ...]:
    """The edits by which the one owner of all these files gives them to the worker; empty where that cannot be said."""
    edits: list[Edit] = []
    for stray in group if len(group) <= MOST else ():
        whole = all(claim.pattern.literal and claim.pattern.key == stray.path for claim in stray.owners)
        if not whole or len({claim.worker for claim in stray.owners}) != 1:
            return ()
        left = [drop(plan, text, claim) for claim in stray.owners]
        came = _given(plan, text, taker, stray, Role.PRIMARY)
        if not came or not all(left):
            return ()
        edits += [*(edit for edit in left if edit), *came]
    return tuple(_joined(edits))


def _given(plan: Plan, text: Text, taker: Taker, stray: Stray, role: Role) -> list[Edit]:
    """The edits that give one file to a worker in every form where it has claims; empty where a form cannot take it."""
    reading = [claim for claim in stray.own if claim.pattern.key == stray.path]
    if reading:
        return list(becomes(text, Stake(taker.worker, reading[0].pattern, tuple(reading)), role) or ())
    if stray.own or not is_plain(stray.path):
        return []
    wanted = Claim(stray.path, parse(stray.path), taker.worker, role, Source.MATRIX, _NOWHERE, _NOWHERE, "")
    found = [give(plan, text, wanted, form, _row(stray.owners, form)) for form in taker.forms]
    return [edit for edit in found if edit] if all(found) else []


def _row(claims: Iterable[Claim], form: Source) -> Claim | None:
    return next((claim for claim in claims if claim.source is form and claim.pattern.literal), None)


def _joined(edits: Iterable[Edit]) -> Iterator[Edit]:
    """The edits, what several insert at one place as one."""
    at: dict[tuple[Place, Place | None], Edit] = {}
    for edit in edits:
        place = (edit.at, edit.until)
        empty = edit.until is None and edit.at.start == edit.at.end
        known = at.get(place) if empty else None
        at[place] = edit._replace(new=known.new + edit.new) if known else edit
    yield from at.values()
