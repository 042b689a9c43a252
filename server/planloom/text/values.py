"""Values that are made by the ten thousand. Knows tuples only."""

from __future__ import annotations

made = tuple.__new__
"""`made(Place, (1, 0, 2, 9))` is `Place(1, 0, 2, 9)` in half the time: NamedTuple puts a function first."""
