"""The text holds what no text may hold: a NUL character, half a character, or bytes that are not UTF-8.

## Why this hurts
git takes a file with a NUL for binary and merges it blindly; half a character cannot be saved; and a name with either
is another name for every tool that reads it. Mend the file in an editor that shows the place.

## Example
~~~~ plan
| File     | W1      | W2      |
|----------|---------|---------|
| src/a.rs | PRIMARY | -       |
| src/b.rs | -       | PRIMARY |

### W1: Parser

Reads \x00 the input.
      ^ bad-encoding

### W2: Lexer
~~~~

## Instead (by hand)
~~~~ plan
| File     | W1      | W2      |
|----------|---------|---------|
| src/a.rs | PRIMARY | -       |
| src/b.rs | -       | PRIMARY |

### W1: Parser

Reads the input.

### W2: Lexer
~~~~

## Example
~~~~ plan
| Agent   | Owns        | Depends On |
|---------|-------------|------------|
| Agent A | `src/api/`  | -          |
| Agent B | `src/core/` | Agent A    |

Notes: \x00
       ^ bad-encoding
~~~~

## Instead (by hand)
~~~~ plan
| Agent   | Owns        | Depends On |
|---------|-------------|------------|
| Agent A | `src/api/`  | -          |
| Agent B | `src/core/` | Agent A    |

Notes: none
~~~~
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from itertools import islice

from planloom.model.plan import Plan
from planloom.rules.finding import Finding, Severity
from planloom.syntax.chunks import Chunk, Place
from planloom.text.lazy import lazy

SEVERITY = Severity.ERROR

_BAD = lazy("\x00+|[\ud800-\udfff]")
_MOST = 16
"""Findings on one line: whoever has more need not read them all."""


def suspects(_plan: Plan) -> Callable[[str], object]:
    """Texts that no file in UTF-8 should hold."""
    return _is_bad


def check_chunk(chunk: Chunk, _plan: Plan) -> Iterator[Finding]:
    """A finding for each NUL and each half of a surrogate pair."""
    for number, line in enumerate(chunk.lines):
        for found in islice(_BAD.finditer(line), _MOST):
            what = "A NUL character" if found[0][0] == "\x00" else f"Half a character (U+{ord(found[0]):04X})"
            message = f"{what} stands here; take it out."
            yield Finding("bad-encoding", message, Place(chunk.key, number, found.start(), found.end()))


def _is_bad(text: str) -> bool:
    if "\x00" in text or text.isascii():
        return "\x00" in text
    try:
        text.encode()
    except UnicodeEncodeError:
        return True
    return False


def not_utf8(byte: int, at: Place) -> Finding:
    """What to say of a file whose byte number `byte` (from 0) begins no UTF-8 character."""
    return Finding("bad-encoding", f"Not UTF-8: byte {byte} begins no character; save the file as UTF-8.", at)
