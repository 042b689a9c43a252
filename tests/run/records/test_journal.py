"""A journal is believed to its last whole record, or refused with a reason; a failing disk leaves it as it was."""

from __future__ import annotations

import errno
import json
import os
import shutil
from pathlib import Path
from typing import Any

import pytest

from planloom.model.progress import Progress
from planloom.run.records import machine
from planloom.run.records.journal import Journal, JournalError
from planloom.run.records.journal import _parse as parse
from planloom.run.records.state import Run, StateFolder
from tests.run.failing import FAULTS, Disk
from tests.run.journals import begun, first


def ends(data: bytes) -> list[int]:
    """Where each record ends."""
    return [at + 1 for at, byte in enumerate(data) if byte == ord("\n")]


def believed(run: Run, data: bytes) -> list[Any] | str:
    """The records that are believed of a journal with these bytes, or why none are."""
    try:
        return list(parse(run.journal, data).records)
    except JournalError as error:
        return str(error)


def test_what_is_written_is_read_back(tmp_path: Path) -> None:
    run, journal = begun(tmp_path, 49)
    again = Journal.open(run.journal)
    assert list(again.records) == list(journal.records)
    assert again.progress == journal.progress
    assert [record["n"] for record in again.records] == list(range(1, 50))
    assert run.journal.stat().st_mode & 0o777 == 0o600
    assert again.progress.run == run.id


def test_cut_at_every_byte_it_ends_at_the_last_whole_record(tmp_path: Path) -> None:
    run, journal = begun(tmp_path, 50)
    data = run.journal.read_bytes()
    whole = ends(data)
    for cut in range(len(data)):
        found = believed(run, data[:cut])
        kept = sum(end <= cut for end in whole)
        if kept:
            assert found == journal.records[:kept]
        else:
            assert isinstance(found, str)
            assert "record 1" in found


def test_with_a_bit_of_any_byte_flipped_it_is_refused_or_ends_before(tmp_path: Path) -> None:
    run, journal = begun(tmp_path, 50)
    data = run.journal.read_bytes()
    last = ends(data)[-2]
    for at in range(len(data)):
        found = believed(run, data[:at] + bytes([data[at] ^ 1 << at % 8]) + data[at + 1 :])
        if isinstance(found, list):
            assert at >= last, f"byte {at} of another record than the last was flipped, and nobody noticed"
            assert found == journal.records[:-1]
        else:
            assert str(run.journal) in found
            assert "record" in found


def test_a_torn_record_is_taken_away_when_the_next_is_written(tmp_path: Path) -> None:
    run, journal = begun(tmp_path, 5)
    data = run.journal.read_bytes()
    run.journal.write_bytes(data[:-7])
    again = Journal.open(run.journal)
    assert run.journal.read_bytes() == data[:-7], "reading changes nothing"
    again.write("phase", "done", phase="spawn")
    assert [record["do"] for record in Journal.open(run.journal).records][-1] == "phase"
    assert len(again.records) == len(journal.records)


def test_a_record_in_the_middle_that_is_gone_is_noticed(tmp_path: Path) -> None:
    run, _ = begun(tmp_path, 6)
    lines = run.journal.read_bytes().splitlines(keepends=True)
    for some in (lines[:2] + lines[3:], [lines[0], lines[2], lines[1], *lines[3:]], [*lines[:3], lines[2], *lines[3:]]):
        run.journal.write_bytes(b"".join(some))
        with pytest.raises(JournalError, match="damaged"):
            Journal.open(run.journal)


def test_a_journal_of_another_repository_is_refused(tmp_path: Path) -> None:
    (tmp_path / "one").mkdir()
    begun(tmp_path / "one", 3)
    shutil.copytree(tmp_path / "one", tmp_path / "two")
    (copy,) = StateFolder(tmp_path / "two").plan("engine", "PLAN.md").runs()
    with pytest.raises(JournalError, match="copied or moved"):
        Journal.open(copy.journal)


def test_a_journal_moved_to_another_run_is_refused(tmp_path: Path) -> None:
    run, _ = begun(tmp_path, 3)
    other = run.owner.new_run()
    shutil.copy(run.journal, other.journal)
    with pytest.raises(JournalError, match="copied or moved"):
        Journal.open(other.journal)


