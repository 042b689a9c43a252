"""What is drawn up from a plan: order, places, claims, scripts; and what is said where it cannot be."""

from __future__ import annotations

from pathlib import Path
from random import Random

import pytest

from planloom.actions.blueprint import Choice, draw_up
from planloom.actions.places import Ground
from planloom.features.template import Draft, template
from planloom.model.agent import Agent
from planloom.model.blueprint import Blueprint, approval_hash, from_json, to_json
from planloom.model.facts import WorkerFacts, Worktree
from planloom.model.settings import RunSettings
from tests.actions.drawing import AGENT, FACTS, TIP, drawn, plan_of, told
from tests.actions.plans import PLAN
from tests.support import plans

CORPUS = Path(__file__).parents[2] / "../shared/corpus"


def swapped(old: str, new: str, text: str = PLAN) -> str:
    """A text with one piece of it replaced."""
    assert text.count(old) == 1, old
    return text.replace(old, new)


def workers(count: int, field: str = "") -> str:
    """A plan of so many workers without an order, each with a field."""
    sections = (f"### W{n}: Part\n\n**Files Owned:** `src/{n}.py`\n{field.format(n=n)}\n" for n in range(1, count + 1))
    return "# Many\n\n" + "\n".join(sections)


def test_jobs_stand_in_merge_order_with_whom_they_wait_for() -> None:
    jobs = drawn(PLAN).jobs
    assert [(job.worker, job.name, job.after) for job in jobs] == [("W1", "Parser", ()), ("W2", "Lexer", ("W1",))]
    assert [job.worktree for job in jobs] == ["/home/ada/cf-w1", "/home/ada/cf-w2"]


def test_a_merge_order_that_contradicts_dependencies_is_refused_at_its_line() -> None:
    script = "git merge feat/lexer\ngit merge feat/parser\n"
    text = PLAN[: PLAN.index("cd /path/to/repo")] + script + "```\n"
    (said,) = told(text)
    assert said == "59: the merge order puts W2 before W1, which W2 waits for; turn them round"


def test_without_a_merge_order_dependencies_count_then_the_document() -> None:
    text = swapped("`src/1.py`\n\n", "`src/1.py`\n**Depends On:** W3\n\n", workers(3))
    assert [job.worker for job in drawn(text).jobs] == ["W2", "W3", "W1"]


def test_a_named_wave_is_a_barrier() -> None:
    text = workers(3) + "\n## Wave 1: first\n\n- W1\n- W2\n\n## Wave 2: then\n\n- W3\n"
    assert drawn(text).job("W3").after == ("W1", "W2")


@pytest.mark.parametrize(
    ("field", "said"),
    [
        ("W2", "nobody can begin: W1 -> W2 -> W1 wait for each other; take out one dependency"),
        ("W7", "W1 depends on `W7`, which no worker of this plan is; name one, or take it out"),
        ("W1", "nobody can begin: W1 -> W1 wait for each other; take out one dependency"),
    ],
)
def test_dependencies_that_nobody_can_keep_are_refused(field: str, said: str) -> None:
    text = swapped("`src/a.rs`, `src/lib.rs`\n", f"`src/a.rs`, `src/lib.rs`\n**Depends On:** {field}\n")
    assert f"18: {said}" in told(text)


def test_a_dependency_under_a_condition_is_asked_for_not_guessed() -> None:
    said = told(swapped("**Depends On:** W1\n", "**Depends On:** W1 (if applicable)\n"))
    assert len(said) == 1
    assert "say that it does or that it does not" in said[0]


def test_a_validation_runs_as_it_is_written() -> None:
    first, second = drawn(PLAN).jobs
    assert first.validation == (
        'cd ../cf-w1 && cargo check &&\n  cargo test -p parser\nfor i in 1 2; do\n  echo "$i"   # twice\ndone\n'
    )
    assert second.validation == "cargo test -p lexer\n"


@pytest.mark.parametrize(
    ("block", "script"),
    [
        ("```\nmake\n```", "make\n"),
        ("~~~sh\nmake\n~~~", "make\n"),
        ("  ```bash\n  make\n    indented\n  ```", "make\n  indented\n"),
        ("```console\n$ make\nok\n$ make test\n```", "make\nmake test\n"),
        ("```bash\nmake\n```\n\n```bash\nmake test\n```", "make\nmake test\n"),
        ("```bash\ncat <<END\n# no comment\nEND\n```", "cat <<END\n# no comment\nEND\n"),
        ("- `make all` builds\n- it looks good", "make all\n"),
        ("```bash\nmake\n```\n\n```text\nall is well\n```", "make\n"),
    ],
)
def test_what_runs_is_what_is_marked_as_code(block: str, script: str) -> None:
    text = swapped("**Validation:** `cargo test -p lexer`\n", f"**Validation:**\n{block}\n")
    assert drawn(text).job("W2").validation == script


