"""Commands that name something else than the definitions do."""

from __future__ import annotations

import pytest

from tests.support.findings import marked, mended, of

WORKERS = "".join(
    f"### W{i}: Part {i}\n\n**Worktree:** `../app-w{i}`\n**Branch:** `feat/w{i}`\n**Files:** `src/{i}.py`\n\n"
    for i in (1, 2)
)


def script(*lines: str) -> str:
    return WORKERS + "## ORCHESTRATOR PROTOCOL\n\n```bash\n" + "\n".join(lines) + "\n```\n"


@pytest.mark.parametrize(
    "line",
    [
        "git worktree add ../app-w1 -b feat/w1",
        "git worktree add -b feat/w1 ../app-w1 main",
        "git worktree add ../app-integration -b integration",
        "git worktree add ../app-<name> -b feat/<name>",
        "git worktree remove ../app-w1 --force",
        "git worktree remove ../app-w#",
        "git worktree remove ../app-integration-tree",
        "git branch -d feat/w1 feat/w2",
        "cd /home/me/app-w1/ui && npm test",
        "cd /path/to/repo",
    ],
)
def test_what_agrees_or_is_somebody_elses(line: str) -> None:
    assert of(script(line), "protocol-mismatch") == []


@pytest.mark.parametrize(
    ("line", "wrong", "right"),
    [
        ("git worktree add ../app-w1 -b feat/w2", "feat/w2", "git worktree add ../app-w1 -b feat/w1"),
        ("git worktree add ../app-w1 -b feat/parser", "feat/parser", "git worktree add ../app-w1 -b feat/w1"),
        ("git worktree add ../elsewhere -b feat/w1", "../elsewhere", "git worktree add ../app-w1 -b feat/w1"),
        ("git worktree remove ../ap-w2", "../ap-w2", "git worktree remove ../app-w2"),
        ("git branch -d feat/w1 feat/ww2", "feat/ww2", "git branch -d feat/w1 feat/w2"),
    ],
)
def test_the_definition_is_taken_over(line: str, wrong: str, right: str) -> None:
    assert marked(script(line), "protocol-mismatch") == [wrong]
    assert right in mended(script(line), "protocol-mismatch")
    assert of(script(line), "protocol-mismatch")[0].fixes[0].safe


def validated(path: str, tree: str = "../app-w2") -> str:
    return WORKERS.replace("../app-w2", tree) + f"**Validation:**\n```bash\ncd {path} && make test\n```\n"


def test_another_workers_tree_is_said_once_by_one_rule() -> None:
    text = validated("../app-w1/ui")
    assert marked(text, "foreign-directory") == ["../app-w1/ui"]
    assert of(text, "protocol-mismatch") == []
    assert "cd ../app-w2/ui && make test" in mended(text, "foreign-directory")


@pytest.mark.parametrize(
    "path", ["../app-w2", "../app-w2/ui", "/home/me/app-w2", "ui", "tests/unit", "$ROOT", "../app-w#"]
)
def test_own_tree_and_its_folders(path: str) -> None:
    assert of(validated(path), "foreign-directory") == of(validated(path), "protocol-mismatch") == []


def test_the_main_checkout_is_not_where_the_work_is() -> None:
    text = validated("/home/me/app", tree=".trees/w2")
    assert marked(text, "protocol-mismatch") == ["/home/me/app"]
    assert "cd /home/me/app/.trees/w2 && make test" in mended(text, "protocol-mismatch")


def test_a_misspelt_tree() -> None:
    text = validated("/home/me/app/.treees/agent-w2", tree=".trees/agent-w2")
    assert "cd /home/me/app/.trees/agent-w2 && make test" in mended(text, "protocol-mismatch")


@pytest.mark.parametrize(
    "line",
    ["Do not spawn workers one at a time.", "Spawn all workers in a single message.", "Merge them one at a time."],
)
def test_what_is_no_sequential_spawn(line: str) -> None:
    assert of(WORKERS + f"## ORCHESTRATOR PROTOCOL\n\n### Phase 2: Spawn\n\n{line}\n", "sequential-spawn") == []


def test_workers_that_wait_for_each_other_may_be_started_in_turn() -> None:
    text = WORKERS.replace("**Files:** `src/2.py`", "**Depends On:** W1\n**Files:** `src/2.py`")
    text += "## ORCHESTRATOR PROTOCOL\n\n### Phase 2: Spawn\n\nSpawn the workers one at a time.\n"
    assert of(text, "sequential-spawn") == []
