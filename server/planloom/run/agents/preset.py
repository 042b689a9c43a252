"""What a preset is: an agent's command, and the reader of its output. Must not know any agent."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import NamedTuple

from planloom.model.agent import Agent, Report

Reader = Callable[[Iterable[str]], Report]


class Preset(NamedTuple):
    """An agent that Planloom knows. `page` says what its permissions are and what a user must set up.

    `read` makes a report out of the lines written so far, standard output and errors mixed; it never raises, whatever
    they are, and a torn last line does no harm.
    """

    agent: Agent
    read: Reader
    page: str = ""
