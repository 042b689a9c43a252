"""Short processes are started, heard and over."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from planloom.run.process import ProcessError, executable, run_briefly
from tests.support.workers import STRAYS, Leash, python


@pytest.fixture
def leash(tmp_path: Path) -> Iterator[Leash]:
    held = Leash(tmp_path / "leash")
    yield held
    held.close()


def test_what_it_says_is_heard(tmp_path: Path) -> None:
    said = run_briefly(python("import sys; print(1); sys.stderr.write('two'); sys.exit(3)"), tmp_path, 60)
    assert (said.code, sorted(said.out.split())) == (3, ["1", "two"])


def test_it_reads_nothing(tmp_path: Path) -> None:
    assert run_briefly(("cat",), tmp_path, 60) == (0, "")


@pytest.mark.parametrize("stray", ["alone", "deaf daemon", "forks and exits"])
def test_nothing_of_it_is_left(tmp_path: Path, leash: Leash, stray: str) -> None:
    said = run_briefly(leash.program(STRAYS[stray]), tmp_path, 0.5)
    assert said.code == (None if stray == "alone" else 0)
    assert leash.is_free()


def test_a_missing_program_is_said(tmp_path: Path) -> None:
    with pytest.raises(ProcessError, match=r"cannot start .*/agent: No such file"):
        run_briefly((str(tmp_path / "agent"),), tmp_path, 1)


def test_programs_are_found_by_name_or_whole_path(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "bin").mkdir()
    program = tmp_path / "bin" / "agent"
    program.write_text("#!/bin/sh\n")
    assert executable(str(program)) is None
    program.chmod(0o755)
    monkeypatch.chdir(tmp_path)
    assert executable(str(program)) == program
    assert executable("agent", str(tmp_path / "bin")) == program
    assert executable("agent", f"/usr/bin:{tmp_path}/bin") == program
    assert executable("agent", "bin:.::") is None
    assert executable("bin/agent") is None
    assert executable("./bin/agent", str(tmp_path)) is None
    assert executable("", str(tmp_path)) is None
    assert executable(sys.executable) == Path(sys.executable)
