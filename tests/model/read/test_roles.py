"""What role words, notes and labels mean."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from planloom.model.plan import Role
from planloom.model.read import roles


@pytest.mark.parametrize(
    ("cell", "role"),
    [
        ("PRIMARY", Role.PRIMARY),
        ("**Owner**", Role.PRIMARY),
        ("Creates", Role.PRIMARY),
        ("NEW", Role.PRIMARY),
        ("`M`", Role.MODIFY),
        ("SECONDARY", Role.MODIFY),
        ("x", Role.MODIFY),
        ("✏️", Role.MODIFY),
        ("**X** (one line in the module list)", Role.MODIFY),
        ("adds two routes", Role.MODIFY),
        ("READ/MODIFY", Role.MODIFY),
        ("READ", Role.READ),
        ("read-only", Role.READ),
        ("📖", Role.READ),
        ("-", None),
        ("—", None),
        ("none", None),
        ("N/A", None),
    ],
)
def test_words_of_a_cell(cell: str, role: Role | None) -> None:
    said = roles.cell(cell)
    assert said.known and not said.denied and said.role is role


@pytest.mark.parametrize(
    "cell", ["must not touch", "FORBID", "Should not touch", "⛔", "Out of scope", "— (forbidden)"]
)
def test_denials(cell: str) -> None:
    assert roles.cell(cell).denied


@pytest.mark.parametrize(
    "cell", ["PRIMRY", "tempted to edit", "maybe", "possibly a new test", "unused in this release"]
)
def test_prose_and_unknown_words_give_no_role(cell: str) -> None:
    said = roles.cell(cell)
    assert said.role is None and not said.denied and not said.known


def test_shared_is_a_write_that_needs_an_order() -> None:
    assert roles.cell("SHARED").role is Role.MODIFY
    assert roles.cell("SHARED").shared
    assert roles.cell("M¹").shared


def test_a_legend_overrides_the_usual_meaning() -> None:
    legend = (("x", "creates or owns the file"), ("r", "must not be touched"), ("q", "may read it"))
    assert roles.cell("X", legend).role is Role.PRIMARY
    assert roles.cell("R", legend).denied
    assert roles.cell("Q", legend).role is Role.READ
    assert roles.cell("M", legend).role is Role.MODIFY


@pytest.mark.parametrize(
    ("note", "role", "creates"),
    [
        ("(new)", Role.PRIMARY, True),
        ("(NEW, with tests)", Role.PRIMARY, True),
        ("— create", Role.PRIMARY, True),
        ("（新規）", Role.PRIMARY, True),
        ("directory (NEW)", Role.PRIMARY, True),
        ("- modify (two lines)", Role.MODIFY, False),
        ("(append only)", Role.MODIFY, False),
        ("(read-only)", Role.READ, False),
        ("(new table in it)", None, False),
        ("— token parsing", None, False),
    ],
)
def test_notes_behind_a_path(note: str, role: Role | None, creates: bool) -> None:
    said = roles.note(note)
    assert (said.role, said.creates) == (role, creates)


@pytest.mark.parametrize(
    ("label", "role"),
    [
        ("Owns", Role.PRIMARY),
        ("Files to Modify (ONLY these)", Role.PRIMARY),
        ("File Ownership (EXCLUSIVE)", Role.PRIMARY),
        ("New files", Role.PRIMARY),
        ("Files", Role.MODIFY),
        ("Modified existing files (server-only)", Role.MODIFY),
        ("Can Also Modify", Role.MODIFY),
        ("Reads", Role.READ),
        ("Files Owned", None),
        ("Allowed paths", None),
    ],
)
def test_labels_of_lists(label: str, role: Role | None) -> None:
    assert roles.label(label).role is role


@given(st.text(max_size=60))
def test_no_text_raises(text: str) -> None:
    for read in (roles.cell, roles.note, roles.label, roles.verb, roles.lead):
        read(text)
