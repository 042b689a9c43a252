"""How the context changes from chunk to chunk.

Knows headings, and what a chunk left open; must not understand values.
"""

from __future__ import annotations

from typing import NamedTuple

from planloom.model.read import sections
from planloom.model.read.context import Context, Environment, Frame
from planloom.model.read.fields import Reader, worker_of
from planloom.model.read.ids import IdHit, heading_id, key
from planloom.model.read.labels import canonical
from planloom.syntax.chunks import Chunk, Kind, Place
from planloom.text.lazy import lazy
from planloom.text.values import made

START = Context()
_NAME_END = lazy(r"\s*[(（:：]|\s[—–-]{1,2}\s")


def title_of(chunk: Chunk, number: int = 0) -> tuple[str, int]:
    """A heading's title without its marks, and the column where it starts."""
    line = chunk.lines[number]
    title = line.lstrip(" \t")
    if title.startswith("#"):
        title = title.lstrip("# \t")
    return title.rstrip("# \t"), len(line) - len(title)


def inverted_heading(chunk: Chunk) -> int:
    """The line of a heading that stands last in a fence, -1 for none.

    Where an inner fence closed an outer one, all that follows is inside out: the prompts are text, and what stands
    between them, the next prompt's heading last, is in fences.
    """
    if chunk.kind != Kind.FENCE or chunk.fence is None or chunk.fence.info or len(chunk.lines) > 40:
        return -1
    for number in range(len(chunk.lines) - 2, 0, -1):
        line = chunk.lines[number]
        if line.strip():
            return number if line.startswith("#") and line.lstrip("#").startswith(" ") else -1
    return -1


def _by_name(title: str, environment: Environment) -> str | None:
    """The worker whose name is the title, up to a bracket, colon or dash; short forms of ids do not count."""
    head = _NAME_END.split(title.strip("*_ "), maxsplit=1)[0].strip("*_` ")
    return environment.names.get(key(head)) if len(head) > 3 else None


class Heading(NamedTuple):
    """A heading line of a chunk: its title, where it stands, the id that it begins with and the worker of that id."""

    title: str
    at: Place
    id: IdHit | None
    worker: str | None


def heading(chunk: Chunk, environment: Environment, number: int = 0) -> Heading:
    """What a line that is a heading says."""
    title, start = title_of(chunk, number)
    found = heading_id(chunk.lines[number], start)
    worker = worker_of(found, environment) if found else None
    return Heading(title, made(Place, (chunk.key, number, start, start + len(title))), found, worker)


def after_heading(chunk: Chunk, read: Heading, context: Context, environment: Environment) -> Context:
    """The context below a heading."""
    title, at, found, worker = read
    line = chunk.lines[at.line]
    level = chunk.level or len(line) - len(line.lstrip("#"))
    frames = [frame for frame in context.headings if frame.level < level]
    outer = frames[-1] if frames else Frame(0, "")
    worker = worker if found else _by_name(title, environment)
    label = canonical(title) if not worker else ""
    section = sections.kind(title) if not worker else ""
    frame = Frame(
        level,
        title,
        worker or outer.worker,
        section or outer.section,
        title if sections.is_phase(title) else outer.phase,
        sections.wave(title) or outer.wave,
    )
    return Context(
        frame.worker,
        frame.worker,
        frame.section,
        label,
        title if label else "",
        at if label else None,
        frame.phase,
        frame.wave,
        sticky=bool(label),
        headings=(*frames, frame),
    )


def after_text(context: Context, reader: Reader) -> Context:
    """The context behind a TEXT chunk: the worker its last lines are of, and the field it left open."""
    o = reader.open
    if o is None:
        if not context.label and reader.worker == context.worker and reader.outer == context.outer:
            return context
        return context._replace(
            worker=reader.worker, outer=reader.outer, label="", written="", label_at=None, sticky=False, begun=False
        )
    written, at = (o.written, o.at) if o.label else ("", None)
    begun = bool(o.label) and (o.begun or o.inline or bool(o.items))
    field = (o.label, written, at, context.phase, context.wave, context.table, o.sticky, begun)
    return made(Context, (reader.worker, reader.outer, context.section, *field, context.headings))
