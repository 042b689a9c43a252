"""A slice of the mutated frames; `python -m tests.bench.lsp.frames` sends 10,000."""

from random import Random

from tests.bench.lsp.frames import deaf_after, mutated


def test_the_next_request_is_answered_behind_every_mutated_frame() -> None:
    random = Random(7)
    assert deaf_after(mutated(random) for _ in range(400)) is None
