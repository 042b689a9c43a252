"""A worktree, an empty home and a mock model: what a real agent gets to see, and how it is started as a run does."""

from __future__ import annotations

import json
import os
import subprocess
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import NamedTuple
from uuid import uuid4

from planloom.model.agent import Agent, Report, fill
from planloom.run.agents import Verdict, preset, verdict
from tests.e2e.agents.install import programs
from tests.support.mock_model import MockModel, Run, Say, Turn, Write
from tests.support.repos import ENVIRONMENT, git, make_repo

KEY = "dummy-key-of-the-mock"
_SECONDS = 120
COMMIT = Run("git add out.txt && git commit -q -m '[W1] Write out'")
# aider's edits are text, and it commits by itself.
AIDER_EDIT = Say("I will write it.\n\nout.txt\n```\nhello\n```\n")


class Seen(NamedTuple):
    """What an attempt gave: its exit status, its output (standard output, then errors), what we make of both."""

    code: int
    lines: list[str]
    report: Report
    verdict: Verdict
    requests: Sequence[Mapping[str, object]]


class World:
    """A repository with a worktree, and an agent at home in an empty folder."""

    def __init__(self, folder: Path, agent: str) -> None:
        self.agent = agent
        self.preset = preset(agent)
        self.folder = folder
        self.repo = make_repo(folder, {"README.md": "# Sample\n"})
        self.worktree = folder / "repo-w1"
        git(self.repo, "worktree", "add", "--quiet", "--no-track", "-b", "feat/w1", os.fspath(self.worktree), "main")
        git(self.repo, "config", "user.name", "Ada Example")
        git(self.repo, "config", "user.email", "ada@example.org")
        self.home = folder / "home"
        self.home.mkdir()
        self.session = str(uuid4())

    def works(self) -> list[Turn]:
        """The turns of a model that does its work: a file, a commit, a last word."""
        if self.agent == "aider":
            return [AIDER_EDIT]
        return [Write(os.fspath(self.worktree / "out.txt"), "hello\n"), COMMIT, Say("All done.")]

    def attempt(
        self, turns: Iterable[Turn], prompt: str = "Write out.txt", again: bool = False, words: Sequence[str] = ()
    ) -> Seen:
        """Run the agent once in its worktree against a model that does as told; `words` are added to its command."""
        agent = self.preset.agent
        file = self.folder / "prompt"
        file.write_text(prompt)
        with MockModel(turns) as model:
            self._configure(model.url)
            done = subprocess.run(
                [*self._argv(agent, file, again), *words],
                cwd=self.worktree,
                env=self._environment(model.url),
                input=prompt if agent.stdin else "",
                capture_output=True,
                text=True,
                errors="replace",
                timeout=_SECONDS,
                check=False,
            )
        lines = [*done.stdout.splitlines(), *done.stderr.splitlines()]
        report = self.preset.read(lines)
        self.session = report.session or self.session
        return Seen(done.returncode, lines, report, verdict(report, done.returncode), model.requests)

    def log(self) -> list[str]:
        """Subjects of the worktree's commits, the latest first."""
        return git(self.worktree, "log", "--format=%s").splitlines()

    def status(self) -> str:
        """What is uncommitted in the worktree."""
        return git(self.worktree, "status", "--porcelain")

    def _argv(self, agent: Agent, file: Path, again: bool) -> tuple[str, ...]:
        values = {
            "prompt_file": os.fspath(file),
            "session": self.session,
            "worktree": os.fspath(self.worktree),
            "git_dir": git(self.worktree, "rev-parse", "--absolute-git-dir"),
            "git_common_dir": os.fspath(self.repo / ".git"),
        }
        return fill(agent.again if again and agent.again else agent.first, values)

    def _environment(self, url: str) -> dict[str, str]:
        own = programs(self.agent)
        assert own, f"{self.agent} is not installed: python -m tests.e2e.agents.install {self.agent}"
        keys = ("ANTHROPIC_API_KEY", "MOCK_KEY", "GEMINI_API_KEY", "OPENAI_API_KEY")
        urls = {"ANTHROPIC_BASE_URL": url, "GOOGLE_GEMINI_BASE_URL": url, "OPENAI_API_BASE": f"{url}/v1"}
        quiet = ("CLAUDE_CODE_DISABLE_NONESSENTIAL_TRAFFIC", "DISABLE_AUTOUPDATER", "OPENCODE_DISABLE_AUTOUPDATE")
        quiet += ("OPENCODE_DISABLE_MODELS_FETCH", "OPENCODE_DISABLE_DEFAULT_PLUGINS", "GEMINI_CLI_NO_RELAUNCH")
        return {
            **ENVIRONMENT,
            **dict.fromkeys(keys, KEY),
            **dict.fromkeys(quiet, "1"),
            **urls,
            "CLAUDE_CODE_MAX_RETRIES": "3",
            "AIDER_MODEL": "openai/mock-model",
            "HOME": os.fspath(self.home),
            "PATH": f"{own}{os.pathsep}{os.environ['PATH']}",
            "LANG": "C.UTF-8",
        }

    def _configure(self, url: str) -> None:
        config = CONFIGS.get(self.agent)
        if config:
            path = self.home / config[0]
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(config[1].replace("MODEL_URL", url))


_PROVIDER = {
    "npm": "@ai-sdk/openai-compatible",
    "options": {"baseURL": "MODEL_URL/v1", "apiKey": KEY},
    "models": {
        "m1": {"tool_call": True, "cost": {"input": 1, "output": 2}, "limit": {"context": 100000, "output": 4000}}
    },
}
_CODEX = """\
model = "mock-model"
model_provider = "mock"
[model_providers.mock]
name = "mock"
base_url = "MODEL_URL/v1"
env_key = "MOCK_KEY"
wire_api = "responses"
request_max_retries = 1
stream_max_retries = 1
"""
CONFIGS = {
    "codex": (".codex/config.toml", _CODEX),
    "opencode": (
        ".config/opencode/opencode.json",
        json.dumps({"autoupdate": False, "share": "disabled", "model": "mock/m1", "provider": {"mock": _PROVIDER}}),
    ),
    "gemini": (
        ".gemini/settings.json",
        json.dumps({"security": {"auth": {"selectedType": "gemini-api-key"}}, "model": {"name": "gemini-2.5-flash"}}),
    ),
}
