"""What a template leaves to be filled in: `[Name]`, `<branch>`, `W#`, `path/to/file`.

Knows single values; must not know where in a plan they stand.
"""

from __future__ import annotations

import re

from planloom.text.lazy import lazy

_ROLE = r"(?i:worker|agent|w|ws|stream|workstream|team|track|session|task|lane)"
_COUNT = r"\b[wW](?:orker)?#(?!\w)"
_PATH = r"(?:(?<![\w.])/|\b)path/to/[\w./-]*"
_ANYWHERE = (
    r"<[A-Za-z#](?:[\w .#/-]*[\w#])?>"
    r"|(?<![\w$])\[[A-Z][a-z]+(?:[ -][A-Za-z]+)*\](?!\()"
    rf"|\b{_ROLE}[-_/ ]?(?:\d+-name\b|N{{1,3}}(?![A-Za-z0-9]))"
    rf"|{_COUNT}|{_PATH}"
)
IN_COMMAND = lazy(_ANYWHERE)
IN_NAME = lazy(rf"{_ANYWHERE}|(?<!\$)\{{[A-Za-z][\w -]*\}}|\[[a-z]{{2,}}(?:[ _-][a-z]{{2,}})*\]")
IN_PATH = lazy(_PATH)
WHOLE = lazy(r"\[(?=[^\[\]]*[A-Za-z]{2})[^\[\]]*\](?!\()|<[A-Za-z][^<>]*>")
FILES = lazy(r"(?i:list (?:of )?(?:the )?files\b.*|\[(?=[^\[\]]*file)[^\[\]]*\]|<(?=[^<>]*file)[^<>]*>)")
NAME = lazy(r"(?i:\[(?:[a-z]+ )?(?:name|title|description)\]|<(?:[a-z]+[ -])?(?:name|title)>)")

_COMMENT = lazy(r"(?:^|(?<=\s))#.*$", re.MULTILINE)
_QUOTED = lazy(r"'[^']*'|\"(?:\\.|[^\"\\])*\"", re.DOTALL)
_IN_SCRIPT = lazy(rf"{_COUNT}|{_PATH}")
_IN_BARE_SCRIPT = lazy(r"(?<![<\w])<[A-Za-z][\w -]*>|(?<![\w$\[])\[[A-Za-z]+(?: [A-Za-z]+)+\]")


def in_script(text: str) -> str | None:
    """What is still to be filled in in a bash script; what stands in quotes may be meant as it is."""
    code = _COMMENT.sub("", text)
    found = _IN_SCRIPT.search(code) or _IN_BARE_SCRIPT.search(_QUOTED.sub("''", code))
    return found[0] if found else None
