"""Checks files: one after the other, or in several processes where there is enough to do.

Knows files, settings and the analysis; must not know options or how reports look.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator, Sequence
from functools import cache, partial
from pathlib import Path
from typing import NamedTuple

from planloom.cli import around
from planloom.cli.errors import CommandError
from planloom.cli.fixing import apply_safe
from planloom.cli.located import Checked, Located, Span, locate
from planloom.model.likely import may_define_workers
from planloom.model.settings import Settings
from planloom.rules.analysis import Analysis
from planloom.rules.rule import all_rules
from planloom.rules.text import unknown_setting
from planloom.run.files import Source, decode, markdown_under, read
from planloom.run.settings import NO_PROJECT, Project, SettingsError, project_in, settings_for
from planloom.syntax.chunks import Place
from planloom.text.lines import split

STDIN = "-"
# A second process costs about as much as reading this many bytes.
_WORTH_A_PROCESS = 1_000_000


class Choice(NamedTuple):
    """What the command line asks of every file. Without rules named, those of the settings are looked at.

    `offline`: git and disk around the file are left alone.
    """

    select: frozenset[str] | None = None
    ignore: frozenset[str] = frozenset()
    mend: bool = False
    offline: bool = False


class Outcome(NamedTuple):
    """A checked file; where mending was asked for, its text before, and after if something was mended."""

    checked: Checked
    before: Source | None = None
    after: str | None = None


def files_of(paths: Sequence[str]) -> list[str]:
    """The files that paths name; a folder is all Markdown below it. Raises CommandError for a path that is nothing."""
    found: dict[str, None] = {}
    for path in paths:
        if path == STDIN or Path(path).is_file():
            found[path] = None
        elif Path(path).is_dir():
            found.update((str(file), None) for file in markdown_under(Path(path)))
        else:
            raise CommandError(f"{path}: no such file or folder; name a plan, or a folder to look for plans in")
    return list(found)


def check_all(files: Sequence[str], choice: Choice) -> Iterator[Outcome]:
    """Every file checked, in order, then settings files with problems. Raises CommandError for an unreadable file."""
    check = partial(check_file, choice=choice)
    jobs = _jobs(files)
    folders: dict[Path, None] = {}
    for outcome in _in_processes(check, files, jobs) if jobs > 1 else map(check, files):
        if outcome.checked.is_plan:
            folders[_folder(outcome.checked.path)] = None
        yield outcome
    projects = {project.root: project for project in map(_project, folders)}
    for project in projects.values():
        yield from map(Outcome, _settings_findings(project))


def _in_processes(check: partial[Outcome], files: Sequence[str], jobs: int) -> Iterator[Outcome]:
    from concurrent.futures import ProcessPoolExecutor

    all_rules()  # loaded once, before the processes part
    with ProcessPoolExecutor(jobs) as pool:
        yield from pool.map(check, files, chunksize=max(1, min(64, len(files) // (4 * jobs))))


def _jobs(files: Sequence[str]) -> int:
    if len(files) < 2 or STDIN in files:
        return 1
    size = sum(Path(file).stat().st_size for file in files)
    return max(1, min(os.cpu_count() or 1, len(files), size // _WORTH_A_PROCESS))


def check_file(path: str, choice: Choice) -> Outcome:
    """One file checked, and mended in memory where that is asked for. Raises CommandError when it cannot be read."""
    source = _source(path)
    settings = _settings(path, choice)
    if not settings.declared and not _may_be_plan(source.text):
        return Outcome(Checked(path, is_plan=False), source if choice.mend else None)
    analysis = Analysis.open(source.text, settings)
    if source.bad is not None:
        runs = analysis.settings.runs("bad-encoding")
        return Outcome(_checked(path, analysis, _bad_encoding(source) if runs else ()))
    if not choice.offline:
        around.look_around(analysis, _folder(path) / Path(path).name)
    if not choice.mend:
        return Outcome(_checked(path, analysis, ()))
    fixed = apply_safe(analysis)
    return Outcome(_checked(path, analysis, ())._replace(fixed=fixed), source, str(analysis.text) if fixed else None)


def _may_be_plan(text: str) -> bool:
    return "planloom:" in text or may_define_workers(split(text)[0])


def forget() -> None:
    """Read settings and repositories anew from now on."""
    _project.cache_clear()
    around.forget()


def open_source(path: str) -> tuple[Source, Analysis]:
    """One file and its analysis, with the settings that hold for it. Raises CommandError when it cannot be read."""
    source = _source(path)
    return source, Analysis.open(source.text, _settings(path, Choice()))


def open_plan(path: str) -> Analysis:
    """The analysis of a file that is to be a plan. Raises CommandError when it is none, or cannot be read as UTF-8."""
    source, analysis = open_source(path)
    if source.bad is not None:
        raise CommandError(f"{path}: not UTF-8 (byte {source.bad}); save it as UTF-8")
    if not analysis.plan.is_plan:
        raise CommandError(
            f"{path}: not a plan: it needs at least two workers, and files, branches or an order for them"
        )
    return analysis


def _source(path: str) -> Source:
    try:
        return decode(sys.stdin.buffer.read()) if path == STDIN else read(Path(path))
    except OSError as error:
        raise CommandError(f"{path}: cannot be read: {error.strerror}") from None


def _checked(path: str, analysis: Analysis, first: tuple[Located, ...]) -> Checked:
    plan = analysis.plan
    if not plan.is_plan and not plan.is_checkpoint:
        return Checked(path, is_plan=False)
    findings = (*first, *(locate(analysis, finding) for finding in analysis.findings()))
    lines = analysis.text.lines() if findings else ()
    return Checked(path, plan.is_plan, findings, lines)


def _folder(path: str) -> Path:
    return Path.cwd() if path == STDIN else Path.cwd() / Path(path).parent


@cache
def _project(folder: Path) -> Project:
    """The settings of a folder; each folder above is looked at once, however many lie below it."""
    try:
        found = project_in(folder, _names())
    except SettingsError as error:
        raise CommandError(str(error)) from None
    return found or (NO_PROJECT if folder.parent == folder else _project(folder.parent))


@cache
def _names() -> frozenset[str]:
    return frozenset(all_rules())


def _settings(path: str, choice: Choice) -> Settings:
    settings = settings_for(Path(path), _project(_folder(path)))
    select = settings.select if choice.select is None else choice.select
    return settings._replace(select=select, ignore=(settings.ignore - (choice.select or set())) | choice.ignore)


def _bad_encoding(source: Source) -> tuple[Located, ...]:
    lines = source.text.encode()[: source.bad].decode(errors="ignore").split("\n")
    line, column = len(lines) - 1, len(lines[-1])
    what = f"Not UTF-8: byte {source.bad} begins no character; save the file as UTF-8"
    return (Located("bad-encoding", "error", what, Span(line, column, line, column + 1)),)


def _settings_findings(project: Project) -> Iterator[Checked]:
    for file in project.files:
        if file.problems and project.settings.runs("unknown-setting"):
            severity = project.settings.severity.get("unknown-setting", "warning")
            findings = []
            for problem, line, start, end in file.problems:
                message = unknown_setting.finding(problem, Place(0, line, start, end)).message
                findings.append(Located("unknown-setting", severity, message, Span(line, start, line, end)))
            near = os.path.relpath(file.path)
            shown = str(file.path) if near.startswith("..") else near
            yield Checked(shown, is_plan=False, findings=tuple(findings), lines=tuple(file.text.splitlines()))
