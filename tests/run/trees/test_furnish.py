"""Copies, links and ports for a fresh worktree: nothing overwritten, nothing led out, everything on record."""

from __future__ import annotations

import os
import socket
from pathlib import Path
from typing import NamedTuple

import pytest

from planloom.run.git import Git
from planloom.run.trees.furnish import Furnished, free_ports, furnish, record_of, unchanged
from planloom.run.trees.refused import Refused
from planloom.run.trees.worktrees import Wanted, make
from tests.support.repos import git, head, make_repo, write_files


class Scene(NamedTuple):
    """A repository with files that git does not carry, and a fresh worktree."""

    repo: Path
    tree: Path

    def furnish(self, copy: list[str], link: list[str]) -> Furnished:
        """As a run does it."""
        return furnish(Git(self.repo), str(self.tree), copy, link)


@pytest.fixture
def scene(tmp_path: Path) -> Scene:
    repo = make_repo(tmp_path.resolve(), {"a.txt": "a\n", "apps/web/x": "x\n", ".gitignore": ".env*\nnode_modules\n"})
    write_files(repo, {".env": "KEY=1\n", "apps/web/.env.local": "KEY=2\n", "node_modules/p/i.js": "p", "loose": "l"})
    (repo / ".env").chmod(0o600)
    tree = repo.with_name("repo-w1")
    make(Git(repo), Wanted(str(tree), "feat/w1", head(repo), "run-1 W1"))
    return Scene(repo, tree)


def test_files_are_copied_and_linked_and_remembered(scene: Scene) -> None:
    found = scene.furnish([".env", "apps/*/.env*"], ["node_modules"])
    assert found == Furnished((".env", "apps/web/.env.local"), ("node_modules",), ())
    assert (scene.tree / ".env").read_text() == "KEY=1\n"
    assert (scene.tree / ".env").stat().st_mode & 0o777 == 0o600
    assert (scene.tree / "node_modules").readlink() == scene.repo / "node_modules"
    assert git(scene.tree, "status", "--porcelain") == ""
    assert unchanged(str(scene.tree)) == {".env", "apps/web/.env.local", "node_modules"}


def test_done_again_nothing_is_overwritten(scene: Scene) -> None:
    scene.furnish([".env"], ["node_modules"])
    write_files(scene.tree, {".env": "KEY=mine\n"})
    (scene.repo / ".env").write_text("KEY=3\n")
    assert scene.furnish([".env"], ["node_modules"]) == Furnished((), (), ())
    assert (scene.tree / ".env").read_text() == "KEY=mine\n"
    assert unchanged(str(scene.tree)) == {"node_modules"}


def test_tracked_files_stay(scene: Scene) -> None:
    (scene.repo / "a.txt").write_text("changed in the main worktree\n")
    assert scene.furnish(["a.txt", "apps"], ["a.txt"]).copied == ("apps/web/.env.local",)
    assert (scene.tree / "a.txt").read_text() == "a\n"
    assert record_of(str(scene.tree)).keys() == {"apps/web/.env.local"}


def test_what_worktreeinclude_names_and_git_ignores_is_copied(scene: Scene) -> None:
    write_files(scene.repo, {".worktreeinclude": ".env*\nloose\na.txt\n!apps/web/.env.local\n"})
    assert scene.furnish([], []).copied == (".env",)


def test_links_that_lead_out_are_left_and_told(scene: Scene) -> None:
    write_files(scene.repo.parent, {"secret": "s"})
    (scene.repo / ".env.out").symlink_to(scene.repo.parent / "secret")
    (scene.repo / "node_modules" / "out").symlink_to("/")
    found = scene.furnish([".env.out"], ["node_modules/out"])
    assert found.left == (
        ".env.out: a link that leads out of the repository",
        "node_modules/out: a link that leads out of the repository",
    )
    assert not (scene.tree / ".env.out").exists()


def test_a_link_in_the_worktree_leads_no_copy_out(scene: Scene) -> None:
    outside = scene.repo.parent / "outside"
    outside.mkdir()
    (scene.tree / "apps" / "web" / "x").unlink()
    (scene.tree / "apps" / "web").rmdir()
    (scene.tree / "apps" / "web").symlink_to(outside)
    assert scene.furnish(["apps/web/.env.local"], []).left == ("apps/web/.env.local: apps/web is no folder there",)
    assert not list(outside.iterdir())


@pytest.mark.parametrize("pattern", ["/etc/passwd", "../x", "a/../../x", ""])
def test_patterns_that_lead_out_are_refused(scene: Scene, pattern: str) -> None:
    with pytest.raises(Refused, match="leads out"):
        scene.furnish([pattern], [])


def test_gits_own_folder_is_never_copied(scene: Scene) -> None:
    make_repo(scene.repo / "node_modules", {"y": "y\n"}, "inner")
    found = scene.furnish([".git/config", "node_modules"], [])
    assert set(found.copied) == {"node_modules/p/i.js", "node_modules/inner/y"}


def test_names_that_are_no_text_are_copied(scene: Scene) -> None:
    name = os.fsdecode(b".env\xff\n")
    write_files(scene.repo, {name: "x"})
    assert name in scene.furnish([".env*"], []).copied
    assert name in unchanged(str(scene.tree))


def test_a_record_that_cannot_be_read_is_told(scene: Scene) -> None:
    scene.furnish([".env"], [])
    (scene.repo / ".git/worktrees/repo-w1/planloom-furnished").write_text("{")
    with pytest.raises(Refused, match="cannot be read"):
        unchanged(str(scene.tree))


def test_a_block_of_ports_skips_what_is_in_use() -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        port = taken.getsockname()[1]
        first = free_ports(port - 3, 5)
        assert first >= port - 3 + 5
        assert (first - port + 3) % 5 == 0
    with pytest.raises(Refused, match="no 20 free ports"):
        free_ports(65530)