@pytest.mark.parametrize(
    ("validation", "said"),
    [
        ("\n```python\nassert True\n```", "is a block in python, and only bash is run"),
        (" make sure that it works", "is not marked as code"),
        (" `cd ../cf-w1 && make`", "names the worktree of W1 (`../cf-w1`)"),
        (" `cd ../repo && make`", "enters the main worktree (`../repo`)"),
        (" `cd /home/ada/repo && make`", "enters the main worktree (`/home/ada/repo`)"),
        (" `rm -r /home/ada/cf-w1/src`", "names the worktree of W1 (`/home/ada/cf-w1/src`)"),
        ("\n```bash\ncd ../cf-w# && make\n```", "`w#` still stands in the validation of W2"),
        ("\n```bash\nmake <target>\n```", "`<target>` still stands in the validation of W2"),
        ("\n```bash\ncd ../x && [command that fails]\n```", "`[command that fails]` still stands"),
    ],
)
def test_a_validation_that_cannot_be_meant_is_refused(validation: str, said: str) -> None:
    (problem,) = told(swapped(" `cargo test -p lexer`\n", f"{validation}\n"))
    assert said in problem
    assert int(problem.partition(":")[0]) in (50, 52)


@pytest.mark.parametrize("said", ["", "**Validation:** none\n", "**Validation:** N/A\n", "**Validation:** -\n"])
def test_a_worker_without_validation_has_none(said: str) -> None:
    assert drawn(swapped("**Validation:** `cargo test -p lexer`\n", said)).job("W2").validation == ""


def test_the_merge_script_gives_checks_and_words_on_conflicts() -> None:
    first, second = drawn(PLAN).jobs
    assert (first.check, first.resolution) == ("cargo check\n", "")
    assert second.check == "make quick\ncargo check && cargo test\n"
    assert second.resolution == "keep both imports, sorted"


@pytest.mark.parametrize(
    ("script", "checks"),
    [
        ("git merge feat/parser\ngit merge feat/lexer\nmake", ["", "make\n"]),
        ("git merge feat/parser -m 'One\n- two'\nmake\ngit merge feat/lexer", ["make\n", ""]),
        ("git checkout main && git merge feat/parser && make\ngit merge feat/lexer", ["make\n", ""]),
        ("git merge feat/parser; make; git push\ncd ../repo\ngit merge feat/lexer", ["make\n", ""]),
        ("git merge feat/parser\nmake\ncd ../cf-w2 && git rebase main\ngit merge feat/lexer", ["make\n", ""]),
        ("for b in x; do\ngit merge $b\nmake\ndone", ["", ""]),
    ],
)
def test_commands_on_branches_are_no_part_of_a_check(script: str, checks: list[str]) -> None:
    text = PLAN[: PLAN.index("cd /path/to/repo")] + script + "\n```\n"
    assert [job.check for job in drawn(text).jobs] == checks


@pytest.mark.parametrize(
    "line", ["if ! git merge feat/lexer; then exit 1; fi", "rm -rf ../cf-w2", "cd ../repo && make"]
)
def test_a_check_that_does_more_is_refused(line: str) -> None:
    text = PLAN[: PLAN.index("cd /path/to/repo")] + f"git merge feat/parser\n{line}\n```\n"
    assert any("check after merging W1" in said for said in told(text))


def test_claims_of_all_forms_count_and_plan_and_checkpoint_belong_to_nobody() -> None:
    text = swapped("| src/b.rs   |", "| PLAN.md | - | PRIMARY | |\n| src/b.rs   |")
    job = drawn(text).job("W2")
    assert job.writes == ("src/b.rs", "src/lib.rs")
    assert job.denied == ("docs/", "PLAN.md", "archive/CHECKPOINT_build-the-thing.md")


def test_a_worker_that_may_write_nothing_is_refused_before_anybody_is_paid() -> None:
    text = swapped("**Files Owned:** `src/2.py`\n", "**Branch:** `feat/two`\n", workers(2))
    (said,) = told(text)
    assert said.endswith("W2 may write no file, so nothing it does could be merged; give it Files Owned")


