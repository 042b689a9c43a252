"""Checkpoints that a run wrote anew while an editor holds unsaved edits of what it said before.

Nobody's words are lost silently: the run writes the file and never the buffer, an editor asks before it saves over a
file that changed, and here the user learns why. Must not know protocol, nor what a checkpoint says.
"""

from __future__ import annotations

from pathlib import Path
from typing import NamedTuple

from planloom.lsp.asked import Asked
from planloom.run.files import decode, stamp
from planloom.text import Text


class _Known(NamedTuple):
    """How a buffer and its file were. `base`: what the file said when the buffer last said the same, or at first.

    `told`: the user knows that they part.
    """

    text: Text
    stamp: tuple[int, int]
    base: str
    told: bool = False


class Overwritten:
    """Follows open checkpoints beside their files."""

    def __init__(self) -> None:
        self._known: dict[str, _Known] = {}

    def forget_all_but(self, uris: set[str]) -> None:
        """Forget the documents that are closed."""
        self._known = {uri: known for uri, known in self._known.items() if uri in uris}

    def warning(self, asked: Asked, path: Path) -> str | None:
        """What to tell the user of an open checkpoint; None where all is well, or was told."""
        known, now = self._known.get(asked.uri), stamp(path)
        if asked.text is None or asked.plan.is_plan or (known and (known.text, known.stamp) == (asked.text, now)):
            return None
        try:
            there = decode(path.read_bytes()).text
        except OSError:
            return None
        here = str(asked.text)
        base = there if known is None or here == there else known.base
        parted = here not in (there, base) and there != base
        self._known[asked.uri] = _Known(asked.text, now, base, parted)
        if not parted or (known and known.told):
            return None
        return (
            f"{path.name} was written anew by its run, and your edits here are of what it said before. Your edits stay "
            "here and the file stays as it is. Compare and reload; where you save over it all the same, the run keeps "
            "your text in its records when it writes next"
        )
