"""What a rule file is, and the registry that finds them.

A rule is one file `rules/<group>/<rule_name>.py`. The file's docstring is the rule's page; `SEVERITY` its default
severity; one function (or more, for a rule with several kinds of places) is its check, and the function's name says how
often it runs:

- `check(plan)`: over the whole plan. `READS` names the parts of the plan (attributes of `Plan`, except `tree`) it
  looks at; it runs again only when one of these changed, or a chunk that its findings name (from where its fixes may
  copy text).
- `check_worker(worker, plan)`: for each worker; runs again when the worker, one that it depends on, a chunk that its
  findings name, or a part named in `READS` changed. It looks at no other workers.
- `check_pattern(overlap, plan)`: for each path pattern that is claimed and, where `TRAIT` names one of the ownership's
  `TRAITS`, has it; with the claims on it and on every pattern it overlaps. Runs again when one of those changed, or a
  part named in `READS` (of `order`: when one of their workers comes after others than before; `forms` is to be named
  by those that look at the overlap's `forms`, `writes` or `whole`).
- `check_chunk(chunk, plan)`: for each chunk of the kinds in `KINDS` (all by default); runs again when the chunk or its
  claims changed.
- `finding(...)`: never run; whoever meets the fault (the reader of files, of settings, the analysis itself) calls it.

Patterns and chunks are many and faults few. So beside these checks may stand `suspects(plan)`: a quick test on a
pattern's key, or on a chunk's text, that holds wherever the check can find anything; None where it can find nothing.

A rule that names `facts` in `READS` is run only where facts are known, and again when they changed: what is unknown is
not false. A pattern's rule may name in `FIX_READS` the parts that only its fixes look at: when one of them
changed, it runs again where it found something.

Knows how rules are found and described; must not know what any of them checks.
"""

from __future__ import annotations

import importlib
from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import cache
from pathlib import Path
from types import ModuleType
from typing import NamedTuple

from planloom.model.plan import Plan
from planloom.rules.finding import Finding, Severity
from planloom.syntax.chunks import Kind

CHECKS = ("check", "check_worker", "check_pattern", "check_chunk", "finding")

Suspects = Callable[[Plan], Callable[[str], object] | None]
"""Given a plan, a test on a pattern's key or a chunk's text; None: it never holds."""


def _everything(_plan: Plan) -> Callable[[str], object] | None:
    return bool


class Rule(NamedTuple):
    """One rule: name, group, default severity, page, its checks by name (of `CHECKS`), what it reads, and where."""

    name: str
    group: str
    severity: Severity
    page: str
    checks: Mapping[str, Callable[..., Iterable[Finding]]]
    reads: tuple[str, ...] = ()
    fix_reads: tuple[str, ...] = ()
    kinds: frozenset[Kind] = frozenset(Kind)
    trait: str | None = None
    suspects: Suspects = _everything

    @property
    def needs_facts(self) -> bool:
        """Whether it looks at git, disk or processes."""
        return "facts" in self.reads

    @property
    def summary(self) -> str:
        """The first line of the page."""
        return self.page.splitlines()[0]


def describe(module: ModuleType) -> Rule:
    """The rule that a rule file defines. Raises TypeError, naming the file, for a file that is not a whole rule."""
    checks = {name: getattr(module, name) for name in CHECKS if hasattr(module, name)}
    missing = [name for name in ("SEVERITY", "__doc__") if not getattr(module, name, None)]
    if not checks or missing:
        raise TypeError(f"{module.__name__}: a rule file has a docstring, SEVERITY and one of {', '.join(CHECKS)}")
    _, group, file = module.__name__.rsplit(".", 2)
    return Rule(
        name=file.replace("_", "-"),
        group=group,
        severity=module.SEVERITY,
        page=str(module.__doc__).strip(),
        checks=checks,
        reads=tuple(getattr(module, "READS", ())),
        fix_reads=tuple(getattr(module, "FIX_READS", ())),
        kinds=frozenset(getattr(module, "KINDS", Kind)),
        trait=getattr(module, "TRAIT", None),
        suspects=getattr(module, "suspects", _everything),
    )


@cache
def all_rules() -> dict[str, Rule]:
    """Every rule by name, group by group, in the order of their files' names."""
    found: dict[str, Rule] = {}
    for group in sorted(Path(__file__).parent.iterdir()):
        if (group / "__init__.py").exists():
            for file in _modules(group):
                rule = describe(importlib.import_module(f"planloom.rules.{group.name}.{file}"))
                found[rule.name] = rule
    return found


def _modules(package: Path) -> Iterator[str]:
    # pkgutil could list them too, but loads more to do so than a small check needs in all.
    return (file.stem for file in sorted(package.iterdir()) if file.suffix == ".py" and file.stem != "__init__")
