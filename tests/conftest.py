"""What every test starts from: git with an author, no configuration or signals of this machine, and no test that fails
by time.
"""

from __future__ import annotations

import signal
from collections.abc import Iterator

import pytest
from hypothesis import settings

from tests.support.repos import ENVIRONMENT

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
