"""Who the workers of a document are, decided from the offers of all its chunks.

Several families of ids can stand in one document: agents with tasks under them, streams that sessions work on. One
family is the workers (`_primary`); others join when they have branches, files or dependencies of their own beside it,
or are other names for the same workers.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from planloom.model.read.candidates import Candidate, first_forms, gather
from planloom.model.read.context import Environment, Memory
from planloom.model.read.ids import NUMBERED, PEOPLE, IdHit, key
from planloom.model.read.offers import Offer
from planloom.text.lazy import lazy

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


_WORD = lazy(r"[^\W_]+")
WEAK = frozenset({"name", "code", "task", "issue", "pr", "deliverable", "unit", "prompt", "job", "slice", NUMBERED})
"""Families that also count things that are no workers: alone, files do not make workers of them."""


def make(offered: Iterable[Offer]) -> Environment:
    """The environment that these offers make; without names where they make no worker."""
    listed = list(offered)
    stated = any(offer.kind == "plan" for offer in listed)
    legend = tuple((word, said) for word, _, said in (o.text.partition("\t") for o in listed if o.kind == "legend"))
    accepted = _workers(gather(listed)) or _workers(gather(map(_as_checkpoint, listed)))
    if not accepted:
        return Environment(Memory(), stated=stated)
    _call(accepted, first_forms(listed))
    names = _names(accepted)
    workers = tuple(dict.fromkeys(names[_key_of(c)] for c in accepted))
    families_of = frozenset(c.id.family for c in accepted)
    return Environment(Memory(), names, families_of, legend, workers, stated, _words(accepted))


def _as_checkpoint(offer: Offer) -> Offer:
    """The offer as it counts in a document that says nothing of workers but their status."""
    return offer._replace(strong=True) if offer.text == "checkpoint" and offer.kind == "row" else offer


def _call(accepted: Iterable[Candidate], forms: Mapping[str, str]) -> None:
    """Call each worker that has a number or letter as the document first does."""
    for candidate in accepted:
        first = forms.get(_key_of(candidate))
        if first and candidate.id.text != candidate.id.number:
            candidate.id = candidate.id._replace(text=first)


def _workers(found: Mapping[str, Candidate]) -> list[Candidate]:
    """The candidates that are workers, in document order."""
    families: dict[str, list[Candidate]] = {}
    for candidate in found.values():
        families.setdefault(candidate.id.family, []).append(candidate)
    if not _is_referred_to(families):
        families.pop(NUMBERED, None)
    primary = _primary(families)
    if primary is None:
        return []
    accepted = [c for name in _accepted(families, primary) for c in families[name] if _counts(c, families[name])]
    roles = [c for c in found.values() if c.id.family == "name" and key(c.id.text) in ROLES]
    accepted += [role for role in roles if not any(role is c for c in accepted)]
    accepted.sort(key=lambda candidate: candidate.order)
    return _joined(accepted)


def _joined(accepted: list[Candidate]) -> list[Candidate]:
    """The workers without those that a later table calls otherwise: no heading, and the branch of an earlier table."""
    first: dict[str, tuple[str, Candidate]] = {}
    kept: list[Candidate] = []
    for candidate in accepted:
        same = None
        for branch, table in candidate.branches:
            before = first.setdefault(branch, (table, candidate))
            if before[0] != table and not candidate.sections:
                same = before[1]
        if same:
            same.aliases.add(candidate.id.text)
        else:
            kept.append(candidate)
    return kept


def _is_referred_to(families: Mapping[str, list[Candidate]]) -> bool:
    """Whether dependencies name counted headings by a word (`Task 3`) that nothing else is called by."""
    numbers = {c.id.number for c in families.get(NUMBERED, ()) if c.fields & {"depends_on"} or c.sections}
    named = [c for c in families.get("task", ()) if c.named]
    return len(named) >= 2 and all(not c.sections and not c.rows and c.id.number in numbers for c in named)


def same(one: Environment, other: Environment) -> bool:
    """Whether two environments say the same."""
    return one._replace(memory=other.memory) == other


def _primary(families: Mapping[str, list[Candidate]]) -> str | None:
    best, best_score = None, 0.0
    for name, members in families.items():
        score = _score(name, members)
        if score > best_score:
            best, best_score = name, score
    return best


def _score(name: str, members: list[Candidate]) -> float:
    """How much speaks for a family being the workers; 0 where it cannot be."""
    defined = [c for c in members if c.sections or c.rows]
    strong = sum(c.strong for c in defined)
    named = sum(min(c.named, 2) for c in members)
    if not defined and name in ("name", "code") and sum(bool(c.planned) for c in members) >= 2:
        return 0.05 * named
    if name in WEAK or name.startswith("+"):
        divided = any(c.strong_rows or _divides(c.fields, name) for c in defined)
        if not strong or (not divided and name != "name"):
            return 0.0
    elif not strong:
        strong = sum(bool(c.inherited) for c in defined)
    if not defined:
        return 0.1 * named if name in PEOPLE and len(members) >= 2 else 0.0
    inside = name in WEAK and sum(bool(c.outer & PEOPLE) for c in defined) * 2 > len(defined)
    weight = WEIGHTS.get(name, 0.8) * (0.3 if inside else 1.0)
    return weight * (3 * strong + len(defined) + 0.5 * named)


def _divides(fields: set[str], family: str) -> bool:
    """Whether these fields are those of someone who works, not of a requirement or a step."""
    if family == "code":
        return bool(fields & {"branch", "worktree", "must_not_touch"}) or {"files_owned", "depends_on"} <= fields
    return bool(fields - {"files_owned", "blocks"})


def _accepted(families: Mapping[str, list[Candidate]], primary: str) -> list[str]:
    accepted = [primary]
    numbers = {c.id.number.lower() for c in families[primary]}
    for name, members in families.items():
        if name in (primary, "worktree", NUMBERED):
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


def _counts(candidate: Candidate, members: list[Candidate]) -> bool:
    """Whether a member of an accepted family is a worker: one that has a section, a row, or an owner's cell."""
    if candidate.sections or candidate.rows:
        return True
    if candidate.id.family == "name" and not candidate.planned:
        return False
    return candidate.named > 0 and not any(c.sections or c.strong_rows for c in members)


def _key_of(candidate: Candidate) -> str:
    return key(candidate.id.text)


def _names(accepted: list[Candidate]) -> dict[str, str]:
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


def _words(accepted: list[Candidate]) -> dict[str, frozenset[str]]:
    """The words of each worker that goes by a name, for finding it by some of them."""
    return {c.id.text: frozenset(_WORD.findall(c.id.text.lower())) for c in accepted if c.id.family == "name"}


def _aliases(id_: IdHit) -> Iterable[str]:
    yield id_.number
    if id_.family == NUMBERED:
        yield "task" + id_.number
    if id_.family in PEOPLE:
        yield id_.family[0] + id_.number
        yield from (word + id_.number for word in PEOPLE)
    if id_.family in ("stream", "workstream"):
        yield "ws" + id_.number
        yield "workstream" + id_.number
        yield "stream" + id_.number
    if id_.family == "issue":
        yield "pr" + id_.number
