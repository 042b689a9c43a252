"""What a client may ask the server to do: one file each, found by listing this folder.

The file `clean_up.py` is the command `planloom.cleanUp`. It has a coroutine function `execute(server, errand)` that
returns what the client gets as the answer, and may say `NEEDS_TRUST = False`. To import this folder imports none.
"""

from __future__ import annotations

from collections.abc import Iterator
from importlib import import_module
from pathlib import Path
from types import ModuleType

PREFIX = "planloom."


def commands() -> Iterator[tuple[str, str]]:
    """The id of each command, and the module that does it."""
    # As the rules do: pkgutil loads more to list them than the start of a server may cost.
    for file in sorted(Path(__file__).parent.iterdir()):
        if file.suffix == ".py" and file.stem != "__init__":
            first, *others = file.stem.split("_")
            yield PREFIX + first + "".join(map(str.capitalize, others)), f"{__name__}.{file.stem}"


def load(module: str) -> ModuleType:
    """The module of a command."""
    return import_module(module)
