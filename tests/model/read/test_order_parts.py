"""Merge orders, waves and the orchestrator's commands, in every form that plans write them."""

from __future__ import annotations

import pytest

from planloom.model.plan import Plan
from tests.model.read.reading import ranks, read

WORKERS = """
### W1: One
**Branch:** `feat/one`
**Worktree:** `../r-w1`
### W2: Two
**Branch:** `feat/two`
**Worktree:** `../r-w2`
### W3: Three
**Branch:** `feat/three`
**Worktree:** `../r-w3`
"""


def with_workers(text: str) -> Plan:
    return read(WORKERS + "\n" + text + "\n")


@pytest.mark.parametrize(
    ("form", "text"),
    [
        (
            "script",
            "```bash\ngit merge feat/one --no-edit\ngit merge --no-ff feat/two -m 'x'\ngit merge feat/three\n```",
        ),
        ("list", "## Merge Order\n\n1. W1 first (base)\n2. W2 next\n3. W3 last"),
        ("list", "**Merge Order:**\n1. `feat/one` (base)\n2. `feat/two`\n3. `feat/three`"),
        ("chain", "## Merge order\n\nW1 → W2 → W3"),
        ("chain", "Recommended merge order: **W1 -> W2 -> W3**, then clean up."),
        ("column", "| Worker | Merge order |\n|---|---|\n| W3 | 3 |\n| W1 | 1 |\n| W2 | 2 |"),
        ("script", "- [ ] Merge W1: `git merge feat/one`\n- [ ] Merge W2: `git merge feat/two`\n- [ ] Merge W3"),
        ("list", "### Merge Strategy\n1. **W1** (base) → merge first\n2. **W2** → before W3\n3. **W3** - last"),
        ("list", "### Merging\n\n1. First merge `feat/one`\n2. Then `feat/two`\n3. Finally `feat/three` (see W1)"),
        (
            "list",
            "## Integration Strategy\n\n### Phase 1\n1. Merge `feat/one` first\n2. Test it\n\n"
            "### Phase 2\n1. Start the others\n2. `feat/two` (x)\n3. `feat/three`",
        ),
        ("list", "Merge in this order:\n\n1. W1\n2. W2\n3. W3"),
        ("list", "## Merge order\n\n- W1 first\n- W2\n- W3 last"),
        ("chain", "Merge order: W1, W2, W3"),
        ("chain", "Merge W1 first, then W2, then W3."),
        (
            "column",
            "## Merge sequence\n\n| # | Branch | Why |\n|---|---|---|\n| 1 | feat/one | x |\n| 2 | feat/two | x |"
            "\n| 3 | feat/three | x |",
        ),
        ("column", "## Merge plan\n\n| Step | Merge |\n|---|---|\n| 1 | W1 |\n| 2 | W2 |\n| 3 | W3 |"),
        ("script", "#### Step 1: Merge W1 first\n\nx\n\n#### Step 2: Merge W2\n\nx\n\n#### Step 3: Merge W3\n"),
    ],
)
def test_a_merge_order_in_any_form(form: str, text: str) -> None:
    plan = with_workers(text)
    assert ranks(plan) == [["W1"], ["W2"], ["W3"]]
    assert (plan.merge.form, plan.merge.complete) == (form, True)


@pytest.mark.parametrize(
    "text",
    [
        "```bash\n# 1. W1 first\ngit merge feat/one\n# 2-3. The others in any order\ngit merge feat/two\n"
        "git merge feat/three\n```",
        "## Merge Order\n\n1. W1\n2. W2, W3 (any order)",
        "Merge order: W1 → (W2, W3)",
        "- [ ] Merge W1\n- [ ] Merge W2, W3",
    ],
)
def test_steps_in_any_order_share_a_rank(text: str) -> None:
    assert ranks(with_workers(text)) == [["W1"], ["W2", "W3"]]


def test_a_branch_that_no_worker_declares_stays_a_branch() -> None:
    plan = with_workers("```bash\ngit merge feat/one\ngit merge feat/two\ngit merge feat/other\n```")
    assert ranks(plan) == [["W1"], ["W2"], ["?feat/other"]]
    assert plan.merge.steps[2].is_branch


def test_merging_the_target_is_no_step_but_a_refresh() -> None:
    plan = with_workers("```bash\ngit merge main\ngit merge feat/one\ngit merge feat/two\n```")
    assert ranks(plan) == [["W1"], ["W2"]]
    assert plan.protocol.refreshes


def test_scripts_in_several_places_make_one_order() -> None:
    plan = with_workers(
        "```bash\ngit merge feat/one\n```\n\ntext\n\n```bash\ngit merge feat/two\ngit merge feat/three\n```"
    )
    assert ranks(plan) == [["W1"], ["W2"], ["W3"]]


def test_the_same_script_twice_is_one_order() -> None:
    script = "```bash\ngit merge feat/one\ngit merge feat/two\n```\n\n"
    assert ranks(with_workers(script * 2)) == [["W1"], ["W2"]]


def test_arrows_outside_of_merging_are_no_merge_order() -> None:
    assert ranks(with_workers("Data flows W1 → W2 → W3.")) == []


