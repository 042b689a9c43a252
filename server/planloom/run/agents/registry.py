"""Finds agents by name: the files of `catalog`, and commands that a user gives.

Knows how presets are found and what a command must be; must not know any agent.
"""

from __future__ import annotations

import importlib
import re
import shlex
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from types import MappingProxyType

from planloom.model.agent import PLACEHOLDERS, Agent
from planloom.run.agents import plain
from planloom.run.agents.preset import Preset, Reader

CUSTOM = "custom"
_BRACES = re.compile(r"\{([a-z_]+)\}")


class AgentError(ValueError):
    """A name that no agent has, or a command that is none; the message says what to do."""


@cache
def presets() -> Mapping[str, Preset]:
    """Every preset by name, in the order of their files' names."""
    folder = Path(__file__).parent / "catalog"
    names = sorted(file.stem for file in folder.iterdir() if file.suffix == ".py" and file.stem != "__init__")
    modules = [importlib.import_module(f"planloom.run.agents.catalog.{name}") for name in names]
    found = (Preset(module.AGENT, module.read, str(module.__doc__).strip()) for module in modules)
    return MappingProxyType({one.agent.name: one for one in found})


def reader(name: str) -> Reader:
    """What reads the output of an agent of this name: its preset's reader, or one for plain text."""
    known = presets().get(name)
    return known.read if known else plain.read


def preset(name: str, command: str = "") -> Preset:
    """The preset of a name, or, with a command in place of its own, that command; its output is read as the preset's.

    Raises AgentError.
    """
    known = presets().get(name)
    if command:
        return Preset(_agent(name, command), reader(name))
    if known is None:
        named = ", ".join(presets())
        raise AgentError(f"there is no agent `{name}`: take one of {named}, or give a command with --agent-command")
    return known


def custom(command: str) -> Preset:
    """An agent that a user's command starts, split into words as a shell would, and run without one.

    It gets the prompt on stdin, unless a word holds `{prompt_file}`. Where a word holds `{session}`, Planloom chooses
    the id; each attempt begins anew. Raises AgentError.
    """
    return Preset(_agent(CUSTOM, command), plain.read)


def _agent(name: str, command: str) -> Agent:
    try:
        words = tuple(shlex.split(command))
    except ValueError as error:
        raise AgentError(
            f"the command of agent `{name}` cannot be split into words: {error}; mend its quotes"
        ) from None
    if not words or not words[0]:
        raise AgentError(f"the command of agent `{name}` is empty; name a program")
    used = {found[1] for word in words for found in _BRACES.finditer(word)}
    unknown = sorted(used - set(PLACEHOLDERS))
    if unknown:
        known = ", ".join(f"{{{one}}}" for one in PLACEHOLDERS)
        raise AgentError(f"the command of agent `{name}` holds {{{unknown[0]}}}; what is replaced is {known}")
    return Agent(name, words, chooses_session="session" in used, stdin="prompt_file" not in used)
