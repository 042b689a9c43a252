"""Waves that contradict dependencies, and stages that only look so."""

from __future__ import annotations

from tests.support.findings import marked, mended, of

OWNER_TABLE = """| File | Agent | Wave | Depends On |
|---|---|---|---|
| a.py | A | 1 | - |
| b.py | B | 1 | Agent A |
| c.py | B | 1 | - |

### Agent A: One

### Agent B: Two
"""


def test_every_row_of_an_owner_table_moves() -> None:
    fixed = mended(OWNER_TABLE, "wave-contradiction")
    assert "| b.py | B | 2 | Agent A |\n| c.py | B | 2 | - |" in fixed
    assert of(fixed, "wave-contradiction") == []


def test_stages_with_tasks_in_turn_are_no_waves() -> None:
    tasks = "".join(
        f"## Phase {phase}\n\n"
        + "".join(
            f"### Task {phase}.{n}: Do it\n\n**Files:** `src/{phase}{n}.py`\n"
            f"**Depends On:** {f'Task {phase}.{n - 1}' if n > 1 else 'none'}\n\n"
            for n in (1, 2, 3)
        )
        for phase in (1, 2)
    )
    assert of(tasks, "wave-contradiction") == []


def test_a_dependency_on_a_later_wave() -> None:
    text = (
        "| Agent | Owns | Wave | Depends On |\n|---|---|---|---|\n"
        "| W1 | `a/` | Wave 1 | W2 |\n| W2 | `b/` | Wave 2 | - |\n"
    )
    assert marked(text, "wave-contradiction") == ["W2"]
    assert "W2 is in Wave 2, W1 in Wave 1" in of(text, "wave-contradiction")[0].message
    assert "| W1 | `a/` | Wave 3 | W2 |" in mended(text, "wave-contradiction")


def test_blocks_without_the_other_side() -> None:
    text = (
        "### W1: One\n\n**Files:** `a.py`\n**Blocks:** W2\n\n"
        "### W2: Two\n\n**Files:** `b.py`\n**Depends On:** W3\n\n"
        "### W3: Three\n\n**Files:** `c.py`\n**Depends On:** none\n"
    )
    assert marked(text, "wave-contradiction") == ["W2"]
    assert "**Depends On:** W3, W1\n" in mended(text, "wave-contradiction")


def test_blocks_that_others_lead_to_are_said() -> None:
    text = (
        "### W1: One\n\n**Files:** `a.py`\n**Blocks:** W3\n\n"
        "### W2: Two\n\n**Files:** `b.py`\n**Depends On:** W1\n\n"
        "### W3: Three\n\n**Files:** `c.py`\n**Depends On:** W2\n"
    )
    assert of(text, "wave-contradiction") == []
