"""What starts an agent, and what an agent said of itself. Values only; must not know processes or files."""

import re
from collections.abc import Iterable, Mapping
from typing import NamedTuple

PLACEHOLDERS = ("prompt_file", "session", "worktree", "git_dir", "git_common_dir")
"""What a word of a command may hold in braces. Paths are absolute; `git_dir` is the worktree's own git folder."""


class Agent(NamedTuple):
    """A command template: words, run without a shell.

    In a word, the `PLACEHOLDERS` are replaced. `first` begins a session, `again` goes on in it (empty: the agent
    cannot, a failed attempt begins anew). `chooses_session`: Planloom chooses the session's id (a UUID) before the
    start; otherwise the output tells it. The prompt also comes on stdin where `stdin` is true, else stdin is empty.
    `runs_script`: what it is given, on stdin and as `{prompt_file}`, is the worker's script in place of a prompt.
    """

    name: str
    first: tuple[str, ...]
    again: tuple[str, ...] = ()
    chooses_session: bool = False
    stdin: bool = True
    runs_script: bool = False


class Report(NamedTuple):
    """What an agent's output told so far. `tokens` and `cost` (US dollars) of this attempt, None where it tells none.

    `failed`: the agent says that it failed, whatever its exit status. `error` is its message. `limited`: a rate or
    usage limit; `until` the time it named (seconds since the epoch), None where it named none. `fatal`: trying again
    cannot help (no credentials, no credit). `last` is the last thing worth showing to a person. `denied`: what its
    permissions did not let it do; it may have ended well all the same. `whole_session`: tokens and cost are those of
    its whole session, earlier attempts included; `alone` takes these off.
    """

    session: str | None = None
    tokens: int | None = None
    cost: float | None = None
    failed: bool = False
    error: str = ""
    limited: bool = False
    until: float | None = None
    fatal: bool = False
    last: str = ""
    denied: tuple[str, ...] = ()
    whole_session: bool = False


def alone(report: Report, session: str | None, tokens: int | None, cost: float | None) -> Report:
    """The report with the tokens and cost of its own attempt, given what earlier attempts in `session` used."""
    if not report.whole_session or report.session != session:
        return report
    return report._replace(
        tokens=None if report.tokens is None else max(0, report.tokens - (tokens or 0)),
        cost=None if report.cost is None else max(0.0, report.cost - (cost or 0.0)),
        whole_session=False,
    )


def fill(words: Iterable[str], values: Mapping[str, str]) -> tuple[str, ...]:
    """The words with their placeholders replaced by `values`, each once: a value's own braces stay. Raises KeyError."""
    return tuple(_PLACEHOLDER.sub(lambda found: values[found[1]], word) for word in words)


_PLACEHOLDER = re.compile(r"\{(" + "|".join(PLACEHOLDERS) + r")\}")
