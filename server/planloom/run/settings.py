"""Finds and reads the settings of a project: `.planloom.toml`, or `[tool.planloom]` in `pyproject.toml`.

Knows TOML and the disk; what the keys mean is said in `planloom.model.settings`.
"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any, NamedTuple

from planloom.model.settings import Problem, Settings, parse
from planloom.run.files import decode

Table = tuple[str, Mapping[str, Any]]
OWN, SHARED = ".planloom.toml", "pyproject.toml"


class SettingsError(Exception):
    """A settings file that is no TOML; the message names it and says where it breaks."""


class Project(NamedTuple):
    """The folder that holds settings and what they say. `problems` by the file they stand in, with line and columns."""

    root: Path | None = None
    settings: Settings = Settings()
    files: tuple[SettingsFile, ...] = ()


class SettingsFile(NamedTuple):
    """One settings file: its text, and each problem with its line and its columns `start` to `end`."""

    path: Path
    text: str
    problems: tuple[tuple[Problem, int, int, int], ...]


NO_PROJECT = Project()


def project_of(folder: Path, rules: frozenset[str]) -> Project:
    """The settings that hold for files in a folder: those of the nearest folder above that has any."""
    whole = folder.resolve()
    found = (project_in(place, rules) for place in (whole, *whole.parents))
    return next((project for project in found if project is not None), NO_PROJECT)


def project_in(place: Path, rules: frozenset[str]) -> Project | None:
    """The settings that stand in a folder; none at all at the top of a repository without any; None elsewhere."""
    own, shared = _table(place / OWN), _table(place / SHARED)
    if own or shared:
        return _read(place, {SHARED: shared, OWN: own}, rules)
    return NO_PROJECT if (place / ".git").exists() else None


def settings_for(path: Path, project: Project) -> Settings:
    """The settings of one file: those of its project, and whether a glob of `plans` names it."""
    settings = project.settings
    if not settings.plans or project.root is None:
        return settings
    from fnmatch import fnmatchcase

    try:
        inside = path.resolve().relative_to(project.root).as_posix()
    except ValueError:
        return settings
    named = any(fnmatchcase(inside, glob) or fnmatchcase(inside, glob.replace("**/", "")) for glob in settings.plans)
    return settings._replace(declared=True) if named else settings


def _read(place: Path, tables: Mapping[str, Table | None], rules: frozenset[str]) -> Project:
    files = []
    settings = Settings()
    for name, found in tables.items():
        if found is not None:
            text, table = found
            settings, problems = parse(table, rules)
            files.append(SettingsFile(place / name, text, tuple((one, *_find(text, one.key)) for one in problems)))
    return Project(place, settings, tuple(files))


def _table(path: Path) -> Table | None:
    """A file's text and its table; None without the file, or where it says nothing of us. Raises SettingsError."""
    try:
        data = path.read_bytes()
    except OSError:
        return None
    shared = path.name == SHARED
    if shared and b"planloom" not in data:
        return None
    import tomllib

    source = decode(data)
    try:
        table: Any = tomllib.loads(source.text)
    except (tomllib.TOMLDecodeError, RecursionError) as error:
        raise SettingsError(f"{path}: not TOML: {error}; mend the file or move it away") from None
    if shared:
        tools = table.get("tool")
        table = tools.get("planloom") if isinstance(tools, Mapping) else None
    return (source.text, table) if isinstance(table, Mapping) else None


def _find(text: str, key: tuple[str, ...]) -> tuple[int, int, int]:
    """Line and columns of a key, or of the list item that its last part is; of the first line where it hides."""
    header = ""
    best = (-1, 0, 0, 0)
    for number, line in enumerate(text.splitlines()):
        stripped = line.strip()
        if stripped.startswith("["):
            header = stripped.strip("[] ").removeprefix("tool.planloom").strip(".")
        for word in (f'"{key[-1]}"', f"'{key[-1]}'", key[-1]):
            column = line.find(word)
            if column >= 0:
                score = sum(part in f"{header}.{line}" for part in key)
                if score > best[0]:
                    best = (score, number, column, column + len(word))
                break
    return best[1:]
