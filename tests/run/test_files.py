"""Reading and writing files, and finding Markdown."""

from __future__ import annotations

from pathlib import Path

import pytest

from planloom.run.files import decode, markdown_under, write


@pytest.mark.parametrize(
    ("data", "text", "bom", "bad"),
    [
        (b"", "", False, None),
        (b"\xef\xbb\xbfa\r\nb", "a\r\nb", True, None),
        ("日本".encode(), "日本", False, None),
        (b"caf\xe9 au lait", "caf\ufffd au lait", False, 3),
        (b"\xef\xbb\xbfcaf\xe9", "caf\ufffd", True, 6),
        (b"\xff\xfea\x00b\x00", "ab", False, 0),
    ],
)
def test_bytes_become_text_and_the_first_bad_byte_is_known(data: bytes, text: str, bom: bool, bad: int | None) -> None:
    assert decode(data) == (text, bom, bad)


def test_writing_goes_through_a_link_and_leaves_nothing_behind(tmp_path: Path) -> None:
    real = tmp_path / "real.md"
    real.write_text("old")
    link = tmp_path / "link.md"
    link.symlink_to(real)
    write(link, "new", bom=True)
    assert real.read_bytes() == b"\xef\xbb\xbfnew"
    assert link.is_symlink()
    assert len(list(tmp_path.iterdir())) == 2


def test_markdown_is_found_in_order_and_not_where_tools_fill_folders(tmp_path: Path) -> None:
    for name in ("b.md", "a.MD", "docs/x.markdown", ".claude/plan.md", "node_modules/y.md", "target/z.md", "c.txt"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text("")
    found = [path.relative_to(tmp_path).as_posix() for path in markdown_under(tmp_path)]
    assert found == ["a.MD", "b.md", ".claude/plan.md", "docs/x.markdown"]
    assert [path.name for path in markdown_under(tmp_path / "node_modules")] == ["y.md"]


def test_a_named_folder_of_packages_is_read_whole(tmp_path: Path) -> None:
    nested = tmp_path / "node_modules" / "a" / "node_modules" / "b" / "dist"
    nested.mkdir(parents=True)
    (nested / "README.md").write_text("")
    assert len(list(markdown_under(tmp_path / "node_modules"))) == 1
    assert len(list(markdown_under(tmp_path))) == 0
