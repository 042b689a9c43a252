"""The repository around a folder: found by looking at the disk alone, then read with a few calls of git.

Knows git's folders and what it lists: worktrees, branches, files, operations under way. Changes nothing. Must not know
plans.
"""

from __future__ import annotations

import os
import stat
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from planloom.model.facts import Facts, Worktree

if TYPE_CHECKING:
    from planloom.run.git import Git

MARKER = "planloom"
# What git keeps in a worktree's own folder while an operation is under way; the first that is there names it.
_UNDER_WAY = {
    "rebase-apply/applying": "am",
    "rebase-merge": "rebase",
    "rebase-apply": "rebase",
    "MERGE_HEAD": "merge",
    "CHERRY_PICK_HEAD": "cherry-pick",
    "REVERT_HEAD": "revert",
    "BISECT_LOG": "bisect",
}
_HEADS = "refs/heads/"
_SUBMODULE = b"160000"
_LONGEST = 1 << 16


class Repository(NamedTuple):
    """Where a repository lies: its main worktree, git's common folder, and the worktree that was asked about.

    All absolute, without links on the way. A bare repository is its own root; so is one whose common folder has another
    name than `.git`, seen from a linked worktree.
    """

    root: str
    common: str
    top: str


def find(folder: str | os.PathLike[str]) -> Repository | None:
    """The repository that holds a folder; None where none does. Costs a few looks at the disk and no process."""
    try:
        start = Path(folder).resolve()
    except (OSError, ValueError, RuntimeError):
        return None
    for place in (start, *start.parents):
        found = _at(place)
        if found is not None:
            return found
    return None


def _at(place: Path) -> Repository | None:
    link = place / ".git"
    kind = _kind(link)
    if kind == stat.S_IFDIR and _holds_git(link):
        return Repository(str(place), str(link.resolve()), str(place))
    if kind == stat.S_IFREG:
        own = own_folder(str(place))
        return _linked(place, own) if _holds_head(own) else None
    return Repository(*3 * (str(place),)) if _holds_git(place) else None


def own_folder(top: str) -> Path:
    """Git's own folder of a worktree, which holds its index and its head."""
    link = Path(top, ".git")
    return link if link.is_dir() else Path(top, _said(link).removeprefix("gitdir:").lstrip(" "))


def _linked(place: Path, own: Path) -> Repository:
    """The repository of a worktree whose `.git` is a file, being a linked one, a submodule or apart from its folder."""
    above = _said(own / "commondir")
    if not above:
        return Repository(str(place), str(own.resolve()), str(place))
    common = (own / above).resolve()
    return Repository(str(common.parent if common.name == ".git" else common), str(common), str(place))


def _holds_head(folder: Path) -> bool:
    return bool(_kind(folder / "HEAD"))


def _holds_git(folder: Path) -> bool:
    return _holds_head(folder) and (folder / "objects").is_dir() and (folder / "refs").is_dir()


def _kind(path: Path) -> int:
    try:
        return stat.S_IFMT(path.stat().st_mode)
    except (OSError, ValueError):
        return 0


def _said(path: Path) -> str:
    """What one of git's own files says, which can hold any character that a path can; "" where there is none."""
    try:
        return os.fsdecode(path.read_bytes()[:_LONGEST]).rstrip("\r\n")
    except OSError:
        return ""


def look(repository: Repository, *, files: bool = True) -> Facts:
    """All that can be said of a repository without a plan. What git refuses to say stays unknown, and why is kept.

    `files` False: the files of the main worktree, of which there may be many, stay unknown, too.
    """
    from planloom.run.git import Git, GitError, version, version_fault

    facts = Facts(repository.root, repository.common)
    try:
        facts = facts._replace(git=version())
        fault = version_fault(facts.git)
    except GitError as error:
        fault = str(error)
    if fault:
        return facts._replace(problems=(fault,))
    if repository.common == repository.top:
        return facts._replace(bare=True)
    git = Git(repository.top)
    from concurrent.futures import ThreadPoolExecutor  # loads logging, and a small check has no need of it

    with ThreadPoolExecutor(2) as pool:
        asked = (*((_files, _ignored) if files else ()), _worktrees, _branches)
        parts = [pool.submit(part, git, repository) for part in asked]
    problems = []
    for part in parts:
        try:
            facts = facts._replace(**part.result())
        except (GitError, OSError) as error:
            problems.append(str(error))
    return facts._replace(
        shallow=Path(repository.common, "shallow").exists(),
        fold_case=Path(repository.common, "head").exists(),
        problems=tuple(dict.fromkeys(problems)),
    )


