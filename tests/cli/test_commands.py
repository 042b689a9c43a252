"""The other commands, and what all commands share."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

from planloom import __version__
from planloom.cli.app import COMMANDS
from planloom.rules.rule import all_rules
from tests.cli.conftest import CLEAN, CYCLE, Planloom, written

UNALIGNED = CLEAN.replace("| src/a.rs | PRIMARY | -       |", "| src/a.rs | PRIMARY | - |")


@pytest.mark.parametrize("command", COMMANDS)
def test_every_command_has_help_with_an_example(planloom: Planloom, command: str) -> None:
    said = planloom(command, "--help")
    assert said.code == 0
    assert "Example" in said.out
    assert f"planloom {command}" in said.out or command == "serve"


def test_without_a_command_the_help_names_them_all(planloom: Planloom) -> None:
    said = planloom()
    assert said.code == 0
    assert all(f"  {command} " in said.out for command in COMMANDS)


def test_the_version(planloom: Planloom) -> None:
    assert planloom("--version") == (0, f"planloom {__version__}\n", "")


@pytest.mark.parametrize("arguments", [("chek",), ("check", "--colour"), ("show", "a", "b"), ("new",)])
def test_a_wrong_command_line_ends_with_2_and_one_line(planloom: Planloom, arguments: tuple[str, ...]) -> None:
    said = planloom(*arguments)
    assert (said.code, said.out, said.err.count("\n")) == (2, "", 1)
    assert said.err.startswith("planloom: ")
    assert "--help" in said.err


def test_an_error_of_ours_is_one_line_and_a_traceback_only_when_asked(
    planloom: Planloom, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail() -> None:
        raise ValueError("no good")

    monkeypatch.setattr("planloom.cli.commands.explain.all_rules", fail)
    assert planloom("explain") == (2, "", "planloom: internal error: ValueError: no good; --debug shows where\n")
    assert "Traceback" in planloom("explain", "--debug").err
    assert "Traceback" in planloom("--debug", "explain").err


def test_explain_lists_all_rules_and_shows_the_page_of_one(planloom: Planloom) -> None:
    table = planloom("explain").out
    assert all(f"  {rule} " in table for rule in all_rules())
    page = planloom("explain", "dependency-cycle").out
    assert page.startswith("dependency-cycle · error · order\n")
    assert "~~~~" not in page
    missed = planloom("explain", "dependency-cycles")
    assert missed.code == 2
    assert "did you mean dependency-cycle?" in missed.err


@pytest.mark.parametrize("workers", [1, 3, 12])
def test_a_new_plan_is_a_plan_that_only_lacks_what_its_author_knows(planloom: Planloom, workers: int) -> None:
    said = planloom("new", "--workers", str(workers), "web-shop")
    assert (said.code, said.out) == (0, "web-shop.md\n")
    shown = json.loads(planloom("show", "--format", "json", "web-shop.md").out)
    assert [worker["branch"] for worker in shown["workers"]] == [f"feat/web-shop-w{n + 1}" for n in range(workers)]
    found = json.loads(planloom("check", "--format", "json", "web-shop.md").out)["files"][0]["findings"]
    assert {finding["rule"] for finding in found} <= {"placeholder"}
    aligned = planloom("format", "--check", "web-shop.md")
    assert aligned.code in (0, 1)


def test_new_never_overwrites(planloom: Planloom, tmp_path: Path) -> None:
    written(tmp_path / "shop.md", "mine")
    said = planloom("new", "shop")
    assert (said.code, (tmp_path / "shop.md").read_text()) == (2, "mine")


def test_format_aligns_tables_and_nothing_else(planloom: Planloom, tmp_path: Path) -> None:
    plan = written(tmp_path / "PLAN.md", UNALIGNED)
    assert planloom("format", "--check", "PLAN.md") == (1, "would align PLAN.md\n", "")
    assert planloom("format", "--diff", "PLAN.md").code == 1
    assert plan.read_text() == UNALIGNED
    assert planloom("format", "PLAN.md") == (0, "aligned PLAN.md\n", "")
    assert plan.read_text() == CLEAN
    assert planloom("format", "--check", "PLAN.md") == (0, "", "")
    assert planloom("format", "-", stdin=UNALIGNED).out == CLEAN


def test_show_finds_the_only_plan_and_asks_when_there_are_more(planloom: Planloom, tmp_path: Path) -> None:
    assert "no plan in this folder" in planloom("show").err
    written(tmp_path / "README.md", "# Hello\n")
    written(tmp_path / "PLAN.md", CLEAN)
    assert planloom("show").out.startswith("Split the parser\n")
    written(tmp_path / "NEXT.md", CYCLE)
    asked = planloom("show")
    assert asked.code == 2
    assert "NEXT.md, PLAN.md" in asked.err


@pytest.mark.parametrize("words", [("run",), ("run", "--resume"), ("status",), ("show",), ("stop",)])
def test_a_folder_is_answered_with_the_plans_in_it(planloom: Planloom, tmp_path: Path, words: tuple[str, ...]) -> None:
    (tmp_path / "docs").mkdir()
    none = "planloom: docs is a folder, and no plan lies in it; name one, or write one with `planloom new NAME`\n"
    assert planloom(*words, "docs") == (2, "", none)
    written(tmp_path / "docs" / "PLAN.md", CLEAN)
    assert planloom(*words, "docs") == (2, "", "planloom: docs is a folder; name a plan in it: docs/PLAN.md\n")


@pytest.mark.parametrize(
    ("form", "begins"),
    [("svg", "<svg "), ("dot", "digraph plan {"), ("mermaid", "flowchart LR"), ("text", "Split the")],
)
def test_show_draws_the_plan(planloom: Planloom, tmp_path: Path, form: str, begins: str) -> None:
    written(tmp_path / "PLAN.md", CLEAN)
    said = planloom("show", "--format", form, "PLAN.md")
    assert said.code == 0
    assert said.out.startswith(begins)


def test_show_of_what_is_no_plan_says_so(planloom: Planloom, tmp_path: Path) -> None:
    written(tmp_path / "README.md", "# Hello\n")
    said = planloom("show", "README.md")
    assert (said.code, said.out) == (2, "")
    assert "README.md: not a plan" in said.err


def test_the_demo_finds_mends_shows_and_runs(planloom: Planloom) -> None:
    said = planloom("demo")
    assert said.code == 0
    story = (
        "error[shared-primary]",
        "All is well in 1 plan.",
        "$ planloom run PLAN.md --agent shell --approve ",
        "W2 pending: changed files that it does not own: lib/store.sh",
        "main is at ",
        "lib/search.sh",
        "**Status:** COMPLETED",
    )
    place = 0
    for part in story:
        place = said.out.index(part, place)
    assert "W4 pending: its validation ended with exit status 1: the page has no end" in said.out


def test_a_reader_that_goes_away_is_no_error(tmp_path: Path) -> None:
    for number in range(200):
        written(tmp_path / f"{number}.md", CYCLE)
    command = [sys.executable, "-c", "from planloom.cli.main import main; main()", "check", str(tmp_path)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE) as process:
        assert process.stdout is not None
        assert process.stderr is not None
        process.stdout.read(1)
        process.stdout.close()
        assert process.stderr.read() == b""


def test_a_check_loads_neither_server_nor_git(tmp_path: Path) -> None:
    written(tmp_path / "PLAN.md", CYCLE)
    code = (
        "import sys; from planloom.cli.app import run; run(['check', sys.argv[1]]); "
        "print(*sys.modules, file=sys.stderr)"
    )
    command = [sys.executable, "-c", code, str(tmp_path / "PLAN.md")]
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    loaded = {module.split(".")[0] for module in done.stderr.split()}
    assert "planloom" in loaded
    assert not loaded & {"pygls", "lsprotocol", "git", "rich"}


def test_show_draws_a_worker_that_waits_for_itself(planloom: Planloom, tmp_path: Path) -> None:
    written(tmp_path / "PLAN.md", CLEAN.replace("**Depends On:** none", "**Depends On:** W1"))
    said = planloom("show", "PLAN.md")
    assert said.code == 0, said.err
    assert "Parser" in said.out
