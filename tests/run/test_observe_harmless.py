"""Looking changes nothing, runs nothing and never fails: in any state, for any name that a plan can hold."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path

import pytest

from planloom.model.facts import Facts
from planloom.model.plan import Plan
from planloom.rules.analysis import Analysis
from planloom.run.observe import observe
from tests.support.repos import commit, git, head, make_repo, sound, try_git, write_files

PLAN = """\
# Two

### W1: One

**Branch:** feat/w1
**Worktree:** ../w1
**Files Owned:** `a`

### W2: Two

**Branch:** feat/w2
**Worktree:** ../w2
**Files Owned:** `b`
**Depends On:** W1
"""


def plan_of(text: str) -> Plan:
    return Analysis.open(text).plan


def working(folder: Path) -> Path:
    """A repository whose two workers are in the middle of their work, with everything that can lie around."""
    repo = make_repo(folder, {"PLAN.md": PLAN, "a": "1\n2\n3\n", "b": "1\n", ".gitignore": "*.log\n"})
    for worker in ("w1", "w2"):
        git(repo, "worktree", "add", "--quiet", "-b", f"feat/{worker}", f"../{worker}")
        place = folder / worker
        commit(place, {"a": f"{worker}\n2\n3\n", f"{worker}.txt": "x\n"}, f"Work of {worker}")
        write_files(place, {"b": f"{worker}\n", "new/file": "n\n", "x.log": "l\n", "staged": "s\n"})
        git(place, "add", "staged")
    return repo


def everything(folder: Path) -> dict[str, object]:
    """Every file below a folder with its content, mode and time of change; every folder with its names.

    Of an object or shared index that git finds in place it sets the time, which keeps both from being tidied away.
    """
    found: dict[str, object] = {}
    for place, folders, files in os.walk(folder):
        found[place] = sorted(folders + files)
        for name in files:
            path = Path(place, name)
            about = path.lstat()
            kept = "/objects/" in place or name.startswith("sharedindex.")
            found[str(path)] = (path.read_bytes(), about.st_mode, kept or about.st_mtime_ns, about.st_ino)
    return found


def nothing(repo: Path) -> None:
    """Leave everything as it is."""


def stale(repo: Path) -> None:
    """Files touched after git last saw them, which a plain status would note in the index."""
    for path in (repo / "a", repo.parent / "w1" / "a", repo.parent / "w2" / "w2.txt"):
        os.utime(path, (1, 1))


def merging(repo: Path) -> None:
    try_git(repo.parent / "w1", "stash", "--include-untracked")
    try_git(repo.parent / "w1", "merge", "feat/w2")


def split_index(repo: Path) -> None:
    git(repo.parent / "w1", "update-index", "--split-index")
    git(repo, "config", "core.splitIndex", "true")


def cached(repo: Path) -> None:
    git(repo, "config", "core.untrackedCache", "true")
    git(repo.parent / "w1", "update-index", "--force-untracked-cache")


def locked_index(repo: Path) -> None:
    (repo / ".git" / "worktrees" / "w1" / "index.lock").write_text("")
    (repo / ".git" / "index.lock").write_text("")


def nested(repo: Path) -> None:
    make_repo(repo.parent / "w1", {"x": "x\n"}, "inner")
    git(repo.parent / "w1", "init", "--quiet", "empty")


def hooked(repo: Path) -> None:
    script = f"#!/bin/sh\ntouch '{repo.parent / 'ran'}'\ncat\n"
    for name in ("post-index-change", "post-checkout", "pre-commit", "reference-transaction"):
        hook = repo / ".git" / "hooks" / name
        hook.parent.mkdir(exist_ok=True)
        hook.write_text(script)
        hook.chmod(0o755)
    program = str(repo / ".git" / "hooks" / "pre-commit")
    for key in ("core.fsmonitor", "diff.external", "filter.x.clean", "filter.x.process", "merge.x.driver"):
        git(repo, "config", key, program)
    git(repo, "config", "diff.x.textconv", program)
    git(repo, "config", "log.showSignature", "true")
    git(repo, "config", "gpg.program", program)
    (repo / ".git" / "info").mkdir(exist_ok=True)
    (repo / ".git" / "info" / "attributes").write_text("* filter=x diff=x merge=x\n")


STATES = (nothing, stale, merging, split_index, cached, locked_index, nested, hooked)


@pytest.mark.parametrize("state", STATES, ids=lambda state: state.__name__)
def test_observing_changes_nothing(tmp_path: Path, state: Callable[[Path], None]) -> None:
    repo = working(tmp_path)
    state(repo)
    before = everything(tmp_path)
    facts = observe(plan_of(PLAN), repo / "PLAN.md")
    assert everything(tmp_path) == before
    assert not (tmp_path / "ran").exists()
    assert facts is not None
    assert facts.problems == ()
    assert facts.forecast
    assert facts.workers["W2"].commits == 1


def broken_object(repo: Path) -> None:
    tip = head(repo, "feat/w1")
    path = repo / ".git" / "objects" / tip[:2] / tip[2:]
    path.chmod(0o644)
    path.write_bytes(b"broken")


def broken_head(repo: Path) -> None:
    (repo / ".git" / "HEAD").write_text("nonsense\n")


def broken_config(repo: Path) -> None:
    (repo / ".git" / "config").write_text("[core\n")


def broken_index(repo: Path) -> None:
    (repo / ".git" / "worktrees" / "w1" / "index").write_bytes(b"no index")


def broken_link(repo: Path) -> None:
    (repo.parent / "w1" / ".git").write_text("gitdir: /nowhere\n")


def broken_journal(repo: Path) -> None:
    from planloom.run.survey.places import records_of

    records = records_of(plan_of(PLAN), Facts(str(repo), str(repo / ".git"), plan="PLAN.md"))
    write_files(records.path, {"1/journal": "nonsense\n"})


BROKEN = (broken_object, broken_head, broken_config, broken_index, broken_link, broken_journal)


@pytest.mark.parametrize("state", BROKEN, ids=lambda state: state.__name__)
def test_a_broken_repository_is_no_crash(tmp_path: Path, state: Callable[[Path], None]) -> None:
    repo = working(tmp_path)
    state(repo)
    facts = observe(plan_of(PLAN), repo / "PLAN.md")
    assert facts is None or facts.problems or state is broken_link or state is broken_index
    if state is broken_journal:
        assert facts is not None
        assert facts.workers["W1"].commits == 1


def test_one_broken_worktree_leaves_the_others_known(tmp_path: Path) -> None:
    repo = working(tmp_path)
    broken_index(repo)
    facts = observe(plan_of(PLAN), repo / "PLAN.md")
    assert facts is not None
    assert {change.where for change in facts.workers["W1"].changes} == {"commit"}
    assert {change.where for change in facts.workers["W2"].changes} == {"commit", "index", "tree", "untracked"}


BRANCHES = (
    "-x",
    "--upload-pack=touch RAN",
    "--output=RAN",
    "a..b",
    "a.lock",
    "@{1}",
    "@",
    "HEAD",
    "refs/heads/main",
    "$(touch RAN)",
    "`touch RAN`",
    "main;touch RAN",
    "feat",
    "FEAT/W1",
    "main^{tree}",
    ":/Begin",
    "\u202eevil",
    "a\x00b",
    "a\ud800b",
    "x" * 5000,
)
TREES = (
    ".",
    "..",
    "/",
    "~/x",
    "$HOME/x",
    "../repo",
    "inside",
    ".git/x",
    ".git",
    "../../x",
    "../-x",
    "../w1/../repo",
    "//host/share",
    "C:x",
    "../new\nline",
    "../a\x00b",
    "../a\ud800b",
    "../" + "x" * 300,
    "../" + "x/" * 3000,
    "../loop",
    "../CON",
    "../$(touch RAN)",
)


def named(branch: str, place: str) -> Plan:
    """The plan with these names for its first worker, past whatever reading would make of them."""
    plan = plan_of(PLAN)
    one = plan.workers["W1"]
    assert one.branch is not None
    assert one.worktree is not None
    changed = one._replace(branch=one.branch._replace(text=branch), worktree=one.worktree._replace(text=place))
    return plan._replace(workers={**plan.workers, "W1": changed})


@pytest.mark.parametrize(
    "plan",
    [*(named(branch, "../w9") for branch in BRANCHES), *(named("feat/w9", place) for place in TREES)],
    ids=[f"branch-{n}" for n in range(len(BRANCHES))] + [f"tree-{n}" for n in range(len(TREES))],
)
def test_no_name_leads_anywhere(repo_once: Path, plan: Plan) -> None:
    facts = observe(plan, repo_once / "PLAN.md")
    assert facts is not None
    assert facts.problems == ()
    one = facts.workers["W1"]
    assert (one.tip, one.start, one.changes, one.ours) == (None, None, (), False)
    assert one.worktree is None or one.worktree.path == str(repo_once)
    assert not list(repo_once.parent.rglob("RAN*"))
    assert facts.workers["W2"].commits == 1


@pytest.fixture(scope="module")
def repo_once(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """One repository for all names; nothing changes it."""
    folder = tmp_path_factory.mktemp("names")
    (folder / "loop").symlink_to("loop")
    return working(folder)


def test_a_repository_that_was_looked_at_is_sound(tmp_path: Path) -> None:
    repo = working(tmp_path)
    count = git(repo, "count-objects", "-v")
    observe(plan_of(PLAN), repo / "PLAN.md")
    assert git(repo, "count-objects", "-v") == count
    assert sound(repo)
