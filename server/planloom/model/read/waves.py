"""Which wave a plan puts its workers in, however it says so.

Knows one chunk's hits, and how all hits together make indexes; must not compute levels from dependencies.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from typing import NamedTuple

from planloom.model.plan import Value
from planloom.model.read.columns import plain
from planloom.model.read.context import Context, Environment
from planloom.model.read.dependencies import pieces
from planloom.model.read.fields import worker_of
from planloom.model.read.ids import ID, cell_id, heading_id, hit, key
from planloom.model.read.rows import body_rows
from planloom.model.read.text import lines_with
from planloom.syntax.cells import cell_spans
from planloom.syntax.chunks import Chunk, LineKind, Place
from planloom.text.lazy import lazy

_LINE = lazy(
    r"[\s\W_]{0,12}(?P<wave>(?:wave|phase|batch|layer|stage|round|group|波次)\s*#?(?P<n>\d{1,3}[a-z]?|[A-Z])(?![\w.]))"
    r"(?P<rest>.*)",
    re.IGNORECASE,
)

_WORDS = ("wave", "phase", "batch", "layer", "stage", "round", "group", "波次")
_BLANK, _CODE, _ITEM, _RULE = LineKind.BLANK, LineKind.CODE, LineKind.ITEM, LineKind.RULE
_NUMBER = lazy(r"\d+")
_AFTER = lazy(r"(?:unblocks? (?:when|after)|after|depends on|requires|blocked by|needs)\s+(?P<on>[^)]{1,80})", re.I)
_NUMBERED = lazy(r"\s*[:：—–-]\s*(#\d+)(?!\w)")
"""A worker behind the slot that it works in: `Worktree 2: #61`."""
_SLOTS = frozenset(("time", "slot", "timeslot", "week", "day", "step", "round", "sprint", "period", "hours", "hour"))
_BRANCHES = frozenset("└├")
_BRACKETS = lazy(r"\[([A-Za-z0-9.#_-]{1,12})\]")
_BEHIND = lazy(r"[\s*_]{0,6}(?:\([^()]{0,80}\)|\[[^\]]{0,80}\])?[\s*_]{0,6}(?::|—|–|->|→)")
_REMARK = lazy(r"[(（]|\. ")
_DRAWN = lazy(r"\s*[└├│]")
_HASH = lazy(r"#(\d{1,6})(?!\w)")
_LISTED = lazy(r"(?:wave|batch)\b", re.IGNORECASE)
_AT_HEADING = Place(-1, 0, 0, 0)
LONGEST = 600
"""Longer lines name no wave."""
STRENGTH = {"field": 3, "row": 3, "prefix": 3, "line": 2, "block": 2, "slot": 2, "section": 1}


class WaveHit(NamedTuple):
    """A worker in a wave: the label as written, and what said so (a key of `STRENGTH`)."""

    worker: str
    label: Value
    form: str


class Needs(NamedTuple):
    """A remark behind a wave's name that its workers wait for something: the workers, and the columns of the remark."""

    workers: tuple[str, ...]
    line: int
    start: int
    end: int


def may_name(words: str) -> bool:
    """Whether a text (lower case) can name a wave."""
    # Asked of every text: spelled out, it takes a fifth of what a loop does.
    return (
        "wave" in words
        or "phase" in words
        or "batch" in words
        or "layer" in words
        or "stage" in words
        or "round" in words
        or "group" in words
        or "波次" in words
    )


def table_waves(chunk: Chunk, context: Context, environment: Environment) -> Iterator[WaveHit]:
    """The waves that a table's wave column gives the workers of its rows."""
    meaning = context.table
    if not meaning.kind and meaning.written and plain(meaning.written[0]) in _SLOTS:
        yield from _slots(chunk, environment)
        return
    wave = meaning.column("wave")
    if wave < 0 or meaning.kind == "matrix":
        return
    named = [meaning.column(label) for label in ("worker", "owner") if meaning.column(label) >= 0]
    columns = named or [i for i in range(len(meaning.columns)) if i != wave][:1]
    for number, line in body_rows(chunk):
        spans = cell_spans(line)
        if wave >= len(spans) or not columns or columns[0] >= len(spans):
            continue
        start, end = spans[wave]
        label = Value(line[start:end].strip(" *_`"), Place(chunk.key, number, start, end))
        if not label.text or label.text in "-—–":
            continue
        cell = line[spans[columns[0]][0] : spans[columns[0]][1]]
        for worker in cell_workers(cell, meaning.written[columns[0]], environment):
            yield WaveHit(worker, label, "row")


def _slots(chunk: Chunk, environment: Environment) -> Iterator[WaveHit]:
    """The waves of a timetable: a row for each slot of time, in its cells who works then."""
    for number, line in body_rows(chunk):
        spans = cell_spans(line)
        if len(spans) < 3:
            continue
        start, end = spans[0]
        label = Value(line[start:end].strip(" *_`"), Place(chunk.key, number, start, end))
        for left, right in spans[1:] if label.text else ():
            found = heading_id(line[left:right])
            worker = worker_of(found, environment) if found else None
            if worker:
                yield WaveHit(worker, label, "slot")


def cell_workers(cell: str, header: str, environment: Environment) -> list[str]:
    """The workers that a cell names, one or several."""
    several = [member for _, _, members, _ in pieces(cell, environment) for member in members]
    if len(several) > 1:
        return several
    found = cell_id(cell, header)
    worker = worker_of(found, environment) if found else None
    worker = worker or environment.names.get(key(cell))
    return [worker] if worker else several


