"""Takes secrets out of texts that are kept or shown: checkpoint, journal, status, what an agent is told of a failure.

Knows what secrets look like, by the names of variables and by form. Must not know what a text is for.
"""

from __future__ import annotations

import json
import os
import re
from collections.abc import Iterable, Iterator, Mapping
from functools import lru_cache
from urllib.parse import quote

HIDDEN = "***"
_SHORTEST = 6
_NAME = re.compile(
    r"KEYS?$|KEY_|APIKEY|TOKEN|SECRET|PASSW(OR)?D|PASSPHRASE|PASS$|CREDENTIAL|_PWD$|_PAT$|^PAT$", re.IGNORECASE
)
_USER = r"(?P<before>\b[a-z][a-z0-9+.-]{0,20}://)[^\s/'\"<>]{1,500}(?=@)"
_HEADER = r"(?P<header>\b(?:bearer|basic|x-api-key:?)\s+)[\w.~+/=-]{8,}"
_BEGIN, _END = (rf"-----{word} [A-Z ]{{0,40}}PRIVATE KEY-----" for word in ("BEGIN", "END"))
_LONGEST = 8000
_FORMS = (
    r"\bsk-[\w-]{16,}",
    r"\bgh[oprsu]_\w{20,}",
    r"\bgithub_pat_\w{20,}",
    r"\bglpat-[\w-]{16,}",
    r"\bxox[abeoprs]-[\w-]{10,}",
    r"\bAKIA[0-9A-Z]{16}\b",
    r"\bAIza[\w-]{30,}",
    rf"{_BEGIN}(?:[\s\S]{{0,{_LONGEST}}}?{_END}|[\s\S]{{0,{_LONGEST}}})",
)


def redact(text: str, env: Mapping[str, str] | None = None) -> str:
    """The text without what is secret: values of variables named like secrets (of `env`; the process's own for None),
    users and passwords in URLs, credentials of headers, keys by their form."""
    return _pattern(frozenset(_values(os.environ if env is None else env))).sub(_hide, text)


def redact_lines(lines: Iterable[str]) -> Iterator[str]:
    """Lines as they come, each without what is secret; a private key, which takes several, is one."""
    left = 0
    for line in lines:
        end = re.search(_END, line)
        if left and not end:
            left = max(0, left - len(line))
            continue
        rest = line[end.end() :] if left and end else line
        left = 0 if re.search(_END, rest) or not re.search(_BEGIN, rest) else _LONGEST
        if rest or not line:
            yield redact(rest)


def _hide(found: re.Match[str]) -> str:
    return f"{found['before'] or found['header'] or ''}{HIDDEN}"


@lru_cache(maxsize=4)
def _pattern(values: frozenset[str]) -> re.Pattern[str]:
    # The longest first: one value may begin with another.
    known = (re.escape(value) for value in sorted(values, key=lambda one: (-len(one), one)))
    return re.compile("|".join((*known, _USER, f"(?i:{_HEADER})", *_FORMS)))


def _values(env: Mapping[str, str]) -> Iterator[str]:
    for name, value in env.items():
        if _NAME.search(name):
            for line in {value.strip(), *map(str.strip, value.splitlines())}:
                if len(line) >= _SHORTEST:
                    yield from (line, json.dumps(line)[1:-1], quote(line, safe=""))
