"""Claims out of file trees in fences: names under names, and comments that say whose they are.

A line is a claim when it is a leaf and its comment, or that of a directory above it, names a worker of the document.
Whether a line is a leaf shows on the next one; what is open at the end of a chunk is handed to the next.

Knows the lines of one fence; must not know the rest of the document.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from planloom.model.pattern import parse
from planloom.model.plan import Claim, Role, Source
from planloom.model.read import roles
from planloom.model.read.context import Environment
from planloom.model.read.ids import ID, key
from planloom.model.read.inside import OUTSIDE, Branch, Inside
from planloom.model.read.owners import owners
from planloom.model.read.raw import Raw
from planloom.model.read.shapes import EXTENSIONS, NAMES
from planloom.syntax.chunks import Chunk, Place
from planloom.text.lazy import lazy
from planloom.text.values import made

_BOX = " \t\u00a0│├└─┌┐┬┼║╠╚═┃┣┗━╰"
_ASCII = lazy(r"[|`+\\ \t-]*(?:--+|\|)\s*(?=[^\s|`+\\-])")
_MARKS = ("", "|", "`", "+", "\\")
_NOBODY = Branch(-1, "", (), Role.PRIMARY, False, True, Place(-1, 0, 0, 0), "")
_INTRO = " \t#<-←/—–:·*;"
_NAME = lazy(r"[\w.@$~(\[{*-][\w.@$~()\[\]{},*?+/!-]*")
_LANGUAGES = frozenset(
    ("", "text", "txt", "plain", "plaintext", "tree", "ascii", "console", "md", "markdown", "none", "filetree")
)


_OPEN = 1 << 30  # the column of what stands behind a chunk whose tree goes on


class _Walk(NamedTuple):
    """What all lines of a chunk share. `top` stands above the whole tree, `stack` has what a line is below."""

    key: int
    environment: Environment
    raw: Raw
    stack: list[Branch]
    top: Branch
    source: Source


class _Drawn(NamedTuple):
    """A line of a tree without its drawing: its number, and the column where the rest of it begins."""

    number: int
    column: int
    rest: str


def is_tree(chunk: Chunk) -> bool:
    """Whether the fence of this chunk may hold a file tree, by its language and its first lines."""
    fence = chunk.fence
    return fence is not None and fence.info.split(" ")[0].lower() in _LANGUAGES


def is_yaml(chunk: Chunk) -> bool:
    """Whether the fence of this chunk holds keys and values."""
    return chunk.fence is not None and chunk.fence.info.split(" ")[0].lower() in ("yaml", "yml")


def tree(chunk: Chunk, environment: Environment, inside: Inside, field: Branch | None = None) -> Raw:
    """The claims of the lines of a tree's chunk, below the branches that chunks before it left open.

    `field` says whose the lines are that name nobody, where the tree is the value of a field.
    """
    raw = Raw.begin(inside)
    lines = chunk.lines
    first, last = 1 if chunk.state is None else 0, len(lines)
    closing = chunk.fence is not None and last > first and _closes(chunk, lines[-1])
    found = _drawn(lines, first, last - 1 if closing else last)
    columns = [drawn.column for drawn in found]
    columns.append(-1 if closing or not chunk.closed else _OPEN)
    stack = list(inside.branches)
    walk = _Walk(chunk.key, environment, raw, stack, field or _NOBODY, Source.FILES_OWNED if field else Source.TREE)
    due = inside.due
    if due and stack and stack[-1].column >= columns[0]:
        _claim(walk, stack.pop())
    if found:
        due = _read(walk, found, columns[1:])
    if columns[-1] < 0:
        return raw.end(OUTSIDE)
    return raw.end(Inside(inside.first, "", tuple(stack), due))


def _drawn(lines: Sequence[str], first: int, last: int) -> list[_Drawn]:
    """The lines of a tree that are not blank."""
    found = []
    for number in range(first, last):
        line = lines[number]
        rest = line.lstrip(_BOX)
        if rest[:1] in _MARKS:
            if not rest:
                continue
            ascii_ = _ASCII.match(line[:200])
            rest = line[ascii_.end() :] if ascii_ else rest
        found.append(made(_Drawn, (number, len(line) - len(rest), rest)))
    return found


def _closes(chunk: Chunk, line: str) -> bool:
    text = line.strip()
    fence = chunk.fence
    return fence is not None and len(text) >= fence.length and text == fence.marker * len(text)


def _read(walk: _Walk, found: list[_Drawn], columns: list[int]) -> bool:
    """Read lines, each in front of one that begins at the column given; tells whether the last may yet be a leaf."""
    key, _, _, stack, top, _ = walk
    due = False
    for (number, column, rest), behind in zip(found, columns, strict=True):
        while stack and stack[-1].column >= column:
            stack.pop()
        name, _, tail = rest.partition(" ")
        due = name[0].isalnum() or _NAME.match(name) is not None
        if not due:
            continue
        parent = stack[-1] if stack else top
        _, above, workers, role, creates, fallback, _, _ = parent
        if tail:
            named, said = _owner(walk, tail)
            if named:
                workers, fallback = named, said.role is None
                if said.role:
                    role, creates = said.role, said.creates
                elif said.denied or said is roles.NOTHING:
                    workers = ()
                elif parent is not top or parent is _NOBODY:
                    role, creates = Role.PRIMARY, False
                else:
                    fallback = parent.fallback
        if behind > column or workers:
            at = made(Place, (key, number, column, column + len(name)))
            branch = made(Branch, (column, _joined(above, name), workers, role, creates, fallback, at, name))
            if behind > column:
                stack.append(branch)
            else:
                _claim(walk, branch)
    return due and columns[-1] == _OPEN


def _joined(base: str, name: str) -> str:
    """The path of a name below a branch's path; "" for `.` and for placeholders."""
    if name[-1] in ":,*`" or name[0] in "<{.*`" or "\\" in name:
        name = name.rstrip(":,").removeprefix("./").replace("\\", "/").strip("`")
        if name in ("", ".", "/") or name[0] in "<{":
            return ""
        if name[:2] == "**" and name[2:3] != "/":
            name = name.strip("*")
    return base + name if not base or base[-1] == "/" else f"{base}/{name}"


