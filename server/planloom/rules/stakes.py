"""What one worker has in one path, over all forms of the plan, and how a finding names it, marks it and changes it.

A plan says one thing in several forms; a conflict between two workers is one conflict all the same. Knows claims and
overlaps; must not know which rule asks.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

from planloom.model.ownership import Overlap
from planloom.model.pattern import Pattern, is_placeholder, lines_overlap, witness
from planloom.model.plan import Claim, Plan, Role, Source
from planloom.model.read import roles
from planloom.rules.edits import Source as Text
from planloom.rules.fields import add_to_list
from planloom.rules.finding import Edit, Fix, Related
from planloom.syntax.chunks import Place
from planloom.text.lazy import lazy

RANK = {
    Source.MATRIX: 0,
    Source.OWNER_TABLE: 1,
    Source.WORKER_TABLE: 2,
    Source.FILES_OWNED: 3,
    Source.YAML: 4,
    Source.TREE: 5,
    Source.TASKS: 6,
}
"""Which form is believed first where several speak."""

FORMS = {
    Source.MATRIX: "the matrix",
    Source.OWNER_TABLE: "the table of owners",
    Source.WORKER_TABLE: "the table of workers",
    Source.FILES_OWNED: "the worker's own list",
    Source.YAML: "the list of keys",
    Source.TREE: "the file tree",
    Source.TASKS: "its tasks",
}
MOST_RELATED = 12
_NOTES = {Role.PRIMARY: "owner", Role.MODIFY: "modify", Role.READ: "read-only"}
_NOTE = lazy(r" *\([^()|]*\)")
_SAYS_ROLE = frozenset({Source.MATRIX, Source.OWNER_TABLE, Source.TREE})
"""The forms in which a word beside the path gives the role; elsewhere a label gives it to many paths."""

_WORDS = {
    Source.TREE: {Role.PRIMARY: "CREATES", Role.MODIFY: "MODIFIES", Role.READ: "READS"},
}


class Stake(NamedTuple):
    """A worker's claims on one pattern, those of the form believed first in front; never empty."""

    worker: str
    pattern: Pattern
    claims: tuple[Claim, ...]

    @property
    def first(self) -> Claim:
        """The claim that findings mark."""
        return self.claims[0]

    @property
    def at(self) -> Place:
        """The word that gives the role where one stands with the path, else the path."""
        return mark(self.claims[0])

    @property
    def role(self) -> Role:
        """The strongest role that the form believed first gives."""
        return self.claims[0].role

    @property
    def shared(self) -> bool:
        """Whether the plan calls the path SHARED for this worker."""
        return any(claim.shared for claim in self.claims)

    @property
    def ranges(self) -> tuple[tuple[int, int] | None, ...]:
        """The lines claimed: where some claims name lines, those without do not widen them."""
        named = tuple(claim.lines for claim in self.claims if claim.lines is not None)
        return named or (None,)


def stakes(claims: Iterable[Claim]) -> list[Stake]:
    """Claims by worker and pattern; placeholders, which stand for other paths with each worker, left out."""
    found: dict[tuple[str, str], list[Claim]] = {}
    for claim in claims:
        if not is_placeholder(claim.pattern):
            found.setdefault((claim.worker, claim.pattern.key), []).append(claim)
    return [
        Stake(worker, some[0].pattern, tuple(sorted(some, key=_weight) if len(some) > 1 else some))
        for (worker, _), some in found.items()
    ]


_STRENGTH = {Role.PRIMARY: 0, Role.MODIFY: 1, Role.READ: 2}


def _weight(claim: Claim) -> tuple[bool, int, int]:
    return claim.fallback, RANK[claim.source], _STRENGTH[claim.role]


def meetings(overlap: Overlap, *wanted: Role) -> Iterator[tuple[Stake, list[Stake]]]:
    """Each stake on the overlap's own pattern with those of other workers that it meets, all in a `wanted` role.

    A file under a folder that the file tree gives as a whole is no meeting: in a tree the nearer comment counts.
    """
    workers = {claim.worker for claim in (*overlap.claims, *overlap.others) if claim.role in wanted}
    own = [stake for stake in stakes(overlap.claims) if stake.role in wanted] if len(workers) > 1 else []
    if not own:
        return
    others = [stake for stake in stakes(overlap.others) if stake.role in wanted]
    for stake in own:
        rivals = [other for other in own if other.worker != stake.worker]
        rivals += [other for other in others if other.worker != stake.worker and not _nested(stake, other)]
        if rivals:
            yield stake, rivals


