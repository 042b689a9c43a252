"""Nobody: people, or tools of their own, do the work.

Planloom makes worktrees and starts nothing. `planloom prompt PLAN W1` prints what a worker is told; when its work is
committed on its branch, `planloom adopt PLAN W1` validates it and takes it into the run.
"""

from planloom.model.agent import Agent
from planloom.run.agents.plain import read

__all__ = ["AGENT", "read"]

AGENT = Agent("hand", ())
