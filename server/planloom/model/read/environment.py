"""Who the workers of a document are, decided from the offers of all its chunks.

Several families of ids can stand in one document: agents with tasks under them, streams that sessions work on. One
family is the workers (`_primary`); others join when they have branches, files or dependencies of their own beside it,
or are other names for the same workers.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from planloom.model.read.context import Environment
from planloom.model.read.ids import PEOPLE, IdHit, key
from planloom.model.read.offers import Offer

WEIGHTS = {
    "worker": 1.5,
    "agent": 1.5,
    "workstream": 1.4,
    "stream": 1.4,
    "track": 1.2,
    "lane": 1.2,
    "team": 1.2,
    "session": 1.1,
    "terminal": 1.1,
    "worktree": 1.0,
    "task": 0.7,
    "issue": 0.8,
    "prompt": 1.0,
    "code": 0.6,
    "name": 1.0,
    "": 1.0,
}
ROLES = frozenset({"orchestrator", "integrator", "coordinator", "conductor", "integration"})


_WORD = re.compile(r"[^\W_]+")
_RANGE = re.compile(r"\d{1,3}-\d{1,3}")
WEAK = frozenset({"name", "code", "task", "issue", "pr", "deliverable", "unit", "prompt", "job", "slice"})
"""Families that also count things that are no workers: alone, files do not make workers of them."""


@dataclass(slots=True)
class _Candidate:
    id: IdHit
    order: int
    sections: int = 0
    rows: int = 0
    strong_rows: int = 0
    named: int = 0
    fields: set[str] = field(default_factory=set)
    outer: set[str] = field(default_factory=set)
    inherited: set[str] = field(default_factory=set)
    aliases: set[str] = field(default_factory=set)

    @property
    def strong(self) -> bool:
        return bool(self.fields) or self.strong_rows > 0


def make(offered: Iterable[Offer]) -> Environment:
    """The environment that these offers make; without names where they make no two workers."""
    offered = list(offered)
    found = _ranges(_gather(offered))
    families: dict[str, list[_Candidate]] = {}
    for candidate in found.values():
        families.setdefault(candidate.id.family, []).append(candidate)
    primary = _primary(families)
    if primary is None:
        return Environment()
    accepted = [c for name in _accepted(families, primary) for c in families[name] if _counts(c, families[name])]
    accepted += [c for c in found.values() if c.id.family == "name" and c not in accepted and key(c.id.text) in ROLES]
    accepted.sort(key=lambda candidate: candidate.order)
    names = _names(accepted)
    workers = tuple(dict.fromkeys(names[_key_of(c)] for c in accepted))
    legend = tuple((word, said) for word, _, said in (o.text.partition("\t") for o in offered if o.kind == "legend"))
    return Environment(names, frozenset(c.id.family for c in accepted), legend, workers, words=_words(accepted))


def same(one: Environment, other: Environment) -> bool:
    """Whether two environments say the same."""
    return (
        one.names == other.names
        and one.families == other.families
        and one.legend == other.legend
        and one.workers == other.workers
    )


def _gather(offered: Iterable[Offer]) -> dict[str, _Candidate]:
    found: dict[str, _Candidate] = {}
    scopes: list[tuple[int, _Candidate | None]] = []
    for number, offer in enumerate(offered):
        if offer.kind in ("heading", "define"):
            while scopes and scopes[-1][0] >= offer.level:
                scopes.pop()
            if offer.id is None:
                continue
            candidate = _defined(found, offer.id, number)
            candidate.sections += offer.kind == "heading" or offer.text in ("bold", "plain")
            outer = [c for _, c in scopes if c]
            candidate.outer.update(c.id.family for c in outer if c.id.family != offer.id.family)
            scopes.append((offer.level, candidate))
            if offer.kind == "heading" and offer.strong:
                candidate.fields.add(offer.text)
        elif offer.kind in ("label", "alias"):
            inner = [c for _, c in reversed(scopes) if c]
            if inner:
                (inner[0].fields if offer.kind == "label" else inner[0].aliases).add(offer.text)
            for outer_one in inner[1:]:
                outer_one.inherited.add(offer.text)
        elif offer.id and offer.kind == "also":
            _candidate(found, offer.id, number).aliases.add(offer.text)
        elif offer.id and offer.kind == "row":
            candidate = _defined(found, offer.id, number)
            candidate.rows += 1
            candidate.strong_rows += offer.strong
        elif offer.id:
            candidate = _candidate(found, offer.id, number)
            candidate.named += 1
    return found


def _ranges(found: dict[str, _Candidate]) -> dict[str, _Candidate]:
    """Candidates with a heading such as `Agent 1-3` (a range, not a number with a part) made the agents it means."""
    ranges = {name: c for name, c in found.items() if c.id.family in PEOPLE and _RANGE.fullmatch(c.id.number)}
    firsts = [c.id.number.split("-")[0] for c in ranges.values()]
    rising = [c for c in ranges.values() if int(c.id.number.split("-")[0]) < int(c.id.number.split("-")[1])]
    if not ranges or len(rising) < len(ranges) or (len(ranges) > 2 and len(set(firsts)) * 2 < len(firsts)):
        return found
    made: dict[str, _Candidate] = {}
    for name, candidate in found.items():
        if name not in ranges:
            made.setdefault(name, candidate)
            continue
        first, last = map(int, candidate.id.number.split("-"))
        for number in range(first, min(last, first + 99) + 1):
            text = candidate.id.text[: len(candidate.id.text) - len(candidate.id.number)] + str(number)
            member = _Candidate(candidate.id._replace(text=text, number=str(number), name=""), candidate.order, 1)
            member.fields |= candidate.fields
            made.setdefault(key(text), member)
    return made


def _defined(found: dict[str, _Candidate], id_: IdHit, number: int) -> _Candidate:
    """The candidate that an id defines; its place among the workers is where it is first defined."""
    candidate = _candidate(found, id_, number)
    if not (candidate.sections or candidate.rows):
        candidate.order = number
    return candidate


def _candidate(found: dict[str, _Candidate], id_: IdHit, number: int) -> _Candidate:
    name = key(id_.text)
    if id_.family == "" or id_.text == id_.number:
        name = key(id_.family + id_.number)
    candidate = found.get(name)
    if candidate is None:
        candidate = found[name] = _Candidate(id_, number)
    elif not candidate.sections and not candidate.rows and id_.family == candidate.id.family:
        candidate.id = id_
    elif candidate.id.text == candidate.id.number and id_.text != id_.number and id_.family == candidate.id.family:
        candidate.id = id_._replace(name=id_.name or candidate.id.name)
    elif not candidate.id.name and id_.name:
        candidate.id = candidate.id._replace(name=id_.name)
    return candidate


def _primary(families: Mapping[str, list[_Candidate]]) -> str | None:
    best, best_score = None, 0.0
    for name, members in families.items():
        score = _score(name, members)
        if score > best_score:
            best, best_score = name, score
    return best


def _score(name: str, members: list[_Candidate]) -> float:
    """How much speaks for a family being the workers; 0 where it cannot be."""
    defined = [c for c in members if c.sections or c.rows]
    strong = sum(c.strong for c in defined)
    if name in WEAK or name.startswith("+"):
        divided = any(c.strong_rows or c.fields - {"files_owned", "blocks"} for c in defined)
        if not strong or (not divided and name != "name"):
            return 0.0
    elif not strong:
        strong = sum(bool(c.inherited) for c in defined)
    named = sum(min(c.named, 2) for c in members)
    if not defined:
        return 0.1 * named if name in PEOPLE and len(members) >= 2 else 0.0
    inside = name in WEAK and sum(bool(c.outer & PEOPLE) for c in defined) * 2 > len(defined)
    weight = WEIGHTS.get(name, 0.8) * (0.3 if inside else 1.0)
    return weight * (3 * strong + len(defined) + 0.5 * named)


def _accepted(families: Mapping[str, list[_Candidate]], primary: str) -> list[str]:
    accepted = [primary]
    numbers = {c.id.number.lower() for c in families[primary]}
    for name, members in families.items():
        if name in (primary, "worktree"):
            continue
        strong = [c for c in members if c.strong and (c.sections or c.rows)]
        if len(strong) * 2 < len(members) or not strong:
            continue
        if any(primary in c.outer for c in members) or any(name in c.outer for c in families[primary]):
            continue
        if name in PEOPLE and {c.id.number.lower() for c in members} <= numbers:
            continue
        if name in ("task", "issue", "code", "name") and primary in PEOPLE and len(strong) < len(families[primary]):
            continue
        accepted.append(name)
    return accepted


def _counts(candidate: _Candidate, members: list[_Candidate]) -> bool:
    """Whether a member of an accepted family is a worker: one that has a section, a row, or an owner's cell."""
    if candidate.sections or candidate.rows:
        return True
    return candidate.named > 0 and not any(c.sections or c.strong_rows for c in members)


