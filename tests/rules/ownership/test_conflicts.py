"""Who meets whom: beyond what the pages of the rules show."""

from __future__ import annotations

from planloom.rules.analysis import Analysis
from planloom.rules.finding import Finding, Severity
from tests.support.pages import applied

WORKERS = "\n### W1: Parser\n**Branch:** `feat/a`\n\n### W2: Lexer\n**Branch:** `feat/b`\n"


def found(source: str, *rules: str) -> list[Finding]:
    return [finding for finding in Analysis.open(source).findings() if finding.rule in rules]


def lines(source: str, *rules: str) -> list[int]:
    analysis = Analysis.open(source)
    return [analysis.absolute(finding.at)[0] for finding in analysis.findings() if finding.rule in rules]


def matrix(*rows: str) -> str:
    return "| File | W1 | W2 | Notes |\n|---|---|---|---|\n" + "".join(f"| {row} | n |\n" for row in rows) + WORKERS


def test_a_later_wave_is_an_order() -> None:
    source = matrix("a.rs | PRIMARY | MODIFY")
    assert len(found(source, "unordered-writers")) == 2
    assert not found(source.replace("`feat/b`", "`feat/b`\n**Wave:** 2").replace("`feat/a`", "`feat/a`\n**Wave:** 1"),
                     "unordered-writers")  # fmt: skip


def test_a_dependency_through_others_is_an_order() -> None:
    source = matrix("a.rs | PRIMARY | MODIFY") + "\n### W3: Glue\n**Depends On:** W1\n**Files Owned:** `c.rs`\n"
    assert found(source, "unordered-writers")
    assert not found(source.replace("`feat/b`", "`feat/b`\n**Depends On:** W3"), "unordered-writers")


def test_both_sides_are_told_and_name_each_other() -> None:
    source = matrix("src/ | PRIMARY | -", "src/**/*.rs | - | PRIMARY")
    analysis = Analysis.open(source)
    one, other = (finding for finding in analysis.findings() if finding.rule == "shared-primary")
    assert {one.related[0].at, other.related[0].at} == {one.at, other.at}
    assert one.message.startswith("W1 claims PRIMARY on `src/`, as does W2 `src/**/*.rs`; they meet on `src/a.rs`")


def test_a_folder_of_the_tree_gives_way_to_the_file_in_it() -> None:
    tree = "```\nsrc/       # W1: the crate\n├── a.rs   # W1 CREATES: one\n└── b.rs   # W2 CREATES: two\n```\n"
    assert not found("# Plan\n\n## FILE STRUCTURE\n\n" + tree + WORKERS, "shared-primary", "unordered-writers")


def test_line_ranges_that_touch_conflict_and_others_are_a_remark() -> None:
    assert found(matrix("a.rs:1-70 | PRIMARY | -", "a.rs:70+ | - | PRIMARY"), "shared-primary")
    apart = matrix("a.rs:1-70 | PRIMARY | -", "a.rs:71+ | - | PRIMARY")
    assert not found(apart, "shared-primary", "duplicate-path")
    assert len(found(apart, "disjoint-lines")) == 2


def test_a_placeholder_is_no_conflict() -> None:
    assert not found(matrix("docs/{name}.md | PRIMARY | PRIMARY"), "shared-primary")


def test_reading_is_no_conflict() -> None:
    assert not found(matrix("a.rs | READ | READ"), "shared-primary", "unordered-writers", "missing-primary")


def test_many_workers_are_one_finding_each() -> None:
    ids = [f"W{n}" for n in range(1, 9)]
    source = f"| File | {' | '.join(ids)} |\n|{'---|' * 9}\n| a.rs | {' | '.join(['PRIMARY'] * 8)} |\n"
    source += "".join(f"\n### {id_}: Part\n**Branch:** `feat/{id_}`\n" for id_ in ids)
    findings = found(source, "shared-primary")
    assert len(findings) == 8
    assert all(len(finding.related) == 7 for finding in findings)


def test_one_conflict_in_several_forms_is_found_once_a_side() -> None:
    source = matrix("a.rs | PRIMARY | PRIMARY").replace("`feat/a`", "`feat/a`\n**Files Owned:** `a.rs`")
    source = source.replace("`feat/b`", "`feat/b`\n**Files Owned:** `a.rs`")
    assert lines(source, "shared-primary") == [2, 2]


