"""Claims as large plans have them, and what it costs to find those that meet.

    python -m tests.bench.claims            both shapes, with figures
    python -m tests.bench.claims --seed 7

`mixed`: 10,000 claims of which 1,000 are globs (90 % with a literal first segment, 5 % `**/name`, 5 % others).
`common`: 30,000 claims on 10,000 paths, nearly all literal, each by one worker in three forms.
"""

from __future__ import annotations

import argparse
import time
from random import Random

from planloom.model.ownership import Ownership
from planloom.model.pattern import parse
from planloom.model.plan import Claim, Role, Source
from planloom.syntax.chunks import Place

WORDS = (
    "auth",
    "billing",
    "cache",
    "events",
    "graph",
    "ledger",
    "parser",
    "queue",
    "router",
    "store",
    "theme",
    "vault",
)


def mixed(random: Random, count: int = 10_000, globs: int = 1_000) -> list[Claim]:
    """Claims of 40 workers on files of 200 packages, some of them globs."""
    texts = [_file(random) for _ in range(count - globs)] + [_glob(random) for _ in range(globs)]
    random.shuffle(texts)
    return [_claim(text, f"W{random.randrange(40)}", number) for number, text in enumerate(texts)]


def common(count: int = 10_000, workers: int = 500) -> list[Claim]:
    """Three claims on each of `count` paths, in matrix, list and tree, all by one worker."""
    forms = (Source.MATRIX, Source.FILES_OWNED, Source.TREE)
    paths = [f"crates/{WORDS[i % 12]}_{i % 200:03}/src/file_{i:05}.rs" for i in range(count)]
    return [_claim(path, f"W{i % workers}", i, form) for i, path in enumerate(paths) for form in forms]


def _package(random: Random) -> str:
    return f"crates/{random.choice(WORDS)}_{random.randrange(200):03}"


def _file(random: Random) -> str:
    return f"{_package(random)}/{random.choice(('src', 'tests', 'src/inner'))}/file_{random.randrange(100_000):05}.rs"


def _glob(random: Random) -> str:
    kind = random.random()
    if kind < 0.05:
        return f"**/file_{random.randrange(100_000):05}.rs"
    if kind < 0.1:
        return random.choice(("*/{}_{:03}/*.md", "{{crates,apps}}/{}_{:03}/x*.rs", "c*/{}_{:03}/src/?.rs")).format(
            random.choice(WORDS), random.randrange(200)
        )
    tail = random.choice(("src/**/*.rs", "src/", "tests/**", "**/mod_?.rs", "src/{a,b}*.rs", "src/file_[0-4]*.rs"))
    return f"{_package(random)}/{tail}"


def _claim(path: str, worker: str, row: int, form: Source = Source.MATRIX) -> Claim:
    at = Place(row // 64, row % 64, 2, 2 + len(path))
    said = Place(row // 64, row % 64, 80, 87)
    return Claim(path, parse(path), worker, Role.PRIMARY, form, at, said, path, table=1)


def measure(name: str, claims: list[Claim]) -> None:
    """Print the cost of all pairs from nothing, and after one edit."""
    began = time.perf_counter()
    ownership = Ownership()
    ownership.update((), claims)
    pairs = sum(1 for overlap in ownership.overlaps.values() for _ in overlap.pairs())
    whole = time.perf_counter() - began
    costs = []
    for claim in claims[:: max(1, len(claims) // 200)]:
        changed = _claim(f"{claim.path}x", claim.worker, 0, claim.source)
        for old, new in ((claim, changed), (changed, claim)):
            began = time.perf_counter()
            ownership.update((old,), (new,))
            ownership.contested  # noqa: B018 (looking is the work)
            costs.append(time.perf_counter() - began)
    costs.sort()
    print(
        f"{name}: {len(claims)} claims, {pairs} pairs, from nothing {whole:.3f} s, "
        f"one edit p50 {costs[len(costs) // 2] * 1e3:.2f} ms, p95 {costs[len(costs) * 95 // 100] * 1e3:.2f} ms"
    )


def main() -> None:
    """Measure both shapes."""
    ask = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    ask.add_argument("--seed", type=int, default=1)
    seed = ask.parse_args().seed
    measure("mixed", mixed(Random(seed)))
    measure("common", common())


if __name__ == "__main__":
    main()