def _key_of(candidate: _Candidate) -> str:
    return key(candidate.id.text)


def _names(accepted: list[_Candidate]) -> dict[str, str]:
    names: dict[str, str] = {}
    for candidate in accepted:
        canonical = candidate.id.text
        names.setdefault(key(canonical), canonical)
        if candidate.id.family not in ("name", "code"):
            names.setdefault(key(candidate.id.family + candidate.id.number), canonical)
    numbers: dict[str, set[str]] = {}
    for candidate in accepted:
        numbers.setdefault(key(candidate.id.number), set()).add(candidate.id.text)
    for candidate in accepted:
        if len(numbers[key(candidate.id.number)]) == 1:
            for alias in _aliases(candidate.id):
                names.setdefault(key(alias), candidate.id.text)
    titles: dict[str, set[str]] = {}
    for candidate in accepted:
        if len(candidate.id.name) >= 4:
            titles.setdefault(key(candidate.id.name), set()).add(candidate.id.text)
        for alias in candidate.aliases:
            titles.setdefault(key(alias), set()).add(candidate.id.text)
    for title, ids in titles.items():
        if len(ids) == 1:
            names.setdefault(title, next(iter(ids)))
    return names


def _words(accepted: list[_Candidate]) -> dict[str, frozenset[str]]:
    """The words of each worker that goes by a name, for finding it by some of them."""
    return {c.id.text: frozenset(_WORD.findall(c.id.text.lower())) for c in accepted if c.id.family == "name"}


def _aliases(id_: IdHit) -> Iterable[str]:
    yield id_.number
    if id_.family in PEOPLE:
        yield id_.family[0] + id_.number
        yield from (word + id_.number for word in PEOPLE)
    if id_.family in ("stream", "workstream"):
        yield "ws" + id_.number
        yield "workstream" + id_.number
        yield "stream" + id_.number
    if id_.family == "issue":
        yield "pr" + id_.number
