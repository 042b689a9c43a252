"""Status tables, yaml status keys and header fields: what a checkpoint says.

Knows status words and one chunk; whether a status is true is the rules' business.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache

from planloom.model.plan import Status, Value
from planloom.model.read.columns import plain as header_plain
from planloom.model.read.context import Environment, TableMeaning
from planloom.model.read.fields import worker_of
from planloom.model.read.ids import cell_id, heading_id, key
from planloom.model.read.rows import body_rows
from planloom.model.read.text import plain
from planloom.syntax.cells import cell_spans
from planloom.syntax.chunks import Chunk, LineKind, Place
from planloom.text.lazy import lazy

SECTIONS = ("status", "checkpoint")
"""The sections whose checkboxes are statuses."""

STATES = {
    "pending": "pending todo queued to-do to_do tbd not-started not_started waiting ready planned open backlog "
    "unstarted scheduled ⬜ ⏳ 🕐 ☐ 📋 🔲 未开始 待办 pendiente",
    "running": "running in-progress in_progress inprogress active wip started working executing ongoing spawned "
    "building 🔵 🔄 🟡 🚧 🏃 ▶️ 🟦 进行中 en-progreso",
    "validating": "validating review reviewing in-review in_review verifying testing validated 🔁 🔍 👀 🟣",
    "blocked": "blocked stuck paused on-hold hold ⛔ 🔒 🚫 ⏸️ 🛑 bloqueado 阻塞",
    "done": "done complete completed pass passed finished success succeeded ok shipped delivered closed ✅ 🟢 ✔ ✔️ ☑ "
    "完成 已完成 完了 hecho completado",
    "failed": "failed fail error broken crashed ❌ 🔴 ✗ 💥",
    "merged": "merged landed integrated 🟪",
    "abandoned": "abandoned superseded cancelled canceled dropped skipped obsolete wontfix 🗑️",
}
"""Canonical states and the words and marks that stand for them."""

_WORDS = {word: state for state, words in STATES.items() for word in words.split()}
_PAIRS = lazy(r"\b(not started|in progress|in review|on hold|to do|not yet)\b", re.IGNORECASE)
_TOKEN = lazy(r"[\w-]+|[^\w\s]\ufe0f?")
_YAML = lazy(r"\s*[\"']?(?P<id>[\w#. -]{1,40}?)[\"']?\s*:\s*(?:\{(?P<map>.*)\}?)?\s*$")
_STATUS_KEY = lazy(r"[\"']?(?:status|state)[\"']?\s*:\s*[\"']?(?P<word>[^,\"'}#]{1,40})")


@lru_cache(maxsize=4096)
def state(text: str) -> str | None:
    """The canonical state that a status text begins with, None for an unknown word."""
    body = _PAIRS.sub(lambda m: m[1].replace(" ", "-"), plain(text)).lower()
    tokens = _TOKEN.findall(body)
    words = [_WORDS[token] for token in tokens[:4] if token in _WORDS and token[0].isalnum()]
    marks = [_WORDS[token] for token in tokens if token in _WORDS and not token[0].isalnum()]
    return next(iter(words), None) or next(iter(marks), None) or next((w for t in tokens if (w := _WORDS.get(t))), None)


def table_statuses(chunk: Chunk, meaning: TableMeaning, environment: Environment) -> Iterator[Status]:
    """The statuses of a table with a worker and a status column."""
    who, what = meaning.column("worker"), meaning.column("status")
    if who < 0 or what < 0:
        return
    notes = meaning.column("notes")
    for number, _ in body_rows(chunk):
        yield from _row(chunk, number, (who, what, notes), meaning.written[who], environment)


def _row(
    chunk: Chunk, number: int, columns: tuple[int, int, int], header: str, environment: Environment
) -> Iterator[Status]:
    line = chunk.lines[number]
    spans = cell_spans(line)
    who, what, notes = columns
    if max(who, what) >= len(spans) or spans[who][0] == spans[who][1]:
        return
    text = line[spans[who][0] : spans[who][1]]
    found = cell_id(text, header)
    worker = (worker_of(found, environment) if found else None) or environment.names.get(key(text))
    note = plain(line[spans[notes][0] : spans[notes][1]]) if 0 <= notes < len(spans) else ""
    name = Value(plain(text), Place(chunk.key, number, *spans[who]))
    status = line[spans[what][0] : spans[what][1]]
    yield Status(worker, name, Value(plain(status), Place(chunk.key, number, *spans[what])), state(status), note)


def may_show(words: str) -> bool:
    """Whether a fence's text (lower case) can show statuses."""
    return "status" in words or "state" in words


def fence_statuses(chunk: Chunk, environment: Environment) -> Iterator[Status]:
    """The statuses of a status table or yaml `workers:` map shown in a fence."""
    columns: tuple[int, int, int] | None = None
    header = ""
    current: tuple[str, Value] | None = None
    for number, line in enumerate(chunk.lines):
        if line.lstrip().startswith("|"):
            spans = cell_spans(line)
            words = [header_plain(line[a:b]) for a, b in spans]
            if "status" in words or "state" in words:
                at = words.index("status") if "status" in words else words.index("state")
                columns = (0, at, next((i for i, w in enumerate(words) if w.startswith("note")), -1))
                header = words[0]
            elif columns and line.strip(" |:-"):
                yield from _row(chunk, number, columns, header, environment)
            continue
        columns = None
        if ":" not in line or len(line) >= 400:
            continue
        found = _YAML.match(line) if _names_entry(line) else None
        worker = environment.names.get(key(found["id"])) if found else None
        if found and worker:
            start = found.start("id")
            current = (worker, Value(found["id"], Place(chunk.key, number, start, found.end("id"))))
        word = _STATUS_KEY.search(line) if current else None
        if word and current and (not found or worker or line[:1].isspace()):
            text = word["word"].strip()
            at_word = Place(chunk.key, number, word.start("word"), word.start("word") + len(text))
            yield Status(current[0], current[1], Value(text, at_word), state(text), "")
            current = None


def _names_entry(line: str) -> bool:
    """Whether nothing but a map can stand behind a line's first colon, as behind the name of an entry."""
    value = line.partition(":")[2].lstrip()
    return not value or value[0] == "{"


def box_statuses(chunk: Chunk, environment: Environment) -> Iterator[Status]:
    """The statuses of a checkbox list in one of the `SECTIONS` whose items name workers."""
    for number, mark in enumerate(chunk.marks):
        if mark.kind == LineKind.ITEM and mark.box is not None:
            line = chunk.lines[number]
            found = heading_id(line, mark.start)
            worker = worker_of(found, environment) if found else None
            if worker and found:
                at = Place(chunk.key, number, mark.start, len(line))
                word = Value("x" if mark.box else " ", Place(chunk.key, number, max(mark.start - 3, 0), mark.start - 2))
                yield Status(worker, Value(found.text, at), word, "done" if mark.box else "pending", "")
