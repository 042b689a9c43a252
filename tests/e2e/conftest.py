"""What the editors' scenarios share: a repository with a plan whose first worker waits for the test."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.lsp.cockpit import repository
from tests.support.runs import Part, writing


@pytest.fixture
def gate(tmp_path: Path) -> Iterator[Path]:
    """A file that workers wait for; there at last, so that none waits longer than its test."""
    yield (file := tmp_path / "open")
    file.touch()


@pytest.fixture
def repo(tmp_path: Path, gate: Path) -> Path:
    """A worker that waits, and one after it."""
    waits = f"while [ ! -e {gate} ]; do sleep 0.05; done\n"
    return repository(
        tmp_path,
        {
            "W1": Part(script=waits + writing("a.txt"), writes=("a.txt",)),
            "W2": Part(script=writing("b.txt"), writes=("b.txt",), after="W1"),
        },
    )
