"""Claims and denials out of fields and lists: the paths that stand under "Files Owned", "Owns", "Must not touch".

Knows fields and list lines, their labels and notes; must not know tables and trees.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

from planloom.model.pattern import Pattern, parse
from planloom.model.plan import Claim, Denial, Role, Source
from planloom.model.read import roles
from planloom.model.read.cells import PLAIN, Spot, split_suffixes, spots
from planloom.model.read.context import Environment, Item, RawField
from planloom.model.read.owners import Named, named
from planloom.model.read.raw import Raw
from planloom.syntax.chunks import Place
from planloom.text.values import made

_PRIMARY = Role.PRIMARY


class Scope(NamedTuple):
    """Whose list it is, what its label says, the form it is of, and the key of the chunk that holds its label."""

    workers: tuple[str, ...]
    said: roles.Meaning
    source: Source
    table: int
    role_at: Place | None = None
    folder: str = ""


class _Folder(NamedTuple):
    column: int
    path: str


def read_field(raw: Raw, field: RawField, environment: Environment, source: Source, folder: str = "") -> None:
    """Add what one ownership field says; its paths are relative to `folder`."""
    if field.label == "must_not_touch":
        for item in field.items:
            if item.text.endswith(":") and not item.item:
                break
            _deny(raw, field.worker, item)
        return
    said = roles.label(field.written)
    if field.label == "reads":
        said = roles.READS if said.role is not Role.MODIFY else said
        if "shared" in field.written.lower() and "read" not in field.written.lower():
            said = roles.SHARED
    workers = (field.worker,) if field.worker is not None else ()
    scope = made(Scope, (workers, said, source, field.label_at.chunk, field.label_at, folder))
    read_items(raw, field.items, scope, environment)


def read_items(raw: Raw, items: Iterable[Item], scope: Scope, environment: Environment) -> None:
    """Add the claims that the lines of a list make; deeper lines are relative to a directory above them."""
    folders: list[_Folder] = []
    first, taken = len(raw.claims), []
    usual = [(scope.workers, scope.said)]
    for item in items:
        found = spots(item.text)
        column = item.at.start
        while folders and folders[-1].column >= column:
            folders.pop()
        folder = folders[-1].path if folders and item.item else scope.folder
        for spot in found:
            path, _, _, _, _, before, note = spot
            if path[0] == "!":
                taken.append(parse(path[1:]))
                continue
            for workers, said in usual if not note and before in PLAIN else _who_and_how(spot, scope, environment):
                if workers:
                    _claims(raw, spot, item.at, folder, (workers, said, scope))
        if item.item and len(found) == 1 and found[0].path[-1] == "/":
            folders.append(_Folder(column, _below(found[0].path, folder)))
    if taken:
        _take_out(raw, first, taken)


def _paths(path: str, folder: str) -> tuple[str, ...]:
    return split_suffixes(_below(path, folder) if folder else path)


def _below(path: str, folder: str) -> str:
    """`path` below `folder`, unless it begins where the folder does."""
    if (
        not folder
        or (path[0] in "/.*!" and not path.startswith((".", "*")))
        or path.startswith(folder.partition("/")[0] + "/")
    ):
        return path
    return folder + path


def _claims(raw: Raw, spot: Spot, line: Place, folder: str, how: tuple[tuple[str, ...], roles.Meaning, Scope]) -> None:
    path, written, start, end, lines, _, _ = spot
    chunk, number, column, _ = line
    here = made(Place, (chunk, number, column + start, column + end))
    workers, (role, denied, shared, creates, _, _), scope = how
    _, _, source, table, role_at, _ = scope
    for each in _paths(path, folder) if folder or "/" in path[-5:-1] else (path,):
        pattern = parse(each)
        for worker in workers:
            if denied:
                raw.denials.append(Denial(worker, written, pattern, here))
                continue
            claim = (
                each,
                pattern,
                worker,
                role or _PRIMARY,
                source,
                here,
                role_at or here,
                written,
                lines,
                shared,
                True,
                creates,
                role is None,
                table,
                "",
            )
            raw.claims.append(made(Claim, claim))


def _who_and_how(spot: Spot, scope: Scope, environment: Environment) -> list[tuple[tuple[str, ...], roles.Meaning]]:
    """The workers of one path with what they do: its own notes first, then the list's label."""
    note, said, workers = spot.note, scope.said, scope.workers
    if note:
        own = _owner_note(note, environment)
        if own.notes:
            each = zip(own.workers, own.notes, strict=False)
            return [((worker,), _noted(words, said) if words else said) for worker, words in each]
        if own.workers:
            workers, note = own.workers, own.rest
        noted = _noted(note, said)
        if noted is not said:
            return [(workers, noted)]
    led = roles.UNKNOWN if spot.before in PLAIN or said.role is Role.READ else _led(spot.before)
    return [(workers, led if led.role else said)]


def _noted(note: str, said: roles.Meaning) -> roles.Meaning:
    """What a note makes of the label's meaning: a description does not weaken ownership, a role word does."""
    noted = roles.note(note)
    weak = noted.role is Role.MODIFY and said.exclusive and not roles.strong(note)
    return noted if noted.known and said.role is not Role.READ and not weak else said


def _owner_note(note: str, environment: Environment) -> Named:
    """The workers that a note begins with, as in "(Agent 5: routes only)" and "— Streams A & C (…)"."""
    text = note.lstrip(" -–—→:")
    if text[:5].lower() in ("files", "direc"):
        text = text.partition(" ")[2]
    bracketed = text[:1] == "("
    if bracketed or text is not note:
        found = named(text[1:].rstrip(")") if bracketed else text, environment)
        if found.workers and (bracketed or not found.rest.strip() or found.rest.lstrip()[0] in "(:,;—–-."):
            return found
    return Named((), note)


def _led(before: str) -> roles.Meaning:
    """What a verb before the path says: "Create `a.rs`", "(modifies `b.rs`)"."""
    if not before.strip(" ,`*(&+/✅☐-"):
        return roles.UNKNOWN
    words = before.rsplit("(", 1)[-1].strip(" *_:✅[]x-").split()
    if not words:
        return roles.UNKNOWN
    return roles.verb(words[0])


def _take_out(raw: Raw, first: int, taken: list[Pattern]) -> None:
    """Give the claims of a list the excludes that stand in it."""
    for i in range(first, len(raw.claims)):
        claim = raw.claims[i]
        if not claim.pattern.literal or claim.pattern.directory:
            raw.claims[i] = claim._replace(pattern=claim.pattern.excluding(taken))


def _deny(raw: Raw, worker: str | None, item: Item) -> None:
    """A line of a deny list: its paths, or its words where it names none."""
    if worker is None:
        return
    found = spots(item.text)
    if not found:
        words = item.text.strip(" *_`-.")
        if words and roles.cell(words) != roles.NOTHING:
            raw.denials.append(Denial(worker, words, None, item.at))
        return
    at = item.at
    for spot in found:
        here = Place(at.chunk, at.line, at.start + spot.start, at.start + spot.end)
        for path in split_suffixes(spot.path):
            raw.denials.append(Denial(worker, spot.written, parse(path), here))
