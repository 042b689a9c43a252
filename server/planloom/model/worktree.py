"""Which paths can be a worktree, as far as the text alone tells.

Knows text only; must not know workers, plans or the disk, which have their own say before a worktree is made.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from planloom.text.lazy import lazy

LONGEST = 200
_DRIVE = lazy(r"[A-Za-z]:")
_RESERVED = lazy(r"(?:con|prn|aux|nul|com\d|lpt\d)(?:\..*)?", re.IGNORECASE)


def worktree_fault(path: str) -> str | None:
    """Why nothing may be created at this path, as the end of "PATH ..."; None where the text has nothing against it.

    The path counts from the repository's root; `../name` is the normal form.
    """
    return next((fault for fault, found in _faults(path) if found), None)


def _faults(path: str) -> Iterator[tuple[str, bool]]:
    """Each fault, and whether the path has it; the gravest first."""
    text = path.replace("\\", "/").rstrip("/") or path
    parts = text.split("/")
    yield "is on another machine", text.startswith("//")
    yield (
        "is an absolute path, which is another folder on every machine",
        text.startswith("/") or bool(_DRIVE.match(text)),
    )
    yield "depends on who runs the plan (`~` or `$`)", text.startswith("~") or "$" in text
    yield "begins with `-`, which git reads as an option", text.startswith("-")
    yield "is the repository itself", all(part in ("", ".") for part in parts)
    yield "lies inside `.git`", ".git" in (part.casefold() for part in parts)
    yield "climbs out of the folder beside the repository", text == ".." or ".." in parts[1:]
    yield "holds a control character", any(ord(character) < 32 or ord(character) == 127 for character in path)
    yield (
        "ends with a dot or a space, which some systems cut off",
        any(part.endswith((".", " ")) and part not in (".", "..") for part in parts),
    )
    yield "has a name that Windows keeps for devices", any(_RESERVED.fullmatch(part) for part in parts)
    yield "holds `:`", ":" in path
    yield f"is longer than {LONGEST} characters", len(path) > LONGEST
