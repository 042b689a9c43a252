"""The commands by name, and what every command shares: help, `--debug`, errors in one line, exit codes.

Knows which module holds a command; must not know what any command does.
"""

from __future__ import annotations

import importlib
import os
import sys
from collections.abc import Callable, Sequence
from typing import Any

import click

from planloom.cli.errors import INTERRUPTED, OK, TROUBLE, CommandError

COMMANDS = ("check", "demo", "explain", "format", "new", "serve", "show")
HELP = "Checks parallel execution plans: who owns what, who waits for whom, what would collide."


class Commands(click.Group):
    """Finds a command's module when the command is asked for."""

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002
        """All command names, in order."""
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:  # noqa: ARG002
        """The command of this name; None for a name that is no command."""
        if cmd_name not in COMMANDS:
            return None
        command: click.Command = importlib.import_module(f"planloom.cli.commands.{cmd_name}").command
        if not any(option.name == "debug" for option in command.params):
            command.params.append(_debug_option())
        return command


def run(arguments: Sequence[str]) -> int:
    """Run one command line; returns the exit code. Errors are told in one line on stderr."""
    state = {"debug": False}
    group = Commands(
        "planloom",
        help=HELP,
        params=[_version_option(), _debug_option()],
        context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100},
        no_args_is_help=True,
    )
    _speak_utf8()
    try:
        code = group.main(list(arguments), "planloom", standalone_mode=False, obj=state)
        sys.stdout.flush()
    except BrokenPipeError:
        # Whoever read our output is gone: what is still buffered must not raise at exit.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return OK
    except Exception as error:  # the last guard: a fault of ours, too, ends in one line
        return _tell(error, state["debug"])
    return code if isinstance(code, int) else OK


def _tell(error: Exception, debug: object) -> int:
    """Say what went wrong; returns the exit code."""
    if isinstance(error, click.exceptions.NoArgsIsHelpError):
        click.echo(error.format_message())
        return OK
    if debug:
        import traceback

        traceback.print_exc()
    if isinstance(error, click.Abort):
        return INTERRUPTED
    click.echo("planloom: " + " ".join(_message(error).split()), err=True)
    return TROUBLE


def _message(error: Exception) -> str:
    if isinstance(error, click.UsageError):
        path = error.ctx.command_path if error.ctx else "planloom"
        return f"{error.format_message().rstrip('.')} (see {path} --help)"
    if isinstance(error, click.ClickException):
        return error.format_message()
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


def _debug_option() -> click.Option:
    def remember(ctx: click.Context, _parameter: click.Parameter, value: Any) -> None:
        ctx.find_object(dict)["debug"] |= value  # type: ignore[index]

    about = "On an error, show where in Planloom it came from."
    return click.Option(["--debug"], is_flag=True, expose_value=False, callback=remember, help=about)


def _version_option() -> click.Option:
    def show(ctx: click.Context, _parameter: click.Parameter, value: Any) -> None:
        if value and not ctx.resilient_parsing:
            from planloom import __version__

            click.echo(f"planloom {__version__}")
            ctx.exit()

    about = "Show the version."
    return click.Option(["--version"], is_flag=True, expose_value=False, is_eager=True, callback=show, help=about)
