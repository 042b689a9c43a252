"""Trees that begin with the repository's own name, which no path begins with.

A tree has such a root when all its claims stand below one directory, no usual one, and something stands in that
directory that stands at the root of repositories. Knows the claims of one tree; must not know other forms.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import NamedTuple

from planloom.model.pattern import parse
from planloom.model.plan import Claim, Source
from planloom.model.read.raw import Raw

_ROOTS = frozenset(
    (
        *(".github", ".gitignore", ".vscode", "LICENSE", "docker-compose.yml", "Cargo.lock", "package-lock.json"),
        *("go.work", "pnpm-workspace.yaml", "turbo.json", ".env.example", "CONTRIBUTING.md", "CHANGELOG.md"),
        *("crates", "apps", "packages", "frontend", "backend", "services", "infra", "scripts", "server", "client"),
    )
)
"""Names that stand at the root of a repository and hardly anywhere else."""

_TOPS = frozenset(
    (
        *("src", "lib", "libs", "app", "apps", "packages", "crates", "services", "server", "client", "web", "frontend"),
        *("backend", "internal", "pkg", "cmd", "docs", "tests", "test", "modules", "projects", "infra", "examples"),
    )
)
"""Directories at the root of a repository: a tree that begins with one does not begin with the repository."""


class Top(NamedTuple):
    """What the paths of some claims begin with: the one first directory ("" for several), whether it is a root's."""

    directory: str
    marked: bool


def top(claims: Iterable[Claim]) -> Top:
    """What the paths of these claims begin with."""
    directory, marked = "", False
    for claim in claims:
        first, slash, rest = claim.path.partition("/")
        if not slash or (directory and first != directory) or first.lower() in _TOPS or first[0] in ".~*":
            return Top("", False)
        directory = first
        marked = marked or _at_root(rest.partition("/")[0])
    return Top(directory, marked)


def _at_root(name: str) -> bool:
    """Whether a file or directory stands at the root of repositories: by its name, or as a document in capitals."""
    return name in _ROOTS or (name.endswith(".md") and name[:-3].isupper() and name != "README.md")


def rooted(raw: Mapping[int, Raw]) -> dict[int, Raw]:
    """The chunks of trees that begin with the repository's name, their claims without it."""
    trees: dict[int, list[int]] = {}
    mixed: set[int] = set()
    for key, value in raw.items():
        if value.claims and value.claims[0].source is Source.TREE:
            table = value.claims[0].table
            if value.told(top).directory:
                trees.setdefault(table, []).append(key)
            else:
                mixed.add(table)
    found: dict[int, Raw] = {}
    for table, keys in trees.items():
        tops = [raw[key].told(top) for key in keys]
        if table not in mixed and len({one.directory for one in tops}) == 1 and any(one.marked for one in tops):
            found.update((key, raw[key].changed(_without)) for key in keys)
    return found


def _without(raw: Raw) -> list[Claim]:
    found = []
    for claim in raw.claims:
        path = claim.path.partition("/")[2]
        found.append(claim._replace(path=path, pattern=parse(path)))
    return found
