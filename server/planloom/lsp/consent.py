"""Asks whether what would run may: a question and a few lines, everything to read behind them, by each way there is.

Knows what would run and the words for it; must not know how it is run.
"""

from __future__ import annotations

import asyncio
from collections.abc import Iterator, Mapping, Sequence
from types import MappingProxyType

from planloom.actions import asking, brief
from planloom.actions.approval import shown
from planloom.actions.dry_run import as_text
from planloom.lsp.server import General
from planloom.lsp.showing import Page, can_open, opened
from planloom.lsp.telling import CANCEL, RefusedError, chosen
from planloom.run.ahead import Ahead, Way
from planloom.run.runner import Scope
from planloom.run.survey.hooks import hooks
from planloom.text.visible import visible

_ALL = "Show everything"
# What a message holds that is read at a glance.
_LINES = 12
_ONLY = "Run"
_TITLES: Mapping[Way, str] = MappingProxyType(
    {
        Way.ANEW: "Begin anew",
        Way.FROZEN: "Go on with the frozen copy",
        Way.EDITED: "Take the edited plan over",
        Way.ELSEWHERE: "Go on from the checkpoint",
    }
)


async def agreed(server: General, ways: Sequence[Ahead], scope: Scope) -> Ahead | None:
    """The way that the user chose; None for none. Raises RefusedError where all must be read before it is asked."""
    page = await asyncio.to_thread(page_of, ways, scope)
    titles = dict(zip(_titles(ways), ways, strict=True))
    is_long = can_open(server) and page.text.count("\n") > _LINES
    question = _question(ways, scope)
    lines = [*_details(ways, scope), *([] if is_long else ["", page.text.rstrip()])]
    while True:
        answer = await chosen(server, "\n".join([question, *lines]), [*titles, *([_ALL] if is_long else []), CANCEL])
        if answer != _ALL:
            return titles.get(answer or CANCEL)
        await opened(server, ways[0].records, page)
        # Who has everything before their eyes needs the question alone, which leaves room to read.
        lines = []
        if server.is_modal:
            raise RefusedError(f"{ways[0].blueprint.plan}: read what would run, then give the command again")


def page_of(ways: Sequence[Ahead], scope: Scope) -> Page:
    """Everything that would run, as on the terminal, way by way."""
    lines: list[str] = []
    for title, way in zip(_titles(ways), ways, strict=True):
        lines += [f"## {title}", ""] if len(ways) > 1 else []
        lines += [*_going_on(way), *shown(way.blueprint, hooks(way.blueprint.root)), *as_text(way.steps(scope)), ""]
    first = ways[0]
    told = f"{first.blueprint.plan} would run: {brief.steps(first.steps(scope))} (approval {first.hash})"
    return Page("dry-run.txt", "\n".join(lines), brief.line(told))


def _titles(ways: Sequence[Ahead]) -> list[str]:
    return [_TITLES[way.way] for way in ways] if len(ways) > 1 else [_ONLY]


def _question(ways: Sequence[Ahead], scope: Scope) -> str:
    blueprint = ways[0].blueprint
    if len(ways) > 1:
        return f"{visible(blueprint.plan)} has an unfinished run. How should it go on?"
    return visible(f"{asking.action(blueprint, ways[0].steps(scope))}?")


def _details(ways: Sequence[Ahead], scope: Scope) -> Iterator[str]:
    """What to know of each way; the last thing is what approves it."""
    for title, way in zip(_titles(ways), ways, strict=True):
        steps = way.steps(scope)
        yield from _going_on(way)
        said = [f"{title}: {asking.action(way.blueprint, steps)}."] if len(ways) > 1 else []
        said += [asking.effects(way.blueprint, steps), f"Approval {way.hash}"]
        yield visible(" ".join(part for part in said if part))


def _going_on(way: Ahead) -> Iterator[str]:
    """What to know of a way, beside what would run."""
    if way.way is Way.FROZEN:
        yield f"This continues run {visible(way.run)}."
    yield from map(visible, way.notes)