def test_ordered_owners_are_information_in_a_matrix_and_nothing_elsewhere() -> None:
    ordered = matrix("a.rs | PRIMARY | PRIMARY").replace("`feat/b`", "`feat/b`\n**Depends On:** W1")
    assert {finding.severity for finding in found(ordered, "shared-primary")} == {Severity.INFORMATION}
    lists = "### W1: A\n**Owns:** `a.rs`\n\n### W2: B\n**Owns:** `a.rs`\n**Depends On:** W1\n"
    assert not found(lists, "shared-primary")


def test_a_fix_changes_the_role_in_every_form_that_names_it() -> None:
    source = (
        "| File | Owner | Action |\n|---|---|---|\n| `a.rs` | W1 | CREATE |\n| `a.rs` | W2 | CREATE |\n\n"
        "```\nsrc/\n└── z.rs   # W1 CREATES: z\n```\n" + WORKERS
    )
    analysis = Analysis.open(source)
    fixes = {fix.title: fix for f in analysis.findings() if f.rule == "shared-primary" for fix in f.fixes}
    mended = applied(analysis, fixes["Keep W1 PRIMARY; W2 becomes MODIFY"])
    assert "| `a.rs` | W2 | MODIFY |" in mended
    assert "| `a.rs` | W1 | CREATE |" in mended


def test_an_owner_table_without_actions_gets_a_note() -> None:
    source = "| File | Owner |\n|---|---|\n| `a.rs` | W1 |\n| `a.rs` | W2 |\n" + WORKERS
    analysis = Analysis.open(source)
    fixes = {fix.title: fix for f in analysis.findings() if f.rule == "shared-primary" for fix in f.fixes}
    mended = applied(analysis, fixes["Keep W1 PRIMARY; W2 becomes MODIFY"])
    assert "| `a.rs` (modify) | W2 |" in mended
    assert not found(mended, "shared-primary")


def test_a_dependency_is_offered_both_ways_but_never_in_a_circle() -> None:
    analysis = Analysis.open(matrix("a.rs | PRIMARY | MODIFY"))
    fixes = [fix for f in analysis.findings() if f.rule == "unordered-writers" for fix in f.fixes]
    assert {fix.title for fix in fixes} == {"W2 depends on W1", "W1 depends on W2"}
    for fix in fixes:
        assert not found(applied(analysis, fix), "unordered-writers", "dependency-cycle")


def test_deny_lists_cover_folders_and_globs() -> None:
    source = "### W1: A\n**Owns:** `src/*.rs`, `docs/a.md`\n**Must Not Touch:** `src/core.rs`\n\n"
    source += "### W2: B\n**Owns:** `lib/`\n"
    (finding,) = found(source, "denied-path")
    assert "`src/core.rs` covers `src/core.rs`" in finding.message
    assert len(finding.related) == 1


def test_a_matrix_of_the_disputed_files_only_is_no_mismatch() -> None:
    rows = "| File | W1 | W2 |\n|---|---|---|\n| shared.rs | PRIMARY | MODIFY |\n\n"
    lists = "### W1: A\n**Owns:** `shared.rs`, `a.rs`, `b.rs`, `c.rs`\n\n"
    lists += "### W2: B\n**Owns:** `d.rs`, `e.rs`, `f.rs`, `shared.rs` (modify)\n**Depends On:** W1\n"
    assert not found(rows + lists, "ownership-mismatch")


def test_a_column_that_nobody_defines_may_own_the_path() -> None:
    source = (
        "| File | W1 | W2 | W3 |\n|---|---|---|---|\n| a.rs | PRIMARY | - | - |\n| b.rs | - | MODIFY | PRIMARY |\n"
        + WORKERS
    )
    assert not found(source, "missing-primary")


def test_a_fix_that_changes_two_workers_says_so_in_the_plural() -> None:
    rows = "| File | W1 | W2 | W3 |\n|---|---|---|---|\n| a.rs | PRIMARY | PRIMARY | PRIMARY |\n"
    heads = "".join(f"\n### W{n}: part\n\n**Branch:** `feat/w{n}`\n" for n in (1, 2, 3))
    found = Analysis.open(rows + heads).findings()
    titles = {fix.title for finding in found if finding.rule == "shared-primary" for fix in finding.fixes}
    assert "Keep W1 PRIMARY; W2 and W3 become MODIFY" in titles


def test_a_place_that_names_many_workers_is_marked_once() -> None:
    source = """
| Surface | W1 | W2 | W3 |
|---|---|---|---|
| api | `api/a.py` (new) | `api/b.py` (new) | `api/c.py` (new) |

Shared by everyone: `pyproject.toml`, `uv.lock`.
"""
    told = found(source, "unordered-writers")
    assert [finding.message.partition(",")[0] for finding in told] == ["W1", "W1"]
    assert len({finding.at for finding in told}) == 2
