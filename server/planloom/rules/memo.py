"""What every rule found, kept until something it looked at changes.

An edit gives a new plan that shares with the old one all it did not touch; comparing the two by identity tells which
rules have to look again, and where. Knows the kinds of checks; must not know what any rule is about, nor the text.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Set
from dataclasses import replace
from typing import Any

from planloom.model.ownership import Ownership
from planloom.model.plan import Claim, Plan
from planloom.rules.finding import Finding, Severity
from planloom.rules.rule import Rule
from planloom.rules.text import internal_error
from planloom.syntax import difference
from planloom.syntax.chunks import Chunk, Place


class Memo:
    """The findings of a set of rules on one document, brought up to date by `update`."""

    def __init__(self, rules: Iterable[Rule], severities: Mapping[str, Severity]) -> None:
        self._all = list(rules)
        self._rules: list[Rule] = []
        self._by_chunk: list[Rule] = []
        self._severities = severities
        self._plan: Plan | None = None
        self._parts = {part for rule in self._all for part in (*rule.reads, *rule.fix_reads)} - {"forms"}
        self._changed = False
        self._naming: dict[int, set[tuple[str, Any]]] = {}
        self._ownership = Ownership()
        self._found: dict[str, dict[object, tuple[Finding, ...]]] = {rule.name: {} for rule in self._all}

    def update(self, plan: Plan) -> bool:
        """Look again wherever `plan` differs from the plan of the last call; whether other findings came of it."""
        old, self._plan, self._changed = self._plan, plan, False
        if old is None or (old.facts is None) is not (plan.facts is None):
            self._choose(plan)
        gone, come = difference(old.tree if old else None, plan.tree)
        claims_gone, claims_come, moved = _claim_difference(old, plan)
        forms = self._ownership.forms
        touched = self._ownership.update(claims_gone, claims_come) if claims_gone or claims_come else set()
        edited = {chunk.key for chunk in gone} | {chunk.key for chunk in come}
        moved -= edited
        come += tuple(chunk for chunk in plan.tree.chunks if chunk.key in moved) if moved else ()
        stale = {part for part in self._parts if old is None or getattr(plan, part) is not getattr(old, part)}
        if forms is not self._ownership.forms:
            stale.add("forms")
        named = self._that_name(edited)
        for rule in self._rules if stale or touched or named else self._by_chunk:
            same = old is not None and stale.isdisjoint(rule.reads)
            if rule.kind == "check":
                if not same or rule.name in named:
                    self._keep(rule, None, self._run(rule, plan))
            elif rule.kind == "check_chunk":
                self._look_at_chunks(rule, plan, gone, come if same else plan.tree.chunks)
            elif rule.kind in ("check_overlap", "check_pattern"):
                looked_at = self._ownership.contested if rule.kind == "check_overlap" else self._ownership.keys()
                keys = {*touched, *named.get(rule.name, ())} if same else {*looked_at}
                if not same or not stale.isdisjoint(rule.fix_reads):
                    keys.update(self._found[rule.name])
                self._look_at_patterns(rule, plan, looked_at, keys)
        return self._changed

    def findings(self) -> list[Finding]:
        """All that is known, in no particular order."""
        return [finding for kept in self._found.values() for found in kept.values() for finding in found]

    def _choose(self, plan: Plan) -> None:
        """Take the rules that can run on what is known; the others say nothing."""
        self._rules = [rule for rule in self._all if plan.facts is not None or not rule.needs_facts]
        self._by_chunk = [rule for rule in self._rules if rule.kind == "check_chunk"]
        for rule in self._all:
            if plan.facts is None and rule.needs_facts:
                for key in tuple(self._found[rule.name]):
                    self._drop(rule, key)

    def _look_at_chunks(self, rule: Rule, plan: Plan, gone: Iterable[Chunk], come: Iterable[Chunk]) -> None:
        kept = self._found[rule.name]
        staying = {chunk.key for chunk in come}
        for chunk in gone:
            if chunk.key in kept and chunk.key not in staying:
                self._drop(rule, chunk.key)
        for chunk in come:
            if chunk.kind in rule.kinds:
                self._keep(rule, chunk.key, self._run(rule, chunk, plan))
            elif chunk.key in kept:
                self._drop(rule, chunk.key)

    def _look_at_patterns(self, rule: Rule, plan: Plan, looked_at: Set[str], keys: Set[Any]) -> None:
        overlap_of, run, kept = self._ownership.overlap, rule.run, self._found[rule.name]
        for key in keys:
            try:
                found = tuple(run(overlap_of(key), plan)) if key in looked_at else ()
            except Exception as error:  # a broken rule must not take the others' findings along
                found = self._broken(rule, error)
            if found or key in kept:
                self._keep(rule, key, found)

    def _that_name(self, edited: Set[int]) -> dict[str, set[Any]]:
        """What rules found that speaks of an edited chunk, by rule: its fixes may copy text from there."""
        named: dict[str, set[Any]] = {}
        for chunk in edited:
            for rule, key in self._naming.get(chunk, ()):
                named.setdefault(rule, set()).add(key)
        return named

    def _run(self, rule: Rule, *given: object) -> tuple[Finding, ...]:
        try:
            return tuple(rule.run(*given))
        except Exception as error:  # likewise
            return self._broken(rule, error)

    def _broken(self, rule: Rule, error: Exception) -> tuple[Finding, ...]:
        chunks = self._plan.tree.chunks if self._plan else ()
        return (internal_error.finding(rule.name, error, Place(chunks[0].key if chunks else 0, 0, 0, 0)),)

    def _keep(self, rule: Rule, key: object, found: tuple[Finding, ...]) -> None:
        known = self._found[rule.name].get(key)
        if not found:
            if known:
                self._drop(rule, key)
            return
        severity = self._severities.get(rule.name)
        found = tuple(
            finding if finding.severity and not severity else replace(finding, severity=severity or rule.severity)
            for finding in found
        )
        if found == known:
            return
        if known:
            self._drop(rule, key)
        self._changed = True
        self._found[rule.name][key] = found
        if rule.kind != "check_chunk":
            for chunk in _chunks_named(found):
                self._naming.setdefault(chunk, set()).add((rule.name, key))

    def _drop(self, rule: Rule, key: object) -> None:
        self._changed = True
        found = self._found[rule.name].pop(key)
        if rule.kind != "check_chunk":
            for chunk in _chunks_named(found):
                self._naming[chunk].discard((rule.name, key))


def _chunks_named(findings: Iterable[Finding]) -> set[int]:
    """The chunks that findings speak of: their fixes copy text from there, so an edit there makes them look again."""
    named: set[int] = set()
    for finding in findings:
        named.add(finding.at.chunk)
        named.update(related.at.chunk for related in finding.related)
        named.update(edit.at.chunk for fix in finding.fixes for edit in fix.edits)
    return named


def _between(before: tuple[Claim, ...], after: tuple[Claim, ...]) -> tuple[tuple[Claim, ...], tuple[Claim, ...]]:
    """What lies between the claims that two rows of claims begin and end with alike."""
    head, most = 0, min(len(before), len(after))
    while head < most and before[head] == after[head]:
        head += 1
    tail = 0
    while tail < most - head and before[-1 - tail] == after[-1 - tail]:
        tail += 1
    return before[head : len(before) - tail], after[head : len(after) - tail]


def _claim_difference(old: Plan | None, new: Plan) -> tuple[list[Claim], list[Claim], set[int]]:
    """The claims that left, those that came, and the keys of the chunks whose claims changed."""
    before = old.claims if old else {}
    after = new.claims
    if before is after:
        return [], [], set()
    gone: list[Claim] = []
    come: list[Claim] = []
    moved: set[int] = set()
    for key, claims in after.items():
        was = before.get(key)
        if was is not claims:
            moved.add(key)
            left, came = _between(was or (), claims)
            gone += left
            come += came
    for key in before.keys() - after.keys():
        gone.extend(before[key])
    return gone, come, moved
