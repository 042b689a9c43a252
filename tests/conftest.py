"""What every test starts from: git with an author, and with no configuration of this machine."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.support.repos import ENVIRONMENT


@pytest.fixture(autouse=True, scope="session")
def same_git_everywhere() -> Iterator[None]:
    with pytest.MonkeyPatch.context() as patch:
        for name, value in ENVIRONMENT.items():
            patch.setenv(name, value)
        yield
