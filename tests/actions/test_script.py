"""Scripts in a worker's definition: which fence is one, and its lines as they are written."""

from __future__ import annotations

import pytest

from planloom.actions.script import script_of, scripts_below

SECTION = """\
### W1: Parser

**Branch:** `feat/parser`

**Task:**
1. Write the parser
   ```bash
   cat > parser.py <<'END'
   if True:
       pass
   END
   ```

```bash
echo second
```

**Validation:**
```bash
python parser.py
```
"""


def test_the_first_bash_fence_below_task_is_the_script_without_its_list_s_indent() -> None:
    assert script_of(SECTION) == "cat > parser.py <<'END'\nif True:\n    pass\nEND\n"


def test_a_field_may_have_several_and_each_field_has_its_own() -> None:
    assert list(scripts_below(SECTION, "task"))[1:] == ["echo second\n"]
    assert list(scripts_below(SECTION, "validation")) == ["python parser.py\n"]


@pytest.mark.parametrize(
    "task",
    [
        "Write it.",
        "<!--\n```bash\necho hidden\n```\n-->",
        "```python\nprint()\n```",
        "```\necho unnamed\n```",
        "```bash\necho not closed",
    ],
)
def test_what_is_no_closed_visible_bash_fence_is_no_script(task: str) -> None:
    assert script_of(f"### W1: A\n\n**Task:**\n{task}\n") == ""


def test_a_script_as_long_as_many_chunks_is_whole() -> None:
    lines = "".join(f"echo {number}\n" for number in range(2000))
    assert script_of(f"### W1: A\r\n\n**Task:**\n\n```sh\n{lines}```\n") == lines


def test_a_heading_may_be_the_field() -> None:
    assert script_of("## Worker 1\n\n#### Task\n\n~~~bash\ntrue\n~~~\n") == "true\n"
