"""What every test starts from: git with an author, no configuration of this machine, and no test that fails by time."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from hypothesis import settings

from tests.support.repos import ENVIRONMENT

settings.register_profile("planloom", deadline=None)
settings.load_profile("planloom")


@pytest.fixture(autouse=True, scope="session")
def same_git_everywhere() -> Iterator[None]:
    with pytest.MonkeyPatch.context() as patch:
        for name, value in ENVIRONMENT.items():
            patch.setenv(name, value)
        yield
