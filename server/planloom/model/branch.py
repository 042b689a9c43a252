"""Which names can be a branch: git's own rules for names, and the stricter ones for names that go into commands.

Knows text only; must not know workers, plans or a repository. Pure Python, so that no git is needed to check a name.
"""

from __future__ import annotations

import re

from planloom.text.lazy import lazy

LONGEST = 200
TRUNKS = frozenset({"main", "master", "trunk"})

_GIT_FORBIDS = lazy(r"[\x00-\x20\x7f~^:?*\[\\]")
_SHELL_READS = lazy(r"[\s$`;&|<>()'\"!#%{}]")
_COMMIT_ID = lazy(r"(?=[a-f]*[0-9])[0-9a-f]{7,64}")


def git_fault(name: str) -> str | None:
    """Why `git check-ref-format --branch` refuses this name, as the end of "NAME ..."; None where git takes it."""
    if not name:
        return "is empty"
    if name.startswith("-"):
        return "begins with `-`, which git reads as an option"
    found = _GIT_FORBIDS.search(name)
    if found:
        return f"holds {_spelled(found[0])}, which git allows in no branch name"
    for part in ("..", "@{", "//"):
        if part in name:
            return f"holds `{part}`, which git allows in no branch name"
    if name == "HEAD":
        return "is a word of git's own"
    return _part_fault(name)


def _part_fault(name: str) -> str | None:
    if name.startswith("/") or name.endswith("/"):
        return "begins or ends with `/`"
    if name.endswith("."):
        return "ends with `.`"
    for part in name.split("/"):
        if part.startswith("."):
            return f"has a part that begins with `.`: `{part}`"
        if part.endswith(".lock"):
            return f"has a part that ends with `.lock`: `{part}`"
    return None


def branch_fault(name: str) -> str | None:
    """Why this name must not be a worker's branch, as the end of "NAME ..."; None for a name that is safe to use."""
    fault = git_fault(name)
    found = _SHELL_READS.search(name)
    if fault or found:
        return fault or f"holds {_spelled(found[0] if found else '')}, which a shell would read as more than a name"
    if name == "@":
        return "is short for HEAD"
    if name.startswith("refs/"):
        return "begins with `refs/`, so git would take it for a full reference"
    if _COMMIT_ID.fullmatch(name):
        return "looks like a commit id, and git would read it as one"
    return f"is longer than {LONGEST} characters" if len(name) > LONGEST else None


def valid_branch(name: str) -> str:
    """The nearest name that `branch_fault` has nothing against; `work` where nothing of the name can be kept."""
    if branch_fault(name) is None:
        return name
    text = re.sub(r"^(?:refs/(?:heads/)?)+", "", name.strip())
    text = re.sub(r"[^\w./+=,@-]+", "-", text)
    text = re.sub(r"@(?=$|/|\{)|(?<![\w-])@", "", text)
    text = re.sub(r"\.{2,}", ".", text)
    parts = [_valid_part(part) for part in text.split("/")]
    text = "/".join(part for part in parts if part)[:LONGEST].strip("-./")
    if text in ("", "HEAD", "@"):
        text = "work" if not text else f"{text}-work".lstrip("@-")
    if _COMMIT_ID.fullmatch(text):
        text = f"work-{text}"
    return text if branch_fault(text) is None else "work"


def _valid_part(part: str) -> str:
    while True:
        cut = part.strip("-.").removesuffix(".lock")
        if cut == part:
            return part
        part = cut


def _spelled(character: str) -> str:
    if character == " ":
        return "a space"
    if character == "`":
        return "a backtick"
    return f"`{character}`" if character.isprintable() else f"U+{ord(character):04X}"
