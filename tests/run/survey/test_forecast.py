"""The forecast says what git's own merges then do, for work that is committed and work that is not."""

from __future__ import annotations

import os
from itertools import combinations
from pathlib import Path

import pytest

from planloom.model.facts import Facts, Forecast
from planloom.model.plan import Plan
from planloom.rules.analysis import Analysis
from planloom.run.observe import glance, observe
from planloom.run.survey import forecast as forecasting
from planloom.run.survey.forecast import forecast
from tests.support.repos import commit, git, make_repo, try_git, write_files

LINES = "".join(f"{n}\n" for n in range(1, 21))


def plan_of(count: int, rest: str = "") -> Plan:
    """A plan of some workers on branches `w1`, ... in worktrees beside the repository."""
    cards = (
        f"### W{n}: Part {n}\n\n**Branch:** w{n}\n**Worktree:** ../w{n}\n**Files Owned:** `p{n}/**`\n\n"
        for n in range(1, count + 1)
    )
    return Analysis.open("# Plan\n\n" + "".join(cards) + rest).plan


@pytest.fixture
def repo(tmp_path: Path) -> Path:
    """A repository with three files, and three worktrees on branches of their own."""
    made = make_repo(tmp_path, {"PLAN.md": "x\n", "a": LINES, "b": LINES, "dir/c": LINES})
    for n in (1, 2, 3):
        git(made, "worktree", "add", "--quiet", "-b", f"w{n}", f"../w{n}")
    return made


def told(repo: Path, plan: Plan | None = None) -> list[Forecast]:
    """The forecast for a repository."""
    facts = observe(plan or plan_of(3), repo / "PLAN.md")
    assert facts is not None
    assert facts.problems == ()
    return list(facts.forecast)


def edited(line: int, word: str = "changed") -> str:
    """The lines with another word on one of them."""
    return "".join(f"{word}\n" if n == line else f"{n}\n" for n in range(1, 21))


def test_branches_that_merge_cleanly_are_not_told(repo: Path) -> None:
    commit(repo.parent / "w1", {"a": edited(2)}, "[W1]")
    commit(repo.parent / "w2", {"a": edited(19)}, "[W2]")
    commit(repo.parent / "w3", {"b": edited(5)}, "[W3]")
    assert told(repo) == []


def test_a_pair_in_conflict_names_its_files(repo: Path) -> None:
    commit(repo.parent / "w1", {"a": edited(5, "one"), "b": edited(2), "dir/c": "1\n"}, "[W1]")
    commit(repo.parent / "w2", {"a": edited(5, "two"), "b": edited(19), "dir/c": "2\n"}, "[W2]")
    assert told(repo) == [Forecast("W1", "W2", ("a", "dir/c"))]


def test_a_branch_in_conflict_with_the_target_is_told(repo: Path) -> None:
    commit(repo.parent / "w1", {"a": edited(5, "one")}, "[W1]")
    commit(repo, {"a": edited(5, "main")}, "Meanwhile")
    assert told(repo) == [Forecast("W1", None, ("a",))]


def test_what_is_not_committed_counts(repo: Path) -> None:
    commit(repo.parent / "w1", {"a": edited(5, "one")}, "[W1]")
    write_files(repo.parent / "w1", {"dir/new": "1\n"})
    write_files(repo.parent / "w2", {"a": edited(5, "two"), "dir/new": "2\n"})
    write_files(repo.parent / "w3", {"b": edited(2)})
    git(repo.parent / "w3", "rm", "--quiet", "a")
    assert told(repo) == [
        Forecast("W1", "W2", ("a", "dir/new")),
        Forecast("W1", "W3", ("a",)),
        Forecast("W2", "W3", ("a",)),
    ]


def test_uncommitted_work_that_settles_a_conflict_settles_it_in_the_forecast(repo: Path) -> None:
    commit(repo.parent / "w1", {"a": edited(5, "one")}, "[W1]")
    commit(repo.parent / "w2", {"a": edited(5, "two")}, "[W2]")
    write_files(repo.parent / "w2", {"a": LINES})
    assert told(repo) == []


def test_ignored_files_and_folders_of_tools_do_not_count(repo: Path) -> None:
    for n in (1, 2):
        place = repo.parent / f"w{n}"
        write_files(place, {"dist/x": f"{n}\n", "same": "s\n"})
        (repo / ".git" / "info").mkdir(exist_ok=True)
        (repo / ".git" / "info" / "exclude").write_text("dist/\n")
    assert told(repo) == []


def test_a_file_in_the_way_of_a_folder_is_a_conflict(repo: Path) -> None:
    write_files(repo.parent / "w1", {"thing": "file\n"})
    write_files(repo.parent / "w2", {"thing/inside": "folder\n"})
    assert told(repo) == [Forecast("W1", "W2", ("thing",))]


