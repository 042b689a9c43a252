"""A worker that is done, its work merged: what the tests of removal start from, and what must never be lost."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

from planloom.run.git import Git
from planloom.run.trees.furnish import furnish
from planloom.run.trees.removal import Leaving, delete_branch, remove_worktree
from planloom.run.trees.worktrees import Wanted, make
from tests.support.repos import branches, commit, git, head, make_repo, sound, try_git

MARKER = "plan-1a2b-1 W1"
DISPOSABLE = ("node_modules", "target", "__pycache__")
RESCUE = "refs/planloom/rescue/plan-1a2b-1/W1"
IGNORED = ".env\n*.db\nnode_modules/\ntarget/\n__pycache__/\nconfig.local\n"


class Scene(NamedTuple):
    """A repository and one worker's worktree, whose branch `feat/w1` is merged into `main`."""

    repo: Path
    tree: Path
    tip: str

    @property
    def git(self) -> Git:
        """Git as a run uses it."""
        return Git(self.repo)

    @property
    def leaving(self) -> Leaving:
        """What a run asks for."""
        return Leaving(str(self.tree), MARKER, "feat/w1", self.tip, "main", DISPOSABLE)

    @property
    def own(self) -> Path:
        """Git's own folder of the worktree."""
        return self.repo / ".git/worktrees" / self.tree.name


State = Callable[[Scene], object]


def build(folder: Path, *, merged: bool = True) -> Scene:
    """A worker that committed twice, with a copy and a link that the run put into its tree."""
    repo = make_repo(folder, {"src/a.py": "a = 1\n", "src/b.py": "b = 1\n", ".gitignore": IGNORED, "bin": "#!\n"})
    (repo / ".env").write_text("KEY=1\n")
    (repo / "shared").mkdir()
    tree = folder / "repo-w1"
    make(Git(repo), Wanted(str(tree), "feat/w1", head(repo), MARKER))
    furnish(Git(repo), str(tree), [".env"], ["shared"])
    commit(tree, {"src/a.py": "a = 2\n"}, "[W1] first")
    tip = commit(tree, {"src/new.py": "n = 1\n"}, "[W1] second")
    commit(repo, {"other.py": "o = 1\n"}, "Meanwhile")
    if merged:
        git(repo, "merge", "--quiet", "--no-ff", "--no-edit", "feat/w1")
    return Scene(repo, tree, tip)


def files(tree: Path) -> dict[str, bytes]:
    """Every file and link below a folder, with what it holds."""
    found = {}
    for place in tree.rglob("*"):
        if place.is_symlink():
            found[str(place.relative_to(tree))] = os.fsencode(place.readlink())
        elif place.is_file():
            found[str(place.relative_to(tree))] = place.read_bytes()
        elif not place.is_dir():
            found[str(place.relative_to(tree))] = b""
    return found


def known_commits(scene: Scene) -> set[str]:
    """Every commit that any reference, reflog or HEAD of any worktree leads to."""
    known = set(git(scene.repo, "rev-list", "--all", "--reflog").split())
    if scene.tree.is_dir() and (scene.tree / ".git").is_file():
        heads = [] if try_git(scene.tree, "rev-parse", "--verify", "HEAD").returncode else ["HEAD"]
        known |= set(git(scene.tree, "rev-list", "--all", "--reflog", *heads).split())
        original = scene.own / "ORIG_HEAD"
        if original.exists():
            known |= set(git(scene.repo, "rev-list", original.read_text().strip()).split())
    return known


def remove(scene: Scene, before: Callable[[], object] = lambda: None) -> str:
    """Remove worktree and branch as a run does; the reason, if it is kept. Fails where anything was lost."""
    held = files(scene.tree)
    commits = known_commits(scene)
    before()
    kept = remove_worktree(scene.git, scene.leaving) or delete_branch(scene.git, scene.leaving)
    assert "\n" not in kept
    if not kept:
        assert not scene.tree.exists()
        assert "feat/w1" not in branches(scene.repo)
        assert head(scene.repo, RESCUE) == scene.tip
        saved = set(git(scene.repo, "rev-list", "--all", "--reflog").split())
        assert commits <= saved, "commits that nothing holds any more"
        committed = {oid for oid in git(scene.repo, "rev-list", "--objects", "--all").split() if len(oid) == 40}
        lost = {path for path, content in held.items() if not _is_safe(scene, path, content, committed)}
        assert not lost, f"lost {lost}"
    elif scene.tree.exists():
        now = files(scene.tree)
        assert {path: now.get(path) for path in held} == held, "kept, but not as it was"
        assert commits <= known_commits(scene)
    assert sound(scene.repo)
    return kept


def _is_safe(scene: Scene, path: str, content: bytes, committed: set[str]) -> bool:
    if path == ".git" or set(path.split("/")) & set(DISPOSABLE):
        return True
    if path == "shared" or (path == ".env" and content == b"KEY=1\n"):
        return True
    scratch = scene.repo.parent / "scratch"
    scratch.write_bytes(content)
    return git(scene.repo, "hash-object", "--no-filters", str(scratch)) in committed


def copy_of(scene: Scene, folder: Path) -> Scene:
    """The same scene in another folder."""
    shutil.copytree(scene.repo.parent, folder, symlinks=True, dirs_exist_ok=True)
    copied = scene._replace(repo=folder / "repo", tree=folder / "repo-w1")
    (copied.tree / ".git").write_text(f"gitdir: {copied.own}\n")
    (copied.own / "gitdir").write_text(f"{copied.tree / '.git'}\n")
    # The copied link leads into the first scene; this one's run would have put its own there.
    for name in (copied.tree / "shared", copied.tree / ".env", copied.own / "planloom-furnished"):
        name.unlink()
    furnish(copied.git, str(copied.tree), [".env"], ["shared"])
    return copied
