"""Names of branches: what git says of them is what we say, and what we propose can be used."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from planloom.model.branch import branch_fault, git_fault, valid_branch

PIECES = (
    *"aZ09-_./@{}~^:?*[]\\ \t\x7f\x01",
    *("..", "//", ".lock", "@{", "HEAD", "feat", "w1", "feat/", "refs/heads/", "é", "分支", "$", "`", ";", "#"),
)
NAMES = st.text(st.sampled_from([c for piece in PIECES for c in piece]), max_size=12)


def random_names(count: int) -> list[str]:
    random = Random(7)
    return ["".join(random.choice(PIECES) for _ in range(random.randint(1, 6))) for _ in range(count)]


@pytest.mark.skipif(shutil.which("git") is None or shutil.which("bash") is None, reason="needs git and bash")
def test_git_takes_exactly_the_names_without_a_fault(tmp_path: Path) -> None:
    names = [*dict.fromkeys(random_names(2500)), "-", "@", "HEAD", "a.lock/b", "a/.b", "a.", "/a", "a/"]
    script = 'while IFS= read -r -d "" n; do git check-ref-format --branch "$n" >/dev/null 2>&1; echo $?; done'
    done = subprocess.run(
        ["bash", "-c", script], input="\0".join(names) + "\0", capture_output=True, text=True, cwd=tmp_path, check=True
    )
    taken = [code == "0" for code in done.stdout.split()]
    wrong = [name for name, ok in zip(names, taken, strict=True) if ok != (git_fault(name) is None)]
    assert wrong == []
    assert sum(taken) > 100


@pytest.mark.parametrize(
    "name", ["feat/w1", "feat/worker-1-parser", "ws_01", "a", "v1.2", "feat/größe", "agent@home", "a+b"]
)
def test_common_names_have_no_fault(name: str) -> None:
    assert branch_fault(name) is None


@pytest.mark.parametrize(
    ("name", "word"),
    [
        ("-x", "option"),
        ("feat/my parser", "space"),
        ("$(touch)", "`$`"),
        ("a`b", "backtick"),
        ("a;b", "`;`"),
        ("refs/heads/a", "refs/"),
        ("deadbee1", "commit id"),
        ("a" * 201, "longer"),
        ("a\x01b", "U+0001"),
        ("", "empty"),
    ],
)
def test_a_fault_is_named(name: str, word: str) -> None:
    assert word in str(branch_fault(name))


@given(NAMES)
def test_what_is_proposed_can_be_used(name: str) -> None:
    assert branch_fault(valid_branch(name)) is None


@pytest.mark.parametrize(
    ("name", "better"),
    [("feat/my parser", "feat/my-parser"), ("refs/heads/feat/a", "feat/a"), ("-x", "x"), ("a..b", "a.b")],
)
def test_a_proposal_keeps_what_it_can(name: str, better: str) -> None:
    assert valid_branch(name) == better


@given(NAMES)
def test_a_good_name_is_proposed_unchanged(name: str) -> None:
    if branch_fault(name) is None and name.isascii():
        assert valid_branch(name) == name