def share_lines(a: Stake, b: Stake) -> bool:
    """Whether the two claim a line in common."""
    return any(lines_overlap(x, y) for x in a.ranges for y in b.ranges)


def mark(claim: Claim) -> Place:
    """The smallest place that shows what a claim says: the role's word, or the path where a label gives the role."""
    return claim.role_at if claim.source in _SAYS_ROLE else claim.at


def ordered(plan: Plan, a: str, b: str) -> bool:
    """Whether one of two workers comes before the other."""
    return plan.order is not None and plan.order.ordered(a, b)


def met(plan: Plan, stake: Stake, others: Sequence[Stake], one: str, several: str) -> str:
    """Who meets whom: `W1 and W2 both write a.rs`, or `W1 writes docs/* and W2 docs/a.md, which meet on docs/a.md`.

    `one` is said of a single worker before a path, `several` of both or all.
    """
    apart = [other for other in others if other.pattern.key != stake.pattern.key]
    if not apart:
        workers, count = everyone(plan, [stake, *others])
        return f"{workers} {several.format(count)} `{shown(stake)}`"
    rest = names(f"{other.worker} `{shown(other)}`" for other in others)
    path = witness(stake.pattern, apart[0].pattern)
    does = "does" if len({other.worker for other in others}) == 1 else "do"
    return f"{stake.worker} {one} `{shown(stake)}`, as {does} {rest}; they meet on `{path}`"


def shown(stake: Stake) -> str:
    """The path as compared, with its lines."""
    return stake.first.path + "".join(_lines(claim) for claim in stake.claims[:1])


def _lines(claim: Claim) -> str:
    if claim.lines is None:
        return ""
    start, end = claim.lines
    return f":{start}+" if end > 10**9 else f":{start}-{end}"


def everyone(plan: Plan, everybody: Iterable[Stake]) -> tuple[str, str]:
    """The workers by name, in the order of the plan, and "both" or "all"."""
    ids = plan.order.ids if plan.order else ()
    among = {stake.worker for stake in everybody}
    workers = [*sorted(among.intersection(ids), key=ids.index), *sorted(among.difference(ids))]
    return names(workers), "both" if len(workers) == 2 else "all"


def names(words: Iterable[str]) -> str:
    """`W1`, `W1 and W2`, `W1, W2 and W3`."""
    every = list(dict.fromkeys(words))
    if len(every) > 5:
        every = [*every[:4], f"{len(every) - 4} more"]
    return " and ".join([", ".join(every[:-1]), every[-1]]) if len(every) > 1 else "".join(every)


def related(others: Iterable[Stake]) -> tuple[Related, ...]:
    """Every place where the others' claims stand, nearest form first."""
    places = {mark(claim): claim for stake in others for claim in stake.claims}
    return tuple(
        Related(at, f"{claim.worker}: {claim.role} on `{claim.path}{_lines(claim)}`")
        for at, claim in list(places.items())[:MOST_RELATED]
    )


def becomes(text: Text, stake: Stake, role: Role) -> tuple[Edit, ...] | None:
    """The edits that give a stake another role in every form that names one; None where a form has no place for it."""
    edits: dict[Edit, None] = {}
    for claim in stake.claims:
        if claim.role is role or claim.fallback:
            continue
        edit = _with_role(text, claim, role)
        if edit is None:
            return None
        edits[edit] = None
    return tuple(edits) or None


def _with_role(text: Text, claim: Claim, role: Role) -> Edit | None:
    word = _WORDS.get(claim.source, {}).get(role, str(role))
    if mark(claim) != claim.at and roles.cell(text.text(claim.role_at)).role:
        return Edit(claim.role_at, word)
    if claim.source is Source.TREE:
        return None
    line = text.line(claim.at)
    start = claim.at.end + (line[claim.at.end : claim.at.end + 1] == "`")
    note = _NOTE.match(line, start)
    end = note.end() if note and roles.note(note[0]).known else start
    return Edit(Place(claim.at.chunk, claim.at.line, start, end), f" ({_NOTES[role]})")


def add_dependency(plan: Plan, text: Text, worker: str, on: str) -> Fix | None:
    """The fix by which `worker` waits for `on`; None where that closes a cycle or the worker's form has no place."""
    if plan.order is None or plan.order.would_cycle(worker, on) or worker not in plan.workers:
        return None
    edit = add_to_list(plan, text, plan.workers[worker], "depends_on", on)
    return Fix(f"{worker} depends on {on}", (edit,)) if edit else None


def _nested(a: Stake, b: Stake) -> bool:
    return any(
        stake.pattern.directory and all(claim.source is Source.TREE for claim in stake.claims) for stake in (a, b)
    )
