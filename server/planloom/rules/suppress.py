"""Comments that silence rules: `<!-- planloom: allow RULE -->` above a line, `allow-file RULE` for a whole file.

An `allow` covers the next line that is not blank; where a table, list or fence begins there, all of it, for no comment
can stand between its lines. Knows findings and directives; must not know what the rules are about.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import NamedTuple

from planloom.model.read.directives import Directive, directives
from planloom.rules.finding import Finding
from planloom.rules.rule import all_rules
from planloom.rules.text import unused_allow
from planloom.syntax import difference
from planloom.syntax.chunks import Chunk, Kind, LineKind, Place, Tree

Line = Callable[[Place], int]


class Cover(NamedTuple):
    """Lines `first` to `last` (of the document) in which the rule named at `number` of a directive is silent."""

    directive: Directive
    number: int
    first: int
    last: int

    def silences(self, rule: str, line: int) -> bool:
        """Whether a finding of `rule` on document line `line` is silent."""
        return self.first <= line <= self.last and self.directive.rules[self.number].text == rule


class Comments:
    """The directives of a document, followed through its edits."""

    def __init__(self) -> None:
        self._tree: Tree | None = None
        self._found: dict[int, tuple[Directive, ...]] = {}

    def follow(self, tree: Tree) -> None:
        """Read the chunks that an edit touched."""
        gone, come = difference(self._tree, tree)
        self._tree = tree
        for chunk in gone:
            self._found.pop(chunk.key, None)
        for chunk in come:
            if chunk.kind is Kind.HTML and (found := directives(chunk)):
                self._found[chunk.key] = found

    def __bool__(self) -> bool:
        """Whether there are any."""
        return bool(self._found)

    def suppress(self, findings: list[Finding], tree: Tree, line: Line) -> tuple[list[Finding], list[Finding]]:
        """The findings that no comment silences; and one for each comment that silences nothing."""
        covers = list(self._covers(tree, line))
        used: set[Cover] = set()
        left: list[Finding] = []
        for finding in findings:
            at = line(finding.at)
            hits = [cover for cover in covers if cover.silences(finding.rule, at)]
            used.update(hits)
            if not hits:
                left.append(finding)
        names = tuple(all_rules())
        return left, [unused_allow.finding(c.directive, c.number, names) for c in covers if c not in used]

    def _covers(self, tree: Tree, line: Line) -> Iterator[Cover]:
        for position, chunk in enumerate(tree.chunks):
            for directive in self._found.get(chunk.key, ()):
                if directive.word == "allow-file":
                    yield from (Cover(directive, index, 0, 1 << 60) for index in range(len(directive.rules)))
                elif directive.word == "allow":
                    yield from _below(directive, tree, position, line)


def _below(directive: Directive, tree: Tree, index: int, line: Line) -> Iterator[Cover]:
    after = directive.at.line + 1
    chunk = tree.chunks[index]
    if not any(text.strip() for text in chunk.lines[after:]):
        covered = _past_directives(tree, index)
        if covered is None:
            return
        chunk, after = covered, next(i for i, text in enumerate(covered.lines) if text.strip())
    first = line(Place(chunk.key, after, 0, 0))
    last = first + _extent(tree, chunk, after)
    for number in range(len(directive.rules)):
        yield Cover(directive, number, first, last)


def _past_directives(tree: Tree, index: int) -> Chunk | None:
    """The first chunk below that is neither blank nor itself a directive."""
    for chunk in tree.chunks[index + 1 :]:
        if any(text.strip() for text in chunk.lines) and not (chunk.kind is Kind.HTML and directives(chunk)):
            return chunk
    return None


def _extent(tree: Tree, chunk: Chunk, line: int) -> int:
    """How many further lines belong to the block that begins at `line` of `chunk`."""
    if chunk.kind in (Kind.TABLE, Kind.FENCE):
        start = tree.chunks.index(chunk)
        lines = len(chunk.lines)
        for following in tree.chunks[start + 1 :]:
            if following.state is None or following.kind is not chunk.kind:
                break
            lines += len(following.lines)
        return lines - 1
    if chunk.marks and chunk.marks[line].kind is LineKind.ITEM:
        rest = chunk.marks[line + 1 :]
        return next(
            (i for i, mark in enumerate(rest) if mark.depth == 0 and mark.kind is not LineKind.BLANK), len(rest)
        )
    return 0
