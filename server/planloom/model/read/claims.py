"""Ownership out of a chunk, whatever form of the plan it is: who does what with which path, and who must not.

Picks the reader for the chunk; `resolve` then lets the paths of the whole plan explain each other. Must not understand
any form itself.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import partial

from planloom.model.plan import Role, Source
from planloom.model.read import loose, roles
from planloom.model.read.cells import spots
from planloom.model.read.columns import meaning
from planloom.model.read.context import OWNERSHIP, Context, Environment, RawField
from planloom.model.read.inside import OUTSIDE, Branch, Inside
from planloom.model.read.lists import read_field
from planloom.model.read.matrix import matrix
from planloom.model.read.owners import named
from planloom.model.read.prompts import prompt_fields
from planloom.model.read.raw import Raw
from planloom.model.read.tables import owner_table, path_table
from planloom.model.read.tasks import read_tasks
from planloom.model.read.tree import is_tree, is_yaml, tree
from planloom.syntax.chunks import Chunk, Kind, Place
from planloom.text.lazy import lazy

_FENCE, _FRONT, _TABLE, _TEXT = Kind.FENCE, Kind.FRONT, Kind.TABLE, Kind.TEXT

NOTHING = Raw()
_OWNED_BY = lazy(r"([\w /-]*\w)[- ]owned\b|\bowned by (\w[\w /-]*)", re.IGNORECASE)


def read_claims(
    chunk: Chunk, context: Context, environment: Environment, fields: tuple[RawField, ...], inside: Inside = OUTSIDE
) -> Raw:
    """The ownership that one chunk gives. `fields` are its fields, `inside` is what chunks before it left open."""
    if chunk.kind == _TABLE:
        return _table(chunk, context, environment, fields, inside if chunk.state else Inside(chunk.key))
    owned = [field for field in fields if field.label in OWNERSHIP and field.written[:1] != '"']
    if owned and _reports(context):
        owned = []
    if chunk.kind == _FENCE:
        return _fence(chunk, context, environment, owned, inside if chunk.state else Inside(chunk.key))
    if not owned and (chunk.kind != _TEXT or not environment.names):
        return NOTHING
    raw = Raw()
    source = Source.YAML if chunk.kind == _FRONT else Source.FILES_OWNED
    for field in owned:
        read_field(raw, _with_worker(field, context, environment), environment, source)
    if chunk.kind == _TEXT:
        loose.read_loose(raw, chunk, context, environment, fields)
        if context.worker is not None and not raw.claims and not _reports(context):
            raw.read_tasks = partial(read_tasks, chunk, context.worker)
    return raw if raw.claims or raw.denials or raw.read_tasks else NOTHING


def _with_worker(field: RawField, context: Context, environment: Environment) -> RawField:
    """A field outside of any worker's section, given to whom the heading above it names."""
    if field.worker is not None:
        return field
    found = loose.title_owner(context, environment)
    return field._replace(worker=found.workers[0]) if found.workers else field


def _table(
    chunk: Chunk, context: Context, environment: Environment, fields: tuple[RawField, ...], inside: Inside
) -> Raw:
    if chunk.table is None or not environment.names:
        return NOTHING
    found = meaning(chunk.table, environment)
    if found.kind == "matrix":
        return matrix(chunk, found, environment, inside)
    if found.kind == "owner":
        return owner_table(chunk, found, environment, inside)
    if found.kind == "files":
        worker = context.worker or _owner_above(context, environment)
        return path_table(chunk, found, worker, inside) if worker else Raw(inside=inside)
    raw = Raw(inside=inside)
    line, folder = -1, ""
    for field in fields:
        if field.label not in OWNERSHIP:
            continue
        if field.label_at.line != line:
            line, folder = field.label_at.line, ""
        read_field(raw, field, environment, Source.WORKER_TABLE, folder if field.label == "files_owned" else "")
        folder = folder or _folder(field)
    return raw


def _folder(field: RawField) -> str:
    """The one directory that a cell of owned folders names; "" for several or none."""
    found = [spot.path for item in field.items for spot in spots(item.text)]
    return found[0] if field.label == "files_owned" and len(found) == 1 and found[0][-1] == "/" else ""


def _owner_above(context: Context, environment: Environment) -> str | None:
    """Who owns what stands under a heading such as "Shared / conductor-owned"."""
    for frame in reversed(context.headings[-2:]):
        match = _OWNED_BY.search(frame.title[:200])
        if match:
            words = (match[1] or match[2]).rpartition("/")[2].strip()
            found = named(words, environment)
            if found.workers:
                return found.workers[0]
    return None


def _fence(chunk: Chunk, context: Context, environment: Environment, fields: Sequence[RawField], inside: Inside) -> Raw:
    """A fence holds a tree, the paths of the field whose value it is, or a prompt with fields of its own."""
    if not environment.names:
        return NOTHING
    files, yaml = is_tree(chunk), is_yaml(chunk)
    if not files and not yaml and not fields:
        return NOTHING
    raw = Raw()
    if files and not _titled(context, "worktree"):
        raw = tree(chunk, environment, inside, _value_of(context))
    own = [field for field in fields if field.label_at.chunk == chunk.key or field.label != "files_owned"]
    if context.worker is not None and (files or yaml) and not _reports(context):
        raw.read_tasks = partial(read_tasks, chunk, context.worker) if files and not raw.claims else None
        if context.label not in OWNERSHIP:
            listed, label = prompt_fields(chunk, context.worker, inside.label)
            own += listed
            if label != raw.inside.label:
                raw.inside = raw.inside._replace(label=label)
    for field in own:
        if not raw.claims or field.label != "files_owned" or raw.claims[0].source is not Source.TREE:
            read_field(raw, field, environment, Source.YAML if yaml else Source.FILES_OWNED)
    return raw


def _reports(context: Context) -> bool:
    """Whether the innermost heading is that of a report, which tells what was done."""
    return _titled(context, "report")


def _titled(context: Context, word: str) -> bool:
    """Whether the innermost heading has a word in it."""
    return bool(context.headings) and word in context.headings[-1].title.lower()


def _value_of(context: Context) -> Branch | None:
    """Whose a fence's lines are when it is the value of an open field of owned files."""
    if context.label != "files_owned" or context.worker is None:
        return None
    said = roles.label(context.written)
    at = context.label_at or Place(-1, 0, 0, 0)
    return Branch(-1, "", (context.worker,), said.role or Role.PRIMARY, said.creates, said.role is None, at, "")
