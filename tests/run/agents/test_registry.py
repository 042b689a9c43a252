"""Finding agents: presets, commands of users, and whether a program is there."""

from __future__ import annotations

from pathlib import Path
from shlex import quote

import pytest

from planloom.model.agent import PLACEHOLDERS, fill
from planloom.run.agents import AgentError, custom, preset, presets, probe

NEVER = ("dangerous", "bypass", "yolo", "skip-permissions", "full-access", "force")


def test_every_preset_is_found_says_what_it_needs_and_asks_for_no_dangerous_rights() -> None:
    assert {"claude", "codex", "opencode", "gemini", "aider", "shell"} <= set(presets())
    for name, one in presets().items():
        assert one.agent.name == name
        assert one.page
        words = (*one.agent.first, *one.agent.again)
        assert not [word for word in words if any(bad in word for bad in NEVER)]
        for template in filter(None, (one.agent.first, one.agent.again)):
            assert fill(template, dict.fromkeys(PLACEHOLDERS, "x"))
            assert custom(" ".join(map(quote, template))), "a placeholder that nothing replaces"


def test_a_session_is_chosen_or_gone_on_with_only_where_the_command_names_it() -> None:
    for one in presets().values():
        assert one.agent.chooses_session == any("{session}" in word for word in one.agent.first)
        assert not one.agent.again or any("{session}" in word for word in one.agent.again)


def test_a_command_is_split_into_words_and_no_word_is_run_by_a_shell() -> None:
    agent = custom("mine --say 'a b; $(touch x)' {prompt_file}").agent
    assert agent.first == ("mine", "--say", "a b; $(touch x)", "{prompt_file}")
    assert (agent.stdin, agent.chooses_session) == (False, False)
    assert custom("mine --id {session}").agent.chooses_session


@pytest.mark.parametrize(
    ("command", "said"),
    [("", "empty"), ("  ", "empty"), ("mine 'a", "quotes"), ("mine {prompt}", "{prompt}"), ("'' x", "empty")],
)
def test_what_is_no_command_is_said(command: str, said: str) -> None:
    with pytest.raises(AgentError, match="agent `custom`") as error:
        custom(command)
    assert said in str(error.value)


def test_an_unknown_name_is_said_with_those_that_are_known() -> None:
    with pytest.raises(AgentError, match=r"`claud`.*claude, codex"):
        preset("claud")


def test_a_user_s_command_in_place_of_a_preset_s_keeps_its_reader() -> None:
    mine = preset("claude", "claude -p --model opus --output-format stream-json --verbose")
    assert mine.read is presets()["claude"].read
    assert mine.agent.name == "claude"


def test_values_are_put_in_once_whatever_they_hold() -> None:
    values = dict.fromkeys(PLACEHOLDERS, "{session}") | {"worktree": "/a b/{prompt_file}"}
    assert fill(["{worktree}/x", "{other}", "{{session}}"], values) == (
        "/a b/{prompt_file}/x",
        "{other}",
        "{{session}}",
    )


def test_work_by_hand_needs_no_program() -> None:
    assert probe(preset("hand")).problem == ""


def test_a_missing_program_is_known(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    assert probe(preset("claude")).problem.startswith("agent claude: `claude` is not on PATH")
    (tmp_path / "claude").write_text("#!/bin/sh\necho x")
    assert "not on PATH" in probe(preset("claude")).problem, "not executable"


@pytest.mark.parametrize(
    ("content", "version", "problem"),
    [
        (b"#!/bin/sh\necho '2.1 \x1b[31m(Claude Code)'\n", "2.1 (Claude Code)", ""),
        (b"#!/bin/sh\necho needs node >&2; exit 3\n", "", "exit status 3: needs node"),
        (b"\x7fELF\x02\x01\x01\x00 of another machine", "", "it is not made for this machine"),
    ],
)
def test_a_program_is_asked_for_its_version(
    content: bytes, version: str, problem: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    program = tmp_path / "claude"
    program.write_bytes(content)
    program.chmod(0o755)
    monkeypatch.setenv("PATH", str(tmp_path))
    found = probe(preset("claude"))
    assert (found.program, found.version) == (str(program), version)
    assert problem in found.problem
    assert bool(found.problem) == bool(problem)


def test_a_user_s_own_program_is_not_run_to_look_at_it(tmp_path: Path) -> None:
    program = tmp_path / "mine"
    program.write_text(f"#!/bin/sh\ntouch {tmp_path}/ran\n")
    program.chmod(0o755)
    assert probe(custom(str(program))).problem == ""
    assert not (tmp_path / "ran").exists()
