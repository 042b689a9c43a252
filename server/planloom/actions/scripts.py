"""The scripts of a plan: what validates a worker, what checks a merge, as they are written.

What runs is marked as code: a fenced block in a shell's language (or in none), a code span, indented code, the value of
a key. A block runs whole, as it stands; a session (`$ cargo test`) without its prompts and output. Must not know who
runs a script.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from posixpath import normpath
from typing import NamedTuple

from planloom.actions.fenced import Block, blocks
from planloom.actions.places import Spot
from planloom.actions.problem import Problem
from planloom.model.placeholder import in_script
from planloom.model.plan import Command, Plan, Worker
from planloom.model.read.dependencies import is_none
from planloom.syntax.chunks import Chunk, Kind, LineKind, Place
from planloom.text.lazy import lazy

_ENTER = lazy(
    r"(?:^|&&|\|\||[;|({]|\bthen|\bdo)\s*(?:cd|pushd|git -C|make -C|npm --prefix|cargo -C)\s+"
    r"(?:--\s+)?(?:\"([^\"]*)\"|'([^']*)'|([^\s;&|()]+))"
)
_WORD = lazy(r"[^\s'\"`;&|()<>={},]+")


class Code(NamedTuple):
    """The code of one document: its chunks and its fenced blocks, by the keys of chunks."""

    chunks: Mapping[int, Chunk]
    blocks: Mapping[int, Block]


def code_of(plan: Plan) -> Code:
    """All chunks and blocks of a plan."""
    found = {key: block for keys, block in blocks(plan.tree) for key in keys}
    return Code({chunk.key: chunk for chunk in plan.tree.chunks}, found)


def validation(worker: Worker, code: Code) -> str | Problem:
    """A worker's validation script, "" where the plan gives none."""
    texts: list[str] = []
    seen: list[Block] = []
    labels = [code.blocks.get(one.label_at.chunk) for one in worker.fields if one.label == "validation"]
    for command in worker.validation:
        block = code.blocks.get(command.at.chunk)
        if block is None or any(block is label for label in labels):
            texts += [command.text] if block or _is_code(command, code) else []
        elif not any(block is one for one in seen):
            seen.append(block)
            texts += [line.text for line in block.script or ()]
    said = worker.field("validation")
    if said and not is_none(said.value.text) and not any(text.strip() for text in texts):
        return _nothing_runs(worker, seen)
    return "".join(f"{text}\n" for text in texts)


def _is_code(command: Command, code: Code) -> bool:
    chunk = code.chunks[command.at.chunk]
    if chunk.kind is Kind.FRONT or chunk.lines[command.at.line][command.at.start - 1 : command.at.start] == "`":
        return True
    return bool(chunk.marks) and chunk.marks[command.at.line].kind is LineKind.CODE


def _nothing_runs(worker: Worker, seen: list[Block]) -> Problem:
    what = f"is a block in {seen[0].language}, and only bash is run" if seen else "is not marked as code"
    message = f"the validation of {worker.id} {what}; put its command in a ```bash block"
    return Problem(message, place_of(worker), worker.id)


def script_problems(what: str, script: str, spot: Spot, spots: Mapping[str, Spot], root: str) -> Iterator[str]:
    """What speaks against running a script in a worker's worktree; `what` names the script."""
    left = in_script(script)
    if left:
        yield f"`{left}` still stands in the {what}; put in what is meant"
    for path in _entered(script):
        if normpath(f"{spot.path}/{path}" if not path.startswith("/") else path) == root:
            yield f"the {what} enters the main worktree (`{path}`); it runs in a worktree of its own, so take that out"
    named = {normpath(f"{spot.path}/{path}" if path[0] != "/" else path): path for path in _paths(script)}
    for other in spots.values():
        met = next((said for path, said in named.items() if f"{path}/".startswith(f"{other.path}/")), None)
        if met and other.path != spot.path:
            yield f"the {what} names the worktree of {other.worker.id} (`{met}`); each script keeps to its own"


def _entered(script: str) -> Iterator[str]:
    for line in script.split("\n"):
        yield from (found[found.lastindex or 0] for found in _ENTER.finditer(line))


def _paths(script: str) -> Iterator[str]:
    return (found[0] for found in _WORD.finditer(script) if "/" in found[0])


def place_of(worker: Worker) -> Place:
    """Where a worker's validation stands; where the worker stands, for one without."""
    field = worker.field("validation")
    return worker.validation[0].at if worker.validation else field.label_at if field else worker.at
