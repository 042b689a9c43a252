"""The files that a worker changed, however often: one row each, with where it is to be read before."""

from __future__ import annotations

import pytest

from planloom.actions.changes import changed_files
from planloom.model.facts import Change, WorkerFacts
from planloom.model.plan import Plan
from planloom.model.read.plan import build
from planloom.syntax import scan
from planloom.text import Text
from tests.lsp.client import PLAN

WORKER = WorkerFacts("W1", tip="tip", start="start")
OWN, OTHER = "src/index.rs", "src/query.rs"


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        ([Change(OWN, "A", "commit", "c")], ("A", None, False)),
        ([Change(OWN, "M", "commit", "c"), Change(OWN, "M", "tree")], ("M", "start", False)),
        ([Change(OWN, "D", "commit", "c")], ("D", "start", True)),
        ([Change(OWN, "D", "commit", "c"), Change(OWN, "?", "untracked")], ("M", "start", False)),
        ([Change(OWN, "M", "commit", "c"), Change(OWN, "D", "tree")], ("D", "start", True)),
        # It came by a merge, so it was there before the worker touched it.
        ([Change(OWN, "M", "tree")], ("M", "tip", False)),
        ([Change(OWN, "A", "index"), Change(OWN, "M", "tree")], ("A", None, False)),
    ],
)
def test_a_file_is_one_row(changes: list[Change], expected: tuple[str, str | None, bool]) -> None:
    (file,) = changed_files(_plan(), WORKER, changes)
    assert (file.status, file.before, file.gone) == expected


def test_each_row_says_whose_the_file_is() -> None:
    changes = [Change(path, "A", "untracked") for path in (OTHER, OWN, "README.md")]
    found = {file.path: (file.owned, file.why) for file in changed_files(_plan(), WORKER, changes)}
    assert found == {
        "README.md": (False, "owned by nobody"),
        OWN: (True, f"PRIMARY on {OWN}"),
        OTHER: (False, "owned by W2"),
    }


def _plan() -> Plan:
    return build(scan(Text.of(PLAN).lines()))
