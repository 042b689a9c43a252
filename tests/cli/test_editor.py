"""`planloom editor`: lines that Neovim takes, for people; a folder that is there, alone on stdout, for programs."""

from __future__ import annotations

import os
import subprocess
from pathlib import Path

import pytest

from planloom.cli.commands.editor import _quoted
from tests.cli.conftest import Planloom
from tests.support.runs import PROGRAM

NVIM = [*PROGRAM, "editor", "nvim"]


def test_the_folder_is_alone_on_stdout_and_the_lines_are_on_stderr(planloom: Planloom) -> None:
    said = planloom("editor", "nvim")
    folder = Path(said.out.removesuffix("\n"))
    assert (said.code, said.out.count("\n")) == (0, 1)
    assert (folder / "lsp" / "planloom.lua").is_file()
    assert f"vim.opt.runtimepath:append('{folder.as_posix()}')" in said.err.splitlines()
    assert said.err.splitlines()[-1] == "vim.lsp.enable('planloom')"


def test_what_is_put_into_a_lua_file_is_lua(tmp_path: Path) -> None:
    file = tmp_path / "init.lua"
    file.write_text("vim.o.number = true\n")
    with file.open("a") as added:
        subprocess.run(NVIM, stdout=added, check=True)
    first, second, *_, last = file.read_text().splitlines()
    assert first == "vim.o.number = true"
    assert second.startswith("vim.opt.runtimepath:append(")
    assert last == "vim.lsp.enable('planloom')"
    other = tmp_path / "folder"
    with other.open("w") as put:
        subprocess.run(NVIM, stdout=put, stderr=subprocess.DEVNULL, check=True)
    assert Path(other.read_text().removesuffix("\n")).is_dir()


def test_what_stands_on_a_terminal_is_lua(tmp_path: Path) -> None:
    outer, inner = os.openpty()
    process = subprocess.Popen(NVIM, stdout=inner, stderr=inner)
    assert process.wait() == 0
    os.close(inner)
    shown = os.read(outer, 1 << 16).decode().splitlines()
    os.close(outer)
    assert shown[0].startswith("vim.opt.runtimepath:append(")
    assert all(line.startswith(("vim.", "-- ")) for line in shown)


def test_a_program_that_is_not_on_the_path_is_named(planloom: Planloom, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sys.argv", ["/opt/it's/planloom"])
    monkeypatch.setenv("PATH", "")
    assert r"cmd = { '/opt/it\'s/planloom', 'serve' }" in planloom("editor", "nvim").err


def test_the_extension_is_had_by_the_commands_that_are_named(planloom: Planloom) -> None:
    said = planloom("editor", "vscode")
    assert (said.code, said.err) == (0, "")
    assert "code --install-extension dist/planloom.vsix" in said.out


@pytest.mark.parametrize("words", [(), ("vim",)])
def test_another_editor_is_refused_in_one_line(planloom: Planloom, words: tuple[str, ...]) -> None:
    said = planloom("editor", *words)
    assert (said.code, said.out, said.err.count("\n")) == (2, "", 1)
    assert "nvim" in said.err


def test_texts_are_quoted_as_lua_reads_them() -> None:
    assert _quoted("a\\b'c") == r"'a\\b\'c'"
