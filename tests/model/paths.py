"""Random path patterns over a small alphabet, and what they match found by trying every path.

The reference shares nothing with the product: braces by recursion, segments by backtracking.
"""

from __future__ import annotations

import re
from functools import cache
from itertools import pairwise, product
from random import Random

LETTERS = "abc"
NAMES = ["".join(letters) for size in (1, 2) for letters in product(LETTERS, repeat=size)]
PATHS = [
    *("/".join(names) for size in (1, 2, 3) for names in product(NAMES, repeat=size)),
    *("/".join(names) for size in (4, 5) for names in product(LETTERS, repeat=size)),
]


def some_pattern(random: Random) -> str:
    """A pattern of one to three segments, in every form of the grammar."""
    text = "/".join(_segment(random) for _ in range(random.choice((1, 1, 2, 2, 2, 3))))
    if random.random() < 0.15:
        text += random.choice(("/", "/**"))
    if random.random() < 0.1:
        text = f"{{{text},{_segment(random)}}}"
    if random.random() < 0.15:
        text += " !" + "/".join(_segment(random) for _ in range(random.choice((1, 2)))) + random.choice(("", "", "/"))
    return text


def _segment(random: Random) -> str:
    kind = random.random()
    if kind < 0.4:
        return random.choice(NAMES)
    if kind < 0.52:
        return "**"
    if kind < 0.6:
        return "{" + ",".join(random.choice(("a", "b", "ab", "c", "b/a", "", "{a,c}b")) for _ in range(2)) + "}"
    return "".join(random.choice(("a", "b", "c", "*", "?", "[ab]", "[!a]", "**")) for _ in range(random.choice((1, 2))))


def brute_overlap(a: str, b: str) -> bool:
    """Whether some path of up to three short names matches both patterns, or one lies below the other by name."""
    return not _set(a).isdisjoint(_set(b)) or _below(a, b) or _below(b, a)


def proves(path: str, a: str, b: str) -> bool:
    """Whether the path matches both patterns, or one lies below the other by name."""
    return (brute_holds(a, path) and brute_holds(b, path)) or _below(a, b) or _below(b, a)


def brute_holds(text: str, path: str, *, below: bool = False) -> bool:
    """Whether the path matches; with `below`, also one below a path that the pattern ends in the name of."""
    first, *taken = text.split(" !")
    folders = ["/".join(path.split("/")[:n]) for n in range(1, path.count("/") + 1)] if below else []
    named = any(_ends_in_name(part) and match_segments(part, f.split("/")) for f in folders for part in parts(first))
    return (named or brute_match(first, path)) and not any(_taken(other, path) for other in taken)


@cache
def _set(text: str) -> frozenset[str]:
    first, *taken = text.split(" !")
    out = {path for other in taken for path in PATHS if _taken(other, path)}
    return frozenset(path for path in PATHS if path not in out and brute_match(first, path))


def _taken(text: str, path: str) -> bool:
    """What is taken out goes with its folder: the folder's own name, and all below what ends in a name."""
    names = path.split("/")
    for part in parts(text):
        bare = part[:-2] if part[-2:] == ("**", "*") else part
        if match_segments(part, names) or (bare and match_segments(bare, names)):
            return True
        if _ends_in_name(bare) and match_segments((*bare, "**"), names):
            return True
    return False


def brute_match(text: str, path: str) -> bool:
    """Whether the path matches the pattern (which takes nothing out)."""
    return any(match_segments(part, path.split("/")) for part in parts(text))


@cache
def parts(text: str) -> tuple[tuple[str, ...], ...]:
    """The pattern without braces, as segments; a folder is followed by `**` and one segment more."""
    found = []
    for plain in expand(re.sub(r"\*{3,}", "**", text)):
        segments = tuple(part for at, part in enumerate(plain.split("/")) if part or at == 0)
        if segments == ("",):
            continue
        if plain.endswith("/") or segments[-1] == "**":
            segments = (*segments, "**", "*")
        found.append(segments)
    return tuple(found) or (tuple(text.split("/")),)


def expand(text: str) -> list[str]:
    """Braces that close and have a comma of their own, one choice each."""
    for start, mark in enumerate(text):
        if mark != "{":
            continue
        depth, cuts = 0, [start]
        for at in range(start, len(text)):
            depth += (text[at] == "{") - (text[at] == "}")
            if text[at] == "," and depth == 1:
                cuts.append(at)
            if depth == 0:
                cuts.append(at)
                break
        if depth == 0 and len(cuts) > 2:
            choices = [text[a + 1 : b] for a, b in pairwise(cuts)]
            return [whole for choice in choices for whole in expand(text[:start] + choice + text[cuts[-1] + 1 :])]
    return [text]


def match_segments(part: tuple[str, ...], path: list[str]) -> bool:
    """Try everything; `**` inside a longer segment may swallow slashes too."""
    if not part:
        return not path
    if part[0] == "**":
        return match_segments(part[1:], path) or (bool(path) and match_segments(part, path[1:]))
    if is_route(part[0]):
        return path[:1] == [part[0]] and match_segments(part[1:], path[1:])
    if "**" in part[0]:
        return any(
            match_chars(part[0], "/".join(path[:n]), True) and match_segments(part[1:], path[n:])
            for n in range(1, len(path) + 1)
        )
    return bool(path) and match_chars(part[0], path[0], False) and match_segments(part[1:], path[1:])


@cache
def match_chars(glob: str, text: str, deep: bool) -> bool:
    """One segment by backtracking."""
    if not glob:
        return not text
    if glob.startswith("**") and deep:
        return any(match_chars(glob.lstrip("*"), text[n:], deep) for n in range(len(text) + 1))
    if glob[0] == "*":
        ends = [n for n in range(len(text) + 1) if "/" not in text[:n]]
        return any(match_chars(glob[1:], text[n:], deep) for n in ends)
    if not text:
        return False
    if glob[0] == "[" and "]" in glob:
        body, rest = glob[1 : glob.index("]")], glob[glob.index("]") + 1 :]
        inside = (text[0] in body.lstrip("!")) != body.startswith("!")
        return inside and text[0] != "/" and match_chars(rest, text[1:], deep)
    return (glob[0] == text[0] or (glob[0] == "?" and text[0] != "/")) and match_chars(glob[1:], text[1:], deep)


def is_route(segment: str) -> bool:
    """A bracket group that is the whole segment stands for itself."""
    return segment[:1] == "[" and segment.find("]") == len(segment) - 1


def _ends_in_name(part: tuple[str, ...]) -> bool:
    return bool(part) and (is_route(part[-1]) or not set(part[-1]) & set("*?["))


def _below(a: str, b: str) -> bool:
    """Whether `a` ends in a name, is no folder, and matches the beginning of the names that `b` spells out."""
    for x in parts(a.partition(" !")[0]):
        if x[-2:] == ("**", "*") or not _ends_in_name(x):
            continue
        for y in parts(b.partition(" !")[0]):
            names = []
            for segment in y:
                if set(segment) & set("*?[") and not is_route(segment):
                    break
                names.append(segment)
            if any(len(y) > n and match_segments(x, names[:n]) for n in range(1, len(names) + 1)):
                return True
    return False
