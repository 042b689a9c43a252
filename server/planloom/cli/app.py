"""The commands by name, and what every command shares: help, `--debug`, errors in one line, exit codes.

Knows which module holds a command; must not know what any command does. A command's module has `TAKES` (its usage
behind the options), `HELP` (its first line says what it does), `add_arguments(parser)` and `run(asked)`, which returns
the exit code.
"""

from __future__ import annotations

import argparse
import importlib
import sys
from collections.abc import Callable, Sequence
from functools import partial
from typing import NoReturn, Protocol, cast

from planloom.cli.errors import INTERRUPTED, OK, TROUBLE, CommandError, silence

COMMANDS = (
    "adopt",
    "check",
    "demo",
    "diff",
    "editor",
    "explain",
    "format",
    "logs",
    "mcp",
    "new",
    "prompt",
    "run",
    "serve",
    "show",
    "status",
    "stop",
)
USAGE = "planloom [--version] [--debug] [--help] COMMAND ..."
ABOUT = "Checks parallel execution plans: who owns what, who waits for whom, what would collide."


class Command(Protocol):
    """A module in `commands`."""

    TAKES: str
    HELP: str

    def add_arguments(self, parser: argparse.ArgumentParser) -> None:
        """Declare what the command takes."""

    def run(self, asked: argparse.Namespace) -> int:
        """Do it; returns the exit code."""


class Parser(argparse.ArgumentParser):
    """Raises CommandError for a wrong command line, where argparse would print its usage and exit."""

    def error(self, message: str) -> NoReturn:
        """End the command in one line."""
        raise CommandError(f"{message} (see {self.prog} --help)")


def run(arguments: Sequence[str]) -> int:
    """Run one command line; returns the exit code. Errors are told in one line on stderr."""
    _speak_utf8()
    debug = "--debug" in arguments
    try:
        code = _run([argument for argument in arguments if argument != "--debug"])
        sys.stdout.flush()
    except BrokenPipeError:
        silence()
        return OK
    except KeyboardInterrupt:
        return INTERRUPTED
    except SystemExit:  # argparse has shown the help
        return OK
    except Exception as error:  # the last guard: a fault of ours, too, ends in one line
        return _tell(error, traceback=debug)
    return code


def _run(arguments: Sequence[str]) -> int:
    if not arguments or arguments[0] in ("-h", "--help"):
        sys.stdout.writelines(f"{line}\n" for line in _overview())
        return OK
    name, *rest = arguments
    if name == "--version":
        from planloom import __version__

        sys.stdout.write(f"planloom {__version__}\n")
        return OK
    if name not in COMMANDS:
        raise CommandError(f"there is no command {name}{_near(name)} (see planloom --help)")
    command = _command(name)
    # Finding out how wide the screen is loads much, and only help needs it.
    width = None if {"-h", "--help"} & {*rest} else 80
    form = partial(argparse.RawDescriptionHelpFormatter, width=width)
    usage = f"planloom {name} [options] {command.TAKES}"
    parser = Parser(f"planloom {name}", usage, command.HELP, formatter_class=form, allow_abbrev=False)
    parser.add_argument("--debug", action="store_true", help="on an error, show where in Planloom it came from")
    command.add_arguments(parser)
    return command.run(parser.parse_intermixed_args(rest))


def _command(name: str) -> Command:
    return cast(Command, importlib.import_module(f"planloom.cli.commands.{name}"))


def _overview() -> list[str]:
    rows = [f"  {name:<9} {_command(name).HELP.splitlines()[0]}" for name in COMMANDS]
    return [f"usage: {USAGE}", "", ABOUT, "", *rows, "", "`planloom COMMAND --help` says more, with an example."]


def _near(name: str) -> str:
    from difflib import get_close_matches

    near = get_close_matches(name, COMMANDS, n=1)
    return f"; did you mean {near[0]}?" if near else ""


def _tell(error: Exception, *, traceback: bool) -> int:
    """Say what went wrong; returns the exit code."""
    if traceback:
        from traceback import print_exc

        print_exc()
    from planloom.run.redact import redact
    from planloom.text.visible import visible

    sys.stderr.write(f"planloom: {visible(redact(' '.join(_message(error).split())))}\n")
    return TROUBLE


def _message(error: Exception) -> str:
    if isinstance(error, CommandError):
        return str(error)
    if isinstance(error, OSError) and error.filename:
        return f"{error.filename}: {error.strerror}"
    return f"internal error: {type(error).__name__}: {error}; --debug shows where"


def _speak_utf8() -> None:
    """Plans are UTF-8 whatever the terminal's own encoding is; what that cannot hold is written as escapes."""
    for stream in (sys.stdout, sys.stderr):
        reconfigure: Callable[..., None] | None = getattr(stream, "reconfigure", None)
        if reconfigure:
            reconfigure(encoding="utf-8", errors="backslashreplace")
