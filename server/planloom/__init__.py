"""Planloom: the language server for parallel execution plans. The map is `ARCHITECTURE.md` beside this file."""

__version__ = "0.1.0"
