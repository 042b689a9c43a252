"""The merge order, in any of its forms: script, numbered list, arrow chain, order column.

Each chunk gives blocks of steps; `choose` takes the blocks that count. Knows steps; whether an order is right is the
rules' business.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import NamedTuple

from planloom.model.plan import Command, Merge, MergeStep, Value
from planloom.model.read.context import Context, Environment
from planloom.model.read.dependencies import pieces
from planloom.model.read.git import TARGETS, fence_commands, inline_commands, protocol_command
from planloom.model.read.relations import ARROW, has_arrow
from planloom.model.read.rows import body_rows
from planloom.syntax.cells import cell_spans
from planloom.syntax.chunks import Chunk, Kind, LineKind, Mark, Place
from planloom.text.lazy import lazy

_ANY_ORDER = lazy(r"(?:in )?any order|order (?:does not|doesn.t) matter", re.IGNORECASE)
_MERGE_WORD = lazy(r"\bmerges?\b|\bintegrat|\bland(?:ing)? order\b|合并|マージ", re.IGNORECASE)
_ORDER = lazy(r"\border\b|\bsequence\b", re.IGNORECASE)
_MERGE_ITEM = lazy(r"(?:\d+[.)]\s*)?(?:step \d+[:.]?\s*)?merge\s+", re.IGNORECASE)
_MERGE_STEP = lazy(r".{0,12}?:\s*merge\s+", re.IGNORECASE)
_CHAIN_LEAD = lazy(r"[:：]|\b(?:order|sequence)\b(?!:)", re.IGNORECASE)
_COLON = lazy(r"[:：]\**")
_HEAD = lazy(r"[^`(（:—–]*")
_CODE = lazy(r"`([^`]+)`")
_BRANCH = lazy(r"[\w.<>{}$#-]+(?:/[\w.<>{}$#-]+)+|[\w.]+(?:-[\w.]+)+")
_NEW_STEP = lazy(r"\s*#\s*(?:\d+|step|finally|last|then)", re.IGNORECASE)


_THEN = lazy(r"\bthen\b|\bfollowed by\b", re.IGNORECASE)
_SERIES = lazy(r"[,;]\s{0,3}(?:and\s{1,3})?(?:then\b|finally\b)?|\bthen\b|\bfollowed by\b", re.IGNORECASE)
_OPENING = ("merge order", "merge sequence", "integration order", "merge in this order", "merge in the following order")
LONGEST = 2000
"""Lines longer than this name no order."""


class Step(NamedTuple):
    """One entry: which rank of its block it belongs to, what it names, and whether that is a branch."""

    rank: int
    text: str
    at: Place
    worker: str | None
    is_branch: bool = False


class Block(NamedTuple):
    """Steps that stand together. `meant`: they stand in a merge section, or under a merge-order label."""

    form: str
    meant: bool
    steps: tuple[Step, ...]


def may_order(chunk: Chunk, words: str, context: Context) -> bool:
    """Whether a text or fence can hold a merge order; `words` are its lines, lower case."""
    if "merg" in words or "integrat" in words or "land" in words or "合并" in words or "マージ" in words:
        return True
    if context.section != "merge" and context.label != "merge_order":
        return False
    return has_arrow(words) or _is_order(context) or any(mark.ordered for mark in chunk.marks)


def blocks(chunk: Chunk, context: Context, environment: Environment) -> tuple[Block, ...]:
    """The merge blocks of one chunk."""
    meant = context.section == "merge" or context.label == "merge_order"
    found: list[Block] = []
    if chunk.kind == Kind.FENCE:
        found.append(Block("script", meant, tuple(_script(chunk))))
        if meant:
            drawn = (_chain(chunk, number, 0, environment) for number in range(len(chunk.lines)))
            found += [Block("chain", meant, chain) for chain in drawn]
    elif chunk.kind == Kind.TEXT:
        found += _Lines(chunk, environment, label=meant, ordered=_is_order(context)).blocks(meant=meant)
    elif chunk.kind == Kind.TABLE and context.table.column("order") >= 0:
        found.append(Block("column", True, tuple(_column(chunk, context, environment))))
    return tuple(block for block in found if block.steps)


def _is_order(context: Context) -> bool:
    """Whether the open label, or else the innermost heading below the title, calls what follows an order."""
    if context.label == "merge_order":
        return _ORDER.search(context.written) is not None
    inner = context.headings[-1:]
    return any(h.level > 1 and h.section == "merge" and _ORDER.search(h.title) is not None for h in inner)


def heading_block(title: str, at: Place, environment: Environment) -> tuple[Block, ...]:
    """The step of a heading such as "Merge Team 1 first"."""
    lead = _MERGE_ITEM.match(title) or _MERGE_STEP.match(title)
    steps = tuple(_named(_Part(title, lead.end(), len(title), at, 0), environment)) if lead else ()
    return (Block("script", False, steps),) if steps else ()


def _script(chunk: Chunk) -> Iterator[Step]:
    if not any("git " in line and "merge" in line for line in chunk.lines):
        return
    rank, free = 0, False
    commands: dict[int, list[Command]] = {}
    for found in fence_commands(chunk):
        if "merge" in found.text:
            commands.setdefault(found.at.line, []).append(found)
    if not commands:
        return
    for number, line in enumerate(chunk.lines):
        if line.lstrip().startswith("#"):
            if _NEW_STEP.match(line) or _ANY_ORDER.search(line):
                rank += free
                free = bool(_ANY_ORDER.search(line))
            continue
        for found in commands.get(number, ()):
            step = protocol_command(found, "", None)
            if step and step.kind == "merge":
                for branch in step.branches:
                    if branch.text.lower() not in TARGETS and not branch.text.startswith("$"):
                        yield Step(rank, _short(branch.text), branch.at, None, is_branch=True)
                rank += not free


def _short(branch: str) -> str:
    return branch.removeprefix("origin/")


def _chain(chunk: Chunk, number: int, start: int, environment: Environment) -> tuple[Step, ...]:
    """The steps of `A → B → (C, D)`, none when fewer than two of its parts name workers or branches."""
    line = chunk.lines[number]
    cuts = [(m.start(), m.end()) for m in ARROW.finditer(line, start)] if len(line) <= LONGEST else []
    if not cuts:
        return ()
    lead = [m.end() for m in _CHAIN_LEAD.finditer(line, start, cuts[0][0])]
    ranks = _ranks(chunk, number, [(lead[-1] if lead else start,) * 2, *cuts], environment)
    if sum(bool(rank) for rank in ranks) < 2 or sum(not rank for rank in ranks) > 1:
        return ()
    return tuple(step for rank in ranks for step in rank)


def _series(chunk: Chunk, number: int, start: int, environment: Environment) -> tuple[Step, ...]:
    """The steps of `Merge order: A, B, then C`, none where a part of it names nobody."""
    line = chunk.lines[number]
    if len(line) > LONGEST or _ANY_ORDER.search(line):
        return ()
    colon = _COLON.search(line, start)
    begin = colon.end() if colon else start
    cuts = [(m.start(), m.end()) for m in _SERIES.finditer(line, begin)]
    ranks = _ranks(chunk, number, [(begin, begin), *cuts], environment)
    return tuple(step for rank in ranks for step in rank) if len(ranks) >= 2 and all(ranks) else ()


def _ranks(
    chunk: Chunk, number: int, cuts: Sequence[tuple[int, int]], environment: Environment
) -> list[tuple[Step, ...]]:
    """The steps that a line names behind each cut, up to the next one."""
    line = chunk.lines[number]
    at = Place(chunk.key, number, 0, 0)
    stops = [*(start for start, _ in cuts[1:]), len(line)]
    parts = [_Part(line, cuts[i][1], stops[i], at, i) for i in range(len(cuts))]
    return [tuple(_named(part, environment)) for part in parts]


class _Part(NamedTuple):
    """Columns of a line of a chunk, and the rank of the steps in it."""

    line: str
    start: int
    end: int
    at: Place
    rank: int

    def place(self, start: int, end: int) -> Place:
        """Columns of the line as a place."""
        return Place(self.at.chunk, self.at.line, self.at.start + start, self.at.start + end)


def _named(part: _Part, environment: Environment) -> Iterator[Step]:
    """The workers, or else the branch, that a part of a line names before its remark."""
    line, start, stop = part.line, part.start, part.end
    head = _HEAD.match(line, start, stop)
    until = head.end() if head else stop
    if not line[start:until].strip(" *_"):
        until = stop
    found = pieces(line[start:until], environment)
    for left, right, members, unknown in found:
        for member in members or ((None,) if unknown else ()):
            yield Step(part.rank, line[start + left : start + right], part.place(start + left, start + right), member)
    if not found:
        yield from _branch(part, until)


def _branch(part: _Part, until: int) -> Iterator[Step]:
    line, start, stop = part.line, part.start, part.end
    code = _CODE.search(line, start, stop)
    if code and code.start() <= max(until, start + 4) + 1 and " " not in code[1]:
        yield Step(part.rank, _short(code[1]), part.place(code.start(1), code.end(1)), None, is_branch=True)
        return
    text = line[start:stop]
    plain = _BRANCH.match(line, start + len(text) - len(text.lstrip(" *_")), stop)
    if plain and "/" in plain[0]:
        yield Step(part.rank, plain[0], part.place(plain.start(), plain.end()), None, is_branch=True)


class _Lines:
    """A text chunk being read: what its numbered items and its merge commands name, whether a label is open, and
    whether it calls what follows an order."""

    def __init__(self, chunk: Chunk, environment: Environment, *, label: bool, ordered: bool) -> None:
        self.chunk = chunk
        self.environment = environment
        self.label = label
        self.ordered = ordered
        self.items: list[Step] = []
        self.script: list[Step] = []
        self.chains: list[Block] = []

    def blocks(self, *, meant: bool) -> list[Block]:
        """The blocks of the whole chunk; `meant` where it stands in a merge section."""
        for number, mark in enumerate(self.chunk.marks):
            line = self.chunk.lines[number]
            if mark.kind == LineKind.BLANK or len(line) > LONGEST:
                continue
            opens = _opens(line)
            if mark.kind == LineKind.PARAGRAPH:
                self.ordered = opens or (self.ordered and not self.items)
                self.label = opens or (self.label and (meant or mark.depth > 0 or not self.items))
            self._line(number, mark, opens=opens)
        lists = [Block("list", True, tuple(self.items))] if self.items else []
        return [*self.chains, Block("script", meant, tuple(self.script)), *lists]

    def _line(self, number: int, mark: Mark, *, opens: bool) -> None:
        line = self.chunk.lines[number]
        arrow = ARROW.search(line)
        if arrow and (self.label or _MERGE_WORD.search(line)):
            chain = _chain(self.chunk, number, mark.start, self.environment)
            self.chains.append(Block("chain", self.label or opens, chain))
            if chain and mark.kind != LineKind.ITEM:
                return
        elif opens or (_MERGE_ITEM.match(line, mark.start) and _THEN.search(line)):
            series = _series(self.chunk, number, mark.start, self.environment)
            self.chains.append(Block("chain", opens, series))
            if series:
                return
        if "git merge" in line:
            for found in inline_commands(line, number, self.chunk):
                step = protocol_command(found, "", None)
                if step and step.kind == "merge" and step.branch and step.branch.text.lower() not in TARGETS:
                    self.script.append(Step(number, _short(step.branch.text), step.branch.at, None, is_branch=True))
        elif mark.kind == LineKind.ITEM and mark.depth <= 1:
            self._item(number, mark, arrow.start() if arrow else len(line))

    def _item(self, number: int, mark: Mark, stop: int) -> None:
        """An item that says to merge something, or one of a numbered list of what is merged."""
        line = self.chunk.lines[number]
        at = Place(self.chunk.key, number, 0, 0)
        lead = _MERGE_ITEM.match(line.replace("*", " "), mark.start)
        if self.label and (mark.ordered or self.ordered):
            start = lead.end() if lead else mark.start
            self.items += _named(_Part(line, start, stop, at, number), self.environment)
        elif lead:
            self.script += _named(_Part(line, lead.end(), len(line), at, number), self.environment)


def _opens(line: str) -> bool:
    """Whether a line opens a merge order by its name."""
    lower = line.lower()
    return ("merge" in lower or "integration" in lower) and any(words in lower for words in _OPENING)


def _column(chunk: Chunk, context: Context, environment: Environment) -> Iterator[Step]:
    meaning = context.table
    order = meaning.column("order")
    column = next(
        (meaning.column(c) for c in ("worker", "branch", "owner", "name", "task") if meaning.column(c) >= 0), -1
    )
    if column < 0:
        return
    for number, line in body_rows(chunk):
        spans = cell_spans(line)
        if max(order, column) >= len(spans):
            continue
        digits = re.search(r"\d+", line[spans[order][0] : spans[order][1]])
        if digits and spans[column][0] < spans[column][1]:
            at = Place(chunk.key, number, 0, 0)
            yield from _named(_Part(line, *spans[column], at, int(digits[0])), environment)


def choose(found: Iterable[Block], resolve: Callable[[str], str | None], total: int) -> Merge:
    """The merge order that counts: the block, or blocks of one form, that places the most of the `total` workers.

    It is meant to be complete where a section or label says that it is the order, and where it is a script.
    """
    resolved = [block._replace(steps=tuple(_resolve(s, resolve) for s in block.steps)) for block in found]
    candidates = [block for block in resolved if len(_workers(block)) >= 2]
    candidates += [joined for form in ("script", "list") if (joined := _joined(resolved, form))]
    if not candidates:
        candidates = [block for block in resolved if block.meant and len(block.steps) >= 2]
    if not candidates:
        return Merge()
    best = max(candidates, key=lambda block: (len(_workers(block)), block.meant, -len(block.steps)))
    ranks: dict[int, list[MergeStep]] = {}
    for step in best.steps:
        ranks.setdefault(step.rank, []).append(MergeStep(step.worker, step.text, step.at, step.is_branch))
    ordered = tuple(tuple(ranks[rank]) for rank in sorted(ranks))
    whole = best.meant or best.form == "script" or len(_workers(best)) >= total
    return Merge(ordered, best.form, complete=whole)


def _resolve(step: Step, resolve: Callable[[str], str | None]) -> Step:
    return step if step.worker else step._replace(worker=resolve(step.text))


def _workers(block: Block) -> set[str]:
    return {step.worker for step in block.steps if step.worker}


def _joined(resolved: Sequence[Block], form: str) -> Block | None:
    """Blocks of one form one after another, as long as each brings workers that no earlier one had."""
    steps: list[Step] = []
    seen: set[str] = set()
    rank = 0
    for block in resolved:
        workers = _workers(block)
        if block.form != form or not workers or workers & seen:
            continue
        seen |= workers
        steps += [step._replace(rank=step.rank + rank) for step in block.steps]
        rank = max(step.rank for step in steps) + 1
    return Block(form, False, tuple(steps)) if len(seen) >= 2 else None


def resolver(branches: dict[str, str], environment: Environment) -> Callable[[str], str | None]:
    """A function from a branch or id, as a merge step names it, to the worker."""

    def resolve(text: str) -> str | None:
        if text in branches:
            return branches[text]
        found = [members for _, _, members, _ in pieces(text, environment) if members]
        return found[0][0] if found else None

    return resolve


def branches_of(workers: Iterable[tuple[str, Value | None]]) -> dict[str, str]:
    """Which worker has which branch."""
    return {branch.text: id_ for id_, branch in workers if branch}
