"""Secrets do not reach what is kept or shown."""

from __future__ import annotations

import json

import pytest

from planloom.run.redact import HIDDEN, redact, redact_lines

NAMES: tuple[str, ...] = (
    "ANTHROPIC_API_KEY",
    "OPENAI_API_KEY",
    "GITHUB_TOKEN",
    "NPM_TOKEN",
    "AWS_SECRET_ACCESS_KEY",
    "DB_PASSWORD",
)
NAMES += ("SSH_PASSPHRASE", "GOOGLE_CREDENTIALS", "MY_PAT", "APIKEY", "client_secret", "PGPASSWORD", "KEY_1", "TOKENS")
ENV = {name: f"s3cr{number:02}t/{name.lower()}+=" for number, name in enumerate(NAMES)}
FORMS = (
    "sk-ant-api03-abcdefghij_klmnop",
    "ghp_abcdefghijklmnopqrstuvwxyz0123456789",
    "github_pat_11ABCDEFG0abcdefghijklmnop",
    "glpat-abcdefghijklmnopqrst",
    "xoxb-123456789012-abcdef",
    "AKIAIOSFODNN7EXAMPLE",
    "AIzaSyA-abcdefghijklmnopqrstuvwxyz012345",
)


@pytest.mark.parametrize("name", NAMES)
def test_values_of_variables_named_like_secrets_are_hidden_in_every_spelling(name: str) -> None:
    value = ENV[name]
    for written in (value, json.dumps(value), f"curl -H 'x: {value}'", f"?key={value.replace('/', '%2F')}"):
        assert "s3cr" not in redact(written.replace("+=", "%2B%3D") if "%2F" in written else written, ENV)


@pytest.mark.parametrize("form", FORMS)
def test_keys_are_hidden_by_their_form(form: str) -> None:
    assert redact(f"using {form}.", {}) == f"using {HIDDEN}."


@pytest.mark.parametrize(
    "url",
    ["https://ada:pw@example.org/r.git", "postgres://u:p@db/x", "https://tok3n@example.org", "https://u:p@x@db/x"],
)
def test_users_and_passwords_of_urls_are_hidden(url: str) -> None:
    said = redact(f"fatal: unable to access '{url}'", {})
    assert said == f"fatal: unable to access '{url.split('://', maxsplit=1)[0]}://{HIDDEN}@{url.rpartition('@')[2]}'"


def test_headers_and_private_keys_are_hidden() -> None:
    key = "-----BEGIN OPENSSH PRIVATE KEY-----\nabc\ndef\n-----END OPENSSH PRIVATE KEY-----"
    said = redact(f"Authorization: Bearer abcdefgh.ijk\n{key}\nx-api-key: abcdefghij\nthe end", {})
    assert said == f"Authorization: Bearer {HIDDEN}\n{HIDDEN}\nx-api-key: {HIDDEN}\nthe end"


def test_a_private_key_is_hidden_line_by_line_too() -> None:
    begin, end = "-----BEGIN PRIVATE KEY-----", "-----END PRIVATE KEY-----"
    lines = [
        "one",
        f"key: {begin}",
        "abc",
        "",
        "def",
        f"{end} two",
        "",
        f"{begin} abc {end} three",
        "four",
        begin,
        "abc",
    ]
    assert list(redact_lines(lines)) == ["one", f"key: {HIDDEN}", " two", "", f"{HIDDEN} three", "four", HIDDEN]


def test_a_key_that_never_ends_hides_no_more_than_a_key_can_be_long() -> None:
    lines = ["-----BEGIN PRIVATE KEY-----", *["x" * 70] * 200, "at last"]
    assert list(redact_lines(lines))[-1] == "at last"


def test_a_value_of_several_lines_is_hidden_line_by_line() -> None:
    assert "secondline" not in redact("x secondline y", {"SIGNING_KEY": "firstline\nsecondline\n"})


def test_what_is_no_secret_stays() -> None:
    env = {"PATH": "/usr/bin:/bin", "LANG": "C.UTF-8", "KEYBOARD": "german layout", "SECRET": "no", "HOME": "/home/ada"}
    text = "no tokens: 107 in /usr/bin:/bin, german layout, see https://example.org/a@b and /home/ada"
    assert redact(text, env) == text
