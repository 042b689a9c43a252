"""What a word says that a worker does with a path: `PRIMARY`, `M`, `adds`, `✏️`, `must not touch`.

The words of `plan-format.md`, in the forms people write them; a legend in the file overrides them. Knows words; must
not know in which form of the plan they stand.
"""

from __future__ import annotations

from functools import lru_cache
from typing import NamedTuple

from planloom.model.plan import Role
from planloom.text.lazy import lazy

Legend = tuple[tuple[str, str], ...]


class Meaning(NamedTuple):
    """What a word, or the words of a cell, say. Without `role` and not `denied` it is nothing, if `known` at all.

    `creates`: the file is new. `shared`: a write that needs an order. `exclusive`: nobody else writes. `word`: the
    number of characters of the text that gave the role, from its start, markup included.
    """

    role: Role | None = None
    denied: bool = False
    shared: bool = False
    creates: bool = False
    exclusive: bool = False
    known: bool = True


PRIMARY = Meaning(Role.PRIMARY)
OWNS = Meaning(Role.PRIMARY, exclusive=True)
CREATES = Meaning(Role.PRIMARY, creates=True)
MODIFIES = Meaning(Role.MODIFY)
SHARED = Meaning(Role.MODIFY, shared=True)
READS = Meaning(Role.READ)
DENIED = Meaning(denied=True)
NOTHING = Meaning()
UNKNOWN = Meaning(known=False)

_WORDS: dict[str, Meaning] = {
    word: meaning
    for meaning, words in (
        (PRIMARY, "primary p r1 main lead responsible a r/w-owner 主 担当 所有 principal 👑 🟢 ⭐ ★ 🏠"),
        (OWNS, "own owns owned owner owning only exclusive exclusively sole solely full o 🔒 独占"),
        (
            CREATES,
            "create creates created creating c new introduce introduces scaffold scaffolds write-new generate "
            "generates 新規 新建 nuevo crea crear 🆕 ✨ ➕",
        ),
        (
            MODIFIES,
            "modify modifies modified modifying modification m x w rw r/w write writes secondary edit edits edited "
            "add adds added adding append appends appending wire wires wiring extend extends extending rewrite "
            "rewrites refactor refactors update updates updated updating u patch patches touch touches change changes "
            "changed rename renames renamed move moves delete deletes deleted remove removes removed replace replaces "
            "implement implements fix fixes integrate integrates register registers migrate migrates enhance "
            "enhances adjust adjusts tweak tweaks add-only append-only additive modificar 修改 変更 "
            "✏ ✎ 🔧 📝 🛠 ✍ 🔨 ♻ ✔ ✓ ✅",
        ),
        (SHARED, "shared share both joint coordinate coordinated co-own co-owner co-owned 🔀 🤝 ⚠ 共有 共享"),
        (
            READS,
            "read reads r read-only readonly ro consume consumes consumer reader ref reference references import "
            "imports uses use test view 📖 👀 👁 🔍 只读 読",
        ),
        (
            DENIED,
            "forbid forbids forbidden denied deny prohibited frozen locked off-limits never ⛔ 🚫 禁止 prohibido "
            "untouchable",
        ),
        (
            NOTHING,
            "- -- --- — – − · . n/a na none nil no nothing unused unaffected ✖ ❌ ✗ ✘ ⬜ ⚪ ○ 无 なし / ninguno n",
        ),
    )
    for word in words.split()
}
_PHRASES: tuple[tuple[str, Meaning], ...] = (
    ("not touch", DENIED),
    ("n't touch", DENIED),
    ("no touch", DENIED),
    ("must not", DENIED),
    ("do not", DENIED),
    ("don't", DENIED),
    ("should not", DENIED),
    ("cannot", DENIED),
    ("may not", DENIED),
    ("forbidden", DENIED),
    ("out of scope", DENIED),
    ("off limits", DENIED),
    ("hands off", DENIED),
    ("no changes", READS),
    ("no change", READS),
    ("no edits", READS),
    ("read only", READS),
    ("read-only", READS),
    ("may read", READS),
    ("full control", OWNS),
    ("new file", CREATES),
)
_DESCRIBING = (
    "main lead test use uses full new no none both view reference import imports only share consumer consumers never "
    "change changes fix unused frozen read"
)
_NOT_FIRST = frozenset(_DESCRIBING.split())
"""Words that begin a description rather than a role when more words follow them."""

