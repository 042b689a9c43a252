"""Mutated JSON-RPC frames: after each, the next valid request must be answered.

    python -m tests.bench.lsp.frames [--count 10000] [--seed 1]

Prints the count and, for the first frame that left the server deaf or dead, its number and bytes. Exit status 1 then.
"""

from __future__ import annotations

import argparse
import sys
import time
from collections.abc import Iterator
from random import Random
from typing import Any

from tests.lsp.client import PLAN, URI, Client, frame, packed, typed

ODD: tuple[Any, ...] = (None, True, -1, 10**30, 1.5, "", "x", "\ud800", [], {}, [[]], {"a": {}})
_PLACE = {"line": 2, "character": 3}
_ASKED = {"textDocument": {"uri": URI}, "range": {"start": _PLACE, "end": _PLACE}, "context": {"diagnostics": []}}
SEEDS: tuple[dict[str, Any], ...] = (
    {"jsonrpc": "2.0", "id": 1, "method": "initialize", "params": {"processId": None, "capabilities": {}}},
    {"jsonrpc": "2.0", "method": "initialized", "params": {}},
    typed(2, 2, 3, "x"),
    {"jsonrpc": "2.0", "method": "textDocument/didClose", "params": {"textDocument": {"uri": URI}}},
    {"jsonrpc": "2.0", "id": "c", "method": "textDocument/codeAction", "params": _ASKED},
    {"jsonrpc": "2.0", "id": 3, "method": "textDocument/diagnostic", "params": _ASKED},
    {"jsonrpc": "2.0", "method": "$/cancelRequest", "params": {"id": "c"}},
    {"jsonrpc": "2.0", "id": 4, "result": None},
    {
        "jsonrpc": "2.0",
        "method": "workspace/didChangeConfiguration",
        "params": {"settings": {"planloom": {"rules": {}}}},
    },
    {"jsonrpc": "2.0", "method": "workspace/didChangeWatchedFiles", "params": {"changes": []}},
    {
        "jsonrpc": "2.0",
        "method": "textDocument/didOpen",
        "params": {"textDocument": {"uri": URI, "languageId": "markdown", "version": 1, "text": PLAN}},
    },
)


def mutated(random: Random) -> bytes:
    """A frame with damage: in its values, its bytes, its length or its header."""
    kind = random.randrange(6)
    message = random.choice(SEEDS)
    if kind == 0:
        return packed(twisted(random, message))
    data = packed(message)
    if kind == 1:
        return bitten(random, data)
    body = data.split(b"\r\n\r\n", 1)[1]
    if kind == 2:
        length = random.choice((0, 1, len(body) - 1, len(body) + 1, len(body) // 2, len(body) * 3, 10**6, -4, 10**13))
        return b"Content-Length: %d\r\n\r\n%b" % (length, body)
    if kind == 3:
        header = random.choice((b"", b"Content-Length", b"content-length:", b"X: 1", b"Content-Length: 1e3", b"\0"))
        return header + random.choice((b"\r\n\r\n", b"\n\n", b"\r\n")) + body
    if kind == 4:
        return frame(random.randbytes(random.randrange(200)))
    return bitten(random, bitten(random, data + data))


def twisted(random: Random, value: Any) -> Any:
    """The value with something in it exchanged for something odd, or left out."""
    if isinstance(value, dict) and value and random.random() < 0.9:
        key = random.choice(list(value))
        if random.random() < 0.15:
            return {name: kept for name, kept in value.items() if name != key}
        return {**value, key: twisted(random, value[key])}
    return random.choice(ODD)


def bitten(random: Random, data: bytes) -> bytes:
    """The bytes with a piece lost, doubled or overwritten."""
    start = random.randrange(len(data))
    end = min(len(data), start + random.choice((1, 1, 2, 8, 50)))
    return data[:start] + random.choice((b"", data[start:end] * 2, random.randbytes(end - start))) + data[end:]


def deaf_after(frames: Iterator[bytes]) -> tuple[int, bytes] | None:
    """Number and bytes of the first frame behind which a valid request gets no answer; None if there is none."""
    with Client() as client:
        client.initialize()
        client.open()
        for number, data in enumerate(frames):
            name = f"alive {number}"
            client.raw(data + packed({"jsonrpc": "2.0", "id": name, "method": "no/such"}))
            try:
                assert client.answer(name)["error"]["code"] == -32601
            except AssertionError:
                return number, data
            client.seen.clear()
    return None


def main() -> int:
    """Send as many frames as asked for; the exit status."""
    ask = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    ask.add_argument("--count", type=int, default=10_000)
    ask.add_argument("--seed", type=int, default=1)
    args = ask.parse_args()
    random = Random(args.seed)
    start = time.monotonic()
    found = deaf_after(mutated(random) for _ in range(args.count))
    if found:
        print(f"no answer behind frame {found[0]}: {found[1]!r}")
        return 1
    print(f"{args.count} frames, the next request answered behind each, {time.monotonic() - start:.0f} s")
    return 0


if __name__ == "__main__":
    sys.exit(main())
