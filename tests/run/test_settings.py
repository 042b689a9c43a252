"""Settings files: which one holds, what in them means nothing, and where it stands."""

from __future__ import annotations

from pathlib import Path

import pytest

from planloom.run.settings import SettingsError, project_of, settings_for

RULES = frozenset({"shared-primary", "placeholder"})


def write(path: Path, text: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text)


def test_the_nearest_file_above_holds_and_our_own_wins_over_pyproject(tmp_path: Path) -> None:
    write(tmp_path / "pyproject.toml", '[tool.planloom.rules]\nignore = ["placeholder"]\n')
    (tmp_path / "docs" / "deep").mkdir(parents=True)
    assert project_of(tmp_path / "docs" / "deep", RULES).settings.ignore == {"placeholder"}
    write(tmp_path / ".planloom.toml", '[rules]\nselect = ["shared-primary"]\n')
    settings = project_of(tmp_path, RULES).settings
    assert (settings.select, settings.ignore) == ({"shared-primary"}, frozenset())


def test_settings_outside_the_repository_do_not_reach_in(tmp_path: Path) -> None:
    write(tmp_path / ".planloom.toml", '[rules]\nselect = ["shared-primary"]\n')
    (tmp_path / "repo" / ".git").mkdir(parents=True)
    assert project_of(tmp_path / "repo", RULES).root is None


def test_severities_are_read(tmp_path: Path) -> None:
    write(tmp_path / ".planloom.toml", '[rules.severity]\nplaceholder = "hint"\n')
    assert project_of(tmp_path, RULES).settings.severity == {"placeholder": "hint"}


@pytest.mark.parametrize(
    ("text", "line", "marked", "near"),
    [
        ('[rules]\nselct = ["placeholder"]\n', 1, "selct", "rules.select"),
        ('[rules]\nselect = [\n  "placeholder",\n  "placeholdr",\n]\n', 3, '"placeholdr"', "placeholder"),
        ('[rules.severity]\nplaceholder = "eror"\n', 1, "placeholder", "error"),
        ("[run]\njobs = true\n", 1, "jobs", None),
        ('[agents.mine]\ncommand = "x"\nspeed = 3\n', 2, "speed", None),
    ],
)
def test_what_means_nothing_is_found_where_it_stands(
    tmp_path: Path, text: str, line: int, marked: str, near: str | None
) -> None:
    write(tmp_path / ".planloom.toml", text)
    (file,) = project_of(tmp_path, RULES).files
    ((problem, at, start, end),) = file.problems
    assert (at, text.splitlines()[at][start:end], problem.near) == (line, marked, near)


def test_a_file_that_is_no_toml_is_named_with_its_line(tmp_path: Path) -> None:
    write(tmp_path / ".planloom.toml", "[rules\n")
    with pytest.raises(SettingsError, match=r"\.planloom\.toml: not TOML: .*line 1"):
        project_of(tmp_path, RULES)


def test_globs_declare_files_as_plans(tmp_path: Path) -> None:
    write(tmp_path / ".planloom.toml", 'plans = ["plans/**/*.md", "TODO.md"]\n')
    project = project_of(tmp_path, RULES)
    names = ("TODO.md", "plans/a.md", "plans/deep/b.md", "README.md", "docs/TODO.md")
    assert [settings_for(tmp_path / name, project).declared for name in names] == [True, True, True, False, False]
