"""Processes that outlive who started them: carried, watched, ended with all they started, and read."""
