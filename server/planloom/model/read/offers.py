"""What each chunk offers towards knowing who the workers are, in document order.

Knows one chunk; what the offers of all chunks together mean is `environment`'s.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from planloom.model.read.columns import shape
from planloom.model.read.context import TableMeaning
from planloom.model.read.directives import directives
from planloom.model.read.ids import ID, PEOPLE, IdHit, called_by_word, cell_id, header_family, heading_id, key
from planloom.model.read.labels import STRONG, canonical
from planloom.model.read.legend import may_explain, read_legend
from planloom.model.read.outline import DefHit, Outline, mentioned
from planloom.model.read.owning import OWNS, owning
from planloom.model.read.rows import body_rows
from planloom.model.read.walk import inverted_heading, title_of
from planloom.syntax.cells import cells
from planloom.syntax.chunks import Chunk, Kind
from planloom.text.lazy import lazy

_FENCE, _HEADING, _HTML, _TABLE, _TEXT = Kind.FENCE, Kind.HEADING, Kind.HTML, Kind.TABLE, Kind.TEXT

_ISSUE = lazy(r"\s*[`*\[]*(?:issue\s*)?#?(\d{1,6})\b")


_EXCLUSIVE = ("own", "exclusive", "only", "allowed", "writ", "modif", "touch", "puede", "独占")
_NUMBERED = lazy(r"(?<![A-Za-z0-9])\d{2,4}[a-z]?(?![A-Za-z0-9])")
"""A ticket's or task's number in a branch, which plans take for the worker's name."""


_BRANCH = lazy(r"`?[\w.-]{1,60}/[\w./-]{1,120}`?")


NAME = 40
"""Longer cells are sentences, no names."""


class Offer(NamedTuple):
    """One thing that bears on who the workers are.

    `kind`: heading (an id, or None for one that ends scopes), define (a line in a text), label (a field of
    whoever's section it is), row (a worker table's key cell; `text` is the table's form, `strong` where the row has
    fields), owner (a cell that names an owner), owns (a sentence does), legend (a role word and what the document
    says of it, with a tab between), header (a column header that may name a worker), mention (an id in a wave block
    or dependency), alias (`text` is another name of whoever's section it is), also (`text` is another name of this
    id), branch (`text` is this id's branch and its table's header, with a tab between), drawn (`text` are the ids
    that comments of a tree name, with tabs between), plan (a comment says that this is one).
    """

    kind: str
    id: IdHit | None = None
    level: int = 0
    text: str = ""
    strong: bool = False


_STATED = Offer("plan")


def offers(chunk: Chunk, found: Outline) -> tuple[Offer, ...]:
    """The offers of one chunk; most chunks have none."""
    if chunk.kind == _HEADING:
        return (_heading(chunk, 0),)
    if chunk.kind == _FENCE:
        last = inverted_heading(chunk)
        return (*_lines(chunk, found), *_drawn(chunk), *((_heading(chunk, last),) if last > 0 else ()))
    if chunk.kind == _HTML:
        return (_STATED,) if any(directive.word == "plan" for directive in directives(chunk)) else ()
    if chunk.kind == _TEXT:
        words = "\n".join(chunk.lines)
        made = _lines(chunk, found)
        if may_explain(words):
            made += (Offer("legend", text="\t".join(entry)) for entry in read_legend(chunk.lines))
        if OWNS in words:
            made += _owning(chunk)
        return tuple(made)
    if chunk.kind == _TABLE and chunk.table:
        return tuple(_table(chunk))
    return ()


def _heading(chunk: Chunk, number: int) -> Offer:
    title, start = title_of(chunk, number)
    line = chunk.lines[number]
    label = canonical(title)
    found = heading_id(line, start)
    if number and (found is None or found.family in ("code", "task")):
        return Offer("none")
    level = chunk.level or len(line) - len(line.lstrip("#"))
    return Offer("heading", found, level, label, label in STRONG)


def _lines(chunk: Chunk, found: Outline) -> list[Offer]:
    order: list[tuple[int, int, Offer]] = []
    for hit in found.labels:
        if hit.label == "issue":
            number = _ISSUE.search(chunk.lines[hit.line], hit.value, hit.stop)
            if number:
                order.append((hit.line, hit.start, Offer("alias", None, 0, "issue" + number[1])))
        elif hit.label in STRONG:
            line = chunk.lines[hit.line]
            full = bool(line[hit.value : hit.stop].strip())
            order.append((hit.line, hit.start, Offer("label", None, 0, hit.label, full)))
            if hit.label == "depends_on":
                value = line[hit.value : hit.stop]
                order += [(hit.line, hit.value + i.start, Offer("mention", i)) for i in mentioned(value)]
    order += [(d.line, d.id.start, _define(d)) for d in found.defs]
    order.sort(key=lambda entry: entry[:2])
    return [offer for _, _, offer in order]


