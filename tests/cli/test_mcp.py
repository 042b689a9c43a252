"""`planloom mcp` as an agent sees it: over stdio, with the SDK's own client."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable, Coroutine
from importlib.resources import files
from pathlib import Path
from typing import Any

import anyio
import jsonschema
import pytest
from mcp import Client, StdioServerParameters

from planloom.cli.app import run
from tests.support.runs import PROGRAM, Part, sample

Use = Callable[[Client], Coroutine[Any, Any, None]]


def agent(folder: Path, use: Use) -> None:
    """Let an agent that works in a folder use the tools."""

    async def session() -> None:
        async with Client(StdioServerParameters(command=PROGRAM[0], args=["mcp"], cwd=folder)) as client:
            await use(client)

    anyio.run(session)


async def told(client: Client, tool: str, **given: str) -> dict[str, Any]:
    """What a tool answers, checked against the schema of its document."""
    answer = await client.call_tool(tool, given)
    assert not answer.is_error, answer.content
    said = answer.structured_content
    assert isinstance(said, dict)
    schema = files("planloom").joinpath("schemas", f"{tool}.json").read_text(encoding="utf-8")
    jsonschema.validate(said, json.loads(schema))
    return said


def test_an_agent_checks_mends_and_looks_after_a_plan(tmp_path: Path) -> None:
    repo = sample(tmp_path, {"W1": Part(writes=("a.txt",)), "W2": Part(writes=("b.txt",), after="W2")})

    async def use(client: Client) -> None:
        tools = (await client.list_tools()).tools
        assert {tool.name for tool in tools} == {"check", "show", "status", "explain"}
        assert all(tool.annotations and tool.annotations.read_only_hint for tool in tools)
        found = (await told(client, "check", path="PLAN.md"))["files"][0]["findings"]
        assert "self-dependency" in {one["rule"] for one in found}
        page = await client.call_tool("explain", {"rule": "self-dependency"})
        assert "self-dependency" in page.content[0].text
        plan = repo / "PLAN.md"
        plan.write_text(plan.read_text().replace("**Depends On:** W2", "**Depends On:** W1"))
        found = (await told(client, "check", path="."))["files"][0]["findings"]
        assert "self-dependency" not in {one["rule"] for one in found}
        assert (await told(client, "show", plan="PLAN.md"))["waves"] == [["W1"], ["W2"]]
        assert (await told(client, "status", plan="PLAN.md"))["run"] is None

    agent(repo, use)
    assert not (repo / ".git/planloom").exists()


def test_what_cannot_be_done_is_said(tmp_path: Path) -> None:
    async def use(client: Client) -> None:
        for tool, given, word in (
            ("check", {"path": "NONE.md"}, "no such file"),
            ("check", {"path": "-"}, "stdin"),
            ("explain", {"rule": "no-such"}, "no rule"),
        ):
            answer = await client.call_tool(tool, given)
            assert answer.is_error
            assert word in answer.content[0].text
        assert "shared-primary" in (await client.call_tool("explain", {})).content[0].text

    agent(tmp_path, use)


def test_without_the_extra_it_says_how_to_get_it(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setitem(sys.modules, "mcp.server.mcpserver", None)
    assert run(["mcp"]) == 2
    assert "pip install 'planloom[mcp]'" in capsys.readouterr().err