def test_a_worker_without_a_script_is_said_where_the_agent_runs_nothing_else() -> None:
    script = "\n**Task:** Write it\n```bash\necho 1 > src/{n}.py\n```\n"
    text = workers(2, script) + "\n### W3: Rest\n\n**Files Owned:** `src/3.py`\n"
    shell = Agent("shell", ("bash", "{prompt_file}"), stdin=False, runs_script=True)
    refused = draw_up(plan_of(text), text, FACTS, Choice(shell))
    assert not isinstance(refused, Blueprint)
    assert [problem.worker for problem in refused] == ["W3"]
    assert refused[0].message.startswith("W3 has no bash block below its Task")
    assert isinstance(draw_up(plan_of(text), text, FACTS, Choice(shell, adopted=frozenset({"W3"}))), Blueprint)


def test_names_that_the_plan_does_not_give_follow_from_its_own() -> None:
    jobs = drawn(workers(2)).jobs
    assert [(job.branch, job.worktree) for job in jobs] == [
        ("many-w1", "/home/ada/repo-many-w1"),
        ("many-w2", "/home/ada/repo-many-w2"),
    ]


@pytest.mark.parametrize(
    ("field", "said"),
    [
        ("**Branch:** `feat/x`", "is the branch of W1"),
        ("**Worktree:** `../x`", "is the worktree of W1"),
    ],
)
def test_workers_have_places_of_their_own(field: str, said: str) -> None:
    assert [said in line for line in told(workers(2, field))] == [True]


@pytest.mark.parametrize(
    ("one", "other", "said"),
    [
        ("**Branch:** `feat/A`", "**Branch:** `feat/a`", "differs only in case or Unicode form from the branch of W1"),
        ("**Branch:** `feat`", "**Branch:** `feat/a`", "cannot be made beside `feat` of W1"),
        ("**Branch:** `caf\u00e9`", "**Branch:** `cafe\u0301`", "differs only in case or Unicode form"),
        (
            "**Worktree:** `../A`",
            "**Worktree:** `../a`",
            "differs only in case or Unicode form from the worktree of W1",
        ),
        ("**Worktree:** `../caf\u00e9`", "**Worktree:** `../cafe\u0301`", "differs only in case or Unicode form"),
    ],
)
def test_names_that_some_disks_take_for_one_are_refused(one: str, other: str, said: str) -> None:
    text = workers(2, "FIELD").replace("FIELD", one, 1).replace("FIELD", other)
    assert [said in line for line in told(text)] == [True]


def test_what_is_there_already_is_refused_unless_it_is_ours() -> None:
    there = Worktree("/home/ada/cf-w1", TIP, "feat/parser", marker="run W1")
    facts = FACTS._replace(branches={"main": TIP, "feat/parser": TIP}, worktrees=(there,))
    said = told(PLAN, facts)
    assert len(said) == 2
    assert "branch `feat/parser` of W1 exists already, and no run of this plan made it" in said[1]
    assert "worktree `../cf-w1` of W1 is the worktree of `feat/parser`" in said[0]
    assert told(PLAN, facts._replace(workers={"W1": WorkerFacts("W1", ours=True)})) == []
    assert told(PLAN, facts, adopted=frozenset({"W1"})) == []


def test_a_branch_that_git_could_not_make_beside_another_is_refused() -> None:
    facts = FACTS._replace(branches={"main": TIP, "feat": TIP})
    assert sum("cannot be made beside the branch `feat`" in said for said in told(PLAN, facts)) == 2


@pytest.mark.parametrize(
    ("ground", "said"),
    [
        (Ground(frozenset({"/home/ada/cf-w1"})), "is not empty; choose another folder"),
        (Ground(home="/home/ada/cf-w1"), "is the home folder"),
        (Ground(home="/home/ada/cf-w1/me"), "holds the home folder"),
    ],
)
def test_worktrees_go_where_nothing_is(ground: Ground, said: str) -> None:
    assert [said in line for line in told(PLAN, ground=ground)] == [True]


def test_the_target_is_what_is_asked_for_then_the_setting_then_what_is_checked_out() -> None:
    run = RunSettings(target="stable")
    assert drawn(PLAN).target == "main"
    assert drawn(PLAN, run=run).target == "stable"
    assert drawn(PLAN, run=run, target="next").target == "next"


