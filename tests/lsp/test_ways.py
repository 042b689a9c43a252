"""The ways in which a run comes about from an editor: anew, by its frozen copy, by an edited plan, from elsewhere."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.lsp.client import Client, typed
from tests.lsp.cockpit import CODE, PLAIN, PROFILES, Cockpit, Message, repository
from tests.support.repos import commit, git
from tests.support.runs import Part, planloom, records, writing

FROZEN, EDITED, ELSEWHERE = "Go on with the frozen copy", "Take the edited plan over", "Go on from the checkpoint"
PARTS = {"W1": Part(writing("a.txt"), ("a.txt",)), "W2": Part("exit 5", ("b.txt",))}


@pytest.fixture
def client() -> Iterator[Client]:
    with Client() as client:
        yield client


@pytest.fixture
def failed(tmp_path: Path) -> Path:
    """A repository whose run waits for a person, for the script of a worker fails."""
    repo = repository(tmp_path, PARTS)
    commit(repo, {".planloom.toml": '[run]\nagent = "shell"\nretries = 0\n'}, "Settings")
    hash_ = json.loads(planloom(repo, "run", "PLAN.md", "--dry-run", "--json").stdout)["hash"]
    assert planloom(repo, "run", "PLAN.md", "--approve", hash_).returncode == 1
    return repo


def mend(repo: Path) -> None:
    """Edit the plan so that its second worker does its work."""
    plan = (repo / "PLAN.md").read_text()
    (repo / "PLAN.md").write_text(plan.replace("exit 5", writing("b.txt")))


@PROFILES
def test_an_edited_plan_is_taken_over_or_left(client: Client, failed: Path, profile: Message) -> None:
    mend(failed)
    cockpit = Cockpit(client, failed, profile)
    cockpit.command("resume", FROZEN)
    (question,) = cockpit.questions
    assert [one["title"] for one in question["actions"]] == [FROZEN, EDITED, "Show everything", "Cancel"]
    assert "The plan was edited since run" in question["message"]
    assert "W2 failed" in cockpit.said("BLOCKED")
    cockpit.command("resume", "Show everything", EDITED)
    everything = Path(cockpit.files[-1].removeprefix("file://")).read_text()
    assert everything.index(f"## {FROZEN}") < everything.index("exit 5") < everything.index(f"## {EDITED}")
    cockpit.said("COMPLETED")
    assert git(failed, "ls-files", "a.txt", "b.txt") == "a.txt\nb.txt"


def test_what_cannot_be_taken_over_is_said_and_the_run_goes_on_by_its_copy(client: Client, failed: Path) -> None:
    plan = (failed / "PLAN.md").read_text()
    (failed / "PLAN.md").write_text(plan.replace("../repo-w2", "../repo-other"))
    cockpit = Cockpit(client, failed, CODE)
    cockpit.command("resume", "Cancel")
    (question,) = cockpit.questions
    assert "cannot be taken over: W2 has begun on feat/w2" in question["message"]
    assert question["actions"][0]["title"] == "Run"


@PROFILES
def test_a_run_from_elsewhere_goes_on_from_its_checkpoint(client: Client, failed: Path, profile: Message) -> None:
    there = cloned(failed)
    cockpit = Cockpit(client, there, profile)
    assert cockpit.lenses() == [("Resume from the checkpoint", "resume")]
    cockpit.command("resume", "Run")
    (question,) = cockpit.questions
    assert "goes on from archive/CHECKPOINT_sample.md, which a run elsewhere wrote" in question["message"]
    assert "Validate W1 of PLAN.md?" in question["message"]
    assert "W2 blocked" in cockpit.said("BLOCKED")
    assert not [one for one in records(there) if one["do"] == "attempt" and one.get("counts")]
    assert ("Take over its branch", "adopt W2") in cockpit.lenses()
    git(there, "worktree", "add", "-q", "../repo-w2", "feat/w2")
    commit(there.parent / "repo-w2", {"b.txt": "by hand\n"}, "[W2] By hand")
    cockpit.command("adopt", "Take over", worker="W2")
    cockpit.said("COMPLETED", "W2 merged")
    assert (there / "b.txt").read_text() == "by hand\n"


@PROFILES
def test_work_that_was_done_by_hand_begins_a_run(client: Client, fresh: Path, profile: Message) -> None:
    cockpit = Cockpit(client, fresh, profile)
    git(fresh, "worktree", "add", "-q", "-b", "feat/w1", "../repo-w1")
    commit(fresh.parent / "repo-w1", {"a.txt": "by hand\n"}, "[W1] By hand")
    assert "name the worker" in cockpit.command("adopt")
    cockpit.command("adopt", "Take over", worker="W1")
    cockpit.said("W1 merged")
    assert (fresh / "a.txt").read_text() == "by hand\n"


def cloned(repo: Path) -> Path:
    """Another clone, with the branches of the run and its checkpoint, and no journal."""
    there = repo.parent / "other" / "repo"
    there.parent.mkdir()
    git(repo, "clone", "--quiet", str(repo), str(there))
    for branch in ("feat/w1", "feat/w2"):
        git(there, "branch", "--quiet", "--no-track", branch, f"origin/{branch}")
    for name in ("name", "email"):
        git(there, "config", f"user.{name}", git(repo, "config", f"user.{name}"))
    (there / "archive").mkdir()
    (checkpoint,) = repo.glob("archive/*.md")
    (there / "archive" / checkpoint.name).write_bytes(checkpoint.read_bytes())
    return there


@pytest.fixture
def fresh(tmp_path: Path) -> Path:
    """A repository whose plan was never run."""
    repo = repository(tmp_path, {"W1": PARTS["W1"]})
    git(repo, "branch", "release")
    return repo


@PROFILES
def test_the_editor_s_settings_are_those_of_the_run(client: Client, fresh: Path, profile: Message) -> None:
    given = {"jobs": 1, "target": "release", "retries": 0, "timeout": 1.5, "agent": None}
    cockpit = Cockpit(client, fresh, profile, planloom={"run": given, "worktree": {"setup": "touch /evil"}})
    options = ("--jobs", "1", "--target", "release", "--retries", "0", "--timeout", "1.5")
    shown = json.loads(planloom(fresh, "run", "PLAN.md", *options, "--dry-run", "--json").stdout)
    told = cockpit.command("run", dryRun=True)
    assert f"Approval    {shown['hash']}" in told
    assert "1.5 min an attempt" in told
    assert "evil" not in told
    cockpit.command("run", "Run")
    cockpit.said("COMPLETED")
    assert records(fresh)[0]["approval"] == shown["hash"]
    assert git(fresh, "ls-tree", "--name-only", "release", "a.txt") == "a.txt"


def test_what_is_executed_is_never_an_editor_s_setting(client: Client, fresh: Path) -> None:
    evil = {"run": {"agent": "mine"}, "agents": {"mine": {"command": "touch evil"}}}
    assert "there is no agent `mine`" in Cockpit(client, fresh, PLAIN, planloom=evil).command("run")


@PROFILES
def test_a_client_that_can_saves_before_a_run(client: Client, fresh: Path, profile: Message) -> None:
    cockpit = Cockpit(client, fresh, profile, saves=True)
    plan = fresh / "PLAN.md"

    def save() -> bool:
        plan.write_text(f"\n{plan.read_text()}")
        return True

    cockpit.on_save = save
    client.send(typed(2, 0, 0, "\n", cockpit.uri))
    assert "nothing was run" in cockpit.command("createWorktrees", "Cancel")
    cockpit.command("createWorktrees", "Save", "Run")
    assert "has edits that are not saved" in cockpit.questions[-2]["message"]
    cockpit.said("IN_PROGRESS")


def test_a_run_that_is_not_finished_is_named_by_a_dry_run(failed: Path) -> None:
    shown = planloom(failed, "run", "PLAN.md", "--dry-run")
    assert "is not finished; this is what is left of it" in shown.stderr
    assert "--resume --approve" in shown.stdout