def test_a_journal_of_a_newer_version_is_refused_and_left_alone(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("planloom.run.records.journal.SCHEMA", 2)
    run, _ = begun(tmp_path, 3)
    monkeypatch.undo()
    before = run.journal.read_bytes()
    with pytest.raises(JournalError, match="another version"):
        Journal.open(run.journal)
    assert run.journal.read_bytes() == before


def test_a_journal_of_another_machine_is_refused_by_name(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    run, _ = begun(tmp_path, 3)
    monkeypatch.setattr(machine, "boot", lambda: "another boot")
    assert Journal.open(run.journal).progress.run == run.id, "after a reboot it is still ours"
    monkeypatch.setattr(machine, "host", lambda: "elsewhere")
    with pytest.raises(JournalError, match=f"machine {os.uname().nodename}, this is elsewhere"):
        Journal.open(run.journal)


def test_a_record_that_nobody_understands_is_told(tmp_path: Path) -> None:
    run = StateFolder(tmp_path).plan("engine", "PLAN.md").new_run()
    journal = Journal.create(run.journal, **first(run.id))
    with pytest.raises(ValueError, match="flying"):
        journal.write("phase", "done", phase="flying")
    assert len(Journal.open(run.journal).records) == 1


def test_no_file_and_a_link_are_told(tmp_path: Path) -> None:
    run, _ = begun(tmp_path, 2)
    elsewhere = run.journal.rename(tmp_path / "elsewhere")
    with pytest.raises(JournalError, match="No such file"):
        Journal.open(run.journal)
    run.journal.symlink_to(elsewhere)
    with pytest.raises(JournalError, match="symbolic link"):
        Journal.open(run.journal)


def test_no_second_journal_is_begun_over_the_first(tmp_path: Path) -> None:
    run, _ = begun(tmp_path, 2)
    with pytest.raises(JournalError, match="there already"):
        Journal.create(run.journal, **first(run.id))


@pytest.mark.parametrize("change", ["grown", "cut", "removed", "moved", "replaced"])
def test_what_others_do_to_the_file_meanwhile_stops_the_run(tmp_path: Path, change: str) -> None:
    run, journal = begun(tmp_path, 4)
    data = run.journal.read_bytes()
    if change == "removed":
        run.journal.unlink()
    elif change in ("moved", "replaced"):
        run.journal.rename(tmp_path / "elsewhere")
    if change == "replaced":
        run.journal.write_bytes(data)
    if change in ("grown", "cut"):
        run.journal.write_bytes(data + b"{}\n" if change == "grown" else data[:-5])
    with pytest.raises(JournalError, match="changed or removed"):
        journal.write("phase", "done", phase="spawn")


@pytest.mark.parametrize("for_good", [False, True], ids=["once", "for good"])
@pytest.mark.parametrize("error", FAULTS, ids=errno.errorcode.get)
def test_a_disk_that_fails_leaves_the_records_before(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, error: int, for_good: bool
) -> None:
    run, journal = begun(tmp_path, 3)
    disk = Disk(monkeypatch)
    at, missed = 1, 0
    while missed < 2:
        before, progress = list(journal.records), journal.progress
        disk.fail(at, error, for_good)
        try:
            journal.write("run-state", "done", state="BLOCKED", blockers=[str(at)])
            missed += 1
        except JournalError as told:
            assert str(run.journal) in str(told)
            assert os.strerror(error) in str(told)
            assert ("MB free" in str(told)) == (error == errno.ENOSPC)
            assert (journal.progress, journal.records) == (progress, before)
            disk.mend()
            found = list(Journal.open(run.journal).records)
            # Where not even taking it back works, the record is there though nobody relied on it.
            assert found == before or (for_good and found[:-1] == before)
        at += 1
    disk.mend()
    journal.write("phase", "done", phase="spawn")
    assert list(Journal.open(run.journal).records) == list(journal.records)


def test_a_write_that_is_cut_short_leaves_nothing_behind(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    run, journal = begun(tmp_path, 3)
    before, real = run.journal.read_bytes(), os.write
    full = iter([True, False])

    def write(descriptor: int, data: bytes) -> int:
        if next(full):
            return real(descriptor, bytes(data)[:20])
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(os, "write", write)
    with pytest.raises(JournalError, match="MB free"):
        journal.write("phase", "done", phase="spawn")
    assert run.journal.read_bytes() == before


@pytest.mark.parametrize("error", FAULTS, ids=errno.errorcode.get)
def test_a_run_that_cannot_begin_has_no_journal(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, error: int) -> None:
    run = StateFolder(tmp_path).plan("engine", "PLAN.md").new_run()
    disk = Disk(monkeypatch)
    for at in range(1, 6):
        disk.fail(at, error, True)
        with pytest.raises(JournalError, match="did not begin"):
            Journal.create(run.journal, **first(run.id))
        disk.mend()
        assert not run.journal.exists() or Journal.open(run.journal).progress.run == run.id
        run.journal.unlink(missing_ok=True)


def test_each_record_is_one_line_of_json_for_whoever_looks_by_hand(tmp_path: Path) -> None:
    run, journal = begun(tmp_path, 2)
    journal.write("state", "done", worker="W1\n\u202e", state="failed", reason="a\nb", tip=None)
    lines = run.journal.read_text().splitlines()
    assert [json.loads(line)["n"] for line in lines] == [1, 2, 3]
    assert Journal.open(run.journal).progress.workers["W1\n\u202e"].reason == "a\nb"
    assert isinstance(journal.progress, Progress)
