"""What a Depends On or Blocks value says: which workers, which of them conditionally, and what is no worker.

Knows one value and the environment; must not know whose value it is (except for `all previous`).
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import NamedTuple

from planloom.model.plan import Dependency
from planloom.model.read.context import Environment, Item
from planloom.model.read.ids import ID, hit, key
from planloom.model.read.text import plain, word_set
from planloom.syntax.chunks import Place
from planloom.text.lazy import lazy

_NONE = lazy(
    r"(?:none|nothing|nil|null|n/?a|no|no dependencies|independent|immediately|immediate|-+|—|–|\[\]|无|なし|"
    r"ninguna|ninguno|"
    r"can (?:work|run|start)\b.*|no (?:blockers?|blocking)\b.*|independent\b.*)[\s.,;:!✅]*(?:$|[(（—–-])",
    re.IGNORECASE,
)
_CONDITIONAL = lazy(
    r"if (?:applicable|needed|necessary|any|required|used|\w+ needs)|optional|possibly|maybe|may need|partial|soft|"
    r"ideally|preferably|recommended|nice to have",
    re.IGNORECASE,
)
_ALL = lazy(
    r"(?:all|every|each)(?: of)?(?: the)? (?:previous|prior|preceding|earlier|above|other|others?|remaining)?\s*"
    r"(?P<what>workers?|agents?|(?:work)?streams?|tracks?|lanes?|teams?|sessions?|terminals?|tasks?|issues?|"
    r"prompts?|previous|prior|others?|above)?(?![a-z])",
    re.IGNORECASE,
)
_RANGE = lazy(
    r"(?P<word>[A-Za-z]{1,20})?[ \t]{0,3}#?(?P<a>\d{1,4}|[A-Z])\s{0,3}(?:-|–|—|\.\.\.?|to|through|→|~)\s{0,3}"
    r"(?:(?P<again>[A-Za-z]{1,20})[ \t]{0,3})?#?(?P<b>\d{1,4}|[A-Z])(?![\w.-])"
)
_SPAN = lazy(r"[\dA-Z]\s{0,3}(?:[-–—→~]|\.\.|to|through)")
"""What a range has in its middle: sought first, for hardly a dependency has one."""
_WAVE = lazy(r"(?<![a-z])(?:wave|phase|batch|layer|stage|round|group)s?\s*#?(?P<n>\d{1,3}|[A-Z])(?!\w)", re.IGNORECASE)
_PARTS = lazy(r"(?:,|;|、|，|&|\+|/(?=\s)|\band\b|\bund\b|\by\b|和|と)\s*", re.IGNORECASE)
_PLURAL = lazy(
    r"(?<![a-z])(workers|agents|workstreams|streams|tracks|lanes|teams|sessions|terminals|tasks|issues|prs)\b", re.I
)
_STATES = word_set("""
    complete completed completes completion merge merged merges done finish finishes finished land lands landed ready
    first must pass passes passed output outputs result results is are be to has integration after before shipped ships
    approved validated foundation work works schema types api contract interface interfaces + only
""")
"""What may follow a worker's name in a dependency: that it is done, or what of it is needed."""
_REMARK = lazy(r"[(（:—–]|\s-\s")
_CLAUSE = lazy(r"[,;](?![^(]*\))")
_CODE = lazy(r"`([^`]{1,60})`")
_WORD = lazy(r"[^\W_]+")
_OVER = lazy(r"\W{0,4}(?:✅|complete\b|completed\b|done\b|merged\b|shipped\b|landed\b)", re.IGNORECASE)
"""What is over already: an id that this plan does not define any more."""
_LEAD = lazy(
    r"(?:(?:after|on|wait(?:s)? for|needs?|requires?|depends on|blocked by|uses?|from|unblocks when)\s+)+",
    re.IGNORECASE,
)


class Scale(NamedTuple):
    """What group words resolve against: the workers in document order, and the members of each wave by its key."""

    workers: Sequence[str]
    waves: Mapping[str, Sequence[str]]


def is_none(text: str) -> bool:
    """Whether a value says that there is nothing."""
    return not text.strip(" *_`") or bool(_NONE.match(plain(text).strip(" *_`.")))


