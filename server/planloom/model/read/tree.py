"""Claims out of file trees in fences: names under names, and comments that say whose they are.

A line is a claim when it is a leaf and its comment, or that of a directory above it, names a worker of the document.
Whether a line is a leaf shows on the next one, so the claim on it is made then; what is open at the end of a chunk is
handed to the next. Knows the lines of one fence; must not know the rest of the document.
"""

from __future__ import annotations

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


class _Walk:
    """`due`: nothing is known yet to stand below the innermost branch. `top` stands above the whole tree."""

    __slots__ = ("chunk", "due", "environment", "raw", "source", "stack", "top")

    def __init__(self, chunk: Chunk, environment: Environment, raw: Raw, field: Branch | None) -> None:
        self.chunk = chunk
        self.environment = environment
        self.raw = raw
        self.stack = list(raw.inside.branches)
        self.top = field or _NOBODY
        self.source = Source.FILES_OWNED if field else Source.TREE
        self.due = raw.inside.due


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
    first = 1 if chunk.state is None else 0
    lines = chunk.lines
    last = len(lines)
    closing = chunk.fence is not None and last > first and _closes(chunk, lines[-1])
    if closing:
        last -= 1
    walk = _Walk(chunk, environment, raw, field)
    for number in range(first, last):
        _line(walk, number, lines[number])
    if closing or not chunk.closed:
        _settle(walk, -1)
        return raw.end(OUTSIDE)
    return raw.end(Inside(inside.first, "", tuple(walk.stack), walk.due))


def _closes(chunk: Chunk, line: str) -> bool:
    text = line.strip()
    fence = chunk.fence
    return fence is not None and len(text) >= fence.length and text == fence.marker * len(text)


def _line(walk: _Walk, number: int, line: str) -> None:
    rest = line.lstrip(_BOX)
    if rest[:1] in _MARKS:
        if not rest:
            return
        ascii_ = _ASCII.match(line[:200])
        rest = line[ascii_.end() :] if ascii_ else rest
    column = len(line) - len(rest)
    name, _, tail = rest.partition(" ")
    _settle(walk, column)
    if not name[0].isalnum() and not _NAME.match(name):
        return
    stack = walk.stack
    parent = stack[-1] if stack else walk.top
    workers, role, creates, fallback = parent.workers, parent.role, parent.creates, parent.fallback
    if tail:
        named, said = _owner(walk, tail)
        if named:
            workers, fallback = named, said.role is None
            if said.role:
                role, creates = said.role, said.creates
            elif said.denied or said is roles.NOTHING:
                workers = ()
            elif parent is not walk.top or parent is _NOBODY:
                role, creates = Role.PRIMARY, False
            else:
                fallback = parent.fallback
    path = _joined(parent.path, name)
    at = made(Place, (walk.chunk.key, number, column, column + len(name)))
    stack.append(made(Branch, (column, path, workers, role, creates, fallback, at, name)))
    walk.due = True


def _joined(base: str, name: str) -> str:
    """The path of a name below a branch's path; "" for `.` and for placeholders."""
    if name[-1] in ":,*`" or name[0] in "<{.*`" or "\\" in name:
        name = name.rstrip(":,").removeprefix("./").replace("\\", "/").strip("`")
        if name in ("", ".", "/") or name[0] in "<{":
            return ""
        if name[:2] == "**" and name[2:3] != "/":
            name = name.strip("*")
    return base + name if not base or base[-1] == "/" else f"{base}/{name}"


def _settle(walk: _Walk, column: int) -> None:
    """Close the branches that a line at `column` does not stand under; the innermost, if due, was a leaf."""
    stack = walk.stack
    if walk.due and stack and stack[-1].column >= column:
        leaf = stack[-1]
        if leaf.workers:
            _claim(walk, leaf)
    walk.due = False
    while stack and stack[-1].column >= column:
        stack.pop()


def _claim(walk: _Walk, leaf: Branch) -> None:
    path, at = leaf.path, leaf.at
    if not path or not _is_path(walk, leaf, path):
        return
    pattern = parse(path)
    table = walk.raw.inside.first
    for worker in leaf.workers:
        claim = (
            path,
            pattern,
            worker,
            leaf.role,
            walk.source,
            at,
            at,
            leaf.written,
            None,
            False,
            True,
            leaf.creates,
            leaf.fallback,
            table,
            "",
        )
        walk.raw.claims.append(made(Claim, claim))


def _is_path(walk: _Walk, leaf: Branch, path: str) -> bool:
    """Whether a leaf is a file or directory rather than a node of some other tree."""
    written = leaf.written
    if path[0] in "~/" or "(" in written or "…" in path:
        return False
    if "/" in written or written.rpartition(".")[2].lower() in EXTENSIONS:
        return True
    if written in NAMES or written[:1] == ".":
        return True
    under = len(walk.stack) > 1 and walk.stack[-2].path.endswith("/")
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
