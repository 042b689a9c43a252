"""A slice of the edit scripts; `python -m tests.text.scripts 100000` runs them all."""

from tests.text import scripts


def test_edit_scripts_agree_with_the_plain_reference() -> None:
    for seed in range(2000):
        scripts.run(seed)
