"""The journal of a run: one JSON object a line, each synced before the next thing happens, each bound to all before it.

Written by whoever holds the plan's lock; read by anybody. A last record that a power cut tore is as if it had never
been; damage anywhere else is told, never guessed around. Must not know what records cause.
"""

from __future__ import annotations

import json
import os
import re
from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress
from hashlib import sha256
from pathlib import Path
from typing import Any, NamedTuple

from planloom.model.fold import apply
from planloom.model.progress import Progress
from planloom.run.errors import RunError
from planloom.run.records import machine
from planloom.run.records.durable import open_file, read, said, sync, write_all, write_whole

SCHEMA = 1
_SUM = re.compile(rb',"sum":"([0-9a-f]{16})"\}')
_SUM_LENGTH = len(',"sum":"0123456789abcdef"}')
_KEEP = "nothing was changed"


class JournalError(RunError):
    """The journal cannot be read, trusted or written; the message says where, why and what to do."""


class _Content(NamedTuple):
    """What a journal's bytes hold: records, the last one's sum, the bytes that they take."""

    records: tuple[Mapping[str, Any], ...]
    sum: str
    end: int


class Journal:
    """The journal of one run. `progress`: all its records folded."""

    def __init__(self, path: Path, content: _Content, tail: int) -> None:
        self.path = path
        self.progress = Progress("")
        self._records = list(content.records)
        self._sum, self._end = content.sum, content.end
        # How many bytes may lie behind the last record: what was torn, or what a failed write left.
        self._tail = tail
        self._descriptor = -1
        for record in content.records:
            try:
                self.progress = apply(self.progress, record)
            except (KeyError, TypeError, ValueError) as error:
                raise _strange(path, record["n"], f"is not understood ({error!r}): another version wrote it") from None

    @classmethod
    def create(cls, path: Path, **first: Any) -> Journal:
        """Begin a journal with what the run is: run, base, target, approval, plan, text_hash. Raises JournalError."""
        here = {"common": os.path.realpath(_common(path)), "host": machine.host(), "boot": machine.boot()}
        line, _ = _line("", 1, {"do": "run", "is": "done", **first, **here, "schema": SCHEMA})
        if os.path.lexists(path):
            raise JournalError(f"{path} is there already; {_KEEP}")
        try:
            write_whole(path, line)
        except OSError as error:
            raise JournalError(f"{said(error, path)}; the run did not begin") from error
        return cls.open(path)

    @classmethod
    def open(cls, path: Path) -> Journal:
        """The journal in a file, which must be this repository's and this machine's. Raises JournalError."""
        try:
            data = read(path)
        except OSError as error:
            raise JournalError(f"the journal cannot be read: {said(error, path)}") from error
        found = _parse(path, data)
        _refuse_strangers(path, found.records[0])
        return cls(path, found, len(data) - found.end)

    @property
    def records(self) -> Sequence[Mapping[str, Any]]:
        """All records, oldest first."""
        return self._records

    def write(self, do: str, stage: str, **data: Any) -> Mapping[str, Any]:
        """Add a record; returns it when it is on the disk. Raises JournalError, and then the journal is as before."""
        line, record = _line(self._sum, len(self._records) + 1, {"do": do, "is": stage, **data})
        progress = apply(self.progress, record)
        try:
            descriptor = self._writable()
            self._tail = len(line)
            write_all(descriptor, line)
            sync(descriptor)
        except OSError as error:
            self._take_back()
            raise JournalError(f"{said(error, self.path)}; the run pauses with all records before this one") from error
        self._records.append(record)
        self.progress, self._sum = progress, record["sum"]
        self._end, self._tail = self._end + len(line), 0
        return record

    def check(self) -> None:
        """Before something that is recorded already is begun: this is still the run's journal. Raises JournalError."""
        try:
            self._writable()
        except OSError as error:
            raise JournalError(f"{said(error, self.path)}; the run pauses") from error

    def look(self) -> None:
        """While nothing is written: the journal is still there. Raises JournalError."""
        if not os.path.lexists(self.path):
            raise self._lost()

    def close(self) -> None:
        """Let go of the file."""
        if self._descriptor >= 0:
            os.close(self._descriptor)
            self._descriptor = -1

    def _writable(self) -> int:
        """A descriptor at the end of the last record, in the file that others find. Raises OSError, JournalError."""
        if self._descriptor < 0:
            self._descriptor = open_file(self.path, os.O_WRONLY | os.O_APPEND)
        self.look()
        held = os.fstat(self._descriptor)
        if not self._is_there(held) or not 0 <= held.st_size - self._end <= self._tail:
            raise self._lost()
        if held.st_size > self._end:
            os.ftruncate(self._descriptor, self._end)
        return self._descriptor

    def _lost(self) -> JournalError:
        return JournalError(
            f"{self.path} was changed or removed by something else, perhaps with its repository; nothing new begins, "
            "and what runs goes on. Put it back, then `planloom run --resume`"
        )

    def _is_there(self, held: os.stat_result) -> bool:
        try:
            return os.path.samestat(held, os.lstat(self.path))
        except OSError:
            return False

    def _take_back(self) -> None:
        if self._descriptor >= 0:
            with suppress(OSError):
                os.ftruncate(self._descriptor, self._end)


