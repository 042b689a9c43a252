"""Which longer path of the plan a short one stands for.

`lib.rs` and `cli/mod.rs` are explained by the one longer path that ends in them, if it stands in another table or list:
whoever writes both forms in one list means both. A tree that begins with the repository's own name is explained the
other way round. Knows the paths of all claims and who holds them; must not know what is claimed.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from planloom.model.plan import Claim

_ROOT_FILES_WORDS = (
    "README.md README CHANGELOG.md LICENSE Makefile Dockerfile package.json package-lock.json pnpm-lock.yaml "
    "yarn.lock bun.lock Cargo.toml Cargo.lock pyproject.toml uv.lock poetry.lock go.mod go.sum requirements.txt "
    "tsconfig.json .gitignore .env .env.example docker-compose.yml AGENTS.md CLAUDE.md setup.py setup.cfg Gemfile "
    "justfile CONTRIBUTING.md"
)
_ROOT_FILES = frozenset(_ROOT_FILES_WORDS.split())
"""Names that mean the file at the root where no directory is given."""


class Paths:
    """The literal paths of a plan: who holds each (chunk key -> table), and which longer ones end in it.

    `short` are those that longer ones (once) ended in; nothing but a tree's paths stands for another path otherwise.
    """

    def __init__(self) -> None:
        self._holders: dict[str, dict[int, int]] = {}
        self._ends: dict[str, set[str]] = {}
        self.short: dict[str, set[str]] = {}
        self.trees: set[int] = set()

    def fill(self, held: Iterable[tuple[int, Iterable[Claim]]]) -> None:
        """Take in the claims of many chunks at once."""
        holders = self._holders
        for key, claims in held:
            for claim in claims:
                known = holders.get(claim.path)
                if known is not None:
                    known[key] = claim.table
                elif claim.pattern.literal:
                    holders[claim.path] = {key: claim.table}
        depths = {path: path.count("/", 0, -1) for path in holders}
        least = min(depths.values(), default=0)
        for path, depth in depths.items():
            at = path.rfind("/", 0, -1) if depth > least else 0
            while at > 0:
                short = path[at + 1 :]
                if short in holders:
                    self.short.setdefault(short, set()).add(path)
                at = path.rfind("/", 0, at)

    def _alike(self, path: str) -> set[str]:
        """The paths that end in the same name; the index of names is made when an edit first asks for it."""
        if not self._ends:
            for other in self._holders:
                self._ends.setdefault(_name(other), set()).add(other)
        return self._ends.setdefault(_name(path), set())

    def add(self, path: str, chunk: int, table: int) -> Iterator[str]:
        """Take in one path; gives the paths whose explanation may have changed."""
        known = self._holders.get(path)
        if known is not None:
            known[chunk] = table
            yield from self._around(path)
            return
        others = self._alike(path)
        self._holders[path] = {chunk: table}
        tail = "/" + path
        found = {other for other in others if other.endswith(tail)}
        if found:
            self.short[path] = found
        others.add(path)
        for short in _suffixes(path):
            if short in self._holders:
                self.short.setdefault(short, set()).add(path)
        yield from self._around(path)

    def discard(self, path: str, chunk: int) -> Iterator[str]:
        """Forget that a chunk holds a path; gives the paths whose explanation may have changed."""
        known = self._holders.get(path)
        if known is None or known.pop(chunk, None) is None:
            return
        yield from self._around(path)
        if known:
            return
        self._alike(path).discard(path)
        del self._holders[path]
        self.short.pop(path, None)
        for short in _suffixes(path):
            if short in self.short:
                self.short[short].discard(path)

    def _around(self, path: str) -> Iterator[str]:
        """A path, and those it may explain or be explained by."""
        yield path
        yield from (short for short in _suffixes(path) if short in self._holders)
        yield from self.short.get(path, ())

    def holders(self, path: str) -> Iterable[int]:
        """The keys of the chunks that hold a path."""
        return self._holders.get(path, ())

    def explained(self, claims: Iterable[Claim], *, tree: bool) -> Iterator[tuple[int, str]]:
        """Of these claims, which stand for another path (by their index), and for which."""
        short, holders = self.short, self._holders
        for i, claim in enumerate(claims):
            path = claim.path
            if path in short or (tree and path[path.find("/") + 1 :] in holders):
                found = self._meant(path, claim.table, tree=tree)
                if found is not path:
                    yield i, found

    def _meant(self, path: str, table: int, *, tree: bool) -> str:
        """The path that `path`, in `table`, stands for: itself, unless exactly one longer one ends in it."""
        if tree:
            inner = path[path.find("/") + 1 :]
            if inner in self._holders and "/" in inner[:-1] and self._plain(inner):
                return inner
        longer = self.short.get(path)
        if not longer or path in _ROOT_FILES:
            return path
        found = ""
        for other in longer:
            if self.short.get(other) or self._rooted(other, path):
                continue
            if found:
                return path
            found = other
        if not found or table in self._holders[found].values():
            return path
        return found

    def _plain(self, path: str) -> bool:
        """Whether some chunk that is no tree holds the path."""
        return any(chunk not in self.trees for chunk in self._holders.get(path, ()))

    def _rooted(self, longer: str, path: str) -> bool:
        """Whether the longer path is the path in a tree that begins with the repository's name."""
        return (
            "/" in path[:-1]
            and longer.count("/") == path.count("/") + 1
            and self._plain(path)
            and not self._plain(longer)
        )


def _name(path: str) -> str:
    return path[path.rfind("/", 0, -1) + 1 :]


def _suffixes(path: str) -> Iterator[str]:
    """The shorter paths that a path ends in, longest last."""
    at = path.rfind("/", 0, -1)
    while at > 0:
        yield path[at + 1 :]
        at = path.rfind("/", 0, at)
