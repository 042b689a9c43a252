"""What every test starts from: git with an author, no configuration or signals of this machine, and no test that fails
by time. What editors' tests share: a repository with a plan whose first worker waits for the test.
"""

from __future__ import annotations

import signal
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import settings

from tests.lsp.cockpit import repository
from tests.support.repos import ENVIRONMENT
from tests.support.runs import Part, writing

settings.register_profile("planloom", deadline=None)
settings.load_profile("planloom")

# Under `nohup` all that tests start would ignore it.
signal.signal(signal.SIGHUP, signal.SIG_DFL)


@pytest.fixture(autouse=True, scope="session")
def same_git_everywhere() -> Iterator[None]:
    with pytest.MonkeyPatch.context() as patch:
        for name, value in ENVIRONMENT.items():
            patch.setenv(name, value)
        yield


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
