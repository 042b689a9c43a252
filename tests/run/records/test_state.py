"""The state folder: private, never through a link, a name of its own for every worker and run."""

from __future__ import annotations

import errno
import os
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from planloom.run.records.state import Run, StateError, StateFolder, attempt_id, make_private, safe_name
from tests.run.failing import Disk
from tests.run.journals import begun


def test_everything_in_it_is_private(tmp_path: Path) -> None:
    tmp_path.chmod(0o755)
    run, _ = begun(tmp_path, 2)
    run.make_attempt("W1", 1, "work")
    modes = {path: path.stat().st_mode & 0o077 for path in (tmp_path / "planloom").rglob("*")}
    assert modes
    assert not any(modes.values())
    assert (tmp_path / "planloom").stat().st_mode & 0o777 == 0o700


def test_a_folder_that_is_open_to_others_is_closed(tmp_path: Path) -> None:
    (tmp_path / "planloom").mkdir(mode=0o755)
    assert StateFolder(tmp_path).make().stat().st_mode & 0o777 == 0o700


def test_asking_makes_nothing(tmp_path: Path) -> None:
    plan = StateFolder(tmp_path).plan("engine", "docs/PLAN.md")
    assert (plan.runs(), plan.latest()) == ([], None)
    assert not list(tmp_path.iterdir())


def test_runs_are_those_that_began_in_order_of_their_numbers(tmp_path: Path) -> None:
    for _ in range(11):
        begun(tmp_path, 1)
    plan = StateFolder(tmp_path).plan("engine", "PLAN.md")
    never = plan.new_run()
    (plan.path / "notes").mkdir()
    (plan.path / "007").mkdir()
    assert [run.number for run in plan.runs()] == list(range(1, 12))
    latest = plan.latest()
    assert latest
    assert (latest.id, never.number) == (f"{plan.id}-11", 12)
    assert plan.id.startswith("engine-")
    assert len(plan.id) == len("engine-") + 4


def test_plans_of_one_name_in_two_folders_have_two_states(tmp_path: Path) -> None:
    state = StateFolder(tmp_path)
    assert state.plan("plan", "a/PLAN.md") != state.plan("plan", "b/PLAN.md")


def test_two_that_begin_at_once_get_two_runs(tmp_path: Path) -> None:
    plan = StateFolder(tmp_path).plan("engine", "PLAN.md")
    with ThreadPoolExecutor(8) as pool:
        runs = list(pool.map(lambda _: plan.new_run(), range(40)))
    assert sorted(run.number for run in runs) == list(range(1, 41))


@pytest.mark.parametrize("what", ["planloom", "planloom/engine", "planloom/engine/1"])
def test_links_and_files_in_place_of_folders_are_refused(tmp_path: Path, what: str) -> None:
    elsewhere = tmp_path / "elsewhere"
    elsewhere.mkdir()
    plan = StateFolder(tmp_path).plan("engine", "PLAN.md")
    place = tmp_path / what.replace("engine", plan.id)
    place.parent.mkdir(parents=True, exist_ok=True)
    for spoil in (lambda: place.symlink_to(elsewhere), lambda: place.write_text("")):
        spoil()
        with pytest.raises(StateError, match="no folder"):
            plan.make()
            Run(plan, 1).make_attempt("W1", 1, "work")
            make_private(place)
        place.unlink()
    assert not list(elsewhere.iterdir())


def test_git_s_own_folder_is_never_made(tmp_path: Path) -> None:
    with pytest.raises(StateError, match="No such file"):
        StateFolder(tmp_path / "gone").plan("engine", "PLAN.md").new_run()
    assert not (tmp_path / "gone").exists()


@pytest.mark.parametrize("error", [errno.ENOSPC, errno.EROFS, errno.EACCES])
def test_a_disk_that_takes_no_folder_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, error: int) -> None:
    plan = StateFolder(tmp_path).plan("engine", "PLAN.md")
    disk = Disk(monkeypatch)
    for at in range(1, 5):
        disk.fail(at, error, True)
        with pytest.raises(StateError, match=os.strerror(error)):
            plan.new_run()


@pytest.mark.parametrize(
    ("worker", "name"),
    [("W1", "W1"), ("Agent A", "Agent%20A"), ("../x", "%2E%2E%2Fx"), (".", "%2E"), ("TASK-01", "TASK-01")],
)
def test_a_worker_s_folder_is_called_after_it(worker: str, name: str) -> None:
    assert safe_name(worker) == name
    assert attempt_id(worker, 2, "work") == f"{name}/2-work"


@given(st.text(min_size=1), st.text(min_size=1))
def test_every_worker_has_a_folder_name_of_its_own(one: str, other: str) -> None:
    assert (safe_name(one) == safe_name(other)) == (one == other)
    assert "/" not in safe_name(one)
    assert safe_name(one).isascii()
    assert safe_name(one)[0] != "."
    assert len(safe_name(one)) < 200
