"""A table's rows do not fit its header.

## Why this hurts
Where header and delimiter row differ, Markdown shows no table at all. A short row leaves open who owns the file, and
what stands past the last column is shown to nobody. Rows cut off from their table are plain text.

## Example
~~~~ plan
| File     | W1      | W2      |
|----------|---------|
^^^^^^^^^^^^^^^^^^^^^^ table-shape
| src/a.rs | PRIMARY | -       |
| src/b.rs | -       | PRIMARY |

### W1: Parser

### W2: Lexer
~~~~

## Instead
~~~~ plan
| File     | W1      | W2      |
|----------|---------|---|
| src/a.rs | PRIMARY | -       |
| src/b.rs | -       | PRIMARY |

### W1: Parser

### W2: Lexer
~~~~

## Example
~~~~ plan
| Agent   | Owns        | Depends On |
|---------|-------------|------------|
| Agent A | `src/api/`  | -          |
| Agent B | `src/core/` |
^^^^^^^^^^^^^^^^^^^^^^^^^ table-shape
| Agent C | `src/ui/`   | Agent A    |
~~~~

## Instead
~~~~ plan
| Agent   | Owns        | Depends On |
|---------|-------------|------------|
| Agent A | `src/api/`  | -          |
| Agent B | `src/core/` | |
| Agent C | `src/ui/`   | Agent A    |
~~~~

## Example
~~~~ plan
| Agent   | Owns        | Depends On |
|---------|-------------|------------|
| Agent A | `src/api/`  | -          |

### Notes

| Agent B | `src/core/` | Agent A    |
^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ table-shape
~~~~

## Instead
~~~~ plan
| Agent   | Owns        | Depends On |
|---------|-------------|------------|
| Agent A | `src/api/`  | -          |

### Notes

| Agent | Owns | Depends On |
|---|---|---|
| Agent B | `src/core/` | Agent A    |
~~~~
"""

from __future__ import annotations

from collections.abc import Iterator

from planloom.model.plan import Plan
from planloom.rules.finding import Edit, Finding, Fix, Related, Severity
from planloom.syntax.cells import cell_spans, count_cells
from planloom.syntax.chunks import Chunk, Kind, Place, Table
from planloom.syntax.layout import chunk_at, first_lines
from planloom.text.lazy import lazy

SEVERITY = Severity.WARNING
KINDS = (Kind.TABLE,)

_CODE_PIPE = lazy(r"`[^`]*`")
_RAW_PIPE = lazy(r"(?<!\\)\|")


def check_chunk(chunk: Chunk, plan: Plan) -> Iterator[Finding]:
    """A finding for the delimiter row, for each row of another length, or for the first of rows cut off."""
    table = chunk.table
    if table is None:
        return
    if chunk.orphan:
        if chunk.fresh:
            yield _cut_off(chunk, table, plan)
        return
    columns = len(table.header)
    first = chunk.state is None
    if first and columns != table.columns:
        yield _delimiter(chunk, columns)
    columns = columns or table.columns  # a header that is a mere pipe: told of by its delimiter row
    begin = 2 if first else 0
    counts = list(map(count_cells, chunk.lines[begin:]))
    for number, count in enumerate(counts, begin) if set(counts) - {columns, table.columns} else ():
        if count not in (columns, table.columns):
            yield _row(chunk, number, count, columns)


def _delimiter(chunk: Chunk, columns: int) -> Finding:
    spans = cell_spans(chunk.lines[1])
    if len(spans) < columns:
        edit = _appended(chunk, 1, "---|" * (columns - len(spans)), "|")
    elif columns and _fits_rows(chunk, columns):
        edit = Edit(Place(chunk.key, 1, spans[columns - 1][1], spans[-1][1]), "")
    else:
        edit = _appended(chunk, 0, " |" * (len(spans) - columns), " |")
    message = f"The header has {columns} columns and the row below it {len(spans)}: Markdown shows no table here."
    fix = Fix("Give both the same columns", (edit,), safe=True)
    return Finding("table-shape", message, _whole(chunk, 1), fixes=(fix,))


