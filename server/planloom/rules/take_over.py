"""How a fix gives a worker a path in one form of the plan, or takes it out of one.

Knows rows, lists and trees; must not know which rule asks.
"""

from __future__ import annotations

from collections.abc import Mapping

from planloom.model.plan import Claim, Mention, Plan, Source
from planloom.rules.edits import Source as Text
from planloom.rules.edits import insert_after, remove_item, remove_line, replace_cell
from planloom.rules.finding import Edit
from planloom.syntax.cells import cell_spans, cells
from planloom.syntax.chunks import Kind, LineKind, Place
from planloom.text.lazy import lazy

_COMMENT = lazy(r"\s*(?:#|<-|←|//).*$")
_EMPTY = frozenset(("", "-", "—", "–"))


def drop(plan: Plan, text: Text, claim: Claim) -> Edit | None:
    """The edit that takes a claim out of its form; None where it stands with others that it cannot be parted from."""
    if claim.source is Source.MATRIX:
        return Edit(claim.role_at, "-") if claim.role_at != claim.at else None
    if claim.source is Source.TREE:
        line = text.line(claim.at)
        found = _COMMENT.search(line, claim.at.end)
        return Edit(Place(*claim.at[:2], found.start(), len(line)), "") if found else None
    here = [other for other in plan.claims.get(claim.at.chunk, ()) if other.worker == claim.worker]
    same_line = {other.at for other in here if other.at[:2] == claim.at[:2]}
    if claim.source is Source.OWNER_TABLE:
        return remove_line(claim.at) if len(same_line) == 1 else None
    items = [other.at for other in here if other.source is claim.source and other.role_at == claim.role_at]
    within = min(at for at in items if at[:2] == claim.at[:2])
    return remove_item(text, claim.at, within, last_line=len(set(items)) == 1)


def give(plan: Plan, text: Text, claim: Claim, source: Source, row: Claim | None) -> Edit | None:
    """The edit that says in the form `source` what `claim` says in another; None where the form has no place for it.

    `row` is another worker's claim on the same path in that form, if there is one.
    """
    if source is Source.MATRIX:
        return _give_matrix(plan, text, claim, row)
    if source is Source.OWNER_TABLE:
        return _give_row(plan, text, claim)
    if source is Source.TREE:
        return None
    beside = _last(plan, claim.worker, source)
    return _give_item(text, beside, claim) if beside else None


def _give_matrix(plan: Plan, text: Text, claim: Claim, row: Claim | None) -> Edit | None:
    heads = _heads(plan.mentions, claim.worker)
    if row is not None:
        head = next((head for head in heads if head.at.chunk == row.table), None)
        column = _column(text, head.at) if head else -1
        return replace_cell(text, row.at, column, str(claim.role)) if column > 0 else None
    for head in heads:
        column = _column(text, head.at)
        width = len(cells(text.line(head.at)))
        line = [claim.path, *["-"] * (width - 1)]
        if column > 0:
            line[column] = str(claim.role)
            return insert_after(text, _last_row(text, head.at), [f"| {' | '.join(line)} |"])
    return None


def _give_row(plan: Plan, text: Text, claim: Claim) -> Edit | None:
    """A row for the path below the rows that the worker owns."""
    beside = _last(plan, claim.worker, Source.OWNER_TABLE)
    if beside is None:
        return None
    line = text.line(beside.at)
    spans = cell_spans(line)
    words = ["-"] * len(spans)
    for i, (start, end) in enumerate(spans):
        if start <= beside.at.start < max(end, start + 1):
            code = "`" if line[beside.at.start - 1 : beside.at.start] == "`" else ""
            words[i] = f"{code}{claim.path}{code}"
        elif claim.worker.casefold() in line[start:end].casefold():
            words[i] = line[start:end]
    return insert_after(text, beside.at, [f"| {' | '.join(words)} |"])


def _give_item(text: Text, beside: Claim, claim: Claim) -> Edit | None:
    """One item more behind one that the list has."""
    chunk = text.chunk(beside.at.chunk)
    line = text.line(beside.at)
    code = "`" if line[beside.at.start - 1 : beside.at.start] == "`" else ""
    item = f"{code}{claim.path}{code}"
    if chunk.kind == Kind.TEXT and chunk.marks[beside.at.line].kind == LineKind.ITEM:
        lead = line[: chunk.marks[beside.at.line].start]
        if not line[len(lead) : beside.at.start].strip("`"):
            return insert_after(text, beside.at, [f"{lead}{item}"])
    end = beside.at.end + len(code)
    return Edit(Place(*beside.at[:2], end, end), f", {item}")


def _last(plan: Plan, worker: str, source: Source) -> Claim | None:
    """The worker's last claim in a form."""
    field = plan.workers[worker].field("files_owned") if worker in plan.workers else None
    own = plan.claims.get(field.value.at.chunk, ()) if field and source is Source.FILES_OWNED else ()
    for claims in (own, *reversed(tuple(plan.claims.values()))):
        if claims and source in (claims[0].source, claims[-1].source):
            for claim in reversed(claims):
                if claim.worker == worker and claim.source is source:
                    return claim
    return None


def _heads(mentions: Mapping[int, tuple[Mention, ...]], worker: str) -> list[Mention]:
    """The worker's columns in the headers of matrices."""
    return [m for every in mentions.values() for m in every if m.where == "matrix" and m.worker == worker]


def _column(text: Text, head: Place) -> int:
    spans = cell_spans(text.line(head))
    return next((i for i, (start, end) in enumerate(spans) if start <= head.start <= end), -1)


def _last_row(text: Text, head: Place) -> Place:
    """The last row of the table whose header this is."""
    table = text.table(head.chunk)
    return Place(table[-1].key, len(table[-1].lines) - 1, 0, 0) if table else head
