"""Nothing in the package can throw work away: no force, no recursive removal, no reset of files, no clean, no stash."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

PACKAGE = Path(__file__).parents[1] / "server" / "planloom"
FILES = sorted(PACKAGE.rglob("*.py"))
# Words that git must never be given, wherever they stand in a call. `-d` and `-f` mean no force to these commands.
FORCE = {
    "--force",
    "-f",
    "-ff",
    "--force-with-lease",
    "-D",
    "-B",
    "-C",
    "--hard",
    "clean",
    "stash",
    "--discard-changes",
}
FORCE |= {"prune", "--expire=now", "--overwrite-ignore", "--theirs", "--ours", "gc", "-rf", "--no-verify"}
# `git -C folder`, typed and run, is where a command works.
PLACE = {("actions/step.py", "-C"), ("run/git.py", "-C")}
REMOVERS = {"rmtree", "removedirs"}


def name(file: Path) -> str:
    return file.relative_to(PACKAGE).as_posix()


def words(tree: ast.Module) -> Iterator[tuple[str, int]]:
    """Every text that is a whole argument or list item of its own."""
    for node in ast.walk(tree):
        parts: list[ast.expr] = []
        if isinstance(node, ast.Call):
            parts = node.args
        elif isinstance(node, (ast.List, ast.Tuple)):
            parts = node.elts
        for part in parts:
            if isinstance(part, ast.Constant) and isinstance(part.value, str):
                yield part.value, part.lineno


@pytest.mark.parametrize("file", [file for file in FILES if name(file).startswith(("run/", "actions/"))], ids=name)
def test_git_is_never_told_to_force(file: Path) -> None:
    tree = ast.parse(file.read_text(encoding="utf-8"))
    forced = [f"line {line}: {word}" for word, line in words(tree) if word in FORCE and (name(file), word) not in PLACE]
    assert not forced


@pytest.mark.parametrize("file", FILES, ids=name)
def test_nothing_removes_folders_with_what_is_in_them(file: Path) -> None:
    tree = ast.parse(file.read_text(encoding="utf-8"))
    used = {node.attr for node in ast.walk(tree) if isinstance(node, ast.Attribute)}
    used |= {alias.name for node in ast.walk(tree) if isinstance(node, ast.ImportFrom) for alias in node.names}
    assert not used & REMOVERS
    texts = [node.value for node in ast.walk(tree) if isinstance(node, ast.Constant) and isinstance(node.value, str)]
    assert not [text for text in texts if "rm -r" in text or "reset --hard" in text or "branch -D" in text]
