"""Which of many patterns overlap, kept true while patterns come and go.

Names find names (folders above, paths below); a glob is compared only with what agrees with the names it begins with.
Knows patterns; must not know who claims them.
"""

from __future__ import annotations

from bisect import bisect_left, insort
from collections.abc import Iterable, Iterator, Sequence

from planloom.model.pattern.meet import head, heads, matcher, overlaps
from planloom.model.pattern.pattern import Pattern, fold

NONE: Sequence[str] = ()
_BEHIND_SLASH = chr(ord("/") + 1)
_Found = tuple[tuple[str, ...], tuple[Pattern, ...]]  # keys of names, and globs


class Near:
    """A set of patterns by key; for each, the keys of the others that overlap it."""

    def __init__(self) -> None:
        self._patterns: dict[str, Pattern] = {}
        self._near: dict[str, list[str]] = {}
        self._stems: dict[str, tuple[str, ...]] = {}
        self._folded: dict[str, tuple[str, ...]] = {}
        self._files: list[str] = []
        self._folders: list[str] = []
        self._globs: dict[str, tuple[Pattern, ...]] = {}
        self._heads: list[str] = []

    def near(self, key: str) -> Sequence[str]:
        """The keys of the other patterns that overlap the one with this key, sorted."""
        return self._near.get(key, NONE)

    def twins(self, pattern: Pattern) -> tuple[str, ...]:
        """The keys of the patterns that differ from this one in case or Unicode form only."""
        if len(self._folded) == len(self._patterns):
            return ()  # each folds to something else
        same = self._folded.get(fold(pattern), ())
        return tuple(key for key in sorted(same) if self._patterns[key].stem != pattern.stem) if len(same) > 1 else ()

    def add(self, patterns: Iterable[Pattern]) -> None:
        """Take in patterns whose keys are new."""
        names: list[Pattern] = []
        globs: list[Pattern] = []
        for pattern in patterns:
            (names if pattern.literal else globs).append(pattern)
            self._patterns[pattern.key] = pattern
        others = bool(self._files or self._folders)
        self._add_names(names)
        above: dict[str, _Found] = {}
        for pattern in names:
            near = self._near_name(pattern, above)
            # What is below a name and came with it finds the name above itself.
            below = self._names_below(pattern.stem) if others else ()
            if below or len(near) > 1:
                self._link(pattern.key, (*near, *below))
        for pattern in globs:
            self._link(pattern.key, self._near_glob(pattern))
            self._add_glob(pattern)

    def discard(self, pattern: Pattern) -> None:
        """Take out a pattern that is in."""
        key, stem = pattern.key, pattern.stem
        del self._patterns[key]
        for other in self._near.pop(key, ()):
            near = self._near[other]
            del near[bisect_left(near, key)]
        _drop(self._folded, fold(pattern), key)
        if pattern.literal:
            _drop(self._stems, stem, key)
            names = self._folders if pattern.directory else self._files
            del names[bisect_left(names, key)]
        else:
            start = head(pattern)
            kept = tuple(one for one in self._globs[start] if one.key != key)
            if kept:
                self._globs[start] = kept
            else:
                del self._globs[start]
                del self._heads[bisect_left(self._heads, start)]

    def _add_names(self, names: list[Pattern]) -> None:
        stems, folded = self._stems, self._folded
        many = len(names) > 64  # sorting once is then cheaper than inserting one by one
        for pattern in names:
            key = pattern.key
            stem = key[:-1] if pattern.directory else key
            stems[stem] = (*stems[stem], key) if stem in stems else (key,)
            folds = stem.lower() if stem.isascii() else fold(pattern)
            folded[folds] = (*folded[folds], key) if folds in folded else (key,)
            into = self._folders if pattern.directory else self._files
            if many:
                into.append(key)
            else:
                insort(into, key)
        if many:
            self._files.sort()
            self._folders.sort()

    def _add_glob(self, pattern: Pattern) -> None:
        start, folds = head(pattern), fold(pattern)
        if start not in self._globs:
            insort(self._heads, start)
        self._globs[start] = (*self._globs.get(start, ()), pattern)
        self._folded[folds] = (*self._folded.get(folds, ()), pattern.key)

    def _link(self, key: str, found: Iterable[str]) -> None:
        others = set(found)
        others.discard(key)
        for other in others:
            for one, near in ((key, other), (other, key)):
                known = self._near.setdefault(one, [])
                at = bisect_left(known, near)
                if known[at : at + 1] != [near]:
                    known.insert(at, near)

    def _near_name(self, pattern: Pattern, memo: dict[str, _Found]) -> Sequence[str]:
        """What is above a name, itself included, and the globs that overlap it."""
        key, stem = pattern.key, pattern.stem
        folder = stem.rpartition("/")[0]
        names, globs = memo.get(folder) or self._at_or_above(folder, memo)
        names += self._stems.get(stem, ())
        if not self._heads:
            return names
        globs += self._globs.get(stem, ())
        if pattern.directory:
            near = [glob.key for glob in globs if overlaps(pattern, glob)]
        else:
            near = [glob.key for glob in globs if matcher(glob)(key) or ("{" in glob.key and overlaps(pattern, glob))]
        beyond = [stem] if stem in self._globs else []
        for start in (*beyond, *_below(self._heads, stem)):
            near += [glob.key for glob in self._globs[start] if overlaps(pattern, glob)]
        return (*names, *near)

    def _names_below(self, stem: str) -> list[str]:
        return _below(self._files, stem) + _below(self._folders, stem)

    def _near_glob(self, pattern: Pattern) -> Iterator[str]:
        start = head(pattern)
        yield from filter(matcher(pattern), _below(self._files, start))
        memo: dict[str, _Found] = {}
        names, globs = self._at_or_above(start, memo)
        if "{" in pattern.key:
            names = tuple({name for begin in heads(pattern) for name in self._at_or_above(begin, memo)[0]})
        folders = _below(self._folders, start)
        beyond = (glob for other in _below(self._heads, start) for glob in self._globs[other])
        near = (*(self._patterns[key] for key in (*names, *folders)), *globs, *beyond)
        yield from (other.key for other in near if overlaps(pattern, other))

    def _at_or_above(self, stem: str, memo: dict[str, _Found]) -> _Found:
        """What is named like this path or a folder above it, and the globs that begin there."""
        path = stem
        missing = []
        while (known := memo.get(path)) is None:
            missing.append(path)
            if not path:
                known = (), ()
                break
            path = path.rpartition("/")[0]
        for path in reversed(missing):
            known = memo[path] = (known[0] + self._stems.get(path, ()), known[1] + self._globs.get(path, ()))
        return known


def _below(names: list[str], stem: str) -> list[str]:
    """Those of the sorted names that are below this folder; all of them where it is the root."""
    if not stem:
        return names
    return names[bisect_left(names, stem + "/") : bisect_left(names, stem + _BEHIND_SLASH)]


def _drop(index: dict[str, tuple[str, ...]], at: str, key: str) -> None:
    kept = tuple(one for one in index[at] if one != key)
    if kept:
        index[at] = kept
    else:
        del index[at]
