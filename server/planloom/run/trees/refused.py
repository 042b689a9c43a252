"""The one exception for what is not done because something might be lost or is not as it should be."""

from planloom.run.errors import RunError


class Refused(RunError):  # noqa: N818  # an answer, not a fault
    """Nothing was done. The message is one line: what, where, what to do; nothing in it can act on a screen."""

    def __init__(self, message: str) -> None:
        super().__init__(plain(message))


def plain(text: str) -> str:
    """A text on one line, with nothing in it that acts on a screen."""
    return "".join(char if char.isprintable() else ascii(char)[1:-1] for char in text)


def some(names: list[str] | tuple[str, ...]) -> str:
    """A few names, and how many more there are, for a message."""
    few = ", ".join(repr(name) if not name.isprintable() else name for name in names[:3])
    return few + (f" and {len(names) - 3} more" if len(names) > 3 else "")
