"""Where a plan's checkpoint is kept: where the plan says, else in `archive/`.

Knows the plan and its path; must not know whether the file is there.
"""

from __future__ import annotations

from planloom.model.placeholder import IN_NAME
from planloom.model.plan import Plan
from planloom.model.slug import feature_of

LONGEST = 200


def checkpoint_of(plan: Plan, path: str) -> str:
    """The checkpoint's path from the root: where the plan says, if that is a Markdown file inside the repository.

    `path` is the plan's own.
    """
    said = plan.checkpoint_path.text if plan.checkpoint_path else ""
    parts = said.split("/")
    odd = {"", ".", ".."} & set(parts) or ".git" in (part.casefold() for part in parts) or "\\" in said or ":" in said
    safe = said.lower().endswith(".md") and said != path and not odd and not said.startswith(("-", "~", "$"))
    if safe and not IN_NAME.search(said) and len(said) < LONGEST:
        return said
    return f"archive/CHECKPOINT_{feature_of(path, plan.title.text if plan.title else '')}.md"
