"""An approval holds for exactly the content that was approved."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from planloom.model.blueprint import approval_hash
from planloom.run.records.approval import grant, granted
from planloom.run.records.state import StateError, StateFolder
from tests.run.journals import blueprint


def test_what_was_approved_is_approved_and_nothing_else(tmp_path: Path) -> None:
    state, asked = StateFolder(tmp_path), blueprint()
    assert not granted(state, asked)
    hash_ = grant(state, asked)
    assert hash_ == approval_hash(asked)
    assert granted(state, asked)
    job = asked.jobs[0]
    others = [
        asked._replace(target="release"),
        asked._replace(agent=asked.agent._replace(first=("sh",))),
        asked._replace(jobs=(job._replace(validation="true"), *asked.jobs[1:])),
        asked._replace(jobs=(job._replace(branch="feat/x"), *asked.jobs[1:])),
        asked._replace(furniture=asked.furniture._replace(setup="make")),
        asked._replace(limits=asked.limits._replace(retries=9)),
    ]
    assert not any(granted(state, other) for other in others)


def test_a_record_put_under_another_hash_approves_nothing(tmp_path: Path) -> None:
    state, harmless = StateFolder(tmp_path), blueprint()
    evil = harmless._replace(agent=harmless.agent._replace(first=("sh", "-c", "rm")))
    path = state.approvals / f"{grant(state, harmless)}.json"
    forged = json.loads(path.read_text())
    forged["hash"] = approval_hash(evil)
    (state.approvals / f"{approval_hash(evil)}.json").write_text(json.dumps(forged))
    assert not granted(state, evil)


@pytest.mark.parametrize("content", ["", "{}", "[]", "null", '{"hash": 1}', "\x00"])
def test_a_damaged_record_approves_nothing(tmp_path: Path, content: str) -> None:
    state = StateFolder(tmp_path)
    path = state.approvals / f"{grant(state, blueprint())}.json"
    path.write_text(content)
    assert not granted(state, blueprint())


def test_a_link_approves_nothing_and_is_not_written_through(tmp_path: Path) -> None:
    state = StateFolder(tmp_path)
    path = state.approvals / f"{grant(state, blueprint())}.json"
    elsewhere = path.rename(tmp_path / "elsewhere.json")
    before = elsewhere.read_bytes()
    path.symlink_to(elsewhere)
    assert not granted(state, blueprint())
    grant(state, blueprint())
    assert granted(state, blueprint())
    assert elsewhere.read_bytes() == before


def test_it_is_private_and_a_disk_that_refuses_it_is_told(tmp_path: Path) -> None:
    state = StateFolder(tmp_path)
    path = state.approvals / f"{grant(state, blueprint())}.json"
    assert path.stat().st_mode & 0o777 == 0o600
    other = StateFolder(tmp_path / "file")
    (tmp_path / "file").write_text("")
    with pytest.raises(StateError, match="Not a directory"):
        grant(other, blueprint())
    assert list(path.parent.iterdir()) == [path]
