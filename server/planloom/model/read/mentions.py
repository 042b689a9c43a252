"""Workers named outside their definitions: matrix headers, owner cells, tree comments, checkpoint rows, merge lists.

Knows one chunk and the environment. A mention of an id that nothing defines has no worker; text that has not the shape
of this document's ids is no mention. In trees, which name workers on every line, only those ids are mentions.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from planloom.model.plan import Mention, Status
from planloom.model.read.columns import is_shaped
from planloom.model.read.context import Context, Environment
from planloom.model.read.ids import ID, hit, key
from planloom.model.read.merge import Block
from planloom.model.read.rows import body_rows
from planloom.syntax.cells import cell_spans
from planloom.syntax.chunks import Chunk, Place
from planloom.text.lazy import lazy

_COMMENT = lazy(r"(?:[ \t]#|<-|←|//)[ \t]*([A-Za-z]{1,12}[ \t_#-]{0,3}[A-Za-z]?\d{0,4})(?![^\W_])")


def in_table(chunk: Chunk, context: Context, environment: Environment) -> Iterator[Mention]:
    """The workers that a matrix's headers or the owner cells of an owner table name."""
    meaning = context.table
    if meaning.kind == "matrix" and chunk.state is None:
        for column, (start, end) in enumerate(cell_spans(chunk.lines[0])):
            if column < len(meaning.columns) and meaning.columns[column] == "role":
                at = Place(chunk.key, 0, start, end)
                yield Mention(meaning.workers[column], chunk.lines[0][start:end].strip(" *_`"), at, "matrix")
    elif meaning.kind == "owner":
        owner = meaning.column("owner")
        for number, line in body_rows(chunk):
            spans = cell_spans(line)
            if owner < len(spans):
                yield from _cell(line, Place(chunk.key, number, *spans[owner]), "owner table", environment)


def _cell(line: str, at: Place, where: str, environment: Environment) -> Iterator[Mention]:
    text = line[at.start : at.end].strip(" *_`")
    worker = environment.names.get(key(text))
    if worker or is_shaped(text, environment):
        yield Mention(worker, text, at, where)


def is_drawn(words: str) -> bool:
    """Whether a fence's text is a drawn tree of files: most of its lines are branches, and none is a field."""
    drawn = words.count("├") + words.count("└")
    return drawn >= 2 and drawn * 2 >= words.count("\n") - words.count("│") and "/" in words


def in_tree(chunk: Chunk, words: str, environment: Environment) -> tuple[Mention, ...]:
    """The ids that comments of a drawn tree, whose lines joined are `words`, begin with and that nothing defines."""
    unknown = {text for text in set(_COMMENT.findall(words)) if _is_unknown(text, environment)}
    if not unknown:
        return ()
    found: list[Mention] = []
    for number, line in enumerate(chunk.lines):
        for match in _COMMENT.finditer(line):
            if match[1] in unknown:
                at = Place(chunk.key, number, match.start(1), match.end(1))
                found.append(Mention(None, match[1], at, "file tree"))
    return tuple(found)


def _is_unknown(text: str, environment: Environment) -> bool:
    id_ = ID.fullmatch(text)
    return id_ is not None and hit(id_).family in environment.families and key(text) not in environment.names


def in_statuses(statuses: Iterable[Status], environment: Environment) -> Iterator[Mention]:
    """The workers of checkpoint rows."""
    for status in statuses:
        if status.worker or is_shaped(status.worker_text.text, environment):
            yield Mention(status.worker, status.worker_text.text, status.worker_text.at, "checkpoint")


def in_merges(blocks: Iterable[Block], environment: Environment) -> Iterator[Mention]:
    """The workers of a merge list, not its branches."""
    for block in blocks:
        for step in block.steps:
            if not step.is_branch and (step.worker or is_shaped(step.text, environment)):
                yield Mention(step.worker, step.text.strip(" *_`"), step.at, "merge order")
