"""What starts an agent, and what an agent said of itself. Values only; must not know processes or files."""

from typing import NamedTuple


class Agent(NamedTuple):
    """A command template: words, run without a shell.

    In a word, `{prompt_file}`, `{session}` and `{worktree}` are replaced. `first` begins a session, `again` goes on in
    it (empty: the agent cannot, a failed attempt begins anew). `chooses_session`: Planloom chooses the session's id (a
    UUID) before the start; otherwise the output tells it. The prompt also comes on stdin where `stdin` is true.
    """

    name: str
    first: tuple[str, ...]
    again: tuple[str, ...] = ()
    chooses_session: bool = False
    stdin: bool = True


class Report(NamedTuple):
    """What an agent's output told so far. `tokens` and `cost` (US dollars) of this attempt, None where it tells none.

    `failed`: the agent says that it failed, whatever its exit status. `error` is its message. `limited`: a rate or
    usage limit; `until` the time it named (seconds since the epoch), None where it named none. `fatal`: trying again
    cannot help (no credentials, no credit). `last` is the last thing worth showing to a person.
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
