"""The architecture, held: who may import whom, who may touch the world, how big things get."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
PACKAGE = ROOT / "server" / "planloom"
FILES = sorted(PACKAGE.rglob("*.py"))

# Each layer may import those it lists, and itself.
LAYERS = {
    "text": set(),
    "syntax": {"text"},
    "model": {"text", "syntax"},
    "rules": {"text", "syntax", "model"},
    "features": {"text", "syntax", "model"},
    "actions": {"text", "syntax", "model"},
    "run": {"text", "syntax", "model", "rules", "features", "actions"},
    "lsp": {"text", "syntax", "model", "rules", "features", "actions", "run"},
    "cli": {"text", "syntax", "model", "rules", "features", "actions", "run"},
}
# Within `run`, what is used by all others stands below them.
FLOORS = {
    "records": set(),
    "survey": {"records"},
    "tasks": {"records"},
    "trees": {"records", "survey"},
    "agents": {"records", "survey", "tasks", "trees"},
}
# The command line starts the server and knows nothing else of it.
SERVER_STARTERS = {"cli/main.py", "cli/commands/serve.py"}
# Libraries that one place alone knows.
OWNED_LIBRARIES = {
    "pygls": "lsp/",
    "lsprotocol": "lsp/",
    "markdown_it": "syntax/",
    "git": "run/git.py",
    "argparse": "cli/",
    "watchfiles": "lsp/watchers/native.py",
}
# What gives clock, disk, environment or processes: for the layers that touch the world only.
WORLD = {"os", "sys", "io", "subprocess", "time", "datetime", "socket", "shutil", "tempfile", "random", "asyncio"}
WORLD |= {"threading", "multiprocessing", "concurrent", "signal", "glob", "pathlib", "logging", "tomllib"}
WORLDLY = {"run", "lsp", "cli"}
# The registry of rules looks at its own package to find the rule files.
READS_ITS_PACKAGE = {("rules/rule.py", "pathlib")}


def name(file: Path) -> str:
    return file.relative_to(PACKAGE).as_posix()


def tree(file: Path) -> ast.Module:
    return ast.parse(file.read_text(encoding="utf-8"))


def imports(file: Path) -> Iterator[str]:
    """The dotted names of all modules that a file imports, in functions too."""
    for node in ast.walk(tree(file)):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{name(file)}: imports are absolute"
            yield str(node.module)


def functions(file: Path) -> Iterator[ast.FunctionDef | ast.AsyncFunctionDef]:
    for node in ast.walk(tree(file)):
        if isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef)):
            yield node


def each_file(test):  # type: ignore[no-untyped-def]
    return pytest.mark.parametrize("file", FILES, ids=name)(test)


@each_file
def test_imports_go_one_way(file: Path) -> None:
    layer = file.relative_to(PACKAGE).parts[0]
    if layer not in LAYERS:
        return
    allowed = LAYERS[layer] | {layer}
    if name(file) in SERVER_STARTERS:
        allowed |= {"lsp"}
    used = {module.split(".")[1] for module in imports(file) if module.startswith("planloom.")}
    assert used <= allowed, f"{layer} must not import {', '.join(sorted(used - allowed))}"


@pytest.mark.parametrize("floor", FLOORS)
def test_the_floors_of_a_run_stand_on_those_below(floor: str) -> None:
    for file in (PACKAGE / "run" / floor).rglob("*.py"):
        parts = [module.split(".") for module in imports(file) if module.startswith("planloom.run.")]
        used = {part[2] for part in parts} & {*FLOORS, "perform", "runner", "desk", "launch"}
        assert used <= FLOORS[floor] | {floor}, f"{name(file)} must not import {', '.join(sorted(used))}"


@each_file
def test_each_library_has_one_home(file: Path) -> None:
    strangers = [
        f"{library} belongs to {home}"
        for library, home in OWNED_LIBRARIES.items()
        if not name(file).startswith(home) and any(module.split(".")[0] == library for module in imports(file))
    ]
    assert not strangers


@each_file
def test_the_core_does_not_touch_the_world(file: Path) -> None:
    if file.relative_to(PACKAGE).parts[0] in WORLDLY:
        return
    used = {module.split(".")[0] for module in imports(file)} & WORLD
    assert not {library for library in used if (name(file), library) not in READS_ITS_PACKAGE}
    calls = (
        node.func.id for node in ast.walk(tree(file)) if isinstance(node, ast.Call) and isinstance(node.func, ast.Name)
    )
    assert not set(calls) & {"open", "print", "input", "exec", "eval"}


@pytest.mark.parametrize("file", [*FILES, *sorted((ROOT / "tests").rglob("*.py"))], ids=lambda file: file.stem)
def test_files_are_short(file: Path) -> None:
    assert len(file.read_text(encoding="utf-8").splitlines()) <= 400


@each_file
def test_functions_are_short_and_take_little(file: Path) -> None:
    for function in functions(file):
        where = f"{name(file)}:{function.lineno} {function.name}"
        assert function.end_lineno is not None
        assert function.end_lineno - function.lineno < 50, f"{where} is too long"
        given = function.args.posonlyargs + function.args.args
        own = [argument for argument in given if argument.arg not in ("self", "cls")]
        assert len(own) + len(function.args.kwonlyargs) <= 5, f"{where} takes too much"
        defaults = function.args.defaults
        flags = [
            argument.arg
            for argument in own
            if isinstance(argument.annotation, ast.Name) and argument.annotation.id == "bool"
        ]
        flags += [repr(d.value) for d in defaults if isinstance(d, ast.Constant) and isinstance(d.value, bool)]
        assert not flags, f"{where} takes a flag by position: {flags}"


@each_file
def test_what_is_public_says_what_it_is(file: Path) -> None:
    module = tree(file)
    if module.body:
        assert ast.get_docstring(module), f"{name(file)} does not say what it knows"
    silent = [node.name for node in public(module) if not ast.get_docstring(node)]
    assert not silent


def public(inside: ast.Module | ast.ClassDef) -> Iterator[ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef]:
    """Functions, methods and classes that others may use."""
    for node in inside.body:
        if isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef)) and not node.name.startswith("_"):
            yield node
            if isinstance(node, ast.ClassDef):
                yield from public(node)