_AROUND = " \t*_`~[]()"
_VARIANTS = {0xFE0E: None, 0xFE0F: None, 0x200D: None}
_FIRST = lazy(r"[\w-]+|[^\w\s]")
MARKS = "¹²³⁴⁵⁶⁷⁸⁹⁰†‡§"


@lru_cache(maxsize=1 << 14)
def cell(text: str, legend: Legend = ()) -> Meaning:
    """What a cell of a matrix says; `UNKNOWN` for prose and words that mean nothing here."""
    plain = _plain(text)
    lower = plain.lower()
    if not lower:
        return NOTHING
    for entry, description in legend:
        if lower == entry or lower.rstrip(MARKS) == entry:
            return explained(entry, description)
    found = _WORDS.get(lower) or _WORDS.get(lower.rstrip(MARKS + ".:!"))
    if found:
        return SHARED if found == MODIFIES and plain[-1] in MARKS else found
    return _several(lower, legend)


def _plain(text: str) -> str:
    """A text without the markup around it, and emoji without their variants."""
    plain = text.strip(_AROUND)
    return plain if plain.isascii() else plain.translate(_VARIANTS)


def _several(lower: str, legend: Legend) -> Meaning:
    """The meaning of more than one word: a denial anywhere, else what the first word says."""
    denial = next((meaning for phrase, meaning in _PHRASES if phrase in lower), None)
    if denial and denial.denied:
        return DENIED
    match = _FIRST.match(lower)
    first = match[0] if match else ""
    rest = lower[match.end() :].lstrip(" *_`\ufe0f") if match else ""
    if not first or lower.startswith(("might", "may ", "possibly", "perhaps", "tempted", "could")):
        return UNKNOWN
    divided = rest[:1] in "(:,/+&;" or rest[:2] in ("- ", "— ", "– ") or rest[:1] in "—–"
    for entry, description in legend:
        if first == entry and (divided or len(entry) > 1):
            return explained(entry, description)
    found = _WORDS.get(first)
    if found is None:
        return denial or UNKNOWN
    if divided or not first[0].isalnum() or (len(first) > 1 and first not in _NOT_FIRST):
        return _combined(found, rest)
    return denial or UNKNOWN


def _combined(first: Meaning, rest: str) -> Meaning:
    """Two roles joined (`CREATE/MODIFY`, `READ + MODIFY`): the stronger one."""
    if rest[:1] not in "/+&,":
        return first
    match = _FIRST.match(rest[1:].lstrip())
    second = _WORDS.get(match[0]) if match else None
    if second and second.role and (first.role in (None, Role.READ) or second.role is Role.PRIMARY):
        return second
    return first


@lru_cache(maxsize=1024)
def explained(word: str, description: str) -> Meaning:
    """What a legend entry means: by its description, or as usual where that does not tell."""
    lower = description.lower()
    usual = _WORDS.get(word, UNKNOWN)
    for test, meaning in (
        (("must not", "never", "forbid", "not touch", "off limits", "prohibit"), DENIED),
        (("no interaction", "neither", "not involved", "no touch", "not applicable", "no access", "nothing"), NOTHING),
        (("read but not", "read only", "read-only", "reads", "may read", "may look", "consume"), READS),
        (("append", "coordinat", "both", "several workers", "shared"), SHARED),
        (("creates or owns", "owns", "owner", "exclusive", "sole", "creates", "full control"), PRIMARY),
        (("modif", "change", "edit", "write", "add", "touch", "extend", "update"), MODIFIES),
    ):
        if any(part in lower for part in test):
            return usual if meaning is SHARED and usual.role else meaning
    return usual


@lru_cache(maxsize=1 << 13)
def note(text: str) -> Meaning:
    """What the words behind a path say (`(new)`, `— modify (…)`, `MODIFY - add fields`), `UNKNOWN` if nothing."""
    plain = text.strip().lstrip("-–—:：→>=*_ \t").strip()
    lower = plain.strip("()（）[]*_`✅ \t.,;、，。").lower()
    if lower.startswith(("directory", "folder", "dir ", "file ", "files ")):
        lower = lower.partition(" ")[2].strip("()[]*_ ")
    match = _FIRST.match(lower)
    if not match or len(plain) > 400:
        return UNKNOWN
    first, rest = match[0], lower[match.end() :].lstrip()
    found = _WORDS.get(first, UNKNOWN)
    if first in ("owner", "primary") and not rest:
        return OWNS
    if found.creates:
        ended = first != "new" and rest[:1] in (",", ";", ":", "(", ")", "-", "—", "–", ".")
        return CREATES if ended or _new(rest) else UNKNOWN
    if found.role is Role.READ:
        return READS if first.startswith("read") and rest[:4] in ("", "only", "-onl", ")") else UNKNOWN
    if found.role is Role.MODIFY and len(first) > 1:
        return found if not found.shared or first == "shared" else UNKNOWN
    return UNKNOWN


