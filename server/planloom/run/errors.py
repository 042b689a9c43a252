"""What can go wrong with a run. Must not know what did."""


class RunError(Exception):
    """Something about a plan's run, its records, git or processes, which the message tells a user in words."""
