"""Which paths that are not there are faults of the plan, and which are not."""

from __future__ import annotations

import pytest

from planloom.rules.finding import Finding
from tests.support.facts import facts
from tests.support.pages import opened

FILES = """\
file src/parser.rs
file src/core/mod.rs
file apps/web/src/index.ts
file docs/guide.md
ignored dist/
ignored .env
"""
PLAN = """\
| File | W1 | W2 |
|---|---|---|
| src/parser.rs | PRIMARY | - |
| {path} | {one} | {two} |

### W1: Parser
**Branch:** `feat/a`
{more}
### W2: Lexer
**Branch:** `feat/b`
"""


def found(text: str, known: str = FILES) -> list[Finding]:
    rules = ("missing-path", "existing-path", "unmatched-glob")
    return [finding for finding in opened(text, facts(known)).findings() if finding.rule in rules]


def row(path: str, one: str = "READ", two: str = "-", more: str = "") -> str:
    return PLAN.format(path=path, one=one, two=two, more=more)


@pytest.mark.parametrize("path", ["src/lexer.rs", "src/cor/", "lib/other.rs"])
@pytest.mark.parametrize("role", ["READ", "MODIFY", "edit"])
def test_what_is_read_or_modified_must_be_there(path: str, role: str) -> None:
    assert [finding.rule for finding in found(row(path, role))] == ["missing-path"]


@pytest.mark.parametrize(
    "path",
    [
        *("src/core/", "src/core", "docs/guide.md", "index.ts", "src/index.ts"),  # there, or the end of one that is
        *("dist/app.js", ".env", "dist/**/*.js"),  # ignored by git: it cannot tell
        *("<name>/a.rs", "{stream}/a.rs", "path/to/file", "../other/a.rs", "/etc/hosts"),  # not of this repository
    ],
)
def test_nothing_is_said_of_what_is_there_or_cannot_be_known(path: str) -> None:
    assert found(row(path)) == []


@pytest.mark.parametrize("role", ["PRIMARY", "creates", "SHARED", "X"])
def test_nothing_is_missing_that_somebody_may_create(role: str) -> None:
    assert found(row("src/new.rs", "READ", role)) == []


def test_nothing_is_missing_below_a_folder_that_somebody_owns() -> None:
    more = "**Files:**\n- `src/new/`\n"
    assert found(row("src/new/a.rs", more=more)) == []


def test_nothing_is_missing_that_a_branch_has_already() -> None:
    assert found(row("src/new.rs"), f"{FILES}W2 changed src/new.rs in commit 3f2a91c") == []


@pytest.mark.parametrize(
    ("label", "note", "rules"),
    [
        ("Files", "", []),
        ("Files touched", "", []),
        ("Files Owned", "", []),
        ("Files to Create/Modify", "", []),
        ("Files to Modify", "", ["missing-path"]),
        ("Files", " (modify: two lines)", ["missing-path"]),
        ("Files", " (new)", []),
        ("Reads", "", ["missing-path"]),
    ],
)
def test_plain_lists_only_say_writes(label: str, note: str, rules: list[str]) -> None:
    text = f"### W1: A\n**{label}:**\n- `src/lexer.rs`{note}\n\n### W2: B\n**Files:**\n- `src/parser.rs`\n"
    assert [finding.rule for finding in found(text)] == rules


@pytest.mark.parametrize(
    ("path", "meant"),
    [
        ("src/parsr.rs", "src/parser.rs"),
        ("lib/parser.rs", "src/parser.rs"),
        ("source/core/mod.rs", "src/core/mod.rs"),
        ("web/src/index.ts", None),
        ("src/main.rs", None),
        ("src/cor/", "src/core/"),
    ],
)
def test_the_path_that_was_meant(path: str, meant: str | None) -> None:
    titles = [fix.title for finding in found(row(path)) for fix in finding.fixes]
    assert titles == ([f"Change to `{meant}`"] if meant else [])


def test_a_plan_that_was_carried_out_is_left_alone() -> None:
    done = f"{FILES}checkpoint archive/CHECKPOINT_plan.md"
    assert found(row("src/gone.rs"), done) == []
    assert found(row("src/core/mod.rs", "creates"), done) == []
    assert [finding.rule for finding in found(row("src/core/mod.rs", "creates"))] == ["existing-path"]


def test_a_repository_without_files_says_nothing() -> None:
    assert found(row("src/lexer.rs"), "branch feat/x") == []


@pytest.mark.parametrize(("glob", "rules"), [("src/*.rs", []), ("src/*.go", ["unmatched-glob"]), ("**/*.md", [])])
def test_globs_match_something(glob: str, rules: list[str]) -> None:
    assert [finding.rule for finding in found(row(glob))] == rules
