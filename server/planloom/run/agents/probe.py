"""Whether an agent can be started here, known before anything is made for it. Must not start any work."""

from __future__ import annotations

from typing import NamedTuple

from planloom.run.agents.plain import shown
from planloom.run.agents.preset import Preset
from planloom.run.process import ProcessError, executable, run_briefly

_SECONDS = 30.0


class Probe(NamedTuple):
    """An agent's program (absolute, "" for none), the version that it tells ("" for none), what is wrong with it."""

    program: str = ""
    version: str = ""
    problem: str = ""


def probe(preset: Preset) -> Probe:
    """Look for an agent's program, if it has any, and ask for its version where it is one that Planloom knows."""
    agent = preset.agent
    if not agent.first:
        return Probe()
    word = agent.first[0]
    found = executable(word)
    if found is None:
        known = "is not executable" if "/" in word else "is not on PATH"
        return Probe(problem=f"agent {agent.name}: `{word}` {known}; install it, or take another by --agent")
    if not preset.page:
        return Probe(str(found))
    try:
        said = run_briefly([str(found), "--version"], "/", _SECONDS)
    except ProcessError as error:
        return Probe(str(found), problem=f"agent {agent.name}: {error}")
    if said.code != 0:
        how = "does not answer" if said.code is None else f"ends with exit status {said.code}"
        return Probe(str(found), problem=f"agent {agent.name}: `{found} --version` {how}: {shown(said.out)}")
    return Probe(str(found), shown(said.out))