def test_a_tracked_file_that_became_a_folder_counts(repo: Path) -> None:
    place = repo.parent / "w1"
    (place / "a").unlink()
    write_files(place, {"a/inside": "x\n"})
    commit(repo.parent / "w2", {"a": edited(5)}, "[W2]")
    assert {one.second for one in told(repo)} == {"W2"}


def test_every_kind_of_conflict_gives_files(repo: Path) -> None:
    one, two = repo.parent / "w1", repo.parent / "w2"
    git(one, "mv", "a", "here")
    git(two, "mv", "a", "there")
    git(one, "rm", "--quiet", "b")
    commit(one, {"bin": b"\0\1"}, "[W1]")
    commit(two, {"b": edited(5), "bin": b"\0\2"}, "[W2]")
    (found,) = told(repo)
    assert set(found.files) >= {"a", "b", "bin", "here", "there"}


def test_histories_that_share_nothing_conflict_in_the_files_of_both(repo: Path) -> None:
    place = repo.parent / "w1"
    git(place, "checkout", "--quiet", "--orphan", "elsewhere")
    commit(place, {"a": "unrelated\n"}, "Unrelated")
    git(place, "branch", "-M", "w1")
    commit(repo.parent / "w2", {"b": edited(2)}, "[W2]")
    write_files(place, {"more": "m\n"})
    found = told(repo)
    assert ("W1", None) in [(one.first, one.second) for one in found]
    assert all("a" in one.files for one in found)


def test_names_of_any_kind_come_back_whole(repo: Path) -> None:
    name = 'odd\n"name"\t$(id)'
    commit(repo.parent / "w1", {name: "1\n"}, "[W1]")
    write_files(repo.parent / "w2", {name: "2\n"})
    assert told(repo) == [Forecast("W1", "W2", (name,))]


@pytest.mark.parametrize("form", ["sha1", "sha256"])
def test_any_folder_and_any_form_of_object_ids_will_do(tmp_path: Path, form: str) -> None:
    odd = tmp_path / "od:d \"fol'der"
    odd.mkdir()
    git(odd, "init", "--quiet", "--initial-branch=main", f"--object-format={form}", "repo")
    repo = odd / "repo"
    commit(repo, {"PLAN.md": "x\n", "a": LINES, "d": "file\n"}, "Begin")
    for n in (1, 2):
        git(repo, "worktree", "add", "--quiet", "-b", f"w{n}", f"../w{n}")
        commit(odd / f"w{n}", {"a": edited(5, str(n))}, f"[W{n}]")
    (odd / "w1" / "d").unlink()
    write_files(odd / "w1", {"d/new": "n\n"})
    write_files(odd / "w2", {"d": "changed\n"})
    (found,) = told(repo, plan_of(2))
    assert (found.first, found.second, set(found.files)) == ("W1", "W2", {"a", "d"})


def only_in_turn(repo: Path) -> None:
    """Three branches of which each pair merges, but not all three one after the other.

    W1 renames a folder, W2 adds to it, W3 puts a file where W2's would come to lie.
    """
    one, two, three = (repo.parent / f"w{n}" for n in (1, 2, 3))
    git(one, "config", "merge.directoryRenames", "true")
    git(one, "mv", "dir", "moved")
    git(one, "commit", "--quiet", "-m", "[W1]")
    commit(two, {"dir/new": "two\n"}, "[W2]")
    commit(three, {"moved/new": "three\n"}, "[W3]")


def test_a_conflict_of_three_is_found_in_the_chain(repo: Path) -> None:
    only_in_turn(repo)
    assert told(repo) == [Forecast("W3", None, ("moved/new",), chain=True)]


def test_the_chain_follows_the_plans_order(repo: Path) -> None:
    only_in_turn(repo)
    order = "## Merge Order\n\n1. W3\n2. W1\n3. W2\n"
    assert told(repo, plan_of(3, order)) == [Forecast("W2", None, ("moved/new",), chain=True)]


def test_what_a_pair_explains_is_not_told_again(repo: Path) -> None:
    commit(repo.parent / "w1", {"a": edited(5, "one")}, "[W1]")
    commit(repo.parent / "w2", {"a": edited(5, "two")}, "[W2]")
    assert told(repo) == [Forecast("W1", "W2", ("a",))]


def test_a_merged_branch_is_forecast_no_more(repo: Path) -> None:
    commit(repo.parent / "w1", {"a": edited(5, "one")}, "[W1]")
    git(repo, "merge", "--quiet", "--no-ff", "--no-edit", "w1")
    commit(repo.parent / "w2", {"a": edited(5, "two")}, "[W2]")
    assert told(repo) == [Forecast("W2", None, ("a",))]


def test_a_branch_that_was_squashed_into_the_target_conflicts_with_no_other(repo: Path) -> None:
    for n in (1, 2):
        commit(repo.parent / f"w{n}", {"a": edited(5, "one")}, f"[W{n}]")
        commit(repo.parent / f"w{n}", {"a": edited(5, f"{n}")}, f"[W{n}] More")
    git(repo, "merge", "--quiet", "--squash", "w1")
    git(repo, "commit", "--quiet", "-m", "All of W1")
    assert told(repo) == [Forecast("W2", None, ("a",))]


