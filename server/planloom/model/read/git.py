"""Git and shell commands of an orchestrator, line by line.

Knows command lines; must not know workers.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from planloom.model.plan import Command, ProtocolCommand, Value
from planloom.model.read.workers import command
from planloom.syntax.chunks import Chunk, Kind, Place
from planloom.text.lazy import lazy

_SPLIT = lazy(r"(?:&&|\|\||;)\s*")
_WITH_VALUE = frozenset(
    {"-m", "-s", "-X", "-b", "-B", "--message", "--strategy", "--reason", "-F", "--orig", "-C", "--into"}
)
_SHELL = ("git ", "cd ")
_OPERATORS = frozenset({"|", ">", ">>", "<", "2>/dev/null", "2>&1", "&", "||", "&&", ";", "\\"})
TARGETS = frozenset(
    {"main", "master", "develop", "dev", "trunk", "head", "origin/main", "origin/master", "upstream/main"}
)
"""Branches that a merge of is no merge of a worker's work, but a refresh."""
_INLINE = lazy(r"`(git (?:-C \S+ )?(?:merge|worktree|branch)[^`]*)`")


def fence_commands(chunk: Chunk) -> Iterator[Command]:
    """The commands of a fence's lines that name branches or folders, joined ones apart."""
    if chunk.kind != Kind.FENCE:
        return
    for number, line in enumerate(chunk.lines):
        if "cd " in line or ("git " in line and ("merge" in line or "worktree" in line or "branch" in line)):
            whole = command(line, Place(chunk.key, number, 0, len(line)))
            if whole:
                yield from _parts(whole)


def _parts(whole: Command) -> Iterator[Command]:
    if "&&" not in whole.text and ";" not in whole.text:
        yield whole
        return
    start = 0
    for separator in [*_SPLIT.finditer(whole.text), None]:
        end = separator.start() if separator else len(whole.text)
        text = whole.text[start:end]
        at = Place(whole.at.chunk, whole.at.line, whole.at.start + start, whole.at.start + end)
        found = command(text, at)
        if found:
            yield found
        start = separator.end() if separator else end


def inline_commands(line: str, number: int, chunk: Chunk) -> Iterator[Command]:
    """The git commands in code spans of a text line."""
    if "`git " in line:
        for span in _INLINE.finditer(line):
            found = command(span[1], Place(chunk.key, number, span.start(1), span.end(1)))
            if found:
                yield found


def protocol_command(found: Command, phase: str, worker: str | None) -> ProtocolCommand | None:
    """What a command does with branches and worktrees, None for one that does nothing with them."""
    words = found.words
    if len(words) >= 2 and words[0] == "cd":
        return ProtocolCommand("cd", found, _operand(found, words[1]), None, (), phase, worker)
    if len(words) < 2 or words[0] != "git":
        return None
    rest = words[3:] if words[1] == "-C" else words[1:]
    made: ProtocolCommand | None = None
    match rest:
        case ("worktree", "add", *others):
            made = _worktree_add(found, others, phase, worker)
        case ("worktree", "remove", *others):
            operands = _operands(others)
            at = _operand(found, operands[0]) if operands else None
            made = ProtocolCommand("worktree-remove", found, at, None, (), phase, worker)
        case ("merge", *others):
            made = _branches("merge", found, others, phase, worker)
        case ("branch", *others) if {"-d", "-D", "--delete"} & set(others):
            made = _branches("branch-delete", found, others, phase, worker)
    return made


def _worktree_add(found: Command, words: Sequence[str], phase: str, worker: str | None) -> ProtocolCommand:
    branch = next((words[i + 1] for i in range(len(words) - 1) if words[i] in ("-b", "-B")), None)
    operands = _operands(words)
    if branch is None and len(operands) > 1:
        branch = operands[1]
    path = _operand(found, operands[0]) if operands else None
    value = _operand(found, branch) if branch else None
    return ProtocolCommand("worktree-add", found, path, value, (), phase, worker)


def _branches(
    kind: str, found: Command, words: Sequence[str], phase: str, worker: str | None
) -> ProtocolCommand | None:
    values = tuple(_operand(found, word.rstrip(",")) for word in _operands(words))
    if not values:
        return None
    return ProtocolCommand(kind, found, None, values[0], values, phase, worker)


def _operands(words: Sequence[str]) -> list[str]:
    found: list[str] = []
    skip = False
    for word in words:
        if word in _OPERATORS:
            break
        if skip:
            skip = False
        elif word in _WITH_VALUE:
            skip = True
        elif not word.startswith("-"):
            found.append(word)
    return found


def _operand(found: Command, word: str) -> Value:
    at = found.text.find(word)
    start = found.at.start + max(at, 0)
    return Value(word, Place(found.at.chunk, found.at.line, start, start + len(word)))
