"""What a project may set, as a value, and how a table of keys becomes one.

The table comes from a TOML file or from an editor; both have the same keys. Whoever reads it from disk is
`planloom.run.settings`. Must not know files, editors or what a rule checks.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from types import MappingProxyType
from typing import Any, NamedTuple

SEVERITIES = ("error", "warning", "information", "hint")

KINDS: Mapping[str, type | tuple[type, ...]] = {
    "plans": list,
    "rules.select": list,
    "rules.ignore": list,
    "run.agent": str,
    "run.jobs": int,
    "run.retries": int,
    "run.timeout": (int, float),
    "run.target": str,
    "worktree.copy": list,
    "worktree.link": list,
    "worktree.setup": (str, list),
}
FREE = ("rules.severity", "agents")


class Settings(NamedTuple):
    """What holds for one document.

    `select`: names of the rules that run, None for all; `ignore`: names of those that do not; `severity`: rule name to
    one of `SEVERITIES`; `plans`: globs of files that are plans outright; `declared`: this document is one of them.
    """

    select: frozenset[str] | None = None
    ignore: frozenset[str] = frozenset()
    severity: Mapping[str, str] = MappingProxyType({})
    plans: tuple[str, ...] = ()
    declared: bool = False

    def runs(self, rule: str) -> bool:
        """Whether a rule is to be looked at."""
        return rule not in self.ignore and (self.select is None or rule in self.select)


class Problem(NamedTuple):
    """A key, or an item of its value, that means nothing. `near` is the known name that was perhaps meant."""

    key: tuple[str, ...]
    message: str
    near: str | None = None


def merge(under: Mapping[str, Any], over: Mapping[str, Any]) -> dict[str, Any]:
    """Two tables as one; where both have a key, tables merge and any other value of `over` wins."""
    merged = dict(under)
    for key, value in over.items():
        below = merged.get(key)
        both = isinstance(below, Mapping) and isinstance(value, Mapping)
        merged[key] = merge(below, value) if both else value  # type: ignore[arg-type]
    return merged


def parse(table: Mapping[str, Any], rules: Collection[str]) -> tuple[Settings, tuple[Problem, ...]]:
    """The settings that a table of keys gives, and what in it means nothing. `rules` are the names of all rules."""
    problems = tuple(_problems(table, rules))
    bad = {problem.key for problem in problems}

    def names(*key: str) -> list[str] | None:
        value = _at(table, key)
        if not isinstance(value, list):
            return None
        return [item for item in value if isinstance(item, str) and (*key, item) not in bad]

    severity = _at(table, ("rules", "severity"))
    chosen = severity if isinstance(severity, Mapping) else {}
    select = names("rules", "select")
    return Settings(
        select=None if select is None else frozenset(select),
        ignore=frozenset(names("rules", "ignore") or ()),
        severity={rule: word for rule, word in chosen.items() if ("rules", "severity", rule) not in bad},
        plans=tuple(names("plans") or ()),
    ), problems


def _at(table: Any, key: tuple[str, ...]) -> Any:
    for part in key:
        table = table.get(part) if isinstance(table, Mapping) else None
    return table


def _problems(table: Mapping[str, Any], rules: Collection[str]) -> Iterator[Problem]:
    for key, value in _leaves(table, ()):
        name = ".".join(key)
        if name in KINDS:
            yield from _value_problems(key, value, rules)
        elif name.startswith("rules.severity.") and len(key) == 3:
            yield from _severity_problems(key, value, rules)
        elif not (key[0] == "agents" and len(key) == 3 and key[2] == "command"):
            near = _near(name, (*KINDS, *FREE))
            yield Problem(key, f"there is no setting `{name}`", near)


def _leaves(table: Mapping[str, Any], above: tuple[str, ...]) -> Iterator[tuple[tuple[str, ...], Any]]:
    for part, value in table.items():
        key = (*above, str(part))
        if isinstance(value, Mapping) and ".".join(key) not in KINDS:
            yield from _leaves(value, key)
        else:
            yield key, value


def _value_problems(key: tuple[str, ...], value: Any, rules: Collection[str]) -> Iterator[Problem]:
    kind = KINDS[".".join(key)]
    wrong = not isinstance(value, kind) or (isinstance(value, bool))
    if wrong or (isinstance(value, list) and not all(isinstance(item, str) for item in value)):
        yield Problem(key, f"`{'.'.join(key)}` takes {_describe(kind)}")
    elif key[0] == "rules":
        for item in value:
            if item not in rules:
                yield _no_rule((*key, item), item, rules)


def _severity_problems(key: tuple[str, ...], value: Any, rules: Collection[str]) -> Iterator[Problem]:
    if key[2] not in rules:
        yield _no_rule(key, key[2], rules)
    elif value not in SEVERITIES:
        near = _near(str(value), SEVERITIES)
        yield Problem(key, f"a severity is one of {', '.join(SEVERITIES)}", near)


def _no_rule(key: tuple[str, ...], name: str, rules: Collection[str]) -> Problem:
    near = _near(name, rules)
    return Problem(key, f"there is no rule `{name}`", near)


def _near(name: str, known: Iterable[str]) -> str | None:
    from difflib import get_close_matches

    return next(iter(get_close_matches(name, list(known), n=1)), None)


def _describe(kind: type | tuple[type, ...]) -> str:
    words = {list: "a list of strings", str: "a string", int: "a whole number", float: "a number"}
    kinds = kind if isinstance(kind, tuple) else (kind,)
    return " or ".join(words[one] for one in kinds)