def read(items: Iterable[Item], worker: str, environment: Environment, scale: Scale) -> tuple[Dependency, ...]:
    """The dependencies of `worker` that these lines of a value give, in order, each worker once."""
    found: dict[str, Dependency] = {}
    for item in items:
        if is_none(item.text):
            continue
        for dependency in _line(item, worker, environment, scale):
            found.setdefault(dependency.worker or f"\0{dependency.text}", dependency)
    return tuple(found.values())


def _line(item: Item, worker: str, environment: Environment, scale: Scale) -> Iterator[Dependency]:
    text = item.text
    # Nearly every line is one name, and needs none of the patterns below.
    alone = environment.names.get(key(text)) if ID.fullmatch(text) else None
    if alone:
        yield Dependency(alone, text, _at(item, (0, len(text))))
        return
    conditional = bool(_CONDITIONAL.search(text))
    everyone = _ALL.search(text)
    if everyone and not ID.search(text) and (everyone["what"] or "previous" in everyone[0]):
        yield from _group(_before(worker, everyone[0], scale), item, everyone.span(), conditional=conditional)
        return
    named = pieces(text, environment)
    if named:
        for start, end, members, unknown in named:
            local = conditional and _near(text, start, end)
            span = (start, end)
            if unknown:
                over = _OVER.match(text, end) is not None
                yield Dependency(None, text[start:end], _at(item, span), local, unknown=not over)
            yield from _group(members, item, span, conditional=local)
        return
    wave = _WAVE.search(text)
    if wave:
        members = scale.waves.get(key(wave[0]), scale.waves.get(key(wave["n"]), ()))
        if members and worker not in members:
            yield from _group(members, item, wave.span(), conditional=conditional)
            return
    yield Dependency(None, plain(text), item.at, conditional)


def _near(text: str, start: int, end: int) -> bool:
    """Whether the condition in a text is about the id at these columns: it stands behind it, up to the next comma."""
    rest = _CLAUSE.split(text[end:], 1)[0]
    return bool(_CONDITIONAL.search(rest)) or bool(_CONDITIONAL.search(text[:start]))


def _before(worker: str, words: str, scale: Scale) -> Sequence[str]:
    if "other" in words.lower() or worker not in scale.workers:
        return [w for w in scale.workers if w != worker]
    return scale.workers[: list(scale.workers).index(worker)]


def _group(members: Sequence[str], item: Item, span: tuple[int, int], *, conditional: bool) -> Iterator[Dependency]:
    for i, member in enumerate(members):
        text = item.text[span[0] : span[1]] if i == 0 else member
        yield Dependency(member, text.strip(" *`_"), _at(item, span), conditional, implied=i > 0)


def _at(item: Item, span: tuple[int, int]) -> Place:
    return Place(item.at.chunk, item.at.line, item.at.start + span[0], item.at.start + span[1])


Piece = tuple[int, int, Sequence[str], bool]


def pieces(text: str, environment: Environment) -> list[Piece]:
    """The ids and ranges in a value: columns, the workers meant, and whether the id is unknown."""
    found: list[Piece] = []
    bare = False
    for start, end in _split(text):
        piece = text[start:end]
        known = _alone(piece, environment)
        if known:
            found.append((start, end, (known,), False))
            bare = True
            continue
        ranged = _range(piece, environment)
        exact = None if ranged else _exact(piece, environment, bare=bare or bool(_PLURAL.search(text[: start + 1])))
        if ranged:
            found.append((start + ranged[0], start + ranged[1], ranged[2], False))
        elif exact:
            left, right, worker = exact
            found.append((start + left, start + right, (worker,), False))
        else:
            found += _inside(piece, start, environment)
        bare = bare or any(members for _, _, members, _ in found)
    return found


def _alone(piece: str, environment: Environment) -> str | None:
    """The worker whose name a part is, where that is one word with a number in it: most parts are nothing else."""
    if not piece.isalnum() or piece.isalpha() or piece.isdigit():
        return None
    return environment.names.get(key(piece))


