"""Calls of git: what a repository or an environment cannot make them do, and what is said when they cannot be made."""

from __future__ import annotations

import os
import sys
from pathlib import Path

import pytest

from planloom.run import git as calls
from planloom.run.git import Git, GitError, version, version_fault
from planloom.run.survey.disarm import disarmed
from tests.support.repos import commit, git, head, make_repo, write_files


def weapon(folder: Path, name: str) -> tuple[str, Path]:
    """A command for a configuration, and the file that appears when it is run."""
    canary, script = folder / f"{name}.ran", folder / f"{name}.sh"
    script.write_text(f"#!/bin/sh\ntouch '{canary}'\ncat 2>/dev/null || true\n")
    script.chmod(0o755)
    return str(script), canary


def test_reading_gives_bytes_and_text(tmp_path: Path) -> None:
    repo = make_repo(tmp_path, {"a": "1\n"})
    assert Git(repo).read("cat-file", "blob", "HEAD:a") == b"1\n"
    assert Git(repo).text("rev-parse", "HEAD") == head(repo)
    assert Git("/").at(repo).ask("rev-parse", "--verify", "--quiet", "nothing").code == 1


def test_what_git_refuses_is_told_in_its_words(tmp_path: Path) -> None:
    with pytest.raises(GitError, match=r"^git rev-parse: Needed a single revision$"):
        Git(make_repo(tmp_path)).read("rev-parse", "--verify", "nothing")


@pytest.mark.parametrize("variable", ["GIT_DIR", "GIT_WORK_TREE", "GIT_INDEX_FILE", "GIT_OBJECT_DIRECTORY"])
def test_variables_lead_nowhere(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, variable: str) -> None:
    repo = make_repo(tmp_path, {"a": "1\n"})
    other = make_repo(tmp_path, {"b": "2\n"}, "other")
    leads = {"GIT_DIR": other / ".git", "GIT_WORK_TREE": other, "GIT_INDEX_FILE": other / ".git" / "index"}
    monkeypatch.setenv(variable, str(leads.get(variable, other / ".git" / "objects")))
    assert Git(repo).read("ls-files") == b"a\n"
    assert Git(repo).read("status", "--porcelain") == b""


