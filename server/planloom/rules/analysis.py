"""One document, from its text to its findings, kept true through edits.

Ties the layers together: text, tree, plan, facts, rules, suppressions. This is all that a server or a command line has
to hold for a document. Must not know the protocol, the disk or the terminal; facts are given to it.
"""

from __future__ import annotations

from collections.abc import Mapping

from planloom.model.facts import Facts
from planloom.model.plan import Plan
from planloom.model.read.plan import build
from planloom.model.settings import Settings
from planloom.rules.finding import Finding, Severity
from planloom.rules.memo import Memo
from planloom.rules.rule import Rule, all_rules
from planloom.rules.suppress import Comments
from planloom.rules.text import too_large
from planloom.syntax import first_lines, rescan, scan
from planloom.syntax.chunks import Place, Tree
from planloom.syntax.limits import is_too_large
from planloom.text import LineChange, Position, Text, join

NO_SETTINGS = Settings()
CHECKPOINT_GROUPS = ("checkpoint", "text")


class Analysis:
    """A document being edited. `text` is true at once; tree, plan and findings are computed when asked for."""

    def __init__(self, source: str, settings: Settings | None = None) -> None:
        self.settings = settings or NO_SETTINGS
        self._severities = {rule: Severity[name.upper()] for rule, name in self.settings.severity.items()}
        self._memo: Memo | None = None
        self._memo_is_for_plan = False
        self._facts: Facts | None = None
        self._plan: Plan | None = None
        self._plan_tree: Tree | None = None
        self._comments = Comments()
        self._sorted: list[Finding] = []
        self._sorted_at: dict[int, int] = {}
        self.replace_all(source)

    @classmethod
    def open(cls, source: str, settings: Settings | None = None) -> Analysis:
        """Begin with a whole text."""
        return cls(source, settings)

    def replace_all(self, source: str) -> None:
        """Take a new text as a whole."""
        self.text = Text.of(source)
        self._tree = scan(self.text.lines())
        self._unread: LineChange | None = None
        self._findings: tuple[Finding, ...] | None = None

    def edit(self, start: Position, end: Position, new: str) -> None:
        """Replace what lies between two positions (line, column in code points)."""
        self.text, change = self.text.replace(start, end, new)
        # A burst of edits in one place is read once, when somebody asks.
        both = change if self._unread is None else join(self._unread, change)
        if both is None:
            self._tree = self.tree
        self._unread = both or change
        self._findings = None

    def know(self, facts: Facts | None) -> None:
        """Take what git, disk and processes say now; None: nothing is known, and rules that need facts are silent."""
        if facts is not self._facts:
            self._facts, self._findings = facts, None

    @property
    def tree(self) -> Tree:
        """What the text is made of."""
        if self._unread is not None:
            self._tree = rescan(self._tree, *self._unread)
            self._unread = None
        return self._tree

    @property
    def plan(self) -> Plan:
        """What the text says, as a plan."""
        if self._plan is None or self._plan_tree is not self.tree:
            plan = build(self.tree, self._plan)
            self._comments.follow(self.tree)
            if self.settings.declared and not plan.is_plan:
                plan = plan._replace(is_plan=True)
            self._plan, self._plan_tree = plan, self.tree
        if self._plan.facts is not self._facts:
            self._plan = self._plan._replace(facts=self._facts)
        return self._plan

    def findings(self) -> tuple[Finding, ...]:
        """Everything that is wrong, in document order, each finding with its severity. Empty for what is no plan."""
        if self._findings is None:
            self._findings = tuple(self._find())
        return self._findings

    @property
    def is_too_large(self) -> bool:
        """Whether it is a document that is not read as a plan, for that would take too long."""
        end = self.text.clamp((self.text.line_count, 0))
        return is_too_large(self.tree, self.text.line_count, self.text.offset(end))

    def absolute(self, place: Place) -> tuple[int, int, int]:
        """Document line, start and end column (code points) of a place."""
        return first_lines(self.tree)[place.chunk] + place.line, place.start, place.end

    def _find(self) -> list[Finding]:
        if self.is_too_large:
            head = build(Tree(self.tree.chunks[:200]))
            return [self._judged(too_large.finding(Place(head.tree.chunks[0].key, 0, 0, 0)))] if head.is_plan else []
        plan = self.plan
        if not (plan.is_plan or plan.is_checkpoint):
            self._memo, self._sorted_at = None, {}
            return []
        if self._memo is None or self._memo_is_for_plan != plan.is_plan:
            self._memo = Memo(self._rules(plan), self._severities)
            self._memo_is_for_plan, self._sorted_at = plan.is_plan, {}
        first = first_lines(self.tree)
        if self._memo.update(plan) or self._comments or (first is not self._sorted_at and first != self._sorted_at):
            self._sorted, self._sorted_at = self._in_order(self._memo.findings(), first), first
        return self._sorted

    def _in_order(self, findings: list[Finding], first: Mapping[int, int]) -> list[Finding]:
        if self._comments:
            left, unused = self._comments.suppress(findings, self.tree, self._line)
            findings = left + [self._judged(found) for found in unused if self.settings.runs(found.rule)]
        return sorted(findings, key=lambda found: (first[found.at[0]] + found.at[1], found.at[2:], found.rule))

    def _rules(self, plan: Plan) -> list[Rule]:
        enabled = [rule for rule in all_rules().values() if self.settings.runs(rule.name)]
        return enabled if plan.is_plan else [rule for rule in enabled if rule.group in CHECKPOINT_GROUPS]

    def _judged(self, finding: Finding) -> Finding:
        return finding._replace(severity=self._severities.get(finding.rule) or all_rules()[finding.rule].severity)

    def _line(self, place: Place) -> int:
        return first_lines(self.tree)[place.chunk] + place.line