def test_the_approval_changes_with_all_that_is_done_and_with_nothing_else() -> None:
    before = approval_hash(drawn(PLAN))
    assert approval_hash(drawn(PLAN)) == before
    changed = [
        drawn(swapped("cargo test -p lexer", "cargo test -p lex")),
        drawn(swapped("1. Lex\n", "1. Lex all\n")),
        drawn(PLAN, run=RunSettings(setup="npm ci")),
        drawn(PLAN, run=RunSettings(timeout=5)),
        drawn(PLAN, target="other"),
        drawn(PLAN, FACTS._replace(root="/home/ada/other")),
    ]
    assert len({before, *map(approval_hash, changed)}) == 7
    assert from_json(to_json(drawn(PLAN))) == drawn(PLAN)


@pytest.mark.parametrize(
    ("files", "cone"),
    [
        ("`src/a/one.py`, `src/a/deep/two.py`, `lib/`", ("lib", "src/a")),
        ("`docs/**/*.md`, `setup.py`", ("docs",)),
        ("`src/[id]/page.tsx`", ("src/[id]",)),
        ("`**/*.py`, `src/`", ()),
        ("`setup.py`", ()),
    ],
)
def test_a_sparse_worktree_holds_the_folders_of_what_is_written_and_read(files: str, cone: tuple[str, ...]) -> None:
    text = swapped("`src/1.py`", files, workers(2))
    assert drawn(text, run=RunSettings(sparse=True)).job("W1").cone == cone
    assert drawn(text).job("W1").cone == ()


@pytest.mark.parametrize("glob", ["/etc/passwd", "../other/.env", "a/../../b", ".git/config"])
def test_what_is_copied_comes_from_the_repository(glob: str) -> None:
    assert told(PLAN, run=RunSettings(copy=(glob,))) == [
        f"None: `{glob}` in worktree.copy or worktree.link leads out of the repository; take it out"
    ]


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("# Nothing\n\nJust prose.\n", "this is no plan"),
        (workers(65), "the plan has 65 workers, and a run takes at most 64"),
        (swapped("Make it go", "Make it\x00 go"), "a character that is none"),
        (swapped("Make it go", "Make it\ud800 go"), "a character that is none"),
        (swapped("1. Lex\n", "1. Lex\u202e\n"), "U+202E hides in the prompt of W2"),
        (swapped("cargo test -p lexer", "cargo test\u200b -p lexer"), "U+200B hides in the"),
        (swapped("cargo test -p lexer", "cargo t\u0435st -p lexer"), "U+0435 hides in the validation of W2"),
        (swapped("**Goal:** Make it go.", "**Goal:** [One sentence]"), "`[One sentence]` still stands in the goal"),
        (swapped("1. Lex\n", "1. [First step]\n"), "`[First step]` still stands in the task of W2"),
    ],
)
def test_texts_that_nothing_is_drawn_up_from(text: str, said: str) -> None:
    assert any(said in line for line in told(text)), told(text)


def test_the_template_says_all_that_is_still_to_be_filled_in() -> None:
    said = told(template("New thing", [Draft()] * 3))
    assert all("still" in line for line in said)
    assert {line.partition(" ")[2].split("`")[1] for line in said} >= {"[Name]", "path/to/file1", "[First step]"}


@pytest.mark.parametrize("seed", range(60))
def test_whatever_is_written_something_clear_comes_of_it(seed: int) -> None:
    random = Random(seed)
    text = plans.plan(random)
    for said in (text, plans.damaged(random, text), plans.damaged(random, PLAN)):
        made = draw_up(plan_of(said), said, FACTS, Choice(AGENT))
        if not isinstance(made, Blueprint):
            assert made
            assert all(problem.message.isprintable() and len(problem.message) < 500 for problem in made)


def test_long_lines_and_open_quotes_cost_little() -> None:
    merge = "git merge feat/parser -m 'ends\n" + "line of it\n" * 20_000
    text = PLAN[: PLAN.index("cd /path/to/repo")] + merge + "```\n"
    long = swapped('echo "$i"   # twice', "x" * 400_000, text)
    assert len(drawn(long).job("W1").validation) > 400_000


@pytest.mark.skipif(not CORPUS.is_dir(), reason="no corpus beside the repository")
def test_every_real_plan_is_drawn_up_or_refused_in_clear_lines() -> None:
    ready = 0
    for file in sorted(CORPUS.glob("*.md")):
        text = file.read_text(encoding="utf-8", errors="replace")
        made = draw_up(plan_of(text), text, FACTS, Choice(AGENT))
        if not isinstance(made, Blueprint):
            assert made, file.name
            assert all(problem.message.isprintable() and len(problem.message) < 500 for problem in made), file.name
        else:
            ready += 1
    assert ready >= 15
