"""The open documents: their versions, their analyses, their diagnostics.

Knows documents as a client names them; must not know requests and answers.
"""

from __future__ import annotations

import gc
from dataclasses import dataclass
from typing import Any

from planloom.lsp import edits
from planloom.lsp.asked import Asked
from planloom.lsp.diagnostics import Renderer
from planloom.lsp.log import failure
from planloom.model.facts import Facts
from planloom.model.plan import Plan
from planloom.model.settings import Settings
from planloom.rules.analysis import Analysis
from planloom.rules.finding import Finding
from planloom.syntax.chunks import Tree
from planloom.text import Text
from planloom.text.encodings import Encoding


@dataclass(frozen=True, slots=True)
class Snapshot:
    """A document at one version, for whoever works on it while typing goes on."""

    uri: str
    version: int | None
    encoding: Encoding
    text: Text
    tree: Tree
    findings: tuple[Finding, ...]
    plan: Plan


class Document:
    """One open document. `dirty`: its diagnostics have not been sent yet."""

    def __init__(self, uri: str, version: int | None, encoding: Encoding) -> None:
        self.uri = uri
        self.version = version
        self.encoding: Encoding = encoding
        self.dirty = True
        self.astray = False
        self._json = b""
        self._reported: bytes | None = None
        self._report = 0
        self._snapshot: Snapshot | None = None
        self._facts: Facts | None = None

    def open(self, source: str, settings: Settings) -> None:
        """Take a whole text and the settings that hold for it."""
        # A large plan is a million objects that live as long as it is open, and none of them is part of a cycle. To
        # collect while they are made, or to look at them again later, costs hundreds of milliseconds at a keystroke.
        gc.disable()
        try:
            self.analysis = Analysis.open(source, settings)
            self.analysis.know(self._facts)
            self.analysis.findings()
        finally:
            gc.freeze()
            gc.enable()
        self._renderer = Renderer(self.encoding, self.uri)
        self._touched = edits.ALL
        self._changed()

    def change(self, version: int | None, changes: list[Any]) -> None:
        """Apply a client's changes. Raises MessageError for changes that are none."""
        self.version = version
        self._changed()
        self._touched = edits.apply(self.analysis, changes, self.encoding, self._touched)

    def diagnostics(self) -> bytes:
        """The diagnostics, as the items of a JSON array."""
        if self.dirty:
            self._json = self._render()
            self._touched = edits.NOTHING
            self.dirty = False
        return self._json

    def report(self) -> tuple[int, bytes]:
        """The diagnostics, and a number that is another one when they are others than in the last report."""
        ready = self.diagnostics()
        if ready != self._reported:
            self._reported = ready
            self._report += 1
        return self._report, ready

    @property
    def plan(self) -> Plan:
        """What the document says; nothing where it is too large to be read."""
        return Plan(self.analysis.tree) if self.analysis.is_too_large else self.analysis.plan

    def asked(self) -> Asked | None:
        """What facts to look for; None for what is neither plan nor checkpoint."""
        plan = self.plan
        if not (plan.is_plan or plan.is_checkpoint):
            return None
        return Asked(self.uri, plan, self.analysis.settings.run.target, self._facts, self.analysis.text)

    def know(self, facts: Facts | None) -> None:
        """Take what git, disk and processes say."""
        before = self.analysis.findings()
        self._facts = facts
        self.analysis.know(facts)
        self._snapshot = None
        self.dirty = self.dirty or self.analysis.findings() != before

    def snapshot(self) -> Snapshot:
        """The document as it is now."""
        if self._snapshot is None:
            analysis = self.analysis
            findings = analysis.findings()
            said = analysis.text, analysis.tree, findings, self.plan
            self._snapshot = Snapshot(self.uri, self.version, self.encoding, *said)
        return self._snapshot

    def _render(self) -> bytes:
        try:
            return self._renderer.render(self.analysis, self._touched)
        except Exception as error:
            # What the analysis remembers may be half changed. Its text is whole: begin again from that.
            failure(f"following edits to version {self.version}", error)
            self.open(str(self.analysis.text), self.analysis.settings)
            return self._renderer.render(self.analysis, self._touched)

    def _changed(self) -> None:
        self.dirty = True
        self._snapshot = None