def _fits_rows(chunk: Chunk, columns: int) -> bool:
    """Whether most rows have so many cells."""
    counts = [count_cells(line) for line in chunk.lines[2:]]
    return 2 * counts.count(columns) >= len(counts)


def _row(chunk: Chunk, number: int, count: int, columns: int) -> Finding:
    line = chunk.lines[number]
    whole = _whole(chunk, number)
    if "|" not in line:
        edit = Edit(Place(chunk.key, number, 0, 0), "\n")
        message = "Without a blank line above it, Markdown takes this line for a row of the table."
        return Finding("table-shape", message, whole, fixes=(Fix("Set it off from the table", (edit,), safe=True),))
    message = f"This row has {count} {'cell' if count == 1 else 'cells'}, the table {columns} columns."
    if count < columns:
        edit = _appended(chunk, number, " |" * (columns - count), " |")
        return Finding("table-shape", message, whole, fixes=(Fix("Add the missing cells", (edit,), safe=True),))
    spans = cell_spans(line)
    extra = whole._replace(start=spans[columns][0], end=spans[-1][1])
    if extra.start >= extra.end:
        extra = whole._replace(start=spans[columns - 1][1])
    return Finding("table-shape", message, extra, fixes=tuple(_shorter(chunk, number, columns)))


def _shorter(chunk: Chunk, number: int, columns: int) -> Iterator[Fix]:
    """What to do about cells past the last column: drop empty ones, escape what was meant as text."""
    line = chunk.lines[number]
    spans = cell_spans(line)
    last = spans[columns - 1][1]
    if all(start == end for start, end in spans[columns:]):
        end = len(line.rstrip())
        yield Fix("Remove the empty cells", (Edit(Place(chunk.key, number, last, end), " |"),), safe=True)
        return
    pipes = [span.start() + pipe.start() for span in _CODE_PIPE.finditer(line) for pipe in _RAW_PIPE.finditer(span[0])]
    if pipes and len(spans) - len(pipes) == columns:
        yield Fix("Escape the pipes in code", tuple(_escape(chunk, number, pipe) for pipe in pipes), safe=True)
        return
    between = [line.index("|", spans[i][1]) for i in range(columns - 1, len(spans) - 1)]
    yield Fix("Join the extra cells to the last one", tuple(_escape(chunk, number, pipe) for pipe in between))


def _escape(chunk: Chunk, number: int, column: int) -> Edit:
    return Edit(Place(chunk.key, number, column, column), "\\")


def _cut_off(chunk: Chunk, table: Table, plan: Plan) -> Finding:
    message = "This row is cut off from its table, so Markdown shows it as plain text."
    above = chunk_at(plan.tree, first_lines(plan.tree)[chunk.key])
    gap = plan.tree.chunks[above - 1] if above > 1 else chunk
    only_blank = not any(line.strip() for line in gap.lines)
    if only_blank and plan.tree.chunks[above - 2].table == table:
        edit = Edit(Place(gap.key, 0, 0, 0), "", until=Place(gap.key, len(gap.lines), 0, 0))
        fix = Fix("Join it to its table", (edit,), safe=True)
    else:
        header = f"| {' | '.join(table.header)} |\n|{'---|' * table.columns}\n"
        fix = Fix("Repeat the header above it", (Edit(Place(chunk.key, 0, 0, 0), header),), safe=True)
    cut = Related(Place(gap.key, 0, 0, len(gap.lines[0])), "the table ends before this")
    return Finding("table-shape", message, _whole(chunk, 0), related=(cut,), fixes=(fix,))


def _whole(chunk: Chunk, number: int) -> Place:
    line = chunk.lines[number]
    return Place(chunk.key, number, len(line) - len(line.lstrip()), len(line.rstrip()))


def _appended(chunk: Chunk, number: int, text: str, closing: str) -> Edit:
    """Add text at the end of a row, which gets its closing pipe where it has none."""
    line = chunk.lines[number].rstrip()
    closed = line.endswith("|") and not line.endswith("\\|")
    return Edit(Place(chunk.key, number, len(line), len(line)), text if closed else closing + text)
