"""Many windows, one run: whoever comes first drives it, the others say who does."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.bench.starts import race
from tests.bench.straying import WAYS, stray


def test_of_twenty_starts_exactly_one_runs(tmp_path: Path) -> None:
    assert race(tmp_path) == ""


@pytest.mark.parametrize("way", WAYS)
def test_a_stray_never_reaches_the_target(tmp_path: Path, way: str) -> None:
    assert stray(tmp_path, way) == ""
