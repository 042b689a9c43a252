"""What lies in the repository, of the paths that a plan names, and which path was meant by one that does not.

Knows the names of files and folders in facts; must not know which rule asks, nor the disk itself.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import lru_cache
from unicodedata import normalize

from planloom.model.facts import Facts
from planloom.model.pattern import Pattern, is_placeholder, matcher
from planloom.model.pattern.meet import head

_BEHIND_SLASH = chr(ord("/") + 1)
_LIKE = 0.75
_MOST_LIKELY = 50


def is_inside(pattern: Pattern) -> bool:
    """Whether a pattern is of paths that facts can tell of: in the repository, with no name left to fill in."""
    outside = pattern.key.startswith(("/", "../", "~", ".git/")) or "$" in pattern.key
    return bool(pattern.key) and not outside and not is_placeholder(pattern)


def exists(facts: Facts, pattern: Pattern) -> bool:
    """Whether something lies there: the file or folder named, for a glob any file that it matches.

    True also for what git cannot tell: below a link, a submodule or an ignored folder.
    """
    if not pattern.literal:
        start = head(pattern)
        return _hides(facts, start) or _is_unseen(facts, start) or any(_matching(facts, pattern, start))
    path = pattern.stem
    if path in facts.files or path in facts.folders or _is_unseen(facts, path):
        return True
    return (facts.fold_case or not path.isascii()) and _folded(path) in _folds(facts.files, facts.folders)


def is_there(facts: Facts, pattern: Pattern) -> bool:
    """Whether git knows the file or folder that a literal pattern names."""
    return pattern.stem in (facts.folders if pattern.directory else facts.files)


def ends_one(facts: Facts, path: str) -> bool:
    """Whether some file's path ends in this one, as where a plan names files by their last parts."""
    name = path.rstrip("/").rpartition("/")[2]
    return any(f"/{known}".endswith(f"/{path}") for known in _by_name(facts.files).get(name.casefold(), ()))


def meant(facts: Facts, pattern: Pattern) -> str | None:
    """The path there is that was most likely meant: of the same name elsewhere, or with a name much like it beside.

    None where nothing, or several things, could have been meant.
    """
    path, known = pattern.stem, facts.folders if pattern.directory else facts.files
    folder, _, name = path.rpartition("/")
    namesakes = _by_name(known).get(name.casefold(), ())
    longer = [other for other in namesakes if other.endswith(f"/{path}")]
    found = longer[0] if len(longer) == 1 else None
    if not longer:
        found = _likest(path, namesakes, _likeness) or _likest(name, _in_folder(known).get(folder, ()), _alike)
        found = f"{folder}/{found}" if found and "/" not in found and folder else found
    return f"{found}/" if found and pattern.directory else found


def is_ignored(facts: Facts, path: str) -> bool:
    """Whether git ignores what lies at a path in the main worktree, or a folder above it."""
    parts = path.split("/")
    folders = ("/".join(parts[:end]) + "/" for end in range(1, len(parts) + 1))
    return path in facts.ignored or not facts.ignored.isdisjoint(folders)


def _is_unseen(facts: Facts, path: str) -> bool:
    """Whether a path is ignored, or lies below what git does not look into."""
    parts = path.split("/")
    above = ("/".join(parts[:end]) for end in range(1, len(parts)))
    return is_ignored(facts, path) or any(_hides(facts, folder) for folder in above)


def _hides(facts: Facts, folder: str) -> bool:
    """Whether git does not look into a folder that it knows: a link, a submodule."""
    return folder in facts.files or folder in facts.submodules


def _matching(facts: Facts, pattern: Pattern, start: str) -> Iterator[object]:
    """True for each file that a glob matches, all of which lie below `start`."""
    files = _sorted(facts.files)
    first = bisect_left(files, f"{start}/") if start else 0
    last = bisect_left(files, start + _BEHIND_SLASH) if start else len(files)
    return map(matcher(pattern), (*files[first:last], *facts.ignored))


def _likest(wanted: str, known: Sequence[str], likeness: Callable[[str, str], float]) -> str | None:
    """The one of the known names that is most like the wanted one; None where none is, or two equally."""
    found = sorted(((likeness(wanted, other), other) for other in known[:_MOST_LIKELY]), reverse=True)
    best = [(ratio, other) for ratio, other in found if ratio >= _LIKE]
    return best[0][1] if best and (len(best) == 1 or best[0][0] > best[1][0]) else None


def _likeness(path: str, other: str) -> float:
    from difflib import SequenceMatcher  # loaded for what is misspelt, which most plans have nothing of

    return SequenceMatcher(None, path, other).ratio()


def _alike(name: str, other: str) -> float:
    """How alike two file names of one kind are, their endings aside."""
    (stem, _, kind), (known, _, its) = name.rpartition("."), other.rpartition(".")
    return _likeness(stem or kind, known or its) if not stem or kind == its else 0.0


def _folded(path: str) -> str:
    return normalize("NFC", path).casefold()


@lru_cache(maxsize=2)
def _sorted(files: frozenset[str]) -> list[str]:
    return sorted(files)


@lru_cache(maxsize=2)
def _folds(files: frozenset[str], folders: frozenset[str]) -> frozenset[str]:
    return frozenset(map(_folded, files | folders))


@lru_cache(maxsize=4)
def _by_name(known: frozenset[str]) -> Mapping[str, tuple[str, ...]]:
    """Paths by their last part, without case."""
    found: dict[str, list[str]] = {}
    for path in sorted(known):
        found.setdefault(path.rpartition("/")[2].casefold(), []).append(path)
    return {name: tuple(paths) for name, paths in found.items()}


@lru_cache(maxsize=4)
def _in_folder(known: frozenset[str]) -> Mapping[str, tuple[str, ...]]:
    """The names in each folder."""
    found: dict[str, list[str]] = {}
    for path in sorted(known):
        folder, _, name = path.rpartition("/")
        found.setdefault(folder, []).append(name)
    return {folder: tuple(names) for folder, names in found.items()}
