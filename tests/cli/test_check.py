"""`planloom check` as a user meets it: what it prints, what it changes, how it ends."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.cli.conftest import CLEAN, CYCLE, SELF, Planloom, written

NO_PLAN = "# Notes\n\nNothing to see, W1 and W2 are away.\n"


def test_a_finding_shows_its_line_the_span_the_other_place_and_the_fixes(planloom: Planloom, cycle: Path) -> None:
    said = planloom("check", cycle.name)
    assert said.code == 1
    head, *drawn = said.out.splitlines()
    assert head.startswith("PLAN.md:11:17: error[dependency-cycle] W1 -> W2 -> W1")
    assert drawn[:3] == ["   |", "11 | **Depends On:** W2", "   |                 ^^"]
    assert "  --> PLAN.md:16:17: W2 depends on W1" in drawn
    assert sum(line.startswith("   = fix: Remove: ") for line in drawn) == 2
    assert drawn[-1] == "Found 1 error in 1 plan."


def test_a_plan_without_findings_is_said_to_be_well(planloom: Planloom, tmp_path: Path) -> None:
    written(tmp_path / "PLAN.md", CLEAN)
    said = planloom("check", "--select", "dependency-cycle,self-dependency")
    assert (said.code, said.out) == (0, "All is well in 1 plan.\n")


def test_a_folder_gives_its_plans_and_is_silent_on_the_rest(planloom: Planloom, tmp_path: Path) -> None:
    written(tmp_path / "README.md", NO_PLAN)
    written(tmp_path / "docs" / "plan.md", CYCLE)
    written(tmp_path / "node_modules" / "x" / "plan.md", CYCLE)
    written(tmp_path / "trees" / "w1" / "plan.md", CYCLE)
    written(tmp_path / "trees" / "w1" / ".git", "gitdir: /somewhere/.git/worktrees/w1\n")
    said = planloom("check", ".", "--format", "json")
    files = {file["path"]: file["is_plan"] for file in json.loads(said.out)["files"]}
    assert files == {"README.md": False, str(Path("docs", "plan.md")): True}
    named = planloom("check", "node_modules", "--format", "json")
    assert [file["is_plan"] for file in json.loads(named.out)["files"]] == [True]


def test_nothing_found_anywhere_is_no_error(planloom: Planloom, tmp_path: Path) -> None:
    written(tmp_path / "README.md", NO_PLAN)
    assert planloom("check") == (0, "No plan in 1 file.\n", "")


def test_text_comes_from_stdin_too(planloom: Planloom) -> None:
    said = planloom("check", "-", "--format", "json", stdin=CYCLE)
    (file,) = json.loads(said.out)["files"]
    assert (said.code, file["path"], file["findings"][0]["rule"]) == (1, "-", "dependency-cycle")


def test_select_and_ignore_choose_the_rules(planloom: Planloom, cycle: Path) -> None:
    assert planloom("check", "--select", "self-dependency", cycle.name).code == 0
    assert planloom("check", "--ignore", "dependency-cycle", cycle.name).code == 0
    unknown = planloom("check", "--select", "dependency-cycl", cycle.name)
    assert unknown.code == 2
    assert "did you mean dependency-cycle" in unknown.err
    assert unknown.err.count("\n") == 1


def test_fix_applies_what_is_safe_and_keeps_line_ends_and_mark(planloom: Planloom, tmp_path: Path) -> None:
    plan = tmp_path / "PLAN.md"
    plan.write_bytes(b"\xef\xbb\xbf" + SELF.replace("\n", "\r\n").encode())
    plan.chmod(0o640)
    said = planloom("check", "--select", "self-dependency", "--fix", "PLAN.md")
    assert (said.code, said.out) == (0, "Fixed 1 finding.\nAll is well in 1 plan.\n")
    assert plan.read_bytes() == b"\xef\xbb\xbf" + SELF.replace("W2, W1", "W1").replace("\n", "\r\n").encode()
    assert plan.stat().st_mode & 0o777 == 0o640
    assert [file.name for file in tmp_path.iterdir()] == ["PLAN.md"]


def test_fix_leaves_alone_what_only_a_person_can_decide(planloom: Planloom, cycle: Path) -> None:
    assert planloom("check", "--fix", cycle.name).code == 1
    assert cycle.read_text() == CYCLE


def test_fix_of_stdin_puts_the_text_on_stdout_and_the_report_beside(planloom: Planloom) -> None:
    said = planloom("check", "--select", "self-dependency", "--fix", "-", stdin=SELF)
    assert said.out == SELF.replace("W2, W1", "W1")
    assert "Fixed 1 finding." in said.err


def test_diff_shows_what_fix_would_do_and_changes_nothing(planloom: Planloom, tmp_path: Path) -> None:
    written(tmp_path / "PLAN.md", SELF)
    said = planloom("check", "--diff", "PLAN.md")
    assert said.code == 1
    assert "-**Depends On:** W2, W1\n+**Depends On:** W1\n" in said.out
    assert (tmp_path / "PLAN.md").read_text() == SELF


@pytest.mark.parametrize("form", ["text", "json", "sarif", "github"])
def test_every_form_ends_with_1_on_an_error(planloom: Planloom, cycle: Path, form: str) -> None:
    said = planloom("check", "--format", form, cycle.name)
    assert said.code == 1
    assert "dependency-cycle" in said.out


def test_what_cannot_be_read_ends_with_2_and_one_line(planloom: Planloom) -> None:
    said = planloom("check", "gone.md")
    assert (said.code, said.out) == (2, "")
    assert said.err == "planloom: gone.md: no such file or folder; name a plan, or a folder to look for plans in\n"


def test_a_plan_that_is_not_utf8_is_said_to_be_so_at_the_byte(planloom: Planloom, tmp_path: Path) -> None:
    (tmp_path / "PLAN.md").write_bytes(CLEAN.replace("W1: Parser", "W1: Pars\0er").encode().replace(b"\0", b"\xe9"))
    (tmp_path / "README.md").write_bytes(NO_PLAN.encode() + b"caf\xe9\n")
    (finding,) = [
        found
        for file in json.loads(planloom("check", "--select", "bad-encoding", "--format", "json").out)["files"]
        for found in file["findings"]
    ]
    assert finding["rule"] == "bad-encoding"
    assert f"byte {CLEAN.index('W1: Parser') + 8}" in finding["message"]
    assert finding["range"] == {"start": {"line": 7, "character": 12}, "end": {"line": 7, "character": 13}}


def test_several_processes_say_the_same_as_one(planloom: Planloom, tmp_path: Path) -> None:
    written(tmp_path / "a" / "big.md", "plain text, no plan\n" * 60_000)
    written(tmp_path / "b" / "big.md", "plain text, no plan\n" * 60_000)
    for number in range(3):
        written(tmp_path / f"c{number}.md", CYCLE)
    said = planloom("check", ".", "--format", "github")
    assert [line.split("file=")[1].split(",")[0] for line in said.out.splitlines()] == ["c0.md", "c1.md", "c2.md"]
