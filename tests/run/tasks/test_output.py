"""What tasks write is kept within bounds, told as it is, and shown harmless."""

from __future__ import annotations

import os
import subprocess
from itertools import pairwise
from pathlib import Path

import pytest

from planloom.run.tasks.capped import HEAD, TAIL
from planloom.run.tasks.local import Local
from planloom.run.tasks.output import harmless, lines, pieces, tail
from tests.support.workers import finished, python, task

LOCAL = Local()
MIB = 1 << 20


@pytest.mark.parametrize(
    ("written", "shown"),
    [
        ("plain", "plain"),
        ("tab\tstays", "tab\tstays"),
        ("\x1b[31mred\x1b[0m", "red"),
        ("\x1b]52;c;ZXZpbA==\x07text", "text"),
        ("\x1b]8;;https://example.org\x1b\\link\x1b]8;;\x1b\\", "link"),
        ("\x1b]0;title without an end", ""),
        ("\x1bPq#0;2;0;0;0\x1b\\after", "after"),
        ("\x9b31mred\x9d0;title\x9cafter", "redafter"),
        ("\x1b(Bcharset \x1b7saved\x1bc", "charset saved"),
        ("bell\x07 back\x08 null\x00 delete\x7f", "bell back null delete"),
        ("\u202egnp.exe\u202c \u2066x\u2069 zero\u200bwidth \u2028 \ufeff \U000e0041", "gnp.exe x zerowidth   "),
        ("10%\r50%\r100%", "100%"),
        ("done\r", "done"),
        ("done\r\n", "done"),
        ("| \r/ \r- \r\x1b[Kready", "ready"),
        ("naïve 漢字 🎉", "naïve 漢字 🎉"),
        ("\udce9", ""),
        ("", ""),
    ],
)
def test_a_line_is_made_harmless(written: str, shown: str) -> None:
    assert harmless(written) == shown


def test_nothing_a_terminal_obeys_is_left() -> None:
    every = "".join(map(chr, [*range(0x20), *range(0x7F, 0xA0), 0x2028, 0x2029, *range(0x202A, 0x202F), 0xFEFF]))
    for text in (every, every[::-1], "\x1b".join(every)):
        assert all(shown == "\t" or shown.isprintable() for line in lines([text.encode()]) for shown in line)


def test_lines_come_whole_however_the_pieces_fall() -> None:
    text = "first ä\nsecond 漢\r\n\nlast".encode()
    for size in (1, 2, 3, 5, 100):
        assert list(lines(text[at : at + size] for at in range(0, len(text), size))) == [
            "first ä",
            "second 漢",
            "",
            "last",
        ]


def test_an_endless_line_comes_in_parts() -> None:
    assert sum(map(len, lines(b"x" * MIB for _ in range(4)))) == 4 * MIB
    assert max(map(len, lines(b"x" * MIB for _ in range(4)))) <= 1 << 16


def test_the_tail_is_the_last_lines() -> None:
    assert tail([b"%d\n" % number for number in range(1000)], 3) == ["997", "998", "999"]
    assert tail([], 3) == []
    assert tail([b"x" * (4 * MIB)], 1) != []


def test_output_is_read_from_an_offset(tmp_path: Path) -> None:
    (tmp_path / "out").write_bytes(b"0123456789")
    assert b"".join(pieces(tmp_path / "out", 4)) == b"456789"
    assert b"".join(pieces(tmp_path / "out", -3)) == b"789"
    assert b"".join(pieces(tmp_path / "out", -99)) == b"0123456789"
    assert list(pieces(tmp_path / "out", 10)) == list(pieces(tmp_path / "out", 99)) == []
    assert list(pieces(tmp_path / "missing")) == []


def test_binary_output_is_told_as_it_is(tmp_path: Path) -> None:
    folder = tmp_path / "task"
    LOCAL.submit(task(folder, python("import sys; sys.stdout.buffer.write(bytes(range(256)) * 4)")))
    assert finished(LOCAL, folder).code == 0
    assert b"".join(LOCAL.logs(folder)) == bytes(range(256)) * 4


@pytest.mark.skipif(os.uname().sysname != "Linux", reason="no holes in files here")
def test_a_flood_keeps_its_start_and_end(tmp_path: Path) -> None:
    """80 MiB in one line."""
    folder = tmp_path / "task"
    flood = "import os\nos.write(1, b'begin')\nfor _ in range(80): os.write(1, b'x' * (1 << 20))\nos.write(1, b'end')"
    LOCAL.submit(task(folder, python(flood)))
    assert finished(LOCAL, folder).code == 0
    size, blocks = (folder / "out").stat().st_size, (folder / "out").stat().st_blocks
    assert size == 80 * MIB + len("beginend")
    assert blocks * 512 <= HEAD + TAIL + 2 * MIB
    told = list(pieces(folder / "out"))
    (cut,) = [piece for piece in told if b"cut out" in piece]
    assert cut == b"\n[%d bytes were cut out here]\n" % (cut.end - cut.start)
    assert told[0].startswith(b"begin")
    assert told[-1].endswith(b"end")
    assert (told[0].start, told[-1].end) == (0, size)
    assert all(one.end == two.start for one, two in pairwise(told))


@pytest.fixture
def small_disk(tmp_path: Path) -> Path:
    place = tmp_path / "disk"
    place.mkdir()
    mounted = subprocess.run(
        ["mount", "-t", "tmpfs", "-o", "size=256k", "none", place], capture_output=True, check=False
    )
    if mounted.returncode:
        pytest.skip("a small disk needs root")
    return place


def test_a_full_disk_loses_output_and_no_record(small_disk: Path) -> None:
    folder = small_disk / "task"
    fill = "import os\ntry:\n    while True: os.write(1, b'x' * 1000)\nexcept OSError as error: os._exit(error.errno)"
    try:
        LOCAL.submit(task(folder, python(fill)))
        state = finished(LOCAL, folder)
        assert (state.word, state.code) == ("ended", 28)
    finally:
        subprocess.run(["umount", "-l", small_disk], check=True)
