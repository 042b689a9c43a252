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
from planloom.model.read.relations import ARROW
from planloom.model.read.rows import body_rows
from planloom.syntax.cells import cell_spans
from planloom.syntax.chunks import Chunk, Kind, LineKind, Place

_ANY_ORDER = re.compile(r"(?:in )?any order|order (?:does not|doesn.t) matter", re.IGNORECASE)
_MERGE_WORD = re.compile(r"\bmerges?\b|\bintegrat|\bland(?:ing)? order\b|合并|マージ", re.IGNORECASE)
_MERGE_ITEM = re.compile(r"(?:\d+[.)]\s*)?(?:step \d+[:.]?\s*)?merge\s+", re.IGNORECASE)
_HEAD = re.compile(r"[^`(（:—–]*")
_CODE = re.compile(r"`([^`]+)`")
_BRANCH = re.compile(r"[\w.<>{}$#-]+(?:/[\w.<>{}$#-]+)+|[\w.]+(?:-[\w.]+)+")
_NEW_STEP = re.compile(r"\s*#\s*(?:\d+|step|finally|last|then)", re.IGNORECASE)


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


def may_order(words: str, context: Context) -> bool:
    """Whether a text (lower case) can hold a merge order."""
    if context.section == "merge" or context.label == "merge_order":
        return True
    return any(word in words for word in ("merg", "integrat", "land", "合并", "マージ"))


def blocks(chunk: Chunk, context: Context, environment: Environment) -> tuple[Block, ...]:
    """The merge blocks of one chunk."""
    meant = context.section == "merge" or context.label == "merge_order"
    if chunk.kind == Kind.FENCE:
        found = [Block("script", meant, tuple(_script(chunk))), *_chains(chunk, meant, environment)]
    elif chunk.kind == Kind.TEXT:
        found = [*_texts(chunk, meant, environment)]
    elif chunk.kind == Kind.TABLE and context.table.column("order") >= 0:
        found = [Block("column", True, tuple(_column(chunk, context, environment)))]
    else:
        return ()
    return tuple(block for block in found if block.steps)


def heading_block(title: str, at: Place, environment: Environment) -> tuple[Block, ...]:
    """The step of a heading such as "Merge Team 1 first"."""
    lead = _MERGE_ITEM.match(title)
    if not lead:
        lead = re.match(r".{0,12}?:\s*merge\s+", title, re.IGNORECASE)
    if not lead:
        return ()
    return _block("script", False, list(_named(title, lead.end(), at, 0, environment)))


def _block(form: str, meant: bool, steps: Sequence[Step]) -> tuple[Block, ...]:  # noqa: FBT001
    return (Block(form, meant, tuple(steps)),) if steps else ()


def _script(chunk: Chunk) -> Iterator[Step]:
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


def _chains(chunk: Chunk, meant: bool, environment: Environment) -> Iterator[Block]:  # noqa: FBT001
    if not meant:
        return
    for number, line in enumerate(chunk.lines):
        if ARROW.search(line):
            yield from _block("chain", meant, list(_chain(line, 0, number, chunk, environment)))


def _chain(line: str, start: int, number: int, chunk: Chunk, environment: Environment) -> Iterator[Step]:
    """The steps of `A → B → (C, D)`, nothing when fewer than two of its parts name workers or branches."""
    cuts = [(m.start(), m.end()) for m in ARROW.finditer(line, start)]
    if not cuts:
        return
    colon = max(line.rfind(":", start, cuts[0][0]), line.rfind("：", start, cuts[0][0]))
    edges = [(colon + 1 if colon >= 0 else start, cuts[0][0])]
    edges += [(cuts[i][1], cuts[i + 1][0] if i + 1 < len(cuts) else len(line)) for i in range(len(cuts))]
    ranks = [
        list(_named(line, a, Place(chunk.key, number, 0, 0), rank, environment, b)) for rank, (a, b) in enumerate(edges)
    ]
    if sum(bool(rank) for rank in ranks) >= 2 and sum(not rank for rank in ranks) <= 1:
        for rank in ranks:
            yield from rank


def _named(
    line: str, start: int, at: Place, rank: int, environment: Environment, end: int | None = None
) -> Iterator[Step]:
    """The workers, or else the branch, that a part of a line names before its remark."""
    stop = len(line) if end is None else end
    head = _HEAD.match(line, start, stop)
    code = _CODE.search(line, start, stop)
    until = head.end() if head else stop
    if not line[start:until].strip(" *_") or (
        until < stop and line[until] in "(（" and not line[start:until].strip(" *")
    ):
        until = stop
    found = list(pieces(line[start:until], environment))
    if found:
        for left, right, members, unknown in found:
            for member in members or ((None,) if unknown else ()):
                place = Place(at.chunk, at.line, at.start + start + left, at.start + start + right)
                yield Step(rank, line[start + left : start + right], place, member)
        return
    if code and code.start() <= max(until, start + 4) + 1 and (_BRANCH.fullmatch(code[1]) or " " not in code[1]):
        place = Place(at.chunk, at.line, at.start + code.start(1), at.start + code.end(1))
        yield Step(rank, _short(code[1]), place, None, is_branch=True)
        return
    plain = _BRANCH.match(line, start + len(line[start:stop]) - len(line[start:stop].lstrip(" *_")), stop)
    if plain and "/" in plain[0]:
        place = Place(at.chunk, at.line, at.start + plain.start(), at.start + plain.end())
        yield Step(rank, plain[0], place, None, is_branch=True)


def _texts(chunk: Chunk, meant: bool, environment: Environment) -> Iterator[Block]:  # noqa: FBT001
    items: list[Step] = []
    script: list[Step] = []
    rank, label = 0, meant
    for number, (line, mark) in enumerate(zip(chunk.lines, chunk.marks, strict=True)):
        if mark.kind == LineKind.BLANK or len(line) > 2000:
            continue
        lower = line.lower()
        at = Place(chunk.key, number, 0, 0)
        orders = "merge order" in lower or "merge sequence" in lower or "integration order" in lower
        if orders and mark.kind == LineKind.PARAGRAPH:
            label = True
        elif mark.kind == LineKind.PARAGRAPH and mark.depth == 0 and not meant:
            label = label and not items
        if ARROW.search(line) and (label or _MERGE_WORD.search(line)):
            yield from _block("chain", label or orders, list(_chain(line, mark.start, number, chunk, environment)))
        elif "git merge" in line:
            for found in inline_commands(line, number, chunk):
                step = protocol_command(found, "", None)
                if step and step.kind == "merge" and step.branch and step.branch.text.lower() not in TARGETS:
                    script.append(Step(rank, _short(step.branch.text), step.branch.at, None, is_branch=True))
        elif mark.kind == LineKind.ITEM and mark.depth <= 1:
            lead = _MERGE_ITEM.match(line.replace("*", " "), mark.start)
            if lead:
                script += _named(line, lead.end(), at, rank, environment)
            elif label and mark.ordered:
                items += _named(line, mark.start, at, rank, environment)
        rank += 1
    yield from _block("script", meant, script)
    if len(items) >= 2:
        yield from _block("list", True, items)


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
            yield from _named(line, spans[column][0], at, int(digits[0]), environment, spans[column][1])


def choose(found: Iterable[Block], resolve: Callable[[str], str | None], total: int) -> Merge:
    """The merge order that counts: the block, or blocks of one form, that places the most of the `total` workers."""
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
    return Merge(ordered, best.form, len(_workers(best)) >= total)


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
