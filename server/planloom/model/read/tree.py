"""Claims out of file trees in fences: names under names, and comments that say whose they are.

A line is a claim when it is a leaf and its comment, or that of a directory above it, names a worker of the document.
Whether a line is a leaf shows on the next one, so the claim on it is made then; what is open at the end of a chunk is
handed to the next. Knows the lines of one fence; must not know the rest of the document.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from planloom.model.pattern import parse
from planloom.model.plan import Claim, Mention, Role, Source
from planloom.model.read import roles
from planloom.model.read.context import Environment
from planloom.model.read.ids import ID, key
from planloom.model.read.inside import Branch, Inside
from planloom.model.read.owners import owners
from planloom.model.read.raw import Raw
from planloom.model.read.shapes import NAMES
from planloom.syntax.chunks import Chunk, Place

_BOX = " \t\u00a0│├└─┌┐┬┼║╠╚═┃┣┗━╰"
_ASCII = re.compile(r"[|`+\\ \t-]*(?:--+|\|)\s*(?=[^\s|`+\\-])")
_INTRO = " \t#<-←/—–:·*;"
_NAME = re.compile(r"[\w.@$~(\[{*-][\w.@$~()\[\]{},*?+/!-]*")
_LANGUAGES = frozenset(
    ("", "text", "txt", "plain", "plaintext", "tree", "ascii", "console", "md", "markdown", "none", "filetree")
)
_ROOTS = frozenset(
    (
        *(".github", ".gitignore", ".vscode", "LICENSE", "docker-compose.yml", "Cargo.lock", "package-lock.json"),
        *("go.work", "pnpm-workspace.yaml", "turbo.json", ".env.example", "CONTRIBUTING.md", "CHANGELOG.md"),
        *("crates", "apps", "packages", "frontend", "backend", "services", "infra", "scripts", "server", "client"),
    )
)
"""Names that stand at the root of a repository and hardly anywhere else."""

_TOPS = frozenset(
    (
        *("src", "lib", "libs", "app", "apps", "packages", "crates", "services", "server", "client", "web", "frontend"),
        *("backend", "internal", "pkg", "cmd", "docs", "tests", "test", "modules", "projects", "infra", "examples"),
    )
)
"""Directories at the root of a repository: a tree that begins with one does not begin with the repository."""


@dataclass(slots=True)
class _Walk:
    chunk: Chunk
    environment: Environment
    raw: Raw
    stack: list[Branch]
    top: Branch | None
    source: Source
    known: dict[str, tuple[tuple[str, ...], roles.Meaning]] = field(default_factory=dict)


def is_tree(chunk: Chunk) -> bool:
    """Whether the fence of this chunk may hold a file tree, by its language and its first lines."""
    fence = chunk.fence
    return fence is not None and fence.info.split(" ")[0].lower() in _LANGUAGES


def tree(chunk: Chunk, environment: Environment, inside: Inside, field: Branch | None = None) -> Raw:
    """The claims of the lines of a tree's chunk, below the branches that chunks before it left open.

    `field` says whose the lines are that name nobody, where the tree is the value of a field.
    """
    raw = Raw.begin(inside)
    walk = _Walk(chunk, environment, raw, list(inside.branches), field, Source.FILES_OWNED if field else Source.TREE)
    first = 1 if chunk.state is None else 0
    lines = chunk.lines
    last = len(lines)
    closing = chunk.fence is not None and last > first and _closes(chunk, lines[-1])
    if closing:
        last -= 1
    root = _repository(lines[first:last]) if chunk.state is None else None
    for number in range(first, last):
        line = lines[number]
        if line and not line.isspace():
            _line(walk, number, line, root=root)
    ended = closing or not chunk.closed
    if ended:
        _settle(walk, -1)
        return raw.end(Inside())
    return raw.end(Inside(inside.first, "", tuple(walk.stack)))


def _closes(chunk: Chunk, line: str) -> bool:
    text = line.strip()
    fence = chunk.fence
    return fence is not None and len(text) >= fence.length and text == fence.marker * len(text)


def _line(walk: _Walk, number: int, line: str, *, root: str | None) -> None:
    rest = line.lstrip(_BOX)
    if rest[:1] in "|`+\\":
        ascii_ = _ASCII.match(line)
        rest = line[ascii_.end() :] if ascii_ else rest
    column = len(line) - len(rest)
    name, _, tail = rest.partition(" ")
    name = name.rstrip()
    _settle(walk, column)
    if not name or (not name[0].isalnum() and not _NAME.match(name)):
        return
    parent = walk.stack[-1] if walk.stack else walk.top
    base = parent.path if parent else ""
    if base and base[-1] != "/":
        base += "/"
    plain = name.rstrip(":,").removeprefix("./")
    if "\\" in plain or plain[-1:] in "*`" or plain[:1] in "*`":
        plain = plain.replace("\\", "/").strip("`")
        plain = plain.strip("*") if plain[:2] == "**" and plain[2:3] != "/" else plain
    if name == root or plain in ("", ".", "/") or plain[0] in "<{":
        plain, base = "", ""
    at = Place(walk.chunk.key, number, column, column + len(name))
    branch = Branch(column, base + plain if plain else "", due=at, written=name)
    walk.stack.append(_whose(walk, branch, parent, tail))


def _whose(walk: _Walk, branch: Branch, parent: Branch | None, tail: str) -> Branch:
    """The branch with the workers that its comment names, or else its parent's."""
    if tail:
        workers, said = _owner(walk, tail)
        if workers:
            if said.denied or said is roles.NOTHING:
                return branch
            if not said.role and parent is walk.top and parent is not None:
                return branch._replace(
                    workers=workers, role=parent.role, creates=parent.creates, fallback=parent.fallback
                )
            role = said.role or Role.PRIMARY
            return branch._replace(workers=workers, role=role, creates=said.creates, fallback=said.role is None)
    if parent is None or not parent.workers:
        return branch
    role, creates, fallback = parent.role, parent.creates, parent.fallback
    return branch._replace(workers=parent.workers, role=role, creates=creates, fallback=fallback)