def _inside(piece: str, start: int, environment: Environment) -> Iterator[Piece]:
    """The ids among other words: the first code span that is a worker's name, else every id with a word of its own."""
    names = environment.names
    code = next((span for span in _CODE.finditer(piece) if names.get(key(span[1]))), None)
    if code:
        yield start + code.start(1), start + code.end(1), (names[key(code[1])],), False
        return
    for match in ID.finditer(piece):
        id_ = hit(match)
        known = names.get(key(id_.text)) or names.get(key(id_.family + id_.number))
        if known:
            yield start + match.start(), start + match.end(), (known,), False
        elif id_.family in environment.families:
            yield start + match.start(), start + match.end(), (), True


def _split(text: str) -> Iterator[tuple[int, int]]:
    """The parts of a list, brackets and what they hold left with the part before them."""
    depth, start, at = 0, 0, 0
    separators = {m.start(): m.end() for m in _PARTS.finditer(text)}
    if not ("(" in text or "[" in text or "（" in text):
        for stop, behind in separators.items():
            if stop > start:
                yield start, stop
            start = behind
        at = len(text)
    while at < len(text):
        if text[at] in "([（":
            depth += 1
        elif text[at] in ")]）":
            depth = max(0, depth - 1)
        elif depth == 0 and at in separators:
            if at > start:
                yield start, at
            start = at = max(separators[at], at + 1)
            continue
        at += 1
    if start < len(text):
        yield start, len(text)


def _range(piece: str, environment: Environment) -> tuple[int, int, Sequence[str]] | None:
    match = _RANGE.search(piece) if _SPAN.search(piece) else None
    if not match or (match.start() and piece[match.start() - 1].isalnum()):
        return None
    if environment.names.get(key(match[0])):
        return None
    word = (match["word"] or "").rstrip("s")
    a, b = match["a"], match["b"]
    again = (match["again"] or "").rstrip("s").lower()
    if again and again != word.lower():
        return None
    if a.isdigit() and b.isdigit() and int(a) < int(b) <= int(a) + 200:
        numbers = [str(n) for n in range(int(a), int(b) + 1)]
    elif a.isalpha() and b.isalpha() and a < b:
        numbers = [chr(n) for n in range(ord(a), ord(b) + 1)]
    else:
        return None
    members = [member for number in numbers if (member := environment.names.get(key(word + number)))]
    return (match.start(), match.end(), members) if members else None


def _exact(piece: str, environment: Environment, *, bare: bool) -> tuple[int, int, str] | None:
    """A part that is, but for marks, states and brackets, the name of a worker."""
    lead = _LEAD.match(piece)
    left = lead.end() if lead else 0
    plural = _PLURAL.match(piece, left + len(piece[left:]) - len(piece[left:].lstrip(" *_`")))
    if plural:
        left, bare = plural.end(), True
    text = _REMARK.split(piece[left:], 1)[0]
    words = text.strip(" *`_[].\"'#")
    if not words:
        words = piece[left:].strip(" *`_[].\"'#()")
    candidates = [words]
    tokens = words.split()
    for n in range(1, min(5, len(tokens))):
        if tokens[n].lower().strip(".,!✅") in _STATES:
            candidates.append(words[: words.find(tokens[n], len(" ".join(tokens[:n])))].rstrip())
    for name in candidates:
        worker = environment.names.get(key(name))
        if worker and (bare or not name.isdigit() or "#" in piece or name == piece.strip(" *`_[].")):
            start = piece.find(name, left)
            return start, start + len(name), worker
    named = _by_words(words, environment)
    if named:
        start = piece.find(words, left)
        return start, start + len(words), named
    return None


def _by_words(text: str, environment: Environment) -> str | None:
    """The one worker with a name that has all these words (`shell` for `Mobile Shell`), None for none or several."""
    if not environment.words or len(text) > 40:
        return None
    words = {word for word in _WORD.findall(text.lower()) if word not in _STATES}
    if not words or not any(len(word) > 3 for word in words):
        return None
    found = [id_ for id_, own in environment.words.items() if words <= own]
    return found[0] if len(found) == 1 else None
