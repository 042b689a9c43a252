"""Names that are safe in branches and folders, made of titles and file names. Knows text; must not know plans."""

from __future__ import annotations

import re
import unicodedata

LONGEST = 60
_SAYS_NOTHING = frozenset({"plan", "readme"})


def slug_of(title: str) -> str:
    """A title as part of branch and folder names: lower case letters, digits and single dashes."""
    plain = unicodedata.normalize("NFKD", title).encode("ascii", "ignore").decode().lower()
    return re.sub(r"[^a-z0-9]+", "-", plain)[:LONGEST].strip("-") or "plan"


def feature_of(path: str, title: str = "") -> str:
    """A plan's `<feature>`: the slug of its file's name, of its title where the file is called PLAN or README."""
    stem = re.sub(r"\.(?:md|markdown|mdx)$", "", path.replace("\\", "/").rpartition("/")[2], flags=re.IGNORECASE)
    return slug_of(title if stem.lower() in _SAYS_NOTHING and title else stem)
