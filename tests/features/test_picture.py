"""The graph of a plan as data: what it holds without facts, and with them."""

from __future__ import annotations

import json
from importlib.resources import files
from typing import Any

import jsonschema

from planloom.features.picture import picture
from planloom.model.facts import Facts, Forecast, WorkerFacts
from planloom.model.progress import Progress, WorkerProgress, WorkerState
from planloom.rules.analysis import Analysis
from planloom.syntax.chunks import Place
from tests.features.test_graph import PLAN

SCHEMA = json.loads(files("planloom").joinpath("schemas", "graph.json").read_text(encoding="utf-8"))
SOMEWHERE = {"start": {"line": 1, "character": 0}, "end": {"line": 1, "character": 2}}


def drawn(source: str = PLAN, facts: Facts | None = None) -> dict[str, Any]:
    analysis = Analysis.open(source)
    analysis.know(facts)
    found = picture(analysis.plan, lambda place: SOMEWHERE if isinstance(place, Place) else None)
    jsonschema.validate(found, SCHEMA)
    return found


def edges(found: dict[str, Any], kind: str) -> list[tuple[str, str | None, str]]:
    return [(edge["from"], edge["to"], edge["label"]) for edge in found["edges"] if edge["kind"] == kind]


def test_a_plan_alone_has_no_states() -> None:
    found = drawn()
    assert [wave["workers"] for wave in found["waves"]] == [["W1", "W2"], ["W3"]]
    assert [(worker["id"], worker["wave"], worker["state"]) for worker in found["workers"]] == [
        ("W1", 0, None),
        ("W2", 0, None),
        ("W3", 1, None),
    ]
    assert found["critical"] == ["W1", "W3"]
    assert edges(found, "depends") == [("W1", "W3", "W3 waits for W1"), ("W2", "W3", "W3 waits for W2")]
    assert [edge["critical"] for edge in found["edges"]] == [True, False, False]
    assert edges(found, "conflict") == [("W1", "W2", "both own src/app.py")]


def test_facts_bring_states_attempts_and_forecasts() -> None:
    run = Progress("r", workers={"W2": WorkerProgress("W2", reason="limit", tries=2, parked="2026-01-01T00:00:00Z")})
    facts = Facts(
        "/r",
        "/r/.git",
        target="main",
        progress=run,
        workers={"W2": WorkerFacts("W2", state=WorkerState.PENDING)},
        forecast=(
            Forecast("W1", "W2", ("a", "b", "c")),
            Forecast("W1", "W2", ("a",), chain=True),
            Forecast("W3", None, ("d",)),
            Forecast("gone", "W1", ("e",)),
        ),
    )
    found = drawn(facts=facts)
    (_, second, _) = found["workers"]
    assert (second["state"], second["attempt"], second["reason"]) == ("pending", 2, "limit")
    assert second["parked"] == "2026-01-01T00:00:00Z"
    assert edges(found, "forecast") == [
        ("W1", "W2", "merging with W2 would conflict in a, b and 1 more"),
        ("W3", None, "merging with main would conflict in d"),
    ]


def test_a_plan_without_workers_is_an_empty_graph() -> None:
    found = drawn("# Plan\n")
    assert (found["waves"], found["workers"], found["edges"], found["critical"]) == ([], [], [], [])
