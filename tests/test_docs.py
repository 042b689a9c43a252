"""What the documentation shows is what the program says. `PLANLOOM_UPDATE=1` writes it anew."""

from __future__ import annotations

import os
import re
import tomllib
from collections.abc import Callable
from pathlib import Path

import pytest

import planloom
from planloom.cli.app import COMMANDS, run
from planloom.cli.located import WORDS
from planloom.features.draw import svg
from planloom.features.graph import graph
from planloom.model.settings import KINDS, parse
from planloom.rules.analysis import Analysis
from planloom.rules.rule import all_rules

ROOT = Path(__file__).parents[1]
README = ROOT / "README.md"
PACKAGE = Path(planloom.__file__).parent
SAMPLE = PACKAGE / "run" / "sample.md"
PICTURE = PACKAGE / "cli" / "sample.svg"
UPDATE = bool(os.environ.get("PLANLOOM_UPDATE"))


def hold(file: Path, made: Callable[[str], str]) -> None:
    """The file is what `made` makes of it; written when that is asked for."""
    text = file.read_text(encoding="utf-8") if file.exists() else ""
    wanted = made(text)
    if UPDATE:
        file.write_text(wanted, encoding="utf-8")
    assert wanted == file.read_text(encoding="utf-8"), "PLANLOOM_UPDATE=1 uv run pytest tests/test_docs.py mends it"


def between(begin: str, end: str, content: str) -> Callable[[str], str]:
    pattern = re.compile(f"({re.escape(begin)}\n).*?({re.escape(end)})", re.DOTALL)
    return lambda text: pattern.sub(lambda found: found[1] + content + found[2], text, count=1)


def test_the_table_of_rules_is_made_from_the_rules() -> None:
    rows = "".join(
        f"| `{rule.name}` | {WORDS[rule.severity]} | {rule.summary.replace('|', chr(92) + '|')} |\n"
        for rule in all_rules().values()
    )
    table = f"\n| rule | severity | finds |\n|---|---|---|\n{rows}\n"
    hold(README, between("<!-- rules -->", "<!-- end of rules -->", table))


def test_the_transcript_is_what_check_prints(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "PLAN.md").write_bytes(SAMPLE.read_bytes())
    run(["check", "PLAN.md"])
    said = capsys.readouterr().out
    hold(README, between("```console", "```\n\n## Two commands", f"$ planloom check PLAN.md\n{said}"))


def test_the_picture_is_what_show_draws() -> None:
    drawn = "\n".join(svg.draw(graph(Analysis.open(SAMPLE.read_text(encoding="utf-8")).plan))) + "\n"
    hold(PICTURE, lambda _: drawn)


@pytest.mark.parametrize("command", COMMANDS)
def test_every_command_is_in_the_readme(command: str) -> None:
    assert f"`planloom {command}" in README.read_text(encoding="utf-8")


@pytest.mark.parametrize("key", KINDS)
def test_every_setting_is_in_the_readme(key: str) -> None:
    assert f"\n{key} = " in README.read_text(encoding="utf-8")


def test_the_settings_in_the_readme_mean_something() -> None:
    shown = re.findall(r"```toml\n(.*?)```", README.read_text(encoding="utf-8"), re.DOTALL)
    table = tomllib.loads("\n".join(shown))
    assert parse(table, all_rules())[1] == ()


def test_ci_runs_the_readmes_test_command() -> None:
    (command,) = re.findall(r"^(uv run pytest)\b", README.read_text(encoding="utf-8"), re.MULTILINE)
    assert command in (ROOT / ".ci" / "run").read_text(encoding="utf-8")


@pytest.mark.parametrize("file", [README, PACKAGE / "ARCHITECTURE.md"], ids=lambda file: file.name)
def test_links_lead_somewhere(file: Path) -> None:
    for target in re.findall(r"\]\((?!https?:)([^)#]+)\)", file.read_text(encoding="utf-8")):
        assert (file.parent / target).exists(), target
