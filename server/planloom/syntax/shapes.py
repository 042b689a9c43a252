"""What one line, taken alone, looks like: heading, fence, delimiter row, list item, rule, start of HTML.

Every answer is linear in the line. Knows Markdown's line shapes as CommonMark and GFM give them; must not know what
stands around the line.
"""

from __future__ import annotations

import re

from planloom.text.lazy import lazy

SPACE = " \t"

_ITEM = lazy(r"(?:[-+*]|([0-9]{1,9})[.)])(?=[ \t]|\Z)")
_TAGS = (
    "address|article|aside|base|basefont|blockquote|body|caption|center|col|colgroup|dd|details|dialog|dir|div|dl|dt|"
    "fieldset|figcaption|figure|footer|form|frame|frameset|h1|h2|h3|h4|h5|h6|head|header|hr|html|iframe|legend|li|"
    "link|main|menu|menuitem|nav|noframes|ol|optgroup|option|p|param|search|section|summary|table|tbody|td|tfoot|th|"
    "thead|title|tr|track|ul"
)
_RAW_TAG = lazy(r"<(?:script|pre|style|textarea)(?=\s|>|\Z)", re.IGNORECASE | re.ASCII)
_RAW_TAG_END = lazy(r"</(?:script|pre|style|textarea)>", re.IGNORECASE | re.ASCII)
_BLOCK_TAG = lazy(rf"</?(?:{_TAGS})(?=\s|/?>|\Z)", re.IGNORECASE | re.ASCII)
_VALUE = r"""(?:[^"'=<>`\x00-\x20]+|'[^']*'|"[^"]*")"""
_ATTRIBUTE = rf"(?:\s+[a-zA-Z_:][a-zA-Z0-9:._-]*(?:\s*=\s*{_VALUE})?)"
_LONE_TAG = lazy(rf"(?:<[A-Za-z][A-Za-z0-9-]*{_ATTRIBUTE}*\s*/?>|</[A-Za-z][A-Za-z0-9-]*\s*>)\s*\Z")


def is_blank(line: str) -> bool:
    """Whether the line holds nothing but spaces and tabs."""
    return not line.strip(SPACE)


def heading_level(line: str) -> int:
    """The level of an ATX heading at column 0, else 0."""
    if line[:1] == "\ufeff":
        line = line[1:]
    if line[:1] != "#":
        return 0
    title = line.lstrip("#")
    level = len(line) - len(title)
    return level if level <= 6 and (not title or title[0] in SPACE) else 0


def opener(line: str) -> tuple[str, int, int, str] | None:
    """Marker, length, indent and info string of a line that opens a fence (indent up to 3), else None."""
    if "```" not in line and "~~~" not in line:
        return None
    content = line.lstrip(" ")
    indent = len(line) - len(content)
    marker = content[0]
    if indent > 3 or marker not in "`~":
        return None
    rest = content.lstrip(marker)
    length = len(content) - len(rest)
    if length < 3 or (marker == "`" and "`" in rest):
        return None
    return marker, length, indent, rest.strip()


def is_closer(line: str, marker: str, length: int) -> bool:
    """Whether the line closes a fence of this marker and length that no list is around."""
    content = line.lstrip(" ")
    if len(line) - len(content) > 3 or not content.startswith(marker * length):
        return False
    return not content.lstrip(marker).strip(SPACE)


def delimiter_columns(line: str) -> int:
    """The number of columns of a table's delimiter row, 0 for any other line."""
    if line.strip("|-: \t") or "-" not in line:
        return 0
    content = line.strip(SPACE)
    if len(content) < 2:
        return 0
    if content[0] == "-" and content[1] in SPACE:
        return 0
    if line[:4] == "    " or line[: len(line) - len(line.lstrip(SPACE))].count("\t"):
        return 0
    parts = [part.strip() for part in content.split("|")]
    inner = parts[1 if not parts[0] else 0 : -1 if len(parts) > 1 and not parts[-1] else None]
    return len(inner) if all(map(_is_delimiter_cell, inner)) else 0


def _is_delimiter_cell(cell: str) -> bool:
    dashes = cell.removeprefix(":").removesuffix(":")
    return bool(dashes) and not dashes.strip("-")


def is_rule(content: str) -> bool:
    """Whether a line, its indent taken off, is a thematic break."""
    mark = content[:1]
    if not mark or mark not in "-*_":
        return False
    return not content.strip(mark + SPACE) and content.count(mark) > 2


def item_marker(content: str) -> tuple[int, int | None] | None:
    """Width of the list marker that the content of a line begins with, and its number (None for a bullet)."""
    found = _ITEM.match(content)
    return (found.end(), int(found[1]) if found[1] else None) if found else None


_HTML_ENDS = (
    (re.compile(r"<!--"), "-->"),
    (re.compile(r"<\?"), "?>"),
    (re.compile(r"<!\[CDATA\["), "]]>"),
    (re.compile(r"<![A-Za-z]"), ">"),
    (_RAW_TAG, _RAW_TAG_END),
    (_BLOCK_TAG, ""),
)


def behind_markers(line: str) -> str:
    """What stands behind the list markers that a line begins with."""
    content = line.lstrip(SPACE)
    while marker := item_marker(content):
        content = content[marker[0] :].lstrip(SPACE)
    return content


def html_end(content: str) -> str | re.Pattern[str] | None:
    """What ends the HTML block that this content begins: a text, a pattern, "" for a blank line; None: no HTML.

    Lone tags of unknown names, which never interrupt a paragraph, are left to `is_lone_tag`.
    """
    if content[:1] != "<":
        return None
    return next((end for begin, end in _HTML_ENDS if begin.match(content)), None)


def is_lone_tag(content: str) -> bool:
    """Whether the content is one complete HTML tag and nothing else."""
    return content[:1] == "<" and _LONE_TAG.match(content) is not None


def looks_like_row(line: str) -> bool:
    """Whether the line begins and ends with a pipe, at column 0."""
    return line[:1] == "|" and len(line) > 1 and line.rstrip()[-1] == "|"