def test_a_worker_in_the_middle_of_a_merge_counts_with_its_commits(repo: Path) -> None:
    commit(repo.parent / "w1", {"a": edited(5, "one")}, "[W1]")
    commit(repo.parent / "w2", {"a": edited(5, "two")}, "[W2]")
    try_git(repo.parent / "w2", "merge", "w1")
    assert told(repo) == [Forecast("W1", "W2", ("a",))]


def test_repositories_inside_and_submodules_do_not_stop_it(repo: Path, tmp_path: Path) -> None:
    inner = make_repo(tmp_path, {"x": "x\n"}, "inner")
    one = repo.parent / "w1"
    git(one, "submodule", "--quiet", "add", str(inner), "lib")
    make_repo(one, {"y": "y\n"}, "nested")
    git(one, "init", "--quiet", "empty")
    write_files(one, {"a": edited(5, "one"), "lib/x": "changed\n"})
    write_files(repo.parent / "w2", {"a": edited(5, "two")})
    assert told(repo) == [Forecast("W1", "W2", ("a",))]


def test_a_huge_file_is_left_out_and_the_rest_counts(repo: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("planloom.run.survey.scratch._LARGEST", 100)
    for n in (1, 2):
        write_files(repo.parent / f"w{n}", {"huge": f"{n}" * 101, "a": edited(5, str(n))})
    assert told(repo) == [Forecast("W1", "W2", ("a",))]


def test_a_change_in_the_same_moment_as_the_checkout_counts(repo: Path) -> None:
    git(repo, "config", "core.trustctime", "false")
    for n in (1, 2):
        place = repo.parent / f"w{n}"
        os.utime(place / "a", (10**9, 10**9))
        git(place, "update-index", "--refresh")
        write_files(place, {"a": edited(5, str(n))})
        for path in (place / "a", repo / ".git" / "worktrees" / f"w{n}" / "index"):
            os.utime(path, (10**9, 10**9))
    assert told(repo) == [Forecast("W1", "W2", ("a",))]


def test_an_older_git_merges_one_pair_at_a_time_to_the_same_end(repo: Path) -> None:
    only_in_turn(repo)
    commit(repo.parent / "w2", {"a": edited(5, "two")}, "[W2]")
    commit(repo, {"a": edited(5, "main")}, "Meanwhile")
    plan = plan_of(3)
    facts = glance(plan, repo / "PLAN.md")
    assert facts is not None
    together = list(forecast(plan, facts))
    assert together == list(forecast(plan, facts._replace(git=(2, 38))))
    assert together


def test_the_forecast_is_what_real_merges_do(tmp_path: Path) -> None:
    repo = make_repo(tmp_path, {"PLAN.md": "x\n", **dict.fromkeys("abcdef", LINES)})
    count = 6
    for n in range(1, count + 1):
        git(repo, "worktree", "add", "--quiet", "-b", f"w{n}", f"../w{n}")
        name, other = "abcdef"[n % 3], "abcdef"[n % 4 + 2]
        commit(tmp_path / f"w{n}", {name: edited(5, f"w{n}"), other: edited(10 + n, f"w{n}")}, f"[W{n}]")
    plan = plan_of(count)
    facts = glance(plan, repo / "PLAN.md")
    assert facts is not None
    pairs = {(one.first, one.second): set(one.files) for one in forecast(plan, facts) if one.second}
    assert pairs == real(repo, facts)
    assert 0 < len(pairs) < 15


def real(repo: Path, facts: Facts) -> dict[tuple[str, str | None], set[str]]:
    """What merging every pair of branches in a worktree comes to."""
    place = repo.parent / "merging"
    git(repo, "worktree", "add", "--quiet", "--detach", str(place))
    found: dict[tuple[str, str | None], set[str]] = {}
    for first, second in combinations(facts.workers, 2):
        git(place, "checkout", "--quiet", "--detach", f"{facts.workers[first].tip}")
        if try_git(place, "merge", "--no-edit", f"{facts.workers[second].tip}").returncode:
            found[first, second] = set(git(place, "diff", "--name-only", "--diff-filter=U").splitlines())
            git(place, "merge", "--abort")
    return found


def test_one_process_of_git_merges_all_pairs(repo: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for n in (1, 2, 3):
        commit(repo.parent / f"w{n}", {"a": edited(5, str(n))}, f"[W{n}]")
    calls: list[tuple[str, ...]] = []
    read = forecasting.Scratch.read

    def counted(self: forecasting.Scratch, *words: str, stdin: bytes | None = None) -> bytes:
        calls.append(words)
        return read(self, *words, stdin=stdin)

    monkeypatch.setattr(forecasting.Scratch, "read", counted)
    assert len(told(repo)) == 3
    assert [words[0] for words in calls].count("merge-tree") == 1
