"""Agents that cannot go on, as their own events tell: ended at once, and what they lacked is named."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from tests.support.runs import Part, planloom, records, sample

FOR_EVER = "exec sleep 600"
PARTS = {"W1": Part("", ("a.txt",)), "W2": Part("", ("b.txt",))}


def events(*said: dict[str, Any]) -> str:
    """A script that prints events as an agent does."""
    return "cat <<'END'\n" + "".join(json.dumps(one) + "\n" for one in said) + "END\n"


def retries(count: int, error: str = "authentication_failed") -> list[dict[str, Any]]:
    """What claude prints while it asks again and again."""
    retry = {"type": "system", "subtype": "api_retry", "error": error, "error_status": 401}
    return [
        {"type": "system", "subtype": "init", "session_id": "s-1"},
        *({**retry, "attempt": n + 1} for n in range(count)),
    ]


def work(folder: Path, agent: str, script: str) -> tuple[Path, str]:
    """Run the sample with an agent that is a script, W1 alone; the repository, and what was said."""
    repo = sample(folder, PARTS)
    program = folder / "agent.sh"
    program.write_text(script)
    words = ("run", "PLAN.md", "--agent", agent, "--agent-command", f"bash {program}")
    hash_ = json.loads(planloom(repo, *words, "--dry-run", "--json").stdout)["hash"]
    done = planloom(repo, *words, "--approve", hash_, "--worker", "W1")
    assert done.returncode == 1, done.stdout + done.stderr
    return repo, done.stdout


def ends(repo: Path) -> list[dict[str, Any]]:
    return [one for one in records(repo) if one["do"] == "attempt" and one["is"] == "done"]


def test_an_agent_without_credentials_is_ended_while_it_still_tries(tmp_path: Path) -> None:
    repo, said = work(tmp_path, "claude", events(*retries(3)) + FOR_EVER)
    assert "W1 cannot work as it is set up (authentication failed (401), tries again); it is ended" in said
    assert "W1 failed: authentication failed (401)" in said
    (end,) = ends(repo)
    assert end["reason"] == "fatal"
    assert end["session"] == "s-1"


def test_an_agent_that_asks_for_ever_is_ended(tmp_path: Path) -> None:
    step = {"type": "step_finish", "sessionID": "ses_1", "part": {"reason": "unknown", "tokens": {"input": 1}}}
    repo, said = work(tmp_path, "opencode", events(*[step] * 10) + FOR_EVER)
    assert "W1 failed: its model gives no answer that it can read" in said
    assert [end["reason"] for end in ends(repo)] == ["fatal"]


def test_what_an_agent_was_not_permitted_is_named_where_nothing_was_done(tmp_path: Path) -> None:
    denied = [{"tool_name": "Bash", "tool_input": {"command": "cargo build"}}]
    result = {"type": "result", "is_error": False, "result": "I was not allowed to", "permission_denials": denied}
    _, said = work(tmp_path, "claude", "cat > /dev/null\n" + events(result))
    assert "W1 failed: committed nothing: no change is no work done" in said
    assert "its agent was not permitted: Bash: cargo build" in said


def test_what_an_agent_was_not_permitted_is_named_where_it_could_not_commit(tmp_path: Path) -> None:
    denied = [{"tool_name": "Bash", "tool_input": {"command": "git commit -m x"}}]
    result = {"type": "result", "is_error": False, "result": "Done", "permission_denials": denied}
    _, said = work(tmp_path, "claude", "cat > /dev/null\necho x > a.txt\n" + events(result))
    assert "W1 failed: left uncommitted work: a.txt" in said
    assert "its agent was not permitted: Bash: git commit -m x" in said