@pytest.mark.parametrize(
    "text",
    [
        "| Wave | Workers |\n|---|---|\n| 1 | W1, W2 |\n| 2 | W3 |",
        "| Worker | Wave |\n|---|---|\n| W1 | 1 |\n| W2 | 1 |\n| W3 | 2 |",
        "| File | Owner | Wave |\n|---|---|---|\n| a.py | W1 | 1 |\n| b.py | W2 | 1 |\n| c.py | W3 | 2 |",
        "**Wave 1:** W1, W2\n\n**Wave 2:** W3",
        "- Wave 1: W1 and W2\n- Wave 2: W3",
        "```\nWave 1 (parallel)\n  W1  storage\n  W2  server\n\nWave 2\n  W3  all\n```",
        "```\nWave 1: [W1] [W2]   <- together\n          |    |\nWave 2: [W3]\n```",
        "**Batch 1**:\n- W1: storage\n- W2: server\n\n**Batch 2**:\n- W3: all",
    ],
)
def test_waves_in_any_form(text: str) -> None:
    plan = with_workers(text)
    assert {w.id: w.wave_index for w in plan.workers.values()} == {"W1": 0, "W2": 0, "W3": 1}
    assert plan.order is not None
    assert plan.order.waves == [["W1", "W2"], ["W3"]]
    assert plan.order.before("W1", "W3")


def test_sections_of_waves_put_the_workers_in_them() -> None:
    plan = read("""
        ## Wave 1
        ### W1: One
        **Branch:** a
        ### W2: Two
        **Branch:** b
        ## Wave 2
        ### W3: Three
        **Branch:** c
    """)
    assert {w.id: w.wave_index for w in plan.workers.values()} == {"W1": 0, "W2": 0, "W3": 1}


def test_a_worker_that_works_in_every_phase_is_in_none() -> None:
    plan = read("""
        ## Phase 1
        ### Team 1: start
        **Branch:** a
        ### Team 2: start
        **Branch:** b
        ## Phase 2
        ### Team 1: go on
        ### Team 2: go on
    """)
    assert [w.wave for w in plan.workers.values()] == [None, None]


def test_the_protocols_commands_are_read_with_phase_and_operands() -> None:
    plan = with_workers("""
## Orchestrator Protocol
### Phase 1: Setup
```bash
cd /repo
git worktree add ../r-w1 -b feat/one
git worktree add -b feat/two ../r-w2
```
### Phase 2: Cleanup
```bash
git worktree remove ../r-w1 && git worktree remove ../r-w2
git branch -d feat/one feat/two
```
""")
    said = [
        (c.kind, c.worktree and c.worktree.text, [b.text for b in c.branches] or (c.branch and c.branch.text), c.phase)
        for c in plan.protocol.commands
    ]
    assert said == [
        ("cd", "/repo", None, "Phase 1: Setup"),
        ("worktree-add", "../r-w1", "feat/one", "Phase 1: Setup"),
        ("worktree-add", "../r-w2", "feat/two", "Phase 1: Setup"),
        ("worktree-remove", "../r-w1", None, "Phase 2: Cleanup"),
        ("worktree-remove", "../r-w2", None, "Phase 2: Cleanup"),
        ("branch-delete", None, ["feat/one", "feat/two"], "Phase 2: Cleanup"),
    ]
    assert [phase.text for phase in plan.protocol.phases] == ["Phase 1: Setup", "Phase 2: Cleanup"]


def test_commands_give_branch_and_worktree_to_workers_that_name_none() -> None:
    plan = read("""
        ### Agent A: One
        **Directory:** `../x-one`
        **Files:** `a.py`
        ### Agent B: Two
        **Files:** `b.py`

        ```bash
        git worktree add ../x-one -b feat/one
        git worktree add ../x-agent-b -b feat/two
        ```
    """)
    assert {w.id: (w.branch and w.branch.text, w.worktree and w.worktree.text) for w in plan.workers.values()} == {
        "Agent A": ("feat/one", "../x-one"),
        "Agent B": ("feat/two", "../x-agent-b"),
    }


@pytest.mark.parametrize(
    ("text", "count"),
    [
        ("Spawn the workers one at a time.", 1),
        ("Launch each agent sequentially.", 1),
        ("Do not spawn workers one at a time.", 0),
        ("Spawn all workers in one message.", 0),
        ("## Anti-patterns\n\n1. Spawn workers sequentially", 0),
    ],
)
def test_an_instruction_to_spawn_one_by_one(text: str, count: int) -> None:
    assert len(with_workers(text).protocol.sequential_spawn) == count


@pytest.mark.parametrize(
    "text",
    [
        "## Merge Strategy\n\n- W2 keeps what W1 wrote\n- W3 looks at both",
        "## Merge order\n\nMerge order: W1, W2, W3 in any order",
        "The merge order matters: first the base, then the rest.",
        "## Merge protocol\n\n1. Run the tests\n2. Ask for a review\n3. Merge",
    ],
)
def test_what_only_speaks_of_merging_is_no_merge_order(text: str) -> None:
    assert ranks(with_workers(text)) == []
