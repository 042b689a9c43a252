"""Secrets that everything around a run says: kept in what the agent wrote, which is private, and nowhere else."""

from __future__ import annotations

import json
import stat
from collections.abc import Iterator
from pathlib import Path
from subprocess import CompletedProcess

import pytest

from planloom.cli import app
from tests.support.repos import git
from tests.support.runs import Part, checkpoint, planloom, sample, writing

NAMES = (
    *("ANTHROPIC_API_KEY", "OPENAI_API_KEY", "GEMINI_API_KEY", "GITHUB_TOKEN", "GITLAB_TOKEN", "NPM_TOKEN"),
    *("AWS_SECRET_ACCESS_KEY", "CLIENT_SECRET", "DB_PASSWORD", "PGPASSWORD", "MYSQL_PWD", "SSH_PASSPHRASE"),
    *("GOOGLE_CREDENTIALS", "MY_PAT", "APIKEY", "SIGNING_KEY", "KEY_1", "TOKENS", "SMTP_PASSWD", "VAULT_TOKEN"),
)
ENV = {name: f"s3cr{number:02}t/{name[::-1].lower()}+=" for number, name in enumerate(NAMES)}
SHAPES = (
    "sk-ant-api03-s3crabcdefghij_klmnop",
    "ghp_s3crabcdefghijklmnopqrstuvwxyz012345",
    "glpat-s3crabcdefghijklmnop",
    "https://ada:s3cr-pa55@example.org/r.git",
    "https://ada:s3cr@s3cr@example.org/r.git",
    "postgres://s3cru:s3crp@db/x",
    "https://s3crtok3n@example.org",
    "Authorization: Bearer s3crabcdefgh.ijk",
    "x-api-key: s3crabcdefghij",
    "-----BEGIN OPENSSH PRIVATE KEY-----\ns3cr+line1\ns3cr+line2\n-----END OPENSSH PRIVATE KEY-----",
)
# Every secret, on lines of their own and all at the end of one, as each process of a run says it.
SAY = '. "$SECRETS"'


@pytest.fixture(scope="module")
def said(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Path, str]]:
    """A run in which agent, validation and a hook say all secrets, and fail; the repository and what was printed."""
    folder = tmp_path_factory.mktemp("secrets")
    passes_at_last = f'echo >> ../tries; {SAY}; test "$(wc -l < ../tries)" -ge 2'
    repo = sample(
        folder / "parent", {"W1": Part("", ("a.txt",), validation=passes_at_last), "W2": Part("", ("b.txt",))}
    )
    secrets = folder / "secrets.sh"
    secrets.write_text(
        "".join(f"printf '%s\\n' \"${name}\"\n" for name in NAMES)
        + "".join(f"printf '%s\\n' '{shape}'\n" for shape in SHAPES)
        + "printf '%s ' "
        + " ".join(f'"${name}"' for name in NAMES)
        + f" '{SHAPES[3]}'\necho\n"
    )
    agent = folder / "agent.sh"
    agent.write_text(
        f'cat >> "../told-$PLANLOOM_WORKER"\n{SAY}\n'
        'if [ "$PLANLOOM_WORKER" = W1 ] && [ ! -f ../failed ]; then touch ../failed; exit 1; fi\n'
        'case "$PLANLOOM_WORKER" in W1) file=a.txt;; W2) file=b.txt;; esac\n' + writing("$file")
    )
    hook = repo / ".git/hooks/pre-merge-commit"
    hook.write_text(f"#!/bin/bash\n{SAY} >&2\nexit 1\n")
    hook.chmod(0o755)
    git(repo, "remote", "add", "origin", SHAPES[3])
    words = ("run", "PLAN.md", "--agent-command", f"bash {agent}")
    env = {**ENV, "SECRETS": str(secrets)}
    hash_ = json.loads(planloom(repo, *words, "--dry-run", "--json", env=env).stdout)["hash"]
    done = planloom(repo, *words, "--approve", hash_, env=env)
    printed = [done.stdout, done.stderr]
    for look in (["status"], ["status", "--json"], ["check"], ["stop"]):
        printed += _all(planloom(repo, look[0], "PLAN.md", *look[1:], env=env))
    for worker in ("W1", "W2"):
        printed += _all(planloom(repo, "diff", "PLAN.md", worker, env=env))
        for number in ("1", "2"):
            printed += _all(planloom(repo, "logs", "PLAN.md", worker, "--attempt", number, env=env))
    yield repo, "\n".join(printed)


def _all(done: CompletedProcess[str]) -> list[str]:
    return [done.stdout, done.stderr]


def test_there_are_thirty() -> None:
    assert len(NAMES) + len(SHAPES) == 30


def test_the_run_went_where_secrets_were_said(said: tuple[Path, str]) -> None:
    repo, printed = said
    journal = next((repo / ".git/planloom").glob("*/1/journal")).read_text()
    assert "W1 pending: ended with exit status 1: ***" in printed
    assert "W1 pending: its validation ended with exit status 1: ***" in printed
    assert "W1 blocked:" in printed
    assert journal.count("***") > 3
    assert "Not accepted yet" in (repo.parent / "told-W1").read_text()


def test_none_is_printed(said: tuple[Path, str]) -> None:
    assert _lines_with_secrets(said[1]) == []


def test_none_is_in_the_checkpoint_nor_in_what_an_agent_is_told(said: tuple[Path, str]) -> None:
    repo, _ = said
    assert _lines_with_secrets(checkpoint(repo)) == []
    assert _lines_with_secrets((repo.parent / "told-W1").read_text()) == []


def test_none_is_in_the_state_folder_but_in_what_processes_wrote_themselves(said: tuple[Path, str]) -> None:
    files = [path for path in (said[0] / ".git/planloom").rglob("*") if path.is_file()]
    raw = [path for path in files if path.name == "out"]
    assert any(all(secret in path.read_text() for secret in (*ENV.values(), *SHAPES)) for path in raw)
    for path in set(files) - set(raw):
        assert _lines_with_secrets(path.read_bytes().decode(errors="replace")) == [], path


def test_the_state_folder_is_private(said: tuple[Path, str]) -> None:
    state = said[0] / ".git/planloom"
    for path in (state, *state.rglob("*")):
        mode = stat.S_IMODE(path.lstat().st_mode)
        assert mode == (0o700 if path.is_dir() else 0o600), (path, oct(mode))


def test_none_is_in_the_text_of_a_crash(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    for name, value in ENV.items():
        monkeypatch.setenv(name, value)

    def crash(_: str) -> None:
        raise RuntimeError(" ".join((*ENV.values(), *SHAPES, "\x1b[2J")))

    monkeypatch.setattr(app, "_command", crash)
    assert app.run(["check"]) == 2
    told = capsys.readouterr().err
    assert told.startswith("planloom: internal error: RuntimeError: ***")
    assert _lines_with_secrets(told) == []
    assert "\x1b" not in told


def _lines_with_secrets(text: str) -> list[str]:
    return [line for line in text.splitlines() if "s3cr" in line]