_LABELS: tuple[tuple[Meaning, tuple[str, ...]], ...] = (
    (READS, ("read-only", "read only", "reads", "may read", "may use", "reference", "files read", "key files")),
    (SHARED, ("shared", "compartid", "共有", "共享")),
    (OWNS, ("exclusive", " only", "(only", "独占", "exclusiv", "sole ")),
    (CREATES, ("new file", "create", "creation", "to add", "新規", "added", "crea")),
    (MODIFIES, ("modif", "touch", "edit", "change", "also", "append", "update", "修改")),
    (OWNS, ("own", "territor", "allowed", "puede tocar", "所有", "担当")),
)
_CHANGES = ("modif", "edit", "change", "update", "/")
_FILES = (
    "files",
    "file",
    "target files",
    "target file",
    "paths",
    "文件",
    "対象ファイル",
    "archivos",
    "ficheros",
)
_STRONG = frozenset(
    ("modify", "modifies", "modified", "append", "appends", "edit", "edits", "update", "updates", "enhance")
)


@lru_cache(maxsize=1 << 12)
def strong(text: str) -> bool:
    """Whether a note that changes says so in a role's own word, which counts even below a label of ownership."""
    words = text.strip().lstrip("-–—:→>=*_( \t").lower().split(maxsplit=1)
    return bool(words) and words[0].strip("()[]*_`.,;:-") in _STRONG


_PLAIN_WRITES = ("files owned", "files assigned", "assigned files", "scope footprint", "footprint", "allowed paths")
"""Labels that say *writes* and leave the role to the other forms of the plan."""


@lru_cache(maxsize=1024)
def label(written: str) -> Meaning:
    """What a field's label, heading or column header says of the paths below it; `UNKNOWN` where only *writes*."""
    lower = _plain(written.replace("_", " ")).lower().strip(" :*")
    if lower in _PLAIN_WRITES:
        return UNKNOWN
    if lower.startswith(("read ", "review ", "see ", "study ")):
        return READS
    found = next((meaning for meaning, words in _LABELS if any(word in lower for word in words)), None)
    if found is CREATES and any(word in lower for word in _CHANGES):
        return UNKNOWN
    return found or (MODIFIES if lower in _FILES or lower == "file scope" else UNKNOWN)


@lru_cache(maxsize=1024)
def verb(word: str) -> Meaning:
    """What a verb in front of a path says; `UNKNOWN` for any other word."""
    lower = word.lower().rstrip(":")
    if lower in ("add", "adds", "write", "writes", "use", "uses", "test", "main", "-", "x", "full", "only"):
        return UNKNOWN
    found = _WORDS.get(lower, UNKNOWN)
    return found if found.role and len(lower) > 2 else UNKNOWN


@lru_cache(maxsize=2048)
def lead(text: str) -> Meaning | None:
    """What a line or title that leads to a list says of the paths in it; None where it leads to none."""
    lower = text.lower()
    if not _OWNING.search(lower) or _OTHER.search(lower):
        return None
    if any(phrase in lower for phrase, meaning in _PHRASES if meaning is DENIED) or "not " in lower:
        return DENIED
    return label(text)


_OWNING = lazy(r"\b(?:files?\b|own(?:s|ed|ership)?\b|touch|creates?\b|modif|writes?\b|edits?\b|paths?\b)|territor")
_OTHER = lazy(
    r"output|referenc|naming|format|structure|convention|guideline|protocol|summary|example|template|created|changed|"
    r"total|conflict|report|log\b|config file|rules?\b|how |why |when |if |before |after "
)


def _new(rest: str) -> bool:
    """Whether what follows "new" leaves it at the file itself: `(new)`, `(new, SQLite)`, `new file`."""
    rest = rest.strip(" )*_")
    return (
        rest in ("", "new")
        or rest[0] in ",;:)—–-."
        or rest.startswith(("file", "module", "directory", "folder", "crate", "component"))
    )