def block_waves(chunk: Chunk, words: str, environment: Environment) -> tuple[list[WaveHit], list[Needs]]:
    """The waves drawn as blocks: a line with the wave's name, below it a line for each worker.

    `words` is the chunk's text, lower case.
    """
    hits: list[WaveHit] = []
    needs: list[Needs] = []
    if not any(_LINE.match(chunk.lines[number]) for number in lines_with(words, _WORDS)):
        return hits, needs
    label: Value | None = None
    members: list[str] = []
    remark: tuple[int, int, int] | None = None
    for number, line in enumerate(chunk.lines):
        found = _LINE.match(line)
        if found:
            if remark and members:
                needs.append(Needs(tuple(members), *remark))
            label = Value(found["wave"], Place(chunk.key, number, found.start("wave"), found.end("wave")))
            members, remark = [], None
            after = _AFTER.search(line, found.start("rest"))
            if after:
                remark = (number, after.start("on"), after.end("on"))
            members = list(_bracketed(found["rest"], environment))
        elif label:
            first = _first_worker(line, environment)
            if first and first not in members:
                members.append(first)
                hits.append(WaveHit(first, label, "block"))
            continue
        if label:
            hits += [WaveHit(worker, label, "block") for worker in members]
    if remark and members:
        needs.append(Needs(tuple(members), *remark))
    return hits, needs


def _bracketed(text: str, environment: Environment) -> Iterator[str]:
    for match in _BRACKETS.finditer(text.partition("↑")[0]):
        worker = environment.names.get(key(match[1]))
        if worker:
            yield worker


def _first_worker(line: str, environment: Environment) -> str | None:
    text = line.lstrip(" \t└├│─>•*+-|")
    if not text or len(text) == len(line):
        return None
    found = ID.match(text)
    worker = worker_of(hit(found), environment) if found else None
    numbered = _NUMBERED.match(text, found.end()) if found and not worker else None
    return environment.names.get(key(numbered[1])) if numbered else worker


def is_listed(context: Context) -> bool:
    """Whether the lists below a heading are of the workers of the wave that it names."""
    return context.wave != "" and _LISTED.match(context.wave) is not None


def text_waves(chunk: Chunk, words: str, context: Context, environment: Environment) -> Iterator[WaveHit]:
    """The waves of text lines such as `**Wave 1:** W1, W2`, or of a wave's name with its workers in a list below.

    `words` is the chunk's text, lower case.
    """
    label = Value(context.wave, _AT_HEADING) if is_listed(context) else None
    naming = lines_with(words, _WORDS) if may_name(words) else []
    if label is None and not any(_LINE.match(chunk.lines[n], chunk.marks[n].start) for n in naming):
        return
    for number, (line, mark) in enumerate(zip(chunk.lines, chunk.marks, strict=True)):
        if mark.kind in (_BLANK, _RULE, _CODE) or len(line) > LONGEST:
            continue
        found = _LINE.match(line, mark.start) if number in naming and mark.start < len(line) else None
        colon = _BEHIND.match(found["rest"]) if found else None
        if found and colon:
            label = Value(found["wave"], Place(chunk.key, number, found.start("wave"), found.end("wave")))
            rest = _REMARK.split(found["rest"][colon.end() :], maxsplit=1)[0]
            named = [member for _, _, members, _ in pieces(rest, environment) for member in members]
        elif label and (mark.kind == _ITEM or _DRAWN.match(line)):
            first = _first_worker(f" {line[mark.start :]}", environment) or _ticket(line, environment)
            named = [first] if first else []
        else:
            named = []
        for worker in named:
            at = label.at if label and label.at is not _AT_HEADING else Place(chunk.key, number, mark.start, len(line))
            yield WaveHit(worker, Value(label.text if label else "", at), "line")


def _ticket(line: str, environment: Environment) -> str | None:
    """The worker whose ticket number a line names first."""
    found = _HASH.search(line) if environment.families & {"issue", "pr"} else None
    return environment.names.get(key(found[1])) if found else None


def settle(hits: Iterable[WaveHit], order: Mapping[str, int]) -> dict[str, tuple[Value, int]]:
    """Each worker's wave and its index, from the strongest form that names one without contradicting itself."""
    best: dict[str, list[WaveHit]] = {}
    for one in hits:
        if one.worker not in order:
            continue
        found = best.setdefault(one.worker, [])
        if found and STRENGTH[found[0].form] < STRENGTH[one.form]:
            found.clear()
        if not found or STRENGTH[found[0].form] == STRENGTH[one.form]:
            found.append(one)
    chosen = {
        worker: found[0]
        for worker, found in best.items()
        if len({rank(h.label.text) for h in found}) == 1 or found[0].form in ("field", "prefix")
    }
    weak = [one for one in chosen.values() if one.form == "section"]
    if weak and len(weak) == len(chosen) and len({rank(one.label.text) for one in weak}) < 2:
        return {}
    first = {rank(one.label.text): i for i, one in reversed([*enumerate(chosen.values())])}
    ranks = {r: i for i, r in enumerate(sorted(first, key=lambda r: (r[0], first[r])))}
    return {worker: (one.label, ranks[rank(one.label.text)]) for worker, one in chosen.items()}


def rank(label: str) -> tuple[float, str]:
    """What waves are sorted by: their number; letters by the alphabet; other words last."""
    number = _NUMBER.search(label)
    if number:
        tail = label[number.end() : number.end() + 1].lower()
        return int(number[0]) + (ord(tail) - 96) / 100 if tail.isalpha() else int(number[0]), ""
    word = label.rpartition(" ")[2].upper()
    if len(word) == 1 and word.isalpha():
        return ord(word) - 64, ""
    return float(10**6), key(label)
