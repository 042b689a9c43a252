"""Agents: how each is started, what its output tells, and what follows from it.

One file per agent in `catalog`. Nothing here reads or keeps credentials: agents find their own.
"""

from planloom.run.agents.preset import Preset
from planloom.run.agents.probe import Probe, probe
from planloom.run.agents.registry import AgentError, custom, preset, presets, reader
from planloom.run.agents.verdict import REASONS, Ending, Verdict, verdict

__all__ = [
    "REASONS",
    "AgentError",
    "Ending",
    "Preset",
    "Probe",
    "Verdict",
    "custom",
    "preset",
    "presets",
    "probe",
    "reader",
    "verdict",
]
