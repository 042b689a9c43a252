"""Every place of a plan that names a branch or a worktree, and the edits that name it otherwise.

Knows values and words in the text; must not know which rule asks.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from planloom.model.plan import Plan, Value
from planloom.rules.edits import Source
from planloom.rules.finding import Edit
from planloom.syntax.chunks import Place


def renamed(plan: Plan, text: Source, value: Value, new: str) -> tuple[Edit, ...]:
    """The edits that call a branch or worktree `new` wherever the plan names it as a word of its own.

    A name without a slash may be any word, and is changed only where it is known to be this name.
    """
    old = value.text
    places = dict.fromkeys(known.at for known in (value, *_values(plan)) if known.text == old)
    if "/" in old:
        places.update(dict.fromkeys(_words(plan, old)))
    return tuple(Edit(at, new) for at in sorted(places, key=text.rank) if text.text(at) == old)


def _values(plan: Plan) -> Iterator[Value]:
    """The values that are names of branches and worktrees."""
    for worker in plan.workers.values():
        yield from (field.value for field in worker.fields if field.label in ("branch", "worktree"))
    for command in plan.protocol.commands:
        yield from (value for value in (command.worktree, command.branch, *command.branches) if value)
    yield from (Value(step.text, step.at) for step in plan.merge.steps)


def _words(plan: Plan, name: str) -> Iterator[Place]:
    """Where the name stands as a word; a folder below it may follow."""
    word = re.compile(rf"(?<![\w./-]){re.escape(name)}(?![\w-]|\.\w)")
    for chunk in plan.tree.chunks:
        for number, line in enumerate(chunk.lines):
            if name in line:
                yield from (Place(chunk.key, number, *found.span()) for found in word.finditer(line))
