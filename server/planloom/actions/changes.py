"""The files that a worker changed: whose each is, and where it is to be read before and after.

Pure: says it of facts. Must not know how anything is read or shown.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby
from operator import attrgetter
from typing import NamedTuple
from unicodedata import normalize

from planloom.model.facts import Change, WorkerFacts
from planloom.model.pattern import matches
from planloom.model.plan import Claim, Plan, Role
from planloom.model.scope import Scope, scopes

_NEW = ("A", "?")


class ChangedFile(NamedTuple):
    """A file that a worker changed. `status`: A, M or D against what it began from; `why` it is its own, or not.

    `before`: the commit that holds what it was, None where it is new. `gone`: it is there no longer.
    """

    path: str
    status: str
    owned: bool
    why: str
    before: str | None
    gone: bool


def changed_files(plan: Plan, worker: WorkerFacts, changes: Iterable[Change]) -> Iterator[ChangedFile]:
    """The files among a worker's changes, by path, however often each was changed."""
    allowed = scopes(plan)[worker.worker]
    for path, all_of_it in groupby(sorted(changes, key=attrgetter("path")), key=attrgetter("path")):
        yield _file(plan, worker, allowed, path, [*all_of_it])


def _file(plan: Plan, worker: WorkerFacts, allowed: Scope, path: str, changes: Sequence[Change]) -> ChangedFile:
    committed = next((change for change in changes if change.where == "commit"), None)
    first = committed or changes[0]
    # What lies between the start and the tip and is not the worker's own doing was there before it.
    before = None if first.status in _NEW else worker.start if committed else worker.tip
    back = any(change.where == "untracked" for change in changes)
    gone = changes[-1].status == "D" and not back
    owned = allowed.allows(path)
    status = "D" if gone else "M" if before else "A"
    return ChangedFile(path, status, owned, _why(plan, worker.worker, allowed, path), before, gone)


def _why(plan: Plan, worker: str, allowed: Scope, path: str) -> str:
    if allowed.forbids(path):
        return f"{worker} must not touch it"
    claims = [claim for claim in _claims(plan, path) if claim.role is not Role.READ]
    own = [claim for claim in claims if claim.worker == worker]
    if own:
        return f"{own[0].role} on {own[0].path}"
    owners = dict.fromkeys(claim.worker for claim in claims if claim.role is Role.PRIMARY)
    return f"owned by {', '.join(owners)}" if owners else "owned by nobody"


def _claims(plan: Plan, path: str) -> Iterator[Claim]:
    whole = normalize("NFC", path)
    return (claim for claims in plan.claims.values() for claim in claims if matches(claim.pattern, whole))
