"""The settings that hold for a document: its project's, overridden by the editor's.

Knows both tables; must not know how an editor sends its own.
"""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any, NamedTuple
from urllib.parse import unquote, urlsplit

from planloom.lsp.log import log
from planloom.lsp.messages import peek
from planloom.model.settings import RunSettings, Settings, parse
from planloom.rules.rule import all_rules
from planloom.run.settings import NO_PROJECT, SettingsError, project_of, settings_for


class RunWish(NamedTuple):
    """What an editor's user sets for runs; None where the project's settings decide. `timeout` in minutes.

    Nothing here is executed: a workspace's editor settings come with the workspace.
    """

    agent: str | None = None
    jobs: int | None = None
    target: str | None = None
    retries: int | None = None
    timeout: float | None = None

    def over(self, settings: RunSettings) -> RunSettings:
        """Settings with what is wished for in their place."""
        return settings._replace(**{name: value for name, value in self._asdict().items() if value is not None})


def run_wish(editor: dict[str, Any] | None) -> RunWish:
    """What the editor's settings say of runs; values that mean nothing count as not set."""
    given = editor.get("run") if editor else None
    if not isinstance(given, dict):
        return RunWish()
    own, bad = parse({"run": given}, ())
    wrong = {problem.key[-1] for problem in bad}
    set_ = {name for name in RunWish._fields if given.get(name) not in (None, "") and name not in wrong}
    return RunWish(**{name: getattr(own.run, name) for name in set_})


def settings_of(uri: str, editor: dict[str, Any] | None) -> Settings:
    """The settings for the document with this URI; `editor` is the table of the editor's `planloom` section."""
    rules = frozenset(all_rules())
    path = path_of(uri)
    project = NO_PROJECT
    if path is not None:
        try:
            project = project_of(path.parent, rules)
        except SettingsError as error:
            log(f"settings not read: {error}")
    settings = settings_for(path, project) if path is not None else project.settings
    if not editor:
        return settings
    own, _ = parse(editor, rules)
    # An editor sends its settings whole, with null for what nobody set.
    has_ignore = isinstance(peek(editor, "rules", "ignore"), list)
    return settings._replace(
        select=settings.select if own.select is None else own.select,
        ignore=own.ignore if has_ignore else settings.ignore,
        severity={**settings.severity, **own.severity},
        run=run_wish(editor).over(settings.run),
    )


def path_of(uri: str) -> Path | None:
    """The file that a `file:` URI of this machine names; None for every other URI."""
    try:
        parts = urlsplit(uri)
        if parts.scheme != "file" or parts.netloc not in ("", "localhost"):
            return None
        path = unquote(parts.path)
    except ValueError:
        return None
    if "\0" in path or not path.startswith("/"):
        return None
    return Path(path[1:] if sys.platform == "win32" else path)
