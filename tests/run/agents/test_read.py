"""What each agent's output tells: transcripts of the real ones, and what nobody promised."""

from __future__ import annotations

import json
import re
import unicodedata
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from planloom.model.agent import Report, alone
from planloom.run.agents import Ending, preset, presets, verdict

GOLDEN = Path(__file__).parent / "golden"
SCENES = sorted(path.stem for path in GOLDEN.glob("*.jsonl"))
ENDINGS = {
    "works": Ending.WELL,
    "again": Ending.WELL,
    "limited": Ending.LIMITED,
    "refused": Ending.FATAL,
    "no-credit": Ending.FATAL,
    "garbage": Ending.FAILED,
}


def lines(scene: str) -> list[str]:
    return (GOLDEN / f"{scene}.jsonl").read_text().splitlines()


def read(scene: str) -> Report:
    return preset(scene.split("-", maxsplit=1)[0]).read(lines(scene))


@pytest.mark.parametrize("scene", SCENES)
def test_a_transcript_ends_as_it_did(scene: str) -> None:
    agent, _, what = scene.partition("-")
    code = 0 if agent == "aider" or what in ("works", "again") else 1
    found = verdict(read(scene), code)
    assert found.ending is ENDINGS[what]
    assert bool(found.reason) == (what not in ("works", "again"))


@pytest.mark.parametrize("scene", SCENES)
def test_a_transcript_can_be_read_while_it_is_written(scene: str) -> None:
    text = "\n".join(lines(scene))
    whole = read(scene)
    for end in range(0, len(text), 97):
        report = preset(scene.split("-", maxsplit=1)[0]).read(text[:end].splitlines())
        assert report.session in (None, whole.session)
    assert preset(scene.split("-", maxsplit=1)[0]).read(text.splitlines()) == whole


@pytest.mark.parametrize("scene", SCENES)
def test_other_keys_another_order_and_events_that_nobody_knows_change_nothing(scene: str) -> None:
    def other(line: str) -> str:
        if not line.startswith("{"):
            return line
        event = json.loads(line)
        return json.dumps({"new_key": [1, {"type": "result"}], **dict(reversed(event.items()))})

    strange = [
        '{"type":"hologram","is_error":true}',
        "[1, 2]",
        '"text"',
        "null",
        "{",
        '{"type":7}',
        '{"type":"item.x"}',
    ]
    assert preset(scene.split("-", maxsplit=1)[0]).read([*strange, *map(other, lines(scene)), *strange[1:]]) == read(
        scene
    )


WORDS = st.sampled_from(sorted(set(re.findall(r'"([A-Za-z_.-]+)":', "".join(map("".join, map(lines, SCENES)))))))
TEXTS = st.text(alphabet='a7 {}":\\\n\r\x00\x1b\x9b\u202e\ud800é', max_size=12)
LEAVES = st.none() | st.booleans() | st.integers() | st.floats() | TEXTS | WORDS
VALUES = st.recursive(LEAVES, lambda inner: st.lists(inner, max_size=2) | st.dictionaries(WORDS, inner, max_size=4))
KINDS = st.sampled_from(
    ["assistant", "system", "result", "error", "rate_limit_event", "item.completed", "turn.failed", "step_finish"]
)


@settings(max_examples=100, deadline=None)
@given(st.lists(st.dictionaries(WORDS, VALUES, max_size=5) | TEXTS, max_size=6), KINDS)
def test_nothing_that_is_written_can_break_a_reader(events: list[dict[str, object] | str], kind: str) -> None:
    written = [event if isinstance(event, str) else json.dumps({**event, "type": kind}) for event in events]
    for one in presets().values():
        report = one.read(written)
        for shown in (report.last, report.error, verdict(report, 1).reason):
            shown.encode()
            assert not {unicodedata.category(letter) for letter in shown} & {"Cc", "Cf", "Zl"}


@pytest.mark.parametrize(
    "line", ["{" * 100_000, '{"a":' * 100_000, '{"type":"result","total_cost_usd":' + "9" * 9999 + "}"]
)
@pytest.mark.parametrize("agent", sorted(presets()))
def test_depth_and_digits_without_end_are_passed_over(agent: str, line: str) -> None:
    assert preset(agent).read([line]).cost is None


def test_a_session_that_goes_on_is_paid_once() -> None:
    first, second = read("codex-works"), read("codex-again")
    assert (first.tokens, second.tokens) == (321, 535)
    assert alone(second, first.session, first.tokens, None).tokens == 214
    assert alone(second, "another session", first.tokens, None).tokens == 535
    again = read("claude-again")
    assert (again.tokens, again.cost) == (214, pytest.approx(0.00108)), "not what its session cost before"


def test_what_permissions_denied_is_told() -> None:
    assert read("claude-again").denied == ("Bash: npm test",)


def test_codes_for_the_terminal_inside_of_json_reach_nobody() -> None:
    said = json.dumps({"type": "result", "is_error": True, "result": "\x1b]52;c;aGk=\x07\u202eoh\x00\ud800 no"})
    assert preset("claude").read([said]).error == "oh no"


@pytest.mark.parametrize("name", ["--help", "-x", "../../etc", "a b", "", "x" * 200])
def test_a_session_that_could_be_an_option_or_a_path_is_none(name: str) -> None:
    assert preset("codex").read([json.dumps({"type": "thread.started", "thread_id": name})]).session is None


def test_claude_s_usage_window_names_when_to_go_on() -> None:
    window = {"status": "rejected", "resetsAt": 1800000000, "rateLimitType": "five_hour"}
    event = json.dumps({"type": "rate_limit_event", "rate_limit_info": window})
    result = json.dumps({"type": "result", "is_error": True, "api_error_status": 429, "result": "limit reached"})
    found = verdict(preset("claude").read([event, result]), 1)
    assert (found.ending, found.until) == (Ending.LIMITED, 1800000000)


def test_opencode_names_when_to_go_on() -> None:
    headers = {"retry-after": "90"}
    error = {"name": "APIError", "data": {"statusCode": 429, "message": "slow", "responseHeaders": headers}}
    event = json.dumps({"type": "error", "timestamp": 1_700_000_000_000, "error": error})
    assert verdict(preset("opencode").read([event]), 1).until == 1_700_000_090


def test_claude_that_tries_again_and_again_with_a_refused_key_is_seen_while_it_runs() -> None:
    retry = {"type": "system", "subtype": "api_retry", "error_status": 401, "error": "authentication_failed"}
    tries = [json.dumps({**retry, "attempt": number}) for number in (1, 2, 3)]
    assert [preset("claude").read(tries[:count]).fatal for count in (1, 2, 3)] == [False, False, True]


def test_opencode_that_asks_without_end_is_seen_while_it_runs() -> None:
    step = json.dumps({"type": "step_finish", "part": {"reason": "unknown", "tokens": {}, "cost": 0}})
    assert preset("opencode").read([step] * 12).fatal
    assert not preset("opencode").read([step] * 12 + [step.replace("unknown", "stop")]).fatal


def test_aider_fails_by_what_it_says_for_its_exit_status_is_0() -> None:
    said = ["litellm.AuthenticationError: AuthenticationError: OpenAIException - bad key", "Check your API key."]
    assert verdict(preset("aider").read(said), 0).ending is Ending.FATAL
    used = "Tokens: 2.5k sent, 107 received. Cost: $0.01 message, $0.03 session."
    report = preset("aider").read([*said, used, "Applied edit to out.txt", "Commit 41d19d0 feat: out"])
    assert (report.failed, report.tokens, report.cost, report.last) == (False, 2607, 0.03, "Commit 41d19d0 feat: out")
