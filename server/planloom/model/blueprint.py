"""A plan made ready to run: exactly what will be executed, where, on which branches. What a person approves.

Drawn up by `planloom.actions.blueprint` from a plan, settings and facts. Plain values that JSON can hold, so that a
copy on disk reads back as the same value. Must not know progress: the hash is the same before, during and after a run.
"""

import hashlib
import json
from collections.abc import Mapping
from typing import Any, NamedTuple

from planloom.model.agent import Agent


class Limits(NamedTuple):
    """Bounds of one worker's attempts. Times in seconds; `tokens` and `cost` (US dollars) None: no ceiling.

    `timeout`: a whole attempt; `silence`: without output; `retries`: attempts after the first. `run_tokens` and
    `run_cost` bound all workers together.
    """

    timeout: float = 3600.0
    silence: float = 600.0
    retries: int = 2
    tokens: int | None = None
    cost: float | None = None
    run_tokens: int | None = None
    run_cost: float | None = None


class Job(NamedTuple):
    """One worker, ready to run.

    `worktree` is absolute. `after`: the workers that must be validated before it gets its worktree (dependencies, and
    all of earlier named waves), whose tips its start commit holds. `writes` and `denied` are path patterns as
    `planloom.model.pattern.parse` reads them. `validation` is a bash script ("" where the plan gives none). `check` is
    the script to run after its merge, `resolution` the plan's own words on a conflict. `criteria`: Done-When lines.
    `cone`: the folders that a sparse worktree holds, all where none is named. `script`: the bash script that its agent
    runs in place of a prompt, for an agent with `Agent.runs_script` only.
    """

    worker: str
    name: str
    branch: str
    worktree: str
    after: tuple[str, ...] = ()
    writes: tuple[str, ...] = ()
    denied: tuple[str, ...] = ()
    prompt: str = ""
    validation: str = ""
    check: str = ""
    resolution: str = ""
    criteria: tuple[tuple[str, bool], ...] = ()
    script: str = ""
    cone: tuple[str, ...] = ()


class Furniture(NamedTuple):
    """What makes a fresh worktree ready to work in: files to copy, to link (globs from the main worktree), a command.

    `setup` is a bash script, run in the worktree. `disposable`: names of folders and files that may be thrown away with
    a worktree. `sparse`: whether a worktree holds only what its worker writes and reads.
    """

    copy: tuple[str, ...] = ()
    link: tuple[str, ...] = ()
    setup: str = ""
    disposable: tuple[str, ...] = ()
    sparse: bool = False


class Blueprint(NamedTuple):
    """All that a run will do. `jobs` are in merge order. `plan` and `checkpoint` are relative to `root`.

    `root` is the main worktree, absolute. `slug` is the plan's `<feature>`. `text_hash`: sha256 of the plan's text.
    """

    plan: str
    slug: str
    title: str
    text_hash: str
    root: str
    target: str
    checkpoint: str
    agent: Agent
    jobs: tuple[Job, ...] = ()
    furniture: Furniture = Furniture()
    limits: Limits = Limits()

    def job(self, worker: str) -> Job:
        """The job of a worker. Raises KeyError."""
        for job in self.jobs:
            if job.worker == worker:
                return job
        raise KeyError(worker)


def to_json(blueprint: Blueprint) -> dict[str, Any]:
    """The blueprint as JSON values; `from_json` reads it back."""
    whole = blueprint._asdict()
    whole |= {name: whole[name]._asdict() for name in ("agent", "furniture", "limits")}
    whole["jobs"] = [job._asdict() for job in blueprint.jobs]
    return whole


def from_json(data: Mapping[str, Any]) -> Blueprint:
    """What `to_json` gave, also after a way through a file. Raises KeyError or TypeError for anything else."""
    parts = {"agent": Agent, "furniture": Furniture, "limits": Limits}
    rest = {name: _tuples(value) for name, value in data.items() if name not in (*parts, "jobs")}
    made = {name: kind(**{key: _tuples(v) for key, v in data[name].items()}) for name, kind in parts.items()}
    jobs = tuple(Job(**{key: _tuples(value) for key, value in job.items()}) for job in data["jobs"])
    return Blueprint(**rest, **made, jobs=jobs)


def approval_hash(blueprint: Blueprint) -> str:
    """What an approval binds to: 16 hexadecimal digits over everything that the blueprint says."""
    text = json.dumps(to_json(blueprint), sort_keys=True, ensure_ascii=True, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()[:16]


def _tuples(value: Any) -> Any:
    return tuple(_tuples(item) for item in value) if isinstance(value, (list, tuple)) else value
