"""A plan's file made ready to run: settings, repository, disk and agent looked at, everything wrong said at once."""

from __future__ import annotations

from pathlib import Path

import pytest

from planloom.run.preparing import Asked, NotReadyError, Prepared, jobs_of, prepare, read_plan, told
from planloom.run.survey.hooks import hooks
from tests.actions.plans import PLAN
from tests.support.repos import git, make_repo, write_files

MOCK = Asked(command="true {prompt_file}")


@pytest.fixture
def repo(tmp_path: Path) -> Path:
    """A repository with a plan in it."""
    return make_repo(tmp_path, {"docs/PLAN.md": PLAN})


def ready(repo: Path, asked: Asked = MOCK) -> Prepared:
    """The repository's plan, which can be run."""
    return prepare(repo / "docs" / "PLAN.md", asked)


def refused(repo: Path, asked: Asked = MOCK) -> list[str]:
    """Why the repository's plan cannot be run, without the path in front."""
    with pytest.raises(NotReadyError) as caught:
        ready(repo, asked)
    return [line.removeprefix(f"{repo}/docs/PLAN.md:").strip() for line in caught.value.lines]


def test_a_sound_plan_is_ready(repo: Path) -> None:
    prepared = ready(repo)
    blueprint = prepared.blueprint
    assert (blueprint.plan, blueprint.target, blueprint.root) == ("docs/PLAN.md", "main", str(repo.resolve()))
    assert blueprint.agent.first == ("true", "{prompt_file}")
    assert prepared.text == PLAN
    assert {job.worker: job.prompt for job in blueprint.jobs} == told(repo / "docs" / "PLAN.md")


def test_settings_of_the_repository_count_and_what_is_asked_for_wins(repo: Path) -> None:
    git(repo, "branch", "next")
    settings = '[run]\nagent = "mine"\ntarget = "next"\njobs = 7\nretries = 0\ntimeout = 1.5\n'
    write_files(repo, {".planloom.toml": settings + '[agents.mine]\ncommand = ["true", "a b"]\n'})
    blueprint = ready(repo, Asked()).blueprint
    assert (blueprint.agent.name, blueprint.agent.first) == ("mine", ("true", "a b"))
    assert (blueprint.target, blueprint.limits.retries, blueprint.limits.timeout) == ("next", 0, 90)
    assert jobs_of(read_plan(repo / "docs" / "PLAN.md")) == 7
    asked = ready(repo, Asked(command="true", target="main")).blueprint
    assert (asked.agent.first, asked.target) == (("true",), "main")


@pytest.mark.parametrize(
    ("asked", "said"),
    [
        (Asked(), "no agent is chosen; name one by run.agent in .planloom.toml, planloom.run.agent in the editor"),
        (Asked(agent="nobody"), "there is no agent `nobody`"),
        (Asked(command="no-such-program-here"), "the program `no-such-program-here` is not found"),
        (Asked(command="true 'unclosed"), "cannot be split into words"),
        (Asked(command="true", target="gone"), "there is no branch `gone` to merge into"),
    ],
)
def test_what_cannot_be_asked_for(repo: Path, asked: Asked, said: str) -> None:
    (line,) = refused(repo, asked)
    assert said in line


def test_folders_that_hold_something_are_not_taken_and_empty_ones_are(repo: Path, tmp_path: Path) -> None:
    (tmp_path / "cf-w1").mkdir()
    assert ready(repo)
    write_files(tmp_path, {"cf-w1/mine.txt": "keep me"})
    (line,) = refused(repo)
    assert "worktree `../cf-w1` of W1 is not empty" in line
    assert line.startswith("15: ")


def test_links_are_no_place_for_a_worktree_or_a_checkpoint(repo: Path, tmp_path: Path) -> None:
    (tmp_path / "elsewhere").mkdir()
    (tmp_path / "cf-w2").symlink_to(tmp_path / "elsewhere")
    assert "worktree `../cf-w2` of W2 is not empty" in refused(repo)[0]
    (tmp_path / "cf-w2").unlink()
    (repo / "archive").symlink_to(tmp_path / "elsewhere")
    assert "would be written through the link" in refused(repo)[0]


def test_everything_is_said_at_once(repo: Path, tmp_path: Path) -> None:
    write_files(tmp_path, {"cf-w1/mine.txt": "keep me"})
    git(repo, "branch", "feat/lexer")
    git(repo, "checkout", "--quiet", "--detach")
    said = refused(repo, Asked())
    assert len(said) == 4


@pytest.mark.parametrize(
    ("text", "said"),
    [(b"# no plan\n", "this is no plan"), (b"\xff\xfe", "not UTF-8 (byte 0)"), (b"", "this is no plan")],
)
def test_files_that_are_no_plan(repo: Path, text: bytes, said: str) -> None:
    (repo / "docs" / "PLAN.md").write_bytes(text)
    assert any(said in line for line in refused(repo))


def test_outside_of_a_repository_nothing_is_ready(tmp_path: Path) -> None:
    write_files(tmp_path, {"docs/PLAN.md": PLAN})
    assert any("lies in no git repository" in line for line in refused(tmp_path))


def test_settings_that_are_no_toml_are_named(repo: Path) -> None:
    write_files(repo, {".planloom.toml": "run = [\n"})
    assert ".planloom.toml: not TOML" in refused(repo)[0]


def test_hooks_are_those_that_git_would_run(repo: Path) -> None:
    assert hooks(str(repo)) == ()
    write_files(repo, {".git/hooks/pre-commit": "#!/bin/sh\n", ".git/hooks/post-merge": "x", ".husky/commit-msg": "x"})
    (repo / ".git/hooks/pre-commit").chmod(0o755)
    (repo / ".husky/commit-msg").chmod(0o755)
    assert hooks(str(repo)) == ("pre-commit",)
    git(repo, "config", "core.hooksPath", ".husky")
    assert hooks(str(repo)) == (".husky/commit-msg",)
