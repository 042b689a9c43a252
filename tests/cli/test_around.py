"""`planloom check` looks at the repository around a plan, and only where that tells anything."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

from planloom.cli import around
from planloom.model.blueprint import approval_hash, to_json
from planloom.model.facts import Facts
from planloom.rules.analysis import Analysis
from planloom.run.records.journal import Journal
from planloom.run.records.state import Run
from planloom.run.survey.places import records_of
from planloom.run.survey.repository import Repository
from tests.cli.conftest import Planloom, written
from tests.run.journals import blueprint, first
from tests.support.repos import commit, git, make_repo, write_files

PLAN = """\
# Parser

| File | W1 | W2 |
|---|---|---|
| src/a.rs | PRIMARY | - |
| src/b.rs | - | PRIMARY |
| src/gone.rs | MODIFY | - |

### W1: Parser

**Branch:** feat/w1
**Worktree:** ../w1
**Depends On:** none

### W2: Lexer

**Branch:** feat/w2
**Worktree:** ../w2
**Depends On:** none
"""
RULES = "missing-path"


@pytest.fixture
def repo(planloom: Planloom, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A repository that lacks a file which its plan wants to change; one stands in it."""
    made = make_repo(tmp_path, {"PLAN.md": PLAN, "src/a.rs": "a\n", "src/b.rs": "b\n"})
    monkeypatch.chdir(made)
    return made


def rules_of(out: str) -> dict[str, list[str]]:
    return {file["path"]: [found["rule"] for found in file["findings"]] for file in json.loads(out)["files"]}


def test_what_git_says_becomes_findings(planloom: Planloom, repo: Path) -> None:
    said = planloom("check", "--select", RULES, "--format", "json", "PLAN.md")
    assert rules_of(said.out) == {"PLAN.md": [RULES]}


def test_offline_looks_at_the_text_alone(planloom: Planloom, repo: Path) -> None:
    said = planloom("check", "--offline", "--select", RULES, "--format", "json", "PLAN.md")
    assert rules_of(said.out) == {"PLAN.md": []}


def test_outside_of_a_repository_such_rules_are_silent(planloom: Planloom, tmp_path: Path) -> None:
    written(tmp_path / "PLAN.md", PLAN)
    assert planloom("check", "--select", RULES).code == 0


def test_a_plan_on_stdin_lies_in_the_folder_one_stands_in(planloom: Planloom, repo: Path) -> None:
    said = planloom("check", "--select", RULES, "--format", "json", "-", stdin=PLAN)
    assert rules_of(said.out) == {"-": [RULES]}


def test_one_repository_is_read_once_for_all_its_plans(
    planloom: Planloom, repo: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    write_files(repo, {f"plans/{n}.md": PLAN for n in range(3)})
    looks: list[Repository] = []
    look = around.look

    def counted(repository: Repository) -> Facts:
        looks.append(repository)
        return look(repository)

    monkeypatch.setattr(around, "look", counted)
    said = planloom("check", "--select", RULES, "--format", "json", ".")
    assert sum(found == [RULES] for found in rules_of(said.out).values()) == 4
    assert len(looks) == 1


def test_what_git_cannot_read_is_said_once_and_is_no_error_of_the_plan(planloom: Planloom, repo: Path) -> None:
    write_files(repo, {"again.md": PLAN})
    (repo / ".git" / "index").write_bytes(b"no index")
    said = planloom("check", "--select", RULES, "PLAN.md", "again.md")
    assert said.code == 0
    assert said.err.count("index file") == 1
    assert said.err.startswith(f"planloom: {repo}: git ls-files: ")


def test_work_in_a_worktree_is_seen(planloom: Planloom, repo: Path) -> None:
    git(repo, "worktree", "add", "--quiet", "-b", "feat/w1", "../w1")
    commit(repo.parent / "w1", {"src/b.rs": "strayed\n"}, "[W1] Stray")
    said = planloom("check", "--select", "ownership-drift", "--format", "json", "PLAN.md")
    assert rules_of(said.out) == {"PLAN.md": ["ownership-drift"]}


CHECKPOINT = """\
# Checkpoint: Parser

| Worker | Status |
|--------|--------|
| W1 | Done |
| W2 | Running |
"""


def begun(repo: Path) -> Run:
    """A run of the plan whose first worker failed."""
    found = around.find(repo)
    assert found is not None
    facts = around.look(found)._replace(plan="PLAN.md")
    run = records_of(Analysis.open(PLAN).plan, facts).new_run()
    drawn = blueprint(("W1", "W2"), root=str(repo))
    approval = approval_hash(drawn)
    run.plan(approval).write_text(PLAN)
    run.blueprint(approval).write_text(json.dumps(to_json(drawn)))
    journal = Journal.create(run.journal, **{**first(run.id, ("W1", "W2")), "approval": approval})
    journal.write("state", "done", worker="W1", state="failed", reason="it gave up")
    journal.write("state", "done", worker="W2", state="running", reason="")
    journal.close()
    write_files(repo, {drawn.checkpoint: CHECKPOINT})
    return run


def test_a_checkpoint_is_compared_with_the_run_that_writes_it(planloom: Planloom, repo: Path) -> None:
    begun(repo)
    said = planloom("check", "--select", "checkpoint-drift", "archive/CHECKPOINT_engine.md")
    assert said.code == 1
    assert "W1 is called `Done`, but it failed: it gave up" in said.out


def test_a_checkpoint_of_no_run_says_nothing(planloom: Planloom, repo: Path) -> None:
    run = begun(repo)
    next(run.folder.glob("blueprint-*.json")).write_text("nonsense")
    assert planloom("check", "--select", "checkpoint-drift", "archive/CHECKPOINT_engine.md").code == 0


LOADED = "import sys; from planloom.cli.app import run; run(sys.argv[1:]); print('git' in sys.modules, file=sys.stderr)"


@pytest.mark.parametrize(
    ("arguments", "loads"),
    [
        (["PLAN.md"], True),
        (["--offline", "PLAN.md"], False),
        (["--select", "dependency-cycle", "PLAN.md"], False),
        (["notes.md"], False),
    ],
)
def test_git_is_loaded_only_where_it_is_needed(repo: Path, arguments: list[str], loads: bool) -> None:
    write_files(repo, {"notes.md": "# Notes\n\nNothing of a plan.\n"})
    command = [sys.executable, "-c", LOADED, "check", *arguments]
    said = subprocess.run(command, cwd=repo, capture_output=True, text=True, check=False)
    assert said.stderr.strip() == str(loads)
