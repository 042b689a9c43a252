"""The orchestrator's part: commands, phases, how workers are spawned, where the checkpoint goes.

Knows one chunk; must not compare commands with definitions, which is the rules' business.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from planloom.model.plan import ProtocolCommand, Value
from planloom.model.read.context import Context, Environment
from planloom.model.read.fields import worker_of
from planloom.model.read.git import fence_commands, inline_commands, protocol_command
from planloom.model.read.outline import mentioned
from planloom.model.read.text import lines_with
from planloom.syntax.chunks import Chunk, Kind, LineKind, Place
from planloom.text.lazy import lazy

_ONE_BY_ONE = lazy(
    r"(?:spawn|launch|start|dispatch|run)\b[^.]{0,60}\b(?:one (?:at a time|by one|after (?:the other|another))|"
    r"sequentially|in sequence|before (?:spawning|launching|starting) the next)",
    re.IGNORECASE,
)
_ORDERED = ("one ", "sequen", "before ")
_NOT = lazy(r"\b(?:don.?t|do not|never|not|avoid|instead of|rather than|no)\b", re.IGNORECASE)
_WHO = lazy(r"worker|agent|session|stream|track|team|them|each|all", re.IGNORECASE)
# Begins with letters, which a search skips to; that they begin a word is asked behind them.
_REFRESH = lazy(r"git (?<!\wgit )(?:rebase|pull|merge (?:origin/)?(?:main|master|develop|trunk))\b|rebas(?<!\wrebas)")
_CHECKPOINT = lazy(r"`([^`\s]{0,200}checkpoint[^`\s]{0,200}\.(?:md|ya?ml|json))`", re.IGNORECASE)


def commands(chunk: Chunk, context: Context, environment: Environment) -> Iterator[ProtocolCommand]:
    """The commands of a fence, or in the code spans of a text, that handle branches and worktrees."""
    if chunk.kind == Kind.FENCE:
        worker = context.worker
        line = 0
        for found in fence_commands(chunk):
            for number in range(line, found.at.line):
                text = chunk.lines[number].strip()
                if text.startswith("#"):
                    named = [worker_of(hit, environment) for hit in mentioned(text)]
                    worker = named[0] if len(named) == 1 and named[0] else context.worker
            line = found.at.line
            made = protocol_command(found, context.phase, worker)
            if made:
                yield made
    elif chunk.kind == Kind.TEXT:
        for number, text in enumerate(chunk.lines):
            for found in inline_commands(text, number, chunk):
                made = protocol_command(found, context.phase, context.worker)
                if made:
                    yield made


def spawns(chunk: Chunk, words: str, context: Context) -> Iterator[Value]:
    """The instructions of a text, in lower case `words`, to start workers one after the other."""
    if context.section == "anti-patterns":
        return
    for number in lines_with(words, _ORDERED):
        line = chunk.lines[number]
        found = _ONE_BY_ONE.search(line) if len(line) < 2000 else None
        if found and not _NOT.search(line[: found.end()]) and _WHO.search(found[0]):
            yield Value(found[0], Place(chunk.key, number, found.start(), found.end()))


def may_spawn(words: str) -> bool:
    """Whether a text (lower case) can hold an instruction to start workers one after the other."""
    return "one " in words or "sequen" in words or "before " in words


def refreshes(words: str) -> bool:
    """Whether a text (lower case) has a step that brings a branch up to date."""
    return ("rebas" in words or "git " in words) and _REFRESH.search(words) is not None


def checkpoint_path(chunk: Chunk) -> Value | None:
    """Where a text says that the checkpoint is kept."""
    for number, line in enumerate(chunk.lines):
        if chunk.marks[number].kind != LineKind.BLANK and "heckpoint" in line.lower() and "`" in line:
            found = _CHECKPOINT.search(line)
            if found:
                return Value(found[1], Place(chunk.key, number, found.start(1), found.end(1)))
    return None
