"""The sample plan from the terminal."""

from __future__ import annotations

from pathlib import Path

import pytest

from planloom.cli.app import run
from tests.support.repos import git


def test_a_sample_is_made_beside_whoever_asks(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    assert run(["new", "--sample", "plans/reading"]) == 0
    assert capsys.readouterr().out == "plans/reading/PLAN.md\n"
    assert git(tmp_path / "plans" / "reading", "status", "--porcelain") == ""
    assert run(["check", "plans/reading"]) == 1


def test_a_folder_that_is_there_is_left_alone(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["new", "--sample", str(tmp_path)]) == 2
    assert "exists already" in capsys.readouterr().err
    assert list(tmp_path.iterdir()) == []