def _claim(walk: _Walk, leaf: Branch) -> None:
    """The claims of a leaf, which is not on the stack."""
    _, path, workers, role, creates, fallback, at, written = leaf
    if not workers or not path or not _is_path(walk, written, path):
        return
    pattern = parse(path)
    source, table, claims = walk.source, walk.raw.inside.first, walk.raw.claims
    for worker in workers:
        claim = (
            path,
            pattern,
            worker,
            role,
            source,
            at,
            at,
            written,
            None,
            False,
            True,
            creates,
            fallback,
            table,
            "",
        )
        claims.append(made(Claim, claim))


def _is_path(walk: _Walk, written: str, path: str) -> bool:
    """Whether a leaf is a file or directory rather than a node of some other tree."""
    if path[0] in "~/" or "(" in written or "…" in path:
        return False
    if "/" in written or written.rpartition(".")[2].lower() in EXTENSIONS:
        return True
    if written in NAMES or written[:1] == ".":
        return True
    under = bool(walk.stack) and walk.stack[-1].path.endswith("/")
    return (
        under
        and bool(_NAME.fullmatch(written))
        and not ID.match(written)
        and key(written) not in walk.environment.names
    )


def _owner(walk: _Walk, tail: str) -> tuple[tuple[str, ...], roles.Meaning]:
    """The workers that a comment names, and what it says they do; most comments of a tree begin alike."""
    text = tail.lstrip(_INTRO)
    head = text.partition(":")[0]
    known: dict[str, tuple[tuple[str, ...], roles.Meaning]] = walk.environment.memory.owned
    found = known.get(head)
    if found is None:
        found = known[head] = _understood(walk, head)
    if head is text or len(text) > 200:
        return found
    if not found[0]:
        return _understood(walk, text)
    if found[1] is roles.UNKNOWN:
        noted = roles.note(text[len(head) + 1 :])
        return found[0], noted
    return found


def _understood(walk: _Walk, text: str) -> tuple[tuple[str, ...], roles.Meaning]:
    named = owners(text, walk.environment)
    rest = named.rest.strip(" *_`—–-()[]")
    said = roles.cell(rest, walk.environment.legend) if rest else roles.UNKNOWN
    if not rest and " by " in text:
        said = roles.verb(text.split(maxsplit=1)[0])
    if said.role is Role.READ and "read" not in rest.lower():
        said = roles.UNKNOWN
    return named.workers, said
