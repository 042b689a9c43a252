"""Text: lines, positions, encodings and edits. Knows strings, nothing else."""

from planloom.text.text import LineChange, Position, Text, join

__all__ = ["LineChange", "Position", "Text", "join"]