def _settle(walk: _Walk, column: int) -> None:
    """Close the branches that a line at `column` does not stand under; the innermost, if due, was a leaf."""
    stack = walk.stack
    if not stack:
        return
    last = stack[-1]
    if last.column < column:
        if last.due is not None:
            stack[-1] = last._replace(due=None)
        return
    if last.due is not None and last.workers:
        _claim(walk, last)
    while stack and stack[-1].column >= column:
        stack.pop()


def _claim(walk: _Walk, leaf: Branch) -> None:
    path, at = leaf.path, leaf.due
    if not path or at is None or not _is_path(walk, leaf, path):
        return
    pattern = parse(path)
    table = walk.raw.inside.first
    for worker in leaf.workers:
        walk.raw.claims.append(
            Claim(
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
            )
        )


def _is_path(walk: _Walk, leaf: Branch, path: str) -> bool:
    """Whether a leaf is a file or directory rather than a node of some other tree."""
    written = leaf.written
    if ("." in written[1:] or "/" in written) and "(" not in written and "…" not in path:
        return written[-1] != "."
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
    """The workers that a comment names, and what it says they do."""
    text = tail.lstrip(_INTRO)
    head = text.partition(":")[0]
    if len(head) > 60 or "(" in text or "[" in text:
        head = text[:200]
    found = walk.known.get(head)
    if found is None:
        named = owners(head, walk.environment)
        rest = named.rest.strip(" *_`—–-()[]")
        said = roles.cell(rest, walk.environment.legend) if rest else roles.UNKNOWN
        if said.role is Role.READ and "read" not in rest.lower():
            said = roles.UNKNOWN
        found = walk.known[head] = (named.workers, said)
    return found


def _repository(lines: Sequence[str]) -> str | None:
    """The name of the tree's one root where that is the repository itself, which no path begins with."""
    names = [
        (len(line) - len(line.lstrip(_BOX)), line.lstrip(_BOX).partition(" ")[0]) for line in lines if line.strip()
    ]
    if len(names) < 2 or any(column <= names[0][0] for column, _ in names[1:]):
        return None
    root = names[0][1]
    if root.strip("/").lower() in _TOPS or root.rstrip("/").count("/") or "." in root:
        return None
    column = names[1][0]
    children = (name.rstrip("/") for at, name in names if at == column)
    return root if any(_at_root(child) for child in children) else None


def _at_root(name: str) -> bool:
    """Whether a file or directory stands at the root of repositories: by its name, or as a document in capitals."""
    return name in _ROOTS or (name.endswith(".md") and name[:-3].isupper() and name != "README.md")


def mentions(chunk: Chunk, environment: Environment) -> list[Mention]:
    """The ids that the comments of a tree begin with: known workers, and unknown ids of this document's shape."""
    found = []
    for number, line in enumerate(chunk.lines):
        name, mark, tail = line.partition("#")
        match = ID.match(tail, len(tail) - len(tail.lstrip())) if mark and name.strip(_BOX) else None
        if match:
            at = len(name) + 1 + match.start()
            worker = environment.names.get(key(match[0]))
            found.append(Mention(worker, match[0], Place(chunk.key, number, at, at + len(match[0])), "tree"))
    return found
