"""Makes a plan's file ready to run: reads plan, settings, repository and machine, and has the blueprint drawn up.

Changes nothing. Must not know journals, nor how a run is carried out.
"""

from __future__ import annotations

import os
import shlex
import shutil
import sys
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import NamedTuple

from planloom.actions import preconditions
from planloom.actions.blueprint import Choice, draw_up, slug_for, target_of
from planloom.actions.places import Ground, spots
from planloom.actions.preconditions import Machine
from planloom.actions.problem import Problem, line_of, one_line
from planloom.model.agent import Agent
from planloom.model.blueprint import Blueprint
from planloom.model.facts import Facts
from planloom.model.plan import Plan
from planloom.model.progress import Progress
from planloom.model.settings import RunSettings
from planloom.rules.analysis import Analysis
from planloom.rules.finding import Severity
from planloom.rules.rule import all_rules
from planloom.run.agents import Preset, custom, preset, probe, reader
from planloom.run.agents.registry import AgentError, presets
from planloom.run.files import read
from planloom.run.observe import glance
from planloom.run.settings import SettingsError, project_of, settings_for
from planloom.run.survey.repository import find

NO_AGENT = Agent("", ())


class Asked(NamedTuple):
    """What a person asks for beside the plan. `agent`: a name, `command`: a command line; each wins over settings.

    `retries` and `timeout` (minutes) win over settings, too. `adopted`: workers whose branch or worktree somebody else
    made. `progress`: of the plan's unfinished run, `engaged`: its agent, which is asked for again.
    """

    agent: str | None = None
    command: str | None = None
    target: str | None = None
    retries: int | None = None
    timeout: float | None = None
    adopted: frozenset[str] = frozenset()
    progress: Progress | None = None
    engaged: Agent | None = None

    def as_begun(self, blueprint: Blueprint, progress: Progress) -> Asked:
        """The same, with agent and target as an unfinished run has them."""
        return Asked(None, None, blueprint.target, self.retries, self.timeout, frozenset(), progress, blueprint.agent)

    def over(self, settings: RunSettings) -> RunSettings:
        """Settings with what is asked for in their place."""
        return settings._replace(
            retries=settings.retries if self.retries is None else self.retries,
            timeout=settings.timeout if self.timeout is None else self.timeout,
        )


class Prepared(NamedTuple):
    """A plan ready to run: what will be done, by whom, and all that it was made of."""

    blueprint: Blueprint
    preset: Preset
    analysis: Analysis
    text: str
    facts: Facts

    def fault(self) -> str | None:
        """The first of its errors, as `12: what is wrong (rule and 2 more)`; None where it has none."""
        errors = [found for found in self.analysis.findings() if found.severity is Severity.ERROR]
        if not errors:
            return None
        line, _, _ = self.analysis.absolute(errors[0].at)
        more = f" and {len(errors) - 1} more" if len(errors) > 1 else ""
        return f"{line + 1}: {errors[0].message} ({errors[0].rule}{more})"


class NotReadyError(Exception):
    """The plan cannot be run as things are. `lines`: every reason, each as `PLAN.md:12: what, what to do`."""

    def __init__(self, lines: Iterable[str]) -> None:
        self.lines = tuple(lines)
        super().__init__("; ".join(self.lines))


class Read(NamedTuple):
    """A plan's file as it was read, and what its project sets."""

    path: Path
    text: str
    analysis: Analysis
    settings: RunSettings

    def told(self, problems: Iterable[Problem]) -> tuple[str, ...]:
        """Problems as lines for people."""
        return tuple(f"{self._where(problem)}: {one_line(problem.message)}" for problem in problems)

    def _where(self, problem: Problem) -> str:
        line = line_of(problem, self.analysis.plan)
        return f"{self.path}:{line}" if line else f"{self.path}"


def read_plan(path: Path) -> Read:
    """The plan in a file, with its settings. Raises NotReadyError."""
    try:
        source = read(path)
        project = project_of(path.parent, frozenset(all_rules()))
    except OSError as error:
        raise NotReadyError([f"{path}: cannot be read: {error.strerror}"]) from None
    except SettingsError as error:
        raise NotReadyError([str(error)]) from None
    if source.bad is not None:
        raise NotReadyError([f"{path}: not UTF-8 (byte {source.bad}); save it as UTF-8"])
    settings = settings_for(path, project)
    return Read(path, source.text, Analysis.open(source.text, settings), settings.run)


def agents_to_choose(path: Path) -> tuple[str, ...]:
    """The agents that this machine has for the plan in a file, its project's first; none where its project chose one.

    Raises NotReadyError.
    """
    settings = read_plan(path).settings
    known = (one.agent for one in presets().values())
    here = [one.name for one in known if not one.first or shutil.which(one.first[0])]
    return () if settings.agent else tuple(dict.fromkeys([*settings.agents, *here]))


