"""A real repository, observed: what its branches and files make the rules say."""

from __future__ import annotations

from pathlib import Path

from planloom.rules.analysis import Analysis
from planloom.run.observe import observe
from tests.support.repos import commit, git, make_repo

PLAN = """\
# Plan: Parser

| File | W1 | W2 |
|---|---|---|
| src/parser.rs | PRIMARY | - |
| src/lexer.rs | - | PRIMARY |
| src/tokns.rs | READ | - |

### W1: Parser
**Worktree:** `../parser`
**Branch:** `feat/parser`

### W2: Lexer
**Worktree:** `../lexer`
**Branch:** `feat/lexer`
**Depends On:** W1
"""


def found(repo: Path) -> dict[str, str]:
    """The messages of what is found only with facts, by rule."""
    analysis = Analysis.open(PLAN)
    blind = {finding.rule for finding in analysis.findings()}
    analysis.know(observe(analysis.plan, repo / "PLAN.md"))
    return {finding.rule: finding.message for finding in analysis.findings() if finding.rule not in blind}


def test_before_during_and_beside_a_run_by_hand(tmp_path: Path) -> None:
    repo = make_repo(tmp_path, {"PLAN.md": PLAN, "src/tokens.rs": "\n", ".gitignore": "target/\n"})
    assert found(repo).keys() == {"missing-path"}
    for name in ("parser", "lexer"):
        git(repo, "worktree", "add", "--quiet", f"../{name}", "-b", f"feat/{name}")
    assert found(repo).keys() == {"missing-path", "checkpoint-missing"}
    commit(tmp_path / "parser", {"src/parser.rs": "mine\n"}, "[W1] Parse")
    oid = commit(tmp_path / "parser", {"src/lexer.rs": "theirs\n"}, "[W1] Help")
    commit(tmp_path / "lexer", {"src/lexer.rs": "mine\n"}, "[W2] Lex")
    said = found(repo)
    assert f"W1 changed `src/lexer.rs`, which W2 owns (commit {oid[:7]})" in said["ownership-drift"]
    assert "W2 and W1 would conflict in `src/lexer.rs`" in said["merge-forecast"]
    assert "`feat/lexer` lacks 2 commits of W1" in said["unmerged-dependency"]


def test_names_that_others_use(tmp_path: Path) -> None:
    repo = make_repo(tmp_path, {"PLAN.md": PLAN, "src/tokens.rs": "\n"})
    git(repo, "branch", "feat/lexer")
    (tmp_path / "parser").mkdir()
    (tmp_path / "parser" / "notes.txt").write_text("mine", encoding="utf-8")
    said = found(repo)
    assert said.keys() == {"missing-path", "branch-taken", "worktree-taken"}
    assert said["missing-path"].endswith("did you mean `src/tokens.rs`?")
