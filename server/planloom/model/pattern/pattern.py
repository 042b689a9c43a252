"""A path pattern as a value, and how its text is brought into one form.

Grammar: `*` and `?` stay within a segment, `**` does not, `{a,b}` are alternatives (a brace without a comma is a
placeholder, and literal), `[ab]` is a class except where it is a whole segment or stem (`[id]`, `[id].tsx`: a route,
literal), `dir/` and `dir/**` are everything below, ` !pattern` takes out. Backslashes are slashes. There is no escape.

Knows the text of patterns; must not know how two of them are compared.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from typing import NamedTuple
from unicodedata import normalize

from planloom.model.pattern.alternatives import is_literal
from planloom.text.lazy import lazy
from planloom.text.values import made

OPEN_END = 2**31 - 1  # the end of a line range that has none: `700+` is (700, OPEN_END)
LONGEST_PATH = 4096
LONGEST_GLOB = 512  # past this a text is no glob that anybody wrote: read literally, so that costs stay bounded
ROOT = "**"

_USUAL = lazy(r"[\"-)+->@-Z\]-z|-~]*(?<![/.])")
_WILD = lazy(r"[*?\[{]")
_PLACEHOLDER = lazy(r"\{[^{},/]*\}|<[^<>/]+>")
_MOST = 1 << 16


class Pattern(NamedTuple):
    """A set of paths. Equal `key`, equal set (the converse need not hold).

    `literal`: no wildcard in it. `directory`: everything below, and the key ends in `/` (or is `**`). A literal that
    is no directory is one path; but where another pattern puts something below it by name, the two overlap too,
    because a file is not also a folder.
    """

    key: str
    literal: bool = True
    directory: bool = False
    excludes: tuple[Pattern, ...] = ()

    def __hash__(self) -> int:
        return hash(self.key)

    @property
    def base(self) -> str:
        """The key without what is taken out."""
        return self.key.partition(" !")[0] if self.excludes else self.key

    @property
    def stem(self) -> str:
        """The base without the slash at its end: what two spellings of one folder share."""
        return (self.base if self.excludes else self.key).rstrip("/")

    def excluding(self, others: Iterable[Pattern]) -> Pattern:
        """This pattern without the paths of `others`."""
        every = dict.fromkeys((*self.excludes, *others))
        if not every:
            return self
        key = " !".join((self.base, *(other.key for other in every)))
        return Pattern(key, False, self.directory, tuple(every))


class _Known(dict[str, Pattern]):
    def __missing__(self, text: str) -> Pattern:
        if len(self) > _MOST:
            self.clear()  # a cache that drops the oldest moves each entry it finds, all over the memory
        found = self[text] = _parse(text)
        return found


parse: Callable[[str], Pattern] = _Known().__getitem__
"""The pattern that a text is. Never raises; what is no glob is a literal path, the empty text matches nothing."""


def _parse(text: str) -> Pattern:
    if _USUAL.fullmatch(text) and "//" not in text and "./" not in text:
        return made(Pattern, (text, True, False, ()))
    text = text.strip()
    if " !" in text:
        first, *taken = re.split(r"\s+!", text)
        return parse(first).excluding(parse(part) for part in taken if part)
    if len(text) > LONGEST_PATH:
        return Pattern(text)
    path, directory = _open_end(_plain(text))
    if path in ("", ROOT):
        return Pattern(ROOT if directory or path else "", not (directory or path), bool(directory or path))
    literal = not _WILD.search(path) or len(path) > LONGEST_GLOB or is_literal(path)
    return Pattern(path + "/" if directory else path, literal, directory)


def is_placeholder(pattern: Pattern) -> bool:
    """Whether the path has a name in it that is still to be filled in: `{stream}`, `<name>`."""
    return ("{" in pattern.key or "<" in pattern.key) and _PLACEHOLDER.search(pattern.key) is not None


def fold(pattern: Pattern) -> str:
    """What two paths share that differ only in case or Unicode form."""
    stem = pattern.stem
    return stem.lower() if stem.isascii() else normalize("NFKC", normalize("NFKC", stem).casefold())


def case_twins(a: Pattern, b: Pattern) -> bool:
    """Whether the two differ, but only in case or Unicode form."""
    return a.stem != b.stem and fold(a) == fold(b)


def lines_overlap(a: tuple[int, int] | None, b: tuple[int, int] | None) -> bool:
    """Whether two line ranges share a line; both ends count, None is every line, `OPEN_END` the end of the file."""
    return a is None or b is None or (a[0] <= b[1] and b[0] <= a[1])


def _plain(text: str) -> str:
    """Slashes forward, NFC, no `.` and no empty segments, `..` resolved where a literal name stands before it."""
    if not text.isascii():
        text = normalize("NFC", text)
    text = text.replace("\\", "/")
    if "//" not in text and "./" not in text and not text.endswith("."):
        return text
    kept: list[str] = []
    for segment in text.split("/"):
        if segment == ".." and kept and kept[-1] not in ("", "..") and not _WILD.search(kept[-1]):
            kept.pop()
        elif segment not in ("", "."):
            kept.append(segment)
    if not kept:
        return ROOT
    end = "/" if text.endswith(("/", "/.")) else ""
    return ("/" if text.startswith("/") else "") + "/".join(kept) + end


def _open_end(path: str) -> tuple[str, bool]:
    """`path` without an end that means everything below, and whether it had one."""
    bare = path.rstrip("/")
    directory = bare != path
    shorter = bare.removesuffix("/*") if not directory and bare.endswith("**/*") else bare
    while (last := shorter.rpartition("/")[2]).startswith(ROOT) and not last.strip("*"):
        bare = shorter = shorter[: -len(last)].rstrip("/")
        directory = True
    return bare, directory