def test_configuration_from_variables_is_left_out(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    program, canary = weapon(tmp_path, "from-variable")
    monkeypatch.setenv("GIT_CONFIG_COUNT", "1")
    monkeypatch.setenv("GIT_CONFIG_KEY_0", "core.fsmonitor")
    monkeypatch.setenv("GIT_CONFIG_VALUE_0", program)
    Git(make_repo(tmp_path)).read("status")
    assert not canary.exists()


def test_a_folder_that_is_gone_is_said_and_no_other_is_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(make_repo(tmp_path))
    with pytest.raises(GitError, match=r"cannot change to .*gone.*No such file"):
        Git(tmp_path / "gone").read("rev-parse", "HEAD")


def test_a_missing_git_is_one_sentence(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    repo = make_repo(tmp_path)
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(GitError, match=r"^git status: git is not found; install git 2.38 or newer"):
        Git(repo).read("status")
    assert version() == ()
    assert "not found" in (version_fault(version()) or "")


def test_an_old_git_is_said(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    old = tmp_path / "bin" / "git"
    write_files(tmp_path, {"bin/git": "#!/bin/sh\necho git version 2.34.1\n"})
    old.chmod(0o755)
    monkeypatch.setenv("PATH", str(old.parent))
    assert version() == (2, 34, 1)
    assert version_fault(version()) == "git 2.34.1 is too old; Planloom needs 2.38 or newer"


def test_the_git_of_this_machine_will_do() -> None:
    assert version() >= (2, 38)
    assert version_fault(version()) is None


@pytest.mark.skipif(sys.platform == "win32", reason="GitPython has no limit there")
def test_a_read_that_hangs_is_ended(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    repo = make_repo(tmp_path)
    os.mkfifo(repo / "endless")
    monkeypatch.setattr(calls, "_PATIENCE", 0.2)
    with pytest.raises(GitError, match=r"git -c: no answer from .* within 0.2 seconds"):
        Git(repo).read("-c", "alias.wait=!exec cat endless", "wait")


def test_text_that_no_command_can_hold_is_an_error_and_no_crash(tmp_path: Path) -> None:
    with pytest.raises(GitError, match="null"):
        Git(make_repo(tmp_path)).read("rev-parse", "a\0b")


def test_reading_runs_no_hook_and_no_monitor(tmp_path: Path) -> None:
    repo = make_repo(tmp_path, {"a": "1\n"})
    monitor, seen = weapon(tmp_path, "fsmonitor")
    git(repo, "config", "core.fsmonitor", monitor)
    hook, hooked = weapon(tmp_path, "hook")
    (repo / ".git" / "hooks").mkdir(exist_ok=True)
    (repo / ".git" / "hooks" / "post-index-change").symlink_to(hook)
    write_files(repo, {"a": "2\n"})
    Git(repo).read("status")
    Git(repo).read("update-index", "--refresh", "--really-refresh", "-q", env={"GIT_INDEX_FILE": str(tmp_path / "i")})
    assert not seen.exists()
    assert not hooked.exists()


def test_reading_does_not_ask_other_machines(tmp_path: Path) -> None:
    repo = make_repo(tmp_path)
    program, canary = weapon(tmp_path, "transport")
    git(repo, "config", "protocol.ext.allow", "always")
    answer = Git(repo).ask("ls-remote", f"ext::{program}")
    assert answer.code
    assert not canary.exists()


def test_filters_of_the_repository_are_left_out_and_those_of_the_user_run(tmp_path: Path) -> None:
    repo = make_repo(tmp_path, {"a": "1\n", ".gitattributes": "* filter=own\n"})
    program, canary = weapon(tmp_path, "filter")
    git(repo, "config", "filter.own.clean", program)
    git(repo, "config", "filter.own.required", "true")
    write_files(repo, {"a": "2\n"})
    reading = disarmed(Git(repo), str(repo / ".git"))
    assert reading.read("status", "--porcelain") == b" M a\n"
    assert not canary.exists()
    Git(repo).read("status", "--porcelain")
    assert canary.exists(), "the repository is armed, or the test shows nothing"


def test_filters_are_found_in_included_files(tmp_path: Path) -> None:
    repo = make_repo(tmp_path, {"a": "1\n", ".gitattributes": "* filter=own\n"})
    program, canary = weapon(tmp_path, "filter")
    (repo / ".git" / "more").write_text(f'[filter "own"]\n\tclean = {program}\n')
    git(repo, "config", "include.path", "more")
    write_files(repo, {"a": "2\n"})
    disarmed(Git(repo), str(repo / ".git")).read("status", "--porcelain")
    assert not canary.exists()


def test_filters_of_a_submodule_are_left_out(tmp_path: Path) -> None:
    inner = make_repo(tmp_path, {"x": "1\n", ".gitattributes": "* filter=own\n"}, "inner")
    repo = make_repo(tmp_path)
    git(repo, "submodule", "--quiet", "add", "--name", "libs/inner", str(inner), "inner")
    git(repo, "commit", "--quiet", "-m", "Add inner")
    program, canary = weapon(tmp_path, "filter")
    git(repo / "inner", "config", "filter.own.clean", program)
    write_files(repo, {"inner/x": "2\n"})
    assert disarmed(Git(repo), str(repo / ".git")).read("status", "--porcelain") == b" M inner\n"
    assert not canary.exists()


def test_large_file_storage_stays_as_the_repository_has_it(tmp_path: Path) -> None:
    repo = make_repo(tmp_path, {"a": "1\n", ".gitattributes": "* filter=lfs\n"})
    git(repo, "config", "filter.lfs.clean", "git-lfs clean -- %f")
    reading = disarmed(Git(repo), str(repo / ".git"))
    assert reading.text("config", "filter.lfs.clean") == "git-lfs clean -- %f"
    git(repo, "config", "filter.lfs.clean", "git-lfs clean -- %f; touch ran")
    assert disarmed(Git(repo), str(repo / ".git")).text("config", "filter.lfs.clean") == ""


def test_merging_in_memory_runs_no_driver_of_the_repository(tmp_path: Path) -> None:
    repo = make_repo(tmp_path, {"a": "1\n2\n3\n4\n5\n", ".gitattributes": "a merge=own\n"})
    program, canary = weapon(tmp_path, "driver")
    git(repo, "config", "merge.own.driver", program)
    git(repo, "branch", "other")
    commit(repo, {"a": "1\n2\n3\n4\nfive\n"}, "five")
    git(repo, "checkout", "--quiet", "other")
    commit(repo, {"a": "one\n2\n3\n4\n5\n"}, "one")
    tree = disarmed(Git(repo), str(repo / ".git")).text("merge-tree", "--write-tree", "main", "other")
    assert git(repo, "cat-file", "blob", f"{tree}:a") == "one\n2\n3\n4\nfive"
    assert not canary.exists()
    assert git(repo, "status", "--porcelain") == ""


def test_a_repository_inside_the_files_of_another_is_not_entered(tmp_path: Path) -> None:
    git(tmp_path, "init", "--quiet", "--bare", "inner.git")
    program, canary = weapon(tmp_path, "inner")
    git(tmp_path, f"--git-dir={tmp_path / 'inner.git'}", "config", "core.fsmonitor", program)
    answer = Git(tmp_path / "inner.git").ask("status")
    assert "safe.bareRepository" in answer.err
    assert not canary.exists()
