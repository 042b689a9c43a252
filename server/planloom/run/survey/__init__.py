"""Looking at a repository: what git, disk and worktrees say around a plan. Changes nothing, takes no lock."""
