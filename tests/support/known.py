"""Random facts about the repository around a plan: some of its files, branches, changes, conflicts."""

from __future__ import annotations

from random import Random

from planloom.model.facts import Change, Facts, Forecast, WorkerFacts, Worktree
from planloom.model.plan import Plan
from planloom.model.progress import WorkerState
from tests.support.facts import ROOT, TARGET

STRANGE = ("README.md", "src/zz.rs", "docs/a b.md", "src/\x1b[31m.rs", "src/\udcff.rs", "a|b`c.rs", "src/a.rs")


def some_facts(random: Random, plan: Plan) -> Facts:
    """Facts that speak of this plan's workers and paths, true to nothing."""
    paths = [claim.path for claims in plan.claims.values() for claim in claims] + list(STRANGE)
    files = frozenset(random.sample(paths, len(paths) // 2))
    workers = {id_: _worker(random, id_, paths, list(plan.workers)) for id_ in plan.workers if random.random() < 0.8}
    branches = {w.branch.text: "1" * 40 for w in plan.workers.values() if w.branch and random.random() < 0.3}
    ids = list(plan.workers)
    forecast = tuple(
        Forecast(random.choice(ids), random.choice([None, *ids]), tuple(random.sample(paths, 2)), random.random() < 0.3)
        for _ in range(random.randint(0, 2) if ids else 0)
    )
    return Facts(
        ROOT,
        f"{ROOT}/.git",
        plan="PLAN.md",
        target=TARGET,
        branches=branches,
        files=files,
        folders=frozenset(path.rpartition("/")[0] for path in files) - {""},
        workers=workers,
        forecast=forecast,
        checkpoint=random.choice((None, None, "archive/CHECKPOINT_plan.md")),
    )


def _worker(random: Random, worker: str, paths: list[str], ids: list[str]) -> WorkerFacts:
    tree = Worktree(f"/repos/{worker}", "1" * 40, random.choice((None, "feat/x"))) if random.random() < 0.3 else None
    return WorkerFacts(
        worker,
        tip=random.choice((None, "2" * 40)),
        worktree=tree,
        occupied=tree is not None or random.random() < 0.2,
        commits=random.randint(0, 3),
        changes=tuple(_change(random, path) for path in random.sample(paths, random.randint(0, 3))),
        merged=random.random() < 0.1,
        lacks=tuple(random.sample(ids, random.randint(0, min(2, len(ids))))),
        ours=random.random() < 0.1,
        state=random.choice((None, *WorkerState)),
    )


def _change(random: Random, path: str) -> Change:
    commit = random.choice((None, "3f2a91c" * 5))
    return Change(path, "M", "commit" if commit else "tree", commit)