def prepare(path: Path, asked: Asked) -> Prepared:
    """A plan's file made ready to run. Raises NotReadyError with everything that stands in the way."""
    said = read_plan(path)
    said = said._replace(settings=asked.over(said.settings))
    plan = said.analysis.plan
    problems: list[Problem] = []
    chosen = _preset(asked, said.settings, problems)
    choice = Choice(chosen.agent if chosen else NO_AGENT, said.settings, asked.target, asked.adopted)
    facts = glance(plan, path, target=asked.target or said.settings.target, progress=asked.progress)
    if facts is not None:
        choice = choice._replace(ground=ground(plan, facts))
    machine = _machine(choice.agent, facts)
    target = target_of(facts, choice) if facts else ""
    problems += preconditions.problems(facts, target, machine, len(plan.workers))
    if chosen and not machine.lacking:
        problems += map(Problem, filter(None, [probe(chosen).problem]))
    made = draw_up(plan, said.text, facts or _nowhere(path), choice)
    if isinstance(made, Blueprint):
        problems += _link_on_the_way(made.root, made.checkpoint)
    if isinstance(made, Blueprint) and chosen and facts and not problems:
        return Prepared(made, chosen, said.analysis, said.text, facts)
    raise NotReadyError(said.told([*problems, *(() if isinstance(made, Blueprint) else made)]))


def _link_on_the_way(root: str, path: str) -> Iterator[Problem]:
    """A link that would carry what is written to a path inside the repository somewhere else."""
    place = Path(root, path)
    link = next((one for one in (place, *place.parents) if one.is_relative_to(root) and one.is_symlink()), None)
    if link:
        said = f"the checkpoint `{path}` would be written through the link {link}; put a real file or folder there"
        yield Problem(said)


def told(path: Path) -> dict[str, str]:
    """The prompt of every worker of the plan in a file, by worker. Raises NotReadyError.

    Branches and worktrees may be there already: somebody else may have made them. It needs no agent, and no git.
    """
    said = read_plan(path)
    plan = said.analysis.plan
    repository = find(path.parent)
    facts = _nowhere(path)
    if repository:
        inside = os.path.relpath(path.parent.resolve() / path.name, repository.top)
        facts = facts._replace(root=repository.root, common=repository.common, plan=Path(inside).as_posix())
    made = draw_up(plan, said.text, facts, Choice(NO_AGENT, said.settings, adopted=frozenset(plan.workers)))
    if isinstance(made, Blueprint):
        return {job.worker: job.prompt for job in made.jobs}
    raise NotReadyError(said.told(made))


def _nowhere(path: Path) -> Facts:
    """What is known of a plan that lies in no repository."""
    return Facts(str(path.parent.resolve()), "", plan=path.name)


def ground(plan: Plan, facts: Facts) -> Ground:
    """What lies where the plan's worktrees would be made."""
    paths = (spot.path for spot in spots(plan, facts.root, slug_for(plan, facts)).values())
    return Ground(frozenset(path for path in paths if _is_occupied(path)), os.path.realpath(Path.home()))


def _is_occupied(path: str) -> bool:
    try:
        if not os.path.lexists(path):
            return False
        return Path(path).is_symlink() or not Path(path).is_dir() or any(os.scandir(path))
    except (OSError, ValueError):  # what cannot be looked at, or is no path at all, cannot be used either
        return True


def jobs_of(said: Read) -> int:
    """How many workers run at once: what the project sets, else as many as there are cores, at most four."""
    return said.settings.jobs or min(4, os.cpu_count() or 1)


def _preset(asked: Asked, settings: RunSettings, problems: list[Problem]) -> Preset | None:
    """The agent that is asked for; None where none is, or where there is no such agent, which is a problem."""
    if asked.engaged:
        return Preset(asked.engaged, reader(asked.engaged.name))
    name = asked.agent or (None if asked.command else settings.agent)
    try:
        if asked.command:
            return preset(name, asked.command) if name else custom(asked.command)
        command = settings.agents.get(name, "") if name else ""
        if name:
            return preset(name, command if isinstance(command, str) else shlex.join(command))
        named = f"run.agent in .planloom.toml, planloom.run.agent in the editor, or --agent: {', '.join(presets())}"
        said = f"no agent is chosen; name one by {named}"
    except AgentError as error:
        said = str(error)
    problems.append(Problem(said))
    return None


def _machine(agent: Agent, facts: Facts | None) -> Machine:
    """What a run needs of this machine."""
    needed = (*agent.first[:1], "bash", "git")
    lacking = tuple(dict.fromkeys(word for word in needed if shutil.which(word) is None))
    return Machine(sys.platform, lacking, *(_space(facts) if facts else ()))


def _space(facts: Facts) -> tuple[int | None, int | None]:
    """Bytes free beside the main worktree, and bytes of the files in one worktree."""
    try:
        return shutil.disk_usage(Path(facts.root).parent).free, sum(_sizes(facts))
    except OSError:
        return None, None


def _sizes(facts: Facts) -> Iterator[int]:
    for name in facts.files:
        try:
            yield Path(facts.root, name).lstat().st_size
        except (OSError, ValueError):
            continue
