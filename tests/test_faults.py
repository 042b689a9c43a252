"""The table of faults in `tests/faults/README.md`: whole, and true of the tests that there are."""

from __future__ import annotations

import ast
import re
from functools import cache
from pathlib import Path
from typing import NamedTuple

TESTS = Path(__file__).parent
FIRST, LAST = 30, 93


class Fault(NamedTuple):
    """A row: what happens, the tests that show what follows, what of it they leave out."""

    number: int
    what: str
    tests: tuple[str, ...]
    left_out: str


@cache
def faults() -> tuple[Fault, ...]:
    """The rows of the table, in its order."""
    text = (TESTS / "faults" / "README.md").read_text(encoding="utf-8")
    rows = ([cell.strip() for cell in line.split("|")[1:-1]] for line in text.splitlines() if re.match(r"\| \d", line))
    return tuple(Fault(int(number), what, tuple(re.findall(r"`(.+?)`", by)), out) for number, what, by, out in rows)


@cache
def defined(path: str) -> frozenset[str]:
    """The tests that a file defines, as the table names them."""
    tree = ast.parse((TESTS / path).read_text(encoding="utf-8"))
    names = (node.name for node in tree.body if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef))
    return frozenset(f"{path}::{name.removeprefix('test_')}" for name in names if name.startswith("test_"))


def test_every_fault_is_in_the_table_in_order() -> None:
    assert [fault.number for fault in faults()] == list(range(FIRST, LAST + 1))


def test_every_fault_is_shown_by_tests_that_exist() -> None:
    assert [fault.number for fault in faults() if not fault.tests] == []
    missing = [test for fault in faults() for test in fault.tests if test not in defined(test.partition("::")[0])]
    assert missing == []


def test_no_fault_names_a_test_twice() -> None:
    assert [fault.number for fault in faults() if len({*fault.tests}) < len(fault.tests)] == []


def test_every_test_of_faults_is_in_the_table() -> None:
    own = {test for file in (TESTS / "faults").glob("test_*.py") for test in defined(f"faults/{file.name}")}
    assert own - {test for fault in faults() for test in fault.tests} == set()