def _files(git: Git, repository: Repository) -> dict[str, Any]:
    if not _kind(Path(repository.root, ".git")):
        return {}
    git = git.at(repository.root)
    listed = names(git.read("ls-files", "-z", "--cached", "--others", "--exclude-standard"))
    files = frozenset(name for name in listed if not name.endswith("/"))
    inner = frozenset(_submodules(git)) if ".gitmodules" in files else frozenset()
    folders = {name.rstrip("/") for name in listed if name.endswith("/")} | inner
    for name in listed:
        above = name.rpartition("/")[0]
        while above and above not in folders:
            folders.add(above)
            above = above.rpartition("/")[0]
    return {"files": files - inner, "folders": frozenset(folders), "submodules": inner}


def _ignored(git: Git, repository: Repository) -> dict[str, Any]:
    if not _kind(Path(repository.root, ".git")):
        return {}
    listed = git.at(repository.root).read(
        "ls-files", "-z", "--others", "--ignored", "--exclude-standard", "--directory"
    )
    return {"ignored": frozenset(names(listed))}


def _submodules(git: Git) -> Iterator[str]:
    for entry in git.read("ls-files", "-z", "--stage").split(b"\0"):
        about, _, path = entry.partition(b"\t")
        if about.startswith(_SUBMODULE):
            yield os.fsdecode(path)


def _branches(git: Git, _: Repository) -> dict[str, Any]:
    lines = git.text("for-each-ref", "--format=%(objectname) %(refname)", _HEADS).splitlines()
    pairs = (line.split(" ", 1) for line in lines)
    return {"branches": {name.removeprefix(_HEADS): commit for commit, name in pairs}}


def _worktrees(git: Git, repository: Repository) -> dict[str, Any]:
    own = {os.path.realpath(repository.root): repository.common, **_own_folders(repository.common)}
    listed = tuple(_listed(git.read("worktree", "list", "--porcelain", "-z")))
    found = tuple(_seen(worktree, own.get(os.path.realpath(worktree.path))) for worktree, _ in listed)
    if not found:
        return {}
    main = found[0]
    return {
        "bare": listed[0][1],
        "head": main.head,
        "branch": main.branch,
        "busy": main.busy,
        "worktrees": found[1:] if listed[0][1] else found,
    }


def _listed(said: bytes) -> Iterator[tuple[Worktree, bool]]:
    """Each worktree as git lists it, and whether it is the bare repository itself."""
    for entry in said.split(b"\0\0"):
        about = dict(line.partition(" ")[::2] for line in names(entry))
        if "worktree" in about:
            head, branch = about.get("HEAD", ""), about.get("branch")
            yield (
                Worktree(
                    about["worktree"],
                    head=head if head.strip("0") else None,
                    branch=branch.removeprefix(_HEADS) if branch else None,
                    locked=about.get("locked"),
                    missing="prunable" in about,
                ),
                "bare" in about,
            )


def _seen(worktree: Worktree, own: str | None) -> Worktree:
    if own is None:
        return worktree
    return worktree._replace(
        missing=worktree.missing or not Path(worktree.path).is_dir(),
        busy=busy_in(own),
        marker=_said(Path(own, MARKER)) or None,
    )


def busy_in(own: str) -> str | None:
    """The operation under way in a worktree, told by git's own folder of that worktree; None where none is."""
    return next((name for file, name in _UNDER_WAY.items() if Path(own, file).exists()), None)


def _own_folders(common: str) -> dict[str, str]:
    """Git's own folder of each linked worktree, by the worktree's real path."""
    found = {}
    with suppress(OSError):
        for own in Path(common, "worktrees").iterdir():
            link = _said(own / "gitdir")
            if link:
                found[os.path.realpath(own / Path(link).parent)] = str(own)
    return found


def real(path: str) -> str | None:
    """A path without links on the way, whether something lies there or not; None for text that can be no path."""
    try:
        return os.path.realpath(path)
    except (OSError, ValueError):
        return None


def names(said: bytes) -> list[str]:
    """The names in what git printed with `-z`."""
    return [os.fsdecode(name) for name in said.split(b"\0") if name]
