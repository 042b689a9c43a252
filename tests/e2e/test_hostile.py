"""Hostile plans and repositories, through the commands: nothing is executed, made, changed or obeyed by a screen.

Here every text is in one field; `tests/bench/hostile.py` has every text in every field.
"""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest

from planloom.run.records.approval import granted
from planloom.run.records.state import StateFolder
from tests.support.armed import PARTS, SETTINGS, armed
from tests.support.commands import LOOKING, ON_SCREEN
from tests.support.hostile import FIELDS, TEXTS, plan
from tests.support.repos import git, make_repo
from tests.support.runs import Part, checkpoint, planloom, sample, writing
from tests.support.watched import Watched, acting, changes


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty home, and a terminal without colours."""
    place = tmp_path / "home"
    place.mkdir()
    monkeypatch.setenv("HOME", str(place))
    monkeypatch.setenv("NO_COLOR", "1")
    return place


def look(watched: Watched) -> None:
    """Every command that only looks; nothing is made or changed by it."""
    before = watched.picture()
    for words in LOOKING:
        watched.say(*words)
    for words in ON_SCREEN:
        watched.say(*words, screen=True)
    assert changes(before, watched.picture()) == []


@pytest.mark.parametrize("field", FIELDS)
def test_a_hostile_text_is_data_in_every_command(tmp_path: Path, home: Path, field: str) -> None:
    repo = make_repo(tmp_path / "parent", {"src/c.py": "x\n"})
    watched = Watched(repo, home)
    for text in list(TEXTS.values())[FIELDS.index(field) :: len(FIELDS)]:
        (repo / "PLAN.md").write_bytes(plan(field, text).encode("utf-8", "surrogatepass"))
        look(watched)


@pytest.mark.parametrize("kind", SETTINGS)
def test_nothing_of_a_repository_runs_when_it_is_looked_at(tmp_path: Path, home: Path, kind: str) -> None:
    look(Watched(armed(tmp_path / "parent", kind), home))


def test_settings_of_a_repository_run_nothing_before_they_are_approved(tmp_path: Path, home: Path) -> None:
    repo = sample(tmp_path / "parent", PARTS)
    watched = Watched(repo, home)
    canary = f"touch {watched.folder}/CANARY"
    for agent in ("evil", "claude"):
        (repo / ".planloom.toml").write_text(
            f'run.agent = "{agent}"\nrun.target = "--upload-pack={canary}"\nworktree.setup = "{canary}"\n'
            f'worktree.copy = ["../../*", "/etc/passwd"]\nworktree.link = ["$({canary})"]\n'
            f"agents.{agent}.command = \"sh -c '{canary}'\"\n"
        )
        look(watched)
        for more in ([], ["--dry-run"], ["--dry-run", "--json"], ["--target", "main", "--dry-run"]):
            watched.say("run", "PLAN.md", *more)
    (repo / ".planloom.toml").write_text(
        f'run.agent = "evil"\nworktree.setup = "{canary}"\nagents.evil.command = "sh -c \'{canary}\'"\n'
    )
    shown = watched.say("run", "PLAN.md", "--dry-run").out
    assert f"Agent       evil: sh -c 'touch {watched.folder}/CANARY'" in shown
    assert f"    | touch {watched.folder}/CANARY" in shown


def test_an_approval_names_the_hooks_that_will_run(tmp_path: Path, home: Path) -> None:
    for kind, named in (("hooks", "pre-commit"), ("hooks folder", "parent/hooks/pre-commit")):
        repo = armed(tmp_path / kind / "parent", kind)
        for worker in ("w1", "w2"):
            (repo.parent / f"repo-{worker}/a.txt").write_text(f"{worker}\n")
            git(repo, "worktree", "move", f"../repo-{worker}", f"../other-{worker}")
            git(repo, "branch", "-m", f"feat/{worker}", f"old/{worker}")
        git(repo, "-c", "core.hooksPath=/dev/null", "checkout", "-q", "--", "a.txt")
        for canary in repo.parent.rglob("CANARY"):
            canary.unlink()
        shown = Watched(repo, home).say("run", "PLAN.md", "--agent", "shell", "--dry-run")
        (line,) = [line for line in shown.out.splitlines() if line.startswith("Hooks")]
        assert named in line


def test_links_carry_nothing_outside(tmp_path: Path, home: Path) -> None:
    outside = tmp_path / "outside"
    outside.mkdir()
    for place in ("archive", "archive/CHECKPOINT_sample.md", ".git/planloom"):
        repo = sample(tmp_path / place.replace("/", "-") / "parent", PARTS)
        (repo / place).parent.mkdir(exist_ok=True)
        (repo / place).symlink_to(outside)
        watched = Watched(repo, home)
        for words in (*LOOKING, ("run", "PLAN.md", "--agent", "shell", "--approve", "0" * 16)):
            assert "internal error" not in watched.say(*words).err
        assert list(outside.iterdir()) == []
        assert not list(repo.parent.glob("repo-w*"))


def test_files_named_like_options_are_files(tmp_path: Path, home: Path) -> None:
    names = ["--help", "-rf", "--output=CANARY", "$(touch CANARY)", "x\ny", "\x1b[2Jz", "a\rb"]
    repo = sample(tmp_path / "parent", PARTS, dict.fromkeys(names, "x\n"))
    git(repo, "worktree", "add", "-q", "-b", "feat/w1", "../repo-w1")
    for name in names:
        (repo.parent / "repo-w1" / name).write_text("changed\n")
    look(Watched(repo, home))


def test_what_workers_write_is_shown_as_text(tmp_path: Path, home: Path) -> None:
    strange = ["e\x1b[2J.txt", "n\nl.txt", "c\rr.txt", "b\u202e.txt"]
    touch = "\n".join(f"touch $'{ascii(name)[1:-1]}'" for name in strange)
    said = r"printf '\033]52;c;Y2FuYXJ5\007\033[2J\302\233 \342\200\256 $(touch CANARY) \r fake\n'"
    message = "git commit -qm \"[W1] $(printf '\\033[2J\\nx')\""
    scripts = {
        "W1": Part(f"{said}\n{touch}\ngit add -A\n{message}", ("a.txt",)),
        "W2": Part(f"{said}\n{writing('b.txt')}", ("b.txt",), validation=f"{said}; exit 3"),
    }
    repo = sample(tmp_path / "parent", scripts)
    hook = repo / ".git/hooks/commit-msg"
    hook.write_text(f"#!/bin/sh\n{said} >&2\n")
    hook.chmod(0o755)
    watched = Watched(repo, home)
    (repo / ".planloom.toml").write_text("run.retries = 0\n")
    hash_ = json.loads(watched.say("run", "PLAN.md", "--agent", "shell", "--dry-run", "--json").out)["hash"]
    done = planloom(repo, "run", "PLAN.md", "--agent", "shell", "--approve", hash_)
    assert done.returncode == 1, done.stderr
    assert not acting(done.stdout + done.stderr)
    assert "W1 failed: changed files that it does not own:" in done.stdout
    for words in (
        ("status", "PLAN.md"),
        ("status", "--json", "PLAN.md"),
        ("diff", "PLAN.md", "W1"),
        ("check", "PLAN.md"),
    ):
        shown = watched.say(*words)
        assert shown.code in (0, 1), shown.err
    assert "c<U+000D>r.txt" in watched.say("diff", "--names", "PLAN.md", "W1").out
    for worker in PARTS:
        watched.say("logs", "PLAN.md", worker)
    assert not acting(checkpoint(repo))
    assert {path.name for path in repo.parent.iterdir()} == {"repo", "repo-w1", "repo-w2"}


def test_an_approval_that_came_with_a_repository_approves_nothing(tmp_path: Path, home: Path) -> None:
    canary = tmp_path / "parent/CANARY"
    repo = sample(tmp_path / "parent", {"W1": Part(f"touch {canary}", ("a.txt",)), "W2": PARTS["W2"]})
    hash_ = json.loads(planloom(repo, "run", "PLAN.md", "--agent", "shell", "--dry-run", "--json").stdout)["hash"]
    begun = planloom(repo, "run", "PLAN.md", "--agent", "shell", "--approve", hash_, "--phase", "setup")
    assert begun.returncode == 0, begun.stderr
    # Packed, and unpacked at the same place: everything as it was but the folders themselves.
    shutil.copytree(repo.parent, tmp_path / "packed", symlinks=True)
    repo.parent.rename(tmp_path / "away")
    (tmp_path / "packed").rename(repo.parent)
    for words in (["--resume"], ["--agent", "shell", "--phase", "spawn"], ["--yes", "--resume"]):
        refused = planloom(repo, "run", "PLAN.md", *words)
        assert refused.returncode == 2
        assert "nobody approved this yet" in refused.stderr
    assert not canary.exists()
    assert not granted_any(repo)


def granted_any(repo: Path) -> bool:
    """Whether any of the approvals in a repository's state folder holds."""
    from planloom.model.blueprint import from_json

    state = StateFolder(repo / ".git")
    records = [json.loads(path.read_text()) for path in state.approvals.iterdir()]
    return any(granted(state, from_json(record["blueprint"])) for record in records)