def _line(before: str, number: int, data: Mapping[str, Any]) -> tuple[bytes, Mapping[str, Any]]:
    """A record as it is written, with its sum, and as it will be read."""
    body = json.dumps({"n": number, "at": machine.now(), **data}, separators=(",", ":")).encode()
    line = body[:-1] + f',"sum":"{_sum(before, body)}"}}\n'.encode()
    return line, json.loads(line)


def _sum(before: str, body: bytes) -> str:
    return sha256(before.encode() + body).hexdigest()[:16]


def _parse(path: Path, data: bytes) -> _Content:
    """The records that bytes hold, without a torn last one. Raises JournalError for damage anywhere else."""
    records: list[Mapping[str, Any]] = []
    before, end = "", 0
    for line in _lines(data):
        record = _record(line, before, len(records) + 1)
        if record is None:
            break
        records.append(record)
        before, end = record["sum"], end + len(line)
    torn = data[end:]
    if not records or b"\n" in torn[:-1] or any(found.end() < len(torn) - 1 for found in _SUM.finditer(torn)):
        raise _strange(path, len(records) + 1, "is damaged")
    return _Content(tuple(records), before, end)


def _lines(data: bytes) -> Iterator[bytes]:
    start = 0
    while end := data.find(b"\n", start) + 1:
        yield data[start:end]
        start = end


def _record(line: bytes, before: str, number: int) -> Mapping[str, Any] | None:
    """The record of a line, None where it is not what was written."""
    body = line[: -_SUM_LENGTH - 1] + b"}"
    found = _SUM.fullmatch(line[-_SUM_LENGTH - 1 : -1])
    if found is None or found[1].decode() != _sum(before, body):
        return None
    try:
        record = json.loads(line)
    except ValueError:
        return None
    return record if record.get("n") == number else None


def _refuse_strangers(path: Path, first: Mapping[str, Any]) -> None:
    """Raises JournalError for a journal of another version, place or machine."""
    if first.get("schema") != SCHEMA:
        raise _strange(path, 1, "was written by another version of Planloom: go on with that one")
    here, there = os.path.realpath(_common(path)), first.get("common")
    ours = f"{path.parent.parent.name}-{path.parent.name}"
    if there != here or first.get("run") != ours:
        raise _strange(path, 1, f"is of the run {first.get('run')} in {there}: it was copied or moved here")
    if first.get("boot") != machine.boot() and first.get("host") != machine.host():
        raise _strange(path, 1, f"is of the machine {first.get('host')}, this is {machine.host()}: go on there")


def _strange(path: Path, number: int, why: str) -> JournalError:
    return JournalError(
        f"{path}: record {number} {why}. {_KEEP.capitalize()}; to go on from the checkpoint and git alone, move "
        f"{path.parent} away and use `planloom run --resume`"
    )


def _common(path: Path) -> Path:
    return path.parents[3]
