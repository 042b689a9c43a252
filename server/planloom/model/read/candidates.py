"""Everyone who might be a worker: the offers of all chunks gathered by id, with what speaks for each.

Knows offers and the sections they stand in; who of them is a worker is decided by `environment`.
"""

from __future__ import annotations

from collections.abc import Iterable

from planloom.model.read.ids import NUMBERED, PEOPLE, IdHit, key
from planloom.model.read.offers import Offer
from planloom.text.lazy import lazy

_RANGE = lazy(r"\d{1,3}-\d{1,3}")
_WORDLESS = frozenset({"", "name", "code", NUMBERED})


class Candidate:
    """An id and what speaks for it: its sections and rows, its own fields and those of sections inside, its names."""

    def __init__(self, id_: IdHit, order: int, sections: int = 0) -> None:
        self.id = id_
        self.order = order
        self.sections = sections
        self.rows = 0
        self.strong_rows = 0
        self.named = 0
        self.planned = 0
        self.fields: set[str] = set()
        self.outer: set[str] = set()
        self.inherited: set[str] = set()
        self.aliases: set[str] = set()
        self.branches: set[tuple[str, str]] = set()

    @property
    def strong(self) -> bool:
        """Whether it has fields that only someone with a part of divided work has."""
        return bool(self.fields) or self.strong_rows > 0


def gather(offered: Iterable[Offer]) -> dict[str, Candidate]:
    """The candidates that these offers make, by the key of their ids."""
    found: dict[str, Candidate] = {}
    scopes: list[tuple[int, Candidate]] = []
    for number, offer in enumerate(offered):
        if offer.kind in ("heading", "define"):
            _enter(found, scopes, offer, number)
        elif offer.kind in ("label", "alias"):
            _credit([candidate for _, candidate in reversed(scopes)], offer)
        elif offer.id:
            _note(found, offer.id, offer, number)
    return _ranges(found)


def _enter(found: dict[str, Candidate], scopes: list[tuple[int, Candidate]], offer: Offer, number: int) -> None:
    while scopes and scopes[-1][0] >= offer.level:
        scopes.pop()
    if offer.id is None:
        return
    candidate = _defined(found, offer.id, number)
    candidate.sections += offer.kind == "heading" or offer.text in ("bold", "plain", "entry")
    candidate.outer.update(c.id.family for _, c in scopes if c.id.family != offer.id.family)
    scopes.append((offer.level, candidate))
    if offer.kind == "heading" and offer.strong:
        candidate.fields.add(offer.text)


def _credit(inner: list[Candidate], offer: Offer) -> None:
    """Give a field, or another name, to whoever's section it stands in, innermost first."""
    while len(inner) > 1 and inner[0].id.family == NUMBERED:
        inner.pop(0).fields.add(offer.text)
    if inner:
        (inner[0].fields if offer.kind == "label" else inner[0].aliases).add(offer.text)
    for outer in inner[1:]:
        outer.inherited.add(offer.text)


def _note(found: dict[str, Candidate], id_: IdHit, offer: Offer, number: int) -> None:
    if offer.kind == "row":
        candidate = _defined(found, id_, number)
        candidate.rows += 1
        candidate.strong_rows += offer.strong
        return
    candidate = _candidate(found, id_, number)
    if offer.kind == "branch":
        branch, _, table = offer.text.partition("\t")
        candidate.branches.add((branch, table))
    elif offer.kind == "also":
        candidate.aliases.add(offer.text)
    else:
        candidate.named += 1
        candidate.planned += offer.strong
        if offer.kind == "owns":
            candidate.fields.add("files_owned")


def first_forms(offered: Iterable[Offer]) -> dict[str, str]:
    """How each id with a word and a number is first written, by its key."""
    found: dict[str, str] = {}
    for offer in offered:
        if offer.kind == "drawn":
            for text in offer.text.split("\t"):
                found.setdefault(key(text), text)
        elif offer.id and _has_word(offer.id) and (offer.kind != "mention" or offer.id.text[0].isupper()):
            found.setdefault(key(offer.id.text), offer.id.text)
    return found


def _has_word(id_: IdHit) -> bool:
    return id_.family not in _WORDLESS and id_.text != id_.number and id_.text[0].isalpha()


def _ranges(found: dict[str, Candidate]) -> dict[str, Candidate]:
    """Candidates with a heading such as `Agent 1-3` (a range, not a number with a part) made the agents it means."""
    ranges = {name: c for name, c in found.items() if c.id.family in PEOPLE and _RANGE.fullmatch(c.id.number)}
    firsts = [c.id.number.split("-")[0] for c in ranges.values()]
    rising = [c for c in ranges.values() if int(c.id.number.split("-")[0]) < int(c.id.number.split("-")[1])]
    if not ranges or len(rising) < len(ranges) or (len(ranges) > 2 and len(set(firsts)) * 2 < len(firsts)):
        return found
    made: dict[str, Candidate] = {}
    for name, candidate in found.items():
        if name not in ranges:
            made.setdefault(name, candidate)
            continue
        first, last = map(int, candidate.id.number.split("-"))
        for number in range(first, min(last, first + 99) + 1):
            text = candidate.id.text[: len(candidate.id.text) - len(candidate.id.number)] + str(number)
            member = Candidate(candidate.id._replace(text=text, number=str(number), name=""), candidate.order, 1)
            member.fields |= candidate.fields
            made.setdefault(key(text), member)
    return made


def _defined(found: dict[str, Candidate], id_: IdHit, number: int) -> Candidate:
    """The candidate that an id defines; its place among the workers is where it is first defined."""
    candidate = _candidate(found, id_, number)
    if not (candidate.sections or candidate.rows):
        candidate.order = number
    return candidate


def _candidate(found: dict[str, Candidate], id_: IdHit, number: int) -> Candidate:
    name = key(id_.text)
    if id_.family == "" or id_.text == id_.number:
        name = key(id_.family + id_.number)
    candidate = found.get(name)
    if candidate is None:
        candidate = found[name] = Candidate(id_, number)
    elif not candidate.sections and not candidate.rows and id_.family == candidate.id.family:
        candidate.id = id_
    elif candidate.id.text == candidate.id.number and id_.text != id_.number and id_.family == candidate.id.family:
        candidate.id = id_._replace(name=id_.name or candidate.id.name)
    elif not candidate.id.name and id_.name:
        candidate.id = candidate.id._replace(name=id_.name)
    return candidate