def _drawn(chunk: Chunk) -> tuple[Offer, ...]:
    """The ids that the comments of a tree name, in one offer."""
    seen: dict[str, None] = {}
    last = ""
    for line in chunk.lines:
        at = line.find("#") + 1 or line.find("←") + 1 or line.find("<-") + 2
        if at < 2 or ("├" not in line and "└" not in line):
            continue
        at += line.startswith(" ", at)
        if last and line.startswith(last, at) and not line[at + len(last) : at + len(last) + 1].isalnum():
            continue
        found = ID.match(line, at) or ID.match(line, line.find(" by ", at) + 4) or ID.match(line, line.rfind("(") + 1)
        if found and found.start() >= at:
            last = found[0]
            seen[last] = None
    return (Offer("drawn", text="\t".join(seen)),) if seen else ()


def _owning(chunk: Chunk) -> Iterator[Offer]:
    """The names that sentences say own something; only names with a worker's word are surely ones."""
    for said in owning(chunk):
        yield Offer("owns", cell_id(said.name, ""), 0, said.name, called_by_word(said.name))


def _define(found: DefHit) -> Offer:
    return Offer("define", found.id, 7 + found.depth, found.form)


def _table(chunk: Chunk) -> Iterator[Offer]:
    assert chunk.table
    header = chunk.table.header
    meaning = shape(header)
    if chunk.state is None and len(header) >= 3:
        named = (Offer("header", cell_id(cell, header[0]), 0, cell) for cell in header[1:] if cell.strip())
        yield from (offer for offer in named if offer.id and offer.id.family != "name")
    if meaning.kind == "owner":
        column = meaning.column("owner")
        seen: dict[str, Offer] = {}
        plans = bool({"wave", "depends_on"} & set(meaning.columns))
        for _, line in body_rows(chunk):
            parts = cells(line)
            if column < len(parts):
                text = parts[column]
                if text and text not in seen:
                    planned = _is_name(text) and (plans or called_by_word(text))
                    seen[text] = Offer("owner", cell_id(text, header[column]), 0, text, planned)
        yield from seen.values()
    elif meaning.kind in ("worker", "status", "order", "wave", "roster"):
        column = meaning.column("worker")
        if column < 0:
            return
        branch = meaning.column("branch")
        form = _form(meaning)
        for _, line in body_rows(chunk):
            parts = cells(line)
            if column < len(parts):
                found = cell_id(parts[column], header[column])
                if found and key(found.text):
                    yield Offer("row", found, column, form, form == "worker" and _divides(found, meaning))
                    if 0 <= branch < len(parts) and _BRANCH.fullmatch(parts[branch]):
                        yield Offer("branch", found, 0, parts[branch].strip("`") + "\t" + "|".join(header))
                    if 0 <= branch < len(parts) and found.family == "name" and "review" not in parts[branch]:
                        yield from (Offer("also", found, 0, n) for n in _NUMBERED.findall(parts[branch]))


def _form(meaning: TableMeaning) -> str:
    """What a table with a worker in each row is: `checkpoint` where it gives the status of people by their word."""
    people = header_family(meaning.written[meaning.column("worker")]) in PEOPLE
    return "checkpoint" if meaning.kind == "status" and people else meaning.kind


def _is_name(text: str) -> bool:
    """Whether an owner cell is a name, and not a remark or nothing."""
    plain = text.strip(" *_`")
    return (
        len(plain) <= NAME
        and len(plain.split()) <= 4
        and (plain[:1].isalnum() or plain[:1] == "@")
        and "—" not in plain
    )


def _divides(found: IdHit, meaning: TableMeaning) -> bool:
    """Whether a table's columns divide work among its rows, and do not only describe jobs, teams or tasks."""
    columns = set(meaning.columns)
    owned = [meaning.written[i].lower() for i, label in enumerate(meaning.columns) if label == "files_owned"]
    people = found.family in PEOPLE or header_family(meaning.written[meaning.column("worker")]) in PEOPLE
    weight = 2 * ("must_not_touch" in columns) + ("base" in columns) + ("files_owned" in columns)
    weight += 2 * any("worktree" in cell.lower() for cell in meaning.written[1:])
    weight += any(word in cell for cell in owned for word in _EXCLUSIVE)
    weight += (1 + people) * ("branch" in columns)
    weight += (1 + (found.family not in ("name", ""))) * bool(columns & {"depends_on", "blocks"})
    return weight >= (2 if found.family in ("name", "") or not people else 1)
