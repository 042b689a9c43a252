"""A script instead of a model: the first ```` ```bash ```` block below the worker's Task.

For tests, demonstrations and work that needs no judgement. The script stands in the plan, is shown and approved like
everything that runs, and begins anew with each attempt; `bash -euo pipefail`, without the user's own start files.
"""

from planloom.model.agent import Agent
from planloom.run.agents.plain import read

__all__ = ["AGENT", "read"]

# From the file, not from stdin: a command of the script that reads stdin would eat the rest of the script.
AGENT = Agent(
    "shell", ("bash", "--noprofile", "--norc", "-euo", "pipefail", "{prompt_file}"), stdin=False, runs_script=True
)
