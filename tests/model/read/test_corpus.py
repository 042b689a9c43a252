"""Real plans are read as people read them. Skips where the corpus is not beside the repository."""

from __future__ import annotations

import json
import re
import unicodedata
from pathlib import Path
from typing import Any

import pytest

from planloom.model.plan import Plan
from tests.model.read.reading import read

CORPUS = Path(__file__).parents[3] / "../shared/corpus"
pytestmark = pytest.mark.skipif(not CORPUS.is_dir(), reason="no corpus beside the repository")

Found = list[tuple[dict[str, Any], Plan]]


@pytest.fixture(scope="module")
def labelled() -> Found:
    """The facts about each labelled document, and the plan it is read as."""
    facts = [json.loads(file.read_text(encoding="utf-8")) for file in sorted((CORPUS / "truth").glob("*.json"))]
    texts = [(CORPUS / f"{fact['doc']}.md").read_text(encoding="utf-8") for fact in facts]
    return [(fact, read(text)) for fact, text in zip(facts, texts, strict=True)]


def same(worker: str) -> str:
    """An id as facts and readings compare: no case, markup or separators."""
    folded = re.sub(r"[^0-9a-z\u0080-\uffff]+", "", unicodedata.normalize("NFKC", worker).lower())
    return re.sub(r"^w(?=\d+$)", "worker", folded)


def canonical(fact: dict[str, Any], worker: str) -> str:
    """The id that the facts give a worker, whichever of its names is used."""
    for known in fact["workers"]:
        if same(worker) in {same(name) for name in (known["id"], *known.get("aliases", []))}:
            return same(known["id"])
    return same(worker)


def f1(found: set[Any], true: set[Any]) -> float | None:
    """How well two sets agree; None where both are empty."""
    return 2 * len(found & true) / (len(found) + len(true)) if found or true else None


def mean(values: list[float | None]) -> float:
    """The mean of those there are."""
    known = [value for value in values if value is not None]
    return sum(known) / len(known)


def test_workers(labelled: Found) -> None:
    scores: list[float | None] = []
    for fact, plan in labelled:
        if fact["kind"] == "plan":
            found = {canonical(fact, id_) for id_ in plan.workers}
            true = {same(worker["id"]) for worker in fact["workers"]}
            scores.append(f1(found, true) if fact.get("workers_sure", True) else len(found & true) / len(true))
    assert mean(scores) >= 0.95


def test_dependencies(labelled: Found) -> None:
    scores: list[float | None] = []
    for fact, plan in labelled:
        if fact["kind"] == "plan":
            pairs = [(w["id"], d) for w in fact["workers"] for d in w.get("depends_on", [])]
            true = {(canonical(fact, a), canonical(fact, b)) for a, b in pairs}
            read_ones = [(w.id, d.worker) for w in plan.workers.values() for d in w.depends_on if d.worker]
            scores.append(f1({(canonical(fact, a), canonical(fact, b)) for a, b in read_ones}, true))
    assert mean(scores) >= 0.90


def test_merge_orders(labelled: Found) -> None:
    right: list[float | None] = []
    for fact, plan in labelled:
        if fact["kind"] == "plan" and fact.get("merge_order"):
            found = [canonical(fact, step.worker or step.text) for step in plan.merge.steps]
            at = 0
            good = True
            for rank in fact["merge_order"]:
                good &= set(found[at : at + len(rank)]) == {canonical(fact, worker) for worker in rank}
                at += len(rank)
            right.append(float(good and at == len(found)))
    assert mean(right) >= 0.85


def test_documents_that_are_no_plans(labelled: Found) -> None:
    assert [fact["doc"] for fact, plan in labelled if fact["kind"] == "negative" and plan.is_plan] == []
