"""Changing a repository: worktrees made, readied, judged, merged and removed. Never forces, loses nothing."""
