"""JSON events, one a line, as agents write them between other things. Must not know what any event means."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from planloom.model.agent import Report
from planloom.run.agents.plain import shown

Event = Mapping[str, Any]
# It becomes a word of a command again: never an option, nor a path.
_SESSION = re.compile(r"[A-Za-z0-9][A-Za-z0-9_-]{0,127}", re.ASCII)
_MOST = 1e15


def events(lines: Iterable[str]) -> Iterator[Event]:
    """The JSON objects among the lines, torn ones passed over; any other line that says anything as `{"line": …}`."""
    for line in lines:
        words = line.strip()
        if not words.startswith("{"):
            if words:
                yield {"line": words}
            continue
        try:
            event = json.loads(words)
        except (ValueError, RecursionError):
            continue
        yield event


def remark(report: Report, event: Event) -> Report:
    """The report with a line that is no event as its last words, while no session has begun: why none could."""
    return report if report.session else report._replace(last=shown(text(event, "line")) or report.last)


def part(event: Any, *path: str) -> Event:
    """The object at a path of keys, an empty one where there is none."""
    found = _at(event, path)
    return found if isinstance(found, Mapping) else {}


def text(event: Any, *path: str) -> str:
    """The string at a path of keys, "" where there is none."""
    found = _at(event, path)
    return found if isinstance(found, str) else ""


def session(event: Any, *path: str) -> str | None:
    """The session's id at a path of keys, None where there is none that could be one."""
    found = text(event, *path)
    return found if _SESSION.fullmatch(found) else None


def number(event: Any, *path: str) -> float | None:
    """The number at a path of keys if it is one that could be true (finite, not negative, below 10^15), else None."""
    found = _at(event, path)
    if isinstance(found, bool) or not isinstance(found, (int, float)):
        return None
    return float(found) if 0 <= found < _MOST else None


def whole(event: Any, *path: str) -> int:
    """The number at a path of keys without its fraction, 0 where there is none."""
    return int(number(event, *path) or 0)


def objects(event: Any, *path: str) -> list[Event]:
    """The objects of the list at a path of keys."""
    found = _at(event, path)
    return [one for one in found if isinstance(one, Mapping)] if isinstance(found, list) else []


def _at(event: Any, path: Iterable[str]) -> Any:
    for key in path:
        event = event.get(key) if isinstance(event, Mapping) else None
    return event
