"""The plans of the workspace: those that are open, and those in files below its folders, as `check` finds them.

Knows files and documents; must not know the protocol. What was read once is read again only when its file changed.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from functools import cache
from pathlib import Path
from threading import Lock
from typing import NamedTuple

from planloom.lsp.config import path_of
from planloom.lsp.documents import Snapshot
from planloom.model.likely import may_define_workers
from planloom.model.progress import Progress
from planloom.model.settings import Settings
from planloom.rules.analysis import Analysis
from planloom.rules.rule import all_rules
from planloom.run.errors import RunError
from planloom.run.files import markdown_under, read
from planloom.run.launch import progress_of
from planloom.run.settings import NO_PROJECT, Project, SettingsError, project_of, settings_for
from planloom.run.situation import records_at
from planloom.run.survey.repository import real
from planloom.text.encodings import Encoding
from planloom.text.lines import split


class _Read(NamedTuple):
    """What a file held while it looked like this; None for no plan."""

    stamp: object
    plan: Snapshot | None


class Shelf:
    """Remembers what files hold. `encoding`: how columns count."""

    def __init__(self, encoding: Encoding) -> None:
        self._encoding: Encoding = encoding
        self._read: dict[Path, _Read] = {}
        self._lock = Lock()

    def plans(self, folders: Iterable[str], opened: Mapping[str, Snapshot]) -> list[Snapshot]:
        """All plans: the open ones, then those in other files below folders, of URIs, in order of their paths."""
        paths = {uri: path_of(uri) for uri in opened}
        known = {real(str(path)) for path in paths.values() if path}
        plans = [document for uri, document in opened.items() if paths[uri] and document.plan.is_plan]
        with self._lock:
            found = {path: self._reading(path, settings) for path, settings in _markdown(folders)}
            self._read = found
        return [*plans, *(one.plan for path, one in found.items() if one.plan and real(str(path)) not in known)]

    def _reading(self, path: Path, settings: Settings) -> _Read:
        try:
            status = path.stat()
            stamp = status.st_mtime_ns, status.st_size, settings.declared
            known = self._read.get(path)
            return known if known and known.stamp == stamp else _Read(stamp, self._plan_in(path, settings))
        except OSError:
            return _Read(None, None)

    def _plan_in(self, path: Path, settings: Settings) -> Snapshot | None:
        source = read(path)
        if not (settings.declared or "planloom:" in source.text or may_define_workers(split(source.text)[0])):
            return None
        analysis = Analysis.open(source.text, settings)
        if analysis.is_too_large or not analysis.plan.is_plan:
            return None
        return Snapshot(path.as_uri(), None, self._encoding, analysis.text, analysis.tree, (), analysis.plan)


def progress(plan: Snapshot) -> Progress | None:
    """How far the last run of a plan is; None where it was never run, or nobody can tell. Reads no git."""
    path = path_of(plan.uri)
    try:
        records = records_at(plan.plan, path) if path else None
        run = records.latest() if records else None
        return progress_of(run) if run else None
    except (RunError, OSError):
        return None


def _markdown(folders: Iterable[str]) -> Iterator[tuple[Path, Settings]]:
    """The Markdown files below folders, each once, with the settings that hold for it."""
    rules = frozenset(all_rules())

    @cache
    def project(folder: Path) -> Project:
        try:
            return project_of(folder, rules)
        except (SettingsError, OSError):
            return NO_PROJECT

    tops = [path for path in map(path_of, folders) if path]
    for path in dict.fromkeys(path for top in tops for path in markdown_under(top)):
        yield path, settings_for(path, project(path.parent))
