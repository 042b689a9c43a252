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
    "run.silence": (int, float),
    "run.target": str,
    "run.tokens": int,
    "run.cost": (int, float),
    "run.total-tokens": int,
    "run.total-cost": (int, float),
    "worktree.copy": list,
    "worktree.link": list,
    "worktree.setup": (str, list),
    "worktree.disposable": list,
    "worktree.sparse": bool,
}
FROM_ZERO = frozenset({"run.retries"})
"""Numbers that may be 0; every other one must be above it."""
FREE = ("rules.severity", "agents")
DISPOSABLE = ("node_modules", "target", "dist", "build", ".venv", "__pycache__", ".pytest_cache")
"""Folders that a worktree may be removed with, unless a project names others."""


class RunSettings(NamedTuple):
    """What a project sets for runs; None where it sets nothing and something else decides.

    `timeout` and `silence` in minutes. `tokens` and `cost` (US dollars) bound one worker, `total_tokens` and
    `total_cost` a whole run. `agents`: commands by name, each a line to be split into words, or the words. `copy` to
    `sparse` as in `planloom.model.blueprint.Furniture`.
    """

    agent: str | None = None
    jobs: int | None = None
    retries: int = 2
    timeout: float = 60
    silence: float = 10
    target: str | None = None
    tokens: int | None = None
    cost: float | None = None
    total_tokens: int | None = None
    total_cost: float | None = None
    agents: Mapping[str, str | tuple[str, ...]] = MappingProxyType({})
    copy: tuple[str, ...] = ()
    link: tuple[str, ...] = ()
    setup: str = ""
    disposable: tuple[str, ...] = DISPOSABLE
    sparse: bool = False


class Settings(NamedTuple):
    """What holds for one document.

    `select`: names of the rules that run, None for all; `ignore`: names of those that do not; `severity`: rule name to
    one of `SEVERITIES`; `plans`: globs of files that are plans outright; `declared`: this document is one of them;
    `run`: how it is run.
    """

    select: frozenset[str] | None = None
    ignore: frozenset[str] = frozenset()
    severity: Mapping[str, str] = MappingProxyType({})
    plans: tuple[str, ...] = ()
    declared: bool = False
    run: RunSettings = RunSettings()

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
        run=_run(table, bad),
    ), problems


def _run(table: Mapping[str, Any], bad: Collection[tuple[str, ...]]) -> RunSettings:
    """What a table sets for runs; values that mean nothing count as not set."""
    set_: dict[str, Any] = {}
    for group in ("run", "worktree"):
        for name, value in _table(table, group).items():
            field = name.replace("-", "_")
            if f"{group}.{name}" in KINDS and (group, name) not in bad:
                set_[field] = tuple(value) if isinstance(value, list) else value
    if isinstance(set_.get("setup"), tuple):
        set_["setup"] = "\n".join(set_["setup"])
    agents = _table(table, "agents")
    commands = {str(name): _at(agents, (name, "command")) for name in agents}
    set_["agents"] = {
        name: tuple(command) if isinstance(command, list) else command
        for name, command in commands.items()
        if command and ("agents", name, "command") not in bad
    }
    return RunSettings(**set_)


def _table(table: Mapping[str, Any], name: str) -> Mapping[str, Any]:
    found = table.get(name)
    return found if isinstance(found, Mapping) else {}


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
        elif key[0] == "agents" and len(key) == 3 and key[2] == "command":
            if not value or not _is_of(value, (str, list)):
                yield Problem(key, f"`{name}` takes {_describe((str, list))}, and not an empty one")
        else:
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
    name = ".".join(key)
    if not _is_of(value, KINDS[name]):
        yield Problem(key, f"`{name}` takes {_describe(KINDS[name])}")
    elif isinstance(value, (int, float)) and not isinstance(value, bool) and not _is_enough(name, value):
        yield Problem(key, f"`{name}` takes a number {'from 0 on' if name in FROM_ZERO else 'above 0'}")
    elif key[0] == "rules":
        for item in value:
            if item not in rules:
                yield _no_rule((*key, item), item, rules)


def _is_of(value: Any, kind: type | tuple[type, ...]) -> bool:
    if isinstance(value, list) and not all(isinstance(item, str) for item in value):
        return False
    return kind is bool if isinstance(value, bool) else isinstance(value, kind)


def _is_enough(name: str, value: float) -> bool:
    """Whether a number can be meant; infinity and what is no number cannot."""
    return (value > 0 or (value == 0 and name in FROM_ZERO)) and value < float("inf")


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
    words = {
        list: "a list of strings",
        str: "a string",
        int: "a whole number",
        float: "a number",
        bool: "true or false",
    }
    kinds = kind if isinstance(kind, tuple) else (kind,)
    return " or ".join(words[one] for one in kinds if one is not int or float not in kinds)
