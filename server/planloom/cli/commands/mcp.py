"""`planloom mcp`: check, show, status and explain as tools for agents, on stdin and stdout; changes nothing.

Knows the SDK of the protocol, an extra that need not be installed. Must not know how a command finds out what it says.
"""

from __future__ import annotations

from argparse import ArgumentParser, Namespace
from collections.abc import Callable
from functools import wraps
from typing import TYPE_CHECKING, Any

from planloom.cli import checking
from planloom.cli.checking import STDIN, Choice, check_file, files_of, open_plan
from planloom.cli.commands import status as status_command
from planloom.cli.commands.explain import page
from planloom.cli.errors import OK, CommandError
from planloom.cli.located import WORDS
from planloom.cli.report.json import describe
from planloom.features.outline import outline
from planloom.rules.rule import all_rules

if TYPE_CHECKING:
    from mcp.server.mcpserver import MCPServer

TAKES = ""
HELP = """\
Give agents check, show, status and explain as tools, over the Model Context Protocol.

Speaks on stdin and stdout, reads plans and their repositories, and changes nothing. Needs the extra `mcp`:
pip install 'planloom[mcp]'

Example, in the settings of an agent:  {"mcpServers": {"planloom": {"command": "planloom", "args": ["mcp"]}}}
"""
_INSTRUCTIONS = (
    "Planloom checks plans that several workers carry out in parallel: who owns which file, who waits for whom, what "
    "would collide. Check a plan after each edit of it, and mend what is found before any worker starts."
)


def add_arguments(parser: ArgumentParser) -> None:
    """Nothing is to be declared."""


def run(asked: Namespace) -> int:  # noqa: ARG001
    """Serve until the agent hangs up."""
    served().run("stdio")
    return OK


def check(path: str) -> dict[str, Any]:
    """Find what is wrong in a plan, or in all plans below a folder: rule, severity, message, place, fixes.

    Places count lines and UTF-16 columns from 0.
    """
    checking.forget()
    files = [check_file(file, Choice()).checked for file in files_of([_named(path)])]
    return {"version": 1, "files": [describe(file) for file in files]}


def show(plan: str) -> dict[str, Any]:
    """What a plan says: workers, claims on files, waves, merge order, phases."""
    checking.forget()
    return outline(open_plan(_named(plan)).plan)


def status(plan: str) -> dict[str, Any]:
    """How the run of a plan is, from journal, git and processes: each worker's state, evidence, next safe step."""
    checking.forget()
    return status_command.look(_named(plan))[0]


def explain(rule: str = "") -> str:
    """What a rule finds, why that hurts, and how it looks mended. Without a name: all rules, one a line."""
    if not rule:
        return "\n".join(f"{one.name} ({WORDS[one.severity]}): {one.summary}" for one in all_rules().values())
    return "\n".join(page(rule))


def served() -> MCPServer:
    """The server with its tools. Raises CommandError where the SDK is not installed."""
    try:
        from mcp.server.mcpserver import MCPServer
        from mcp.server.mcpserver.exceptions import ToolError
        from mcp_types import ToolAnnotations
    except ImportError:
        raise CommandError("mcp needs an extra that is not installed: pip install 'planloom[mcp]'") from None
    from planloom import __version__

    server: MCPServer = MCPServer("planloom", instructions=_INSTRUCTIONS, version=__version__, log_level="ERROR")
    for tool in (check, show, status, explain):
        server.tool(annotations=ToolAnnotations(read_only_hint=True))(_answering(tool, ToolError))
    return server


def _answering(tool: Callable[..., Any], kind: type[Exception]) -> Callable[..., Any]:
    """A tool that says what cannot be done as an error of this kind, which the SDK tells the agent."""

    @wraps(tool)
    def answering(**given: str) -> Any:
        try:
            return tool(**given)
        except CommandError as error:
            raise kind(str(error)) from None

    return answering


def _named(path: str) -> str:
    if path == STDIN:
        raise CommandError("name a file: stdin belongs to the protocol")
    return path
