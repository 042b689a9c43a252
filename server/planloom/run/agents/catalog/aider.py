"""aider, `aider --message-file`.

It edits files and commits by itself, in words of its own and with "(aider)" behind the author's name. Nothing but its
model keeps it inside the worktree; commands that it suggests are not run. It goes without its map of the repository,
whose cache would lie in the worktree as uncommitted work; where your `.gitignore` has `.aider*`, give it back by
`agents.aider.command`. Set up first: a model and its key, in the environment or in `.aider.conf.yml`.

It has no sessions: each attempt reads the talk of those before it, kept in the worktree's git folder. It tells tokens,
and cost where it knows the model's price.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

from planloom.model.agent import Agent, Report
from planloom.run.agents.plain import shown

_QUIET = ("--no-stream", "--no-pretty", "--no-check-update", "--no-show-release-notes", "--no-analytics")
_TALK = ("--chat-history-file", "{git_dir}/aider.history.md", "--input-history-file", "{git_dir}/aider.input.history")
_TRACES = ("--no-gitignore", "--map-tokens", "0", *_TALK, "--restore-chat-history")
_COMMAND = ("aider", "--message-file", "{prompt_file}", "--yes-always", "--no-detect-urls", *_QUIET, *_TRACES)
AGENT = Agent("aider", _COMMAND, stdin=False)

_ERROR = re.compile(r"litellm\.(\w+)")
_LIMITED = ("RateLimitError", "ServiceUnavailableError")
_NO_ACCESS = ("AuthenticationError", "PermissionDeniedError", "BudgetExceededError")
_TOKENS = re.compile(r"Tokens: ([\d.,]+[kM]?) sent,.*?([\d.,]+[kM]?) received\.")
_COST = re.compile(r"Cost: \$[\d.]+ message, \$(\d+(?:\.\d+)?) session")
_GOES_ON = ("Applied edit to ", "Commit ")
_LONGEST = 400


def read(lines: Iterable[str]) -> Report:
    """What its text tells: its exit status is 0 whatever happened, so errors of its model count as failure."""
    report = Report()
    for line in lines:
        said = line[:_LONGEST].strip()
        error = _ERROR.match(said)
        used, cost = _TOKENS.match(said), _COST.search(said)
        if error:
            kind = error[1]
            report = report._replace(failed=True, error=shown(said), last=shown(said))
            report = report._replace(limited=kind in _LIMITED, fatal=kind in _NO_ACCESS)
        elif used:
            tokens = (report.tokens or 0) + _count(used[1]) + _count(used[2])
            report = report._replace(tokens=tokens, cost=float(cost[1]) if cost else report.cost)
            report = report._replace(failed=False, error="", limited=False, fatal=False)
        elif said.startswith(_GOES_ON):
            report = report._replace(last=shown(said))
    return report


def _count(written: str) -> int:
    """A number as it writes them: `107`, `2.5k`."""
    scale = {"k": 1000, "M": 1_000_000}.get(written[-1], 1)
    try:
        return int(float(written.rstrip("kM").replace(",", "")) * scale)
    except ValueError:
        return 0
