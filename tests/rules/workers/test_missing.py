"""What workers lack, and which of them lack nothing."""

from __future__ import annotations

from tests.support.findings import marked, mended, of

FULL = "**Worktree:** `../x-w{0}`\n**Branch:** `feat/w{0}`\n**Files:** `src/{0}.py`\n"
CHECK = "\n**Validation:**\n```bash\ncd ../x-w{0} && make test\n```\n"


def section(number: int, fields: str, name: str = "Part") -> str:
    return f"### W{number}: {name}\n\n{fields.format(number)}\n"


def test_several_fields_are_one_finding_and_one_fix() -> None:
    text = section(1, FULL) + section(2, FULL) + section(3, "**Files:** `src/3.py`\n")
    (finding,) = of(text, "missing-field")
    assert "no branch and no worktree" in finding.message
    fixed = mended(text, "missing-field")
    assert "**Worktree:** `../x-w3`" in fixed
    assert "**Branch:** `feat/w3`" in fixed


def test_the_label_is_spelled_as_the_siblings_spell_it() -> None:
    text = (
        "### Stream A: One\n- **Directory:** ../x-a\n- **Files:** `a.py`\n\n"
        "### Stream B: Two\n- **Directory:** ../x-b\n- **Files:** `b.py`\n\n"
        "### Stream C: Three\n- **Files:** `c.py`\n"
    )
    assert "- **Directory:** ../x-c\n" in mended(text, "missing-field")


def test_nobody_lacks_what_most_do_without() -> None:
    text = section(1, FULL) + section(2, "**Files:** `b.py`\n") + section(3, "**Files:** `c.py`\n")
    assert of(text, "missing-field") == []


def test_files_may_stand_in_the_matrix() -> None:
    text = "| File | W1 | W2 | W3 |\n|---|---|---|---|\n| src/3.py | - | - | PRIMARY |\n\n"
    text += section(1, FULL) + section(2, FULL) + section(3, "**Worktree:** `../x-w3`\n**Branch:** `feat/w3`\n")
    assert of(text, "missing-field") == []


def test_who_works_on_the_target_needs_no_tree() -> None:
    text = section(1, FULL) + section(2, FULL) + section(3, "**Files:** `CHANGELOG.md`\n", name="Integration")
    assert of(text, "missing-field") == []


def test_who_says_none_lacks_nothing() -> None:
    none = "**Worktree:** none (read-only)\n**Files:** `docs/`\n"
    assert of(section(1, FULL) + section(2, FULL) + section(3, none), "missing-field") == []


def test_prose_is_a_task_too() -> None:
    task = FULL + "\n**Task:**\n1. Do the first thing\n"
    text = section(1, task) + section(2, task) + section(3, FULL + "\nRewrite the parser so that it streams.\n")
    assert of(text, "missing-field") == []
    assert marked(section(1, task) + section(2, task) + section(3, FULL), "missing-field") == ["W3"]


def test_validation_goes_before_done_when_and_into_the_own_tree() -> None:
    done = "\n**Done When:**\n- [ ] it works\n"
    text = section(1, FULL + CHECK + done) + section(2, FULL + done)
    assert "```bash\ncd ../x-w2 && make test\n```\n\n**Done When:**" in mended(text, "missing-validation")


def test_validation_in_the_protocol_counts() -> None:
    text = section(1, FULL + CHECK) + section(2, FULL)
    text += "## Phase 4: Validate\n\n```bash\ncd ../x-w2 && make test\n```\n"
    assert of(text, "missing-validation") == []


def test_no_validation_at_all_is_said_once_and_only_in_the_templates_form() -> None:
    head = "# Plan: Split\n\n**Goal:** Split it.\n\n"
    body = section(1, FULL) + section(2, FULL)
    matrix = "## FILE OWNERSHIP MATRIX\n\n| File | W1 | W2 |\n|---|---|---|\n| src/1.py | PRIMARY | - |\n\n"
    findings = of(head + matrix + "## WORKER DEFINITIONS\n\n" + body, "missing-validation")
    assert [finding.severity for finding in findings] == [3]
    assert of(body, "missing-validation") == []


def test_one_stray_check_among_many_workers_asks_nothing_of_the_others() -> None:
    text = section(1, FULL + CHECK) + "".join(section(i, FULL) for i in range(2, 9))
    assert of(text, "missing-validation") == []


TABLE = """| Agent   | Branch    |
|---------|-----------|
| Agent A | `agent/a` |
| Agent B | `agent/b` |
| Agent C | `agent/c` |

## Agent A

**Owns:** `src/a/`

## Agent B

**Owns:** `src/b/`
"""


def test_a_table_without_a_column_for_it_gets_one() -> None:
    assert marked(TABLE, "missing-field") == ["Agent C"]
    fixed = mended(TABLE, "missing-field")
    assert fixed.startswith(
        "| Agent   | Branch    | Files Owned |\n|---------|-----------|-------------|\n"
        "| Agent A | `agent/a` | - |\n| Agent B | `agent/b` | - |\n| Agent C | `agent/c` | none |\n\n## Agent A\n"
    )
    assert of(fixed, "missing-field") == []


def test_a_worker_that_has_a_row_only_gets_a_section_for_its_validation() -> None:
    text = TABLE.replace("**Owns:** `src/a/`", "**Owns:** `src/a/`\n**Verify:** `make a`")
    text = text.replace("**Owns:** `src/b/`", "**Owns:** `src/b/`\n**Verify:** `make b`")
    assert marked(text, "missing-validation") == ["Agent C"]
    fixed = mended(text, "missing-validation")
    assert fixed.endswith("\n## Agent C\n\n**Verify:**\n- `make a`\n")
    assert of(fixed, "missing-validation") == []
