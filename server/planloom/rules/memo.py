"""What every rule found, kept until something it looked at changes.

An edit gives a new plan that shares with the old one all it did not touch; comparing the two by identity tells which
rules have to look again, and where. Knows the kinds of checks; must not know what any rule is about, nor the text.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Set
from typing import Any

from planloom.model.ownership import Ownership
from planloom.model.plan import Claim, Plan
from planloom.rules.finding import Finding, Severity
from planloom.rules.rule import Rule
from planloom.rules.text import internal_error
from planloom.syntax import difference
from planloom.syntax.chunks import Chunk, Place


class _Job:
    """One check of a rule, and what it found: by worker, pattern, chunk, or (under None) in the plan as a whole."""

    __slots__ = ("found", "kind", "rule", "run")

    def __init__(self, rule: Rule, kind: str) -> None:
        self.rule, self.kind, self.run = rule, kind, rule.checks[kind]
        self.found: dict[Any, tuple[Finding, ...]] = {}


class Memo:
    """The findings of a set of rules on one document, brought up to date by `update`."""

    def __init__(self, rules: Iterable[Rule], severities: Mapping[str, Severity]) -> None:
        self._all = [_Job(rule, kind) for rule in rules for kind in rule.checks if kind != "finding"]
        self._jobs: list[_Job] = []
        self._by_chunk: list[_Job] = []
        self._severities = severities
        self._plan: Plan | None = None
        self._parts = {part for job in self._all for part in (*job.rule.reads, *job.rule.fix_reads)} - {"forms"}
        self._changed = False
        self._naming: dict[int, set[tuple[_Job, Any]]] = {}
        self._ownership = Ownership()

    def update(self, plan: Plan) -> bool:
        """Look again wherever `plan` differs from the plan of the last call; whether other findings came of it."""
        old, self._plan, self._changed = self._plan, plan, False
        if old is None or (old.facts is None) is not (plan.facts is None):
            self._choose(plan)
        gone, come = difference(old.tree if old else None, plan.tree)
        claims_gone, claims_come, moved = _claim_difference(old, plan)
        forms = self._ownership.forms
        touched = self._ownership.update(claims_gone, claims_come) if claims_gone or claims_come else frozenset()
        edited = {chunk.key for chunk in gone} | {chunk.key for chunk in come}
        moved -= edited
        come += tuple(chunk for chunk in plan.tree.chunks if chunk.key in moved) if moved else ()
        self._look_at_chunks(plan, gone, come)
        stale = {part for part in self._parts if old is None or getattr(plan, part) is not getattr(old, part)}
        if forms is not self._ownership.forms:
            stale.add("forms")
        named = self._that_name(edited)
        workers = _worker_difference(old, plan)
        moved_on = self._moved_on(old, plan) if "order" in stale else None
        for job in self._jobs if stale or touched or named or workers else ():
            reads = stale.intersection(job.rule.reads)
            same = old is not None and not reads
            if job.kind == "check":
                if not same or job in named:
                    self._keep(job, None, self._run(job, plan))
                continue
            if job.kind == "check_worker":
                ids = {*workers, *named.get(job, ())} if same else {*plan.workers, *job.found}
                self._look_at_workers(job, plan, ids)
                continue
            trait = job.rule.trait
            looked_at = self._ownership.having(trait) if trait else self._ownership.keys()
            local = frozenset() if same else moved_on if reads == {"order"} else None
            keys: Iterable[Any] = looked_at if local is None else {*local, *touched, *named.get(job, ())}
            if job.found and (not same or not stale.isdisjoint(job.rule.fix_reads)):
                keys = {*keys, *job.found}
            self._look_at_patterns(job, plan, looked_at, keys)
        return self._changed

    def _moved_on(self, old: Plan | None, plan: Plan) -> Set[str] | None:
        """The patterns with workers that another order moved; None for all patterns."""
        moved = plan.order.moved(old.order) if old and old.order and plan.order else None
        if not moved:
            return moved
        ownership = self._ownership
        met = map(ownership.overlap, ownership.having("contested") | ownership.having("repeated"))
        return {one.pattern.key for one in met if any(claim.worker in moved for claim in (*one.claims, *one.others))}

    def findings(self) -> list[Finding]:
        """All that is known, in no particular order."""
        return [finding for job in self._all for kept in job.found.values() for finding in kept]

    def _choose(self, plan: Plan) -> None:
        """Take the rules that can run on what is known; the others say nothing."""
        able = [job for job in self._all if plan.facts is not None or not job.rule.needs_facts]
        self._jobs = [job for job in able if job.kind != "check_chunk"]
        self._by_chunk = [job for job in able if job.kind == "check_chunk"]
        for job in self._all:
            if plan.facts is None and job.rule.needs_facts:
                for key in tuple(job.found):
                    self._drop(job, key)

    def _look_at_chunks(self, plan: Plan, gone: Iterable[Chunk], come: Iterable[Chunk]) -> None:
        staying = {chunk.key for chunk in come}
        left = [chunk.key for chunk in gone if chunk.key not in staying]
        jobs = [(job, job.rule.kinds, job.rule.suspects(plan)) for job in self._by_chunk]
        for job, _, _ in jobs:
            for key in left:
                if key in job.found:
                    self._drop(job, key)
        for chunk in come:
            text = "\n".join(chunk.lines)
            for job, kinds, suspects in jobs:
                if chunk.kind in kinds and suspects and suspects(text):
                    self._keep(job, chunk.key, self._run(job, chunk, plan))
                elif chunk.key in job.found:
                    self._drop(job, chunk.key)

    def _look_at_workers(self, job: _Job, plan: Plan, keys: Iterable[Any]) -> None:
        for key in keys:
            worker = plan.workers.get(key)
            if worker is not None:
                self._keep(job, key, self._run(job, worker, plan))
            elif key in job.found:
                self._drop(job, key)

    def _look_at_patterns(self, job: _Job, plan: Plan, looked_at: Set[str], keys: Iterable[Any]) -> None:
        suspects, overlap, kept = job.rule.suspects(plan), self._ownership.overlap, job.found
        for key in keys:
            if key in looked_at and suspects and suspects(key):
                self._keep(job, key, self._run(job, overlap(key), plan))
            elif key in kept:
                self._drop(job, key)

    def _that_name(self, edited: Set[int]) -> dict[_Job, set[Any]]:
        """What checks found that speaks of an edited chunk, by check: its fixes may copy text from there."""
        named: dict[_Job, set[Any]] = {}
        for chunk in edited:
            for job, key in self._naming.get(chunk, ()):
                named.setdefault(job, set()).add(key)
        return named

    def _run(self, job: _Job, *given: object) -> tuple[Finding, ...]:
        try:
            return tuple(job.run(*given))
        except Exception as error:  # likewise
            return self._broken(job, error)

    def _broken(self, job: _Job, error: Exception) -> tuple[Finding, ...]:
        chunks = self._plan.tree.chunks if self._plan else ()
        return (internal_error.finding(job.rule.name, error, Place(chunks[0].key if chunks else 0, 0, 0, 0)),)

    def _keep(self, job: _Job, key: object, found: tuple[Finding, ...]) -> None:
        known = job.found.get(key)
        if not found:
            if known:
                self._drop(job, key)
            return
        severity = self._severities.get(job.rule.name)
        found = tuple(
            finding if finding.severity and not severity else finding._replace(severity=severity or job.rule.severity)
            for finding in found
        )
        if len(found) > 1:
            # One place may name many workers, and each would be told the same there.
            found = tuple({(finding.at, finding.message): finding for finding in reversed(found)}.values())[::-1]
        if found == known:
            return
        if known:
            self._drop(job, key)
        self._changed = True
        job.found[key] = found
        if job.kind != "check_chunk":
            for chunk in _chunks_named(found):
                self._naming.setdefault(chunk, set()).add((job, key))

    def _drop(self, job: _Job, key: object) -> None:
        self._changed = True
        found = job.found.pop(key)
        if job.kind != "check_chunk":
            for chunk in _chunks_named(found):
                self._naming[chunk].discard((job, key))


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


def _worker_difference(old: Plan | None, new: Plan) -> set[str]:
    """The workers that left, came, or are others than before, and those that depend on them."""
    before = old.workers if old else {}
    if before is new.workers:
        return set()
    same = {id_ for id_, worker in new.workers.items() if before.get(id_) is worker}
    changed = {*before, *new.workers} - same
    users = (id_ for id_ in same if any(item.worker in changed for item in new.workers[id_].depends_on))
    return changed.union(users)


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
