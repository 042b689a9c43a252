"""The scripts that stand in a worker's definition, as written: bash fences below a field.

Reads one section's text as the plan's reader does, so what a comment hides is no script. Must not know who runs one.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from planloom.model.read.labels import canonical
from planloom.model.read.outline import outline
from planloom.syntax.chunks import Chunk, Kind
from planloom.syntax.scan import scan
from planloom.text.lines import split

_LANGUAGES = ("bash", "sh", "shell")


def script_of(section: str) -> str:
    """What the agent `shell` runs: the first bash fence below the Task field of a worker's section; "" without one."""
    return next(scripts_below(section, "task"), "")


def scripts_below(section: str, label: str) -> Iterator[str]:
    """The closed bash fences below a field (`task`, `validation`, ...), up to the next field; indents of lists off."""
    field = ""
    fence: list[Chunk] = []
    for chunk in scan(split(section)[0]).chunks:
        if chunk.kind is Kind.HEADING:
            field = canonical(chunk.lines[0].strip("# "))
        elif chunk.kind is Kind.TEXT:
            field = next((hit.label for hit in reversed(outline(chunk).labels) if hit.label), field)
        elif chunk.kind is Kind.FENCE and field == label:
            fence = fence if chunk.state else []
            fence.append(chunk)
            script = _script(fence)
            if script is not None:
                yield script


def _script(fence: Sequence[Chunk]) -> str | None:
    """The lines inside a fence, given all its chunks; None while its closing line is missing, or for other text."""
    head = fence[0].fence
    lines = [line for chunk in fence for line in chunk.lines]
    if head is None or not head.info or head.info.split(maxsplit=1)[0].lower() not in _LANGUAGES:
        return None
    closing = lines[-1].strip(" ")
    if not fence[-1].closed or len(closing) < head.length or closing.strip(head.marker):
        return None
    return "".join(f"{_dedented(line, head.indent)}\n" for line in lines[1:-1])


def _dedented(line: str, indent: int) -> str:
    return line[min(indent, len(line) - len(line.lstrip(" "))) :]
