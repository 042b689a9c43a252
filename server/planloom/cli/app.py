"""The commands by name, and what every command shares: help, `--debug`, errors in one line, exit codes.

Knows which module holds a command; must not know what any command does.
"""

from __future__ import annotations

import importlib
import os
import sys
from collections.abc import Sequence
from typing import Any

import click

from planloom.cli.failure import INTERRUPTED, OK, TROUBLE, Failure

COMMANDS = ("check", "demo", "explain", "format", "new", "serve", "show")


class Commands(click.Group):
    """Finds a command's module when the command is asked for."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """All command names, in order."""
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """The command of this name; None for a name that is no command."""
        if cmd_name not in COMMANDS:
            return None
        module = importlib.import_module(f"planloom.cli.commands.{cmd_name}")
        command: click.Command = module.command
        command.params.append(_debug_option())
        return command


def _debug_option() -> click.Option:
    def remember(ctx: click.Context, _parameter: click.Parameter, value: Any) -> None:
        ctx.find_object(dict)["debug"] |= value  # type: ignore[index]

    help_text = "On an error, show where in Planloom it came from."
    return click.Option(["--debug"], is_flag=True, expose_value=False, callback=remember, help=help_text)


def _version_option() -> click.Option:
    def show(ctx: click.Context, _parameter: click.Parameter, value: Any) -> None:
        if value and not ctx.resilient_parsing:
            from planloom import __version__

            click.echo(f"planloom {__version__}")
            ctx.exit()

    return click.Option(["--version"], is_flag=True, expose_value=False, is_eager=True, callback=show)


def run(arguments: Sequence[str]) -> int:
    """Run one command line; returns the exit code. Errors are told in one line on stderr."""
    state = {"debug": False}
    group = Commands(
        "planloom",
        help="Checks parallel execution plans: who owns what, who waits for whom, what would collide.",
        params=[_version_option(), _debug_option()],
        context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100},
        no_args_is_help=True,
    )
    try:
        code = group.main(list(arguments), "planloom", standalone_mode=False, obj=state)
        sys.stdout.flush()
    except click.exceptions.NoArgsIsHelpError as error:
        click.echo(error.format_message())
        return OK
    except click.exceptions.Abort:
        return INTERRUPTED
    except BrokenPipeError:
        _drop_output()
        return OK
    except click.ClickException as error:
        return _tell(error.format_message().rstrip("."), _hint(error), TROUBLE, state)
    except Failure as error:
        return _tell(str(error), "", TROUBLE, state)
    except OSError as error:
        return _tell(f"{error.strerror or error}: {error.filename}" if error.filename else str(error), "", TROUBLE, state)
    except Exception as error:  # the last guard: a fault of ours still ends in one line
        return _tell(f"internal error: {type(error).__name__}: {error}", " (--debug shows where)", TROUBLE, state)
    return code if isinstance(code, int) else OK


def _tell(message: str, hint: str, code: int, state: dict[str, bool]) -> int:
    if state["debug"]:
        import traceback

        traceback.print_exc()
    line = " ".join(f"{message}{hint}".split())
    print(f"planloom: {line}", file=sys.stderr)  # noqa: T201
    return code


def _hint(error: click.ClickException) -> str:
    if not isinstance(error, click.UsageError):
        return ""
    path = error.ctx.command_path if error.ctx else "planloom"
    return f" (see {path} --help)"


def _drop_output() -> None:
    """Whoever read our output is gone: what is still buffered must not raise at exit."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
