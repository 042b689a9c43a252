"""An agent that meets a rate limit: its workers rest, whoever drives the run, and go on with what they were told."""

from __future__ import annotations

import json
import os
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from tests.support.repos import ENVIRONMENT
from tests.support.runs import PROGRAM, Part, checkpoint, planloom, records, resume, sample, writing

# Commits too little at first, meets a limit then, and does the rest when that is over.
AGENT = """
cat > "../told-$(ls .. | grep -c told-)"
case "$(ls .. | grep -c told-)" in
1) {first} ;;
2) printf '%s\\n' "$(sed "s/SOON/$(($(date +%s) + {seconds}))/" <<< '{limit}')" '{result}'; exit 1 ;;
*) {rest} ;;
esac
"""
LIMIT = '{"type": "rate_limit_event", "rate_limit_info": {"status": "rejected", "resetsAt": SOON}}'
RESULT = '{"type": "result", "is_error": true, "api_error_status": 429, "result": "limit reached"}'


@contextmanager
def parked(folder: Path, seconds: int) -> Iterator[tuple[subprocess.Popen[str], str]]:
    """A run in `folder/repo` whose only worker rests for so long, and what it said of that."""
    validation = 'test "$(wc -l < a.txt)" = 2 || { echo needs two lines; exit 7; }'
    repo = sample(folder, {"W1": Part("", ("a.txt",), validation=validation)})
    add = writing("a.txt").replace("\n", "; ")
    agent = AGENT.format(first=add, rest=add, limit=LIMIT, result=RESULT, seconds=seconds)
    (folder / "agent.sh").write_text(agent)
    command = ("--agent", "claude", "--agent-command", f"bash {folder / 'agent.sh'}")
    shown = json.loads(planloom(repo, "run", "PLAN.md", *command, "--dry-run", "--json").stdout)
    with subprocess.Popen(
        [*PROGRAM, "run", "PLAN.md", *command, "--approve", shown["hash"]],
        cwd=repo,
        env={**os.environ, **ENVIRONMENT},
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    ) as process:
        assert process.stdout
        try:
            yield process, next(line for line in process.stdout if "takes nothing until" in line)
        finally:
            process.kill()


def test_a_parked_worker_goes_on_after_a_kill_and_knows_what_to_mend(tmp_path: Path) -> None:
    with parked(tmp_path, 3) as (process, said):
        process.kill()
    assert "limit reached" in said
    repo = tmp_path / "repo"
    done = resume(repo)
    assert done.returncode == 0, done.stdout + done.stderr
    told = (tmp_path / "told-2").read_text()
    assert "not accepted: its validation ended with exit status 7: needs two lines" in told
    begun = [one for one in records(repo) if one["do"] == "attempt" and one["is"] == "intent" and one["kind"] == "work"]
    assert len(begun) == 3


def test_a_run_ends_when_its_repository_is_gone(tmp_path: Path) -> None:
    with parked(tmp_path, 600) as (process, _):
        # It is said before it is written down.
        while "takes nothing until" not in checkpoint(tmp_path / "repo"):
            os.sched_yield()
        (tmp_path / "repo").rename(tmp_path / "moved")
        _, error = process.communicate()
    assert process.returncode == 2
    assert "journal was changed or removed by something else, perhaps with its repository" in error
    assert len(error.splitlines()) == 1
