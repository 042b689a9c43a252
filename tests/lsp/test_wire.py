"""Frames, right and wrong, through real pipes."""

from __future__ import annotations

import os
from collections.abc import Iterator
from threading import Thread

import pytest

from planloom.lsp.wire import MAX_BODY, FrameError, Wire
from tests.lsp.client import frame


def read_all(data: bytes) -> Iterator[bytes | str]:
    """What a wire makes of bytes: bodies, and "error" for each complaint."""
    source, sink = os.pipe()

    def write() -> None:
        left = memoryview(data)
        while left:
            left = left[os.write(sink, left) :]
        os.close(sink)

    writer = Thread(target=write)
    writer.start()
    wire = Wire(source, -1)
    try:
        while True:
            try:
                body = wire.read()
            except FrameError:
                yield "error"
                continue
            if body is None:
                break
            yield body
    finally:
        writer.join()
        os.close(source)


@pytest.mark.parametrize(
    "header",
    [
        b"Content-Length: 2\r\n\r\n",
        b"content-length:2\r\n\r\n",
        b"CONTENT-LENGTH:   2\n\n",
        b"Content-Type: application/vscode-jsonrpc; charset=utf-8\r\nContent-Length: 2\r\n\r\n",
        b"Content-Length: 2\r\nContent-Type: application/vscode-jsonrpc\r\n\r\n",
        b"Content-Length: 0002\r\n\r\n",
        b"\r\n\r\nContent-Length: 2\r\n\r\n",
    ],
)
def test_headers_as_clients_write_them(header: bytes) -> None:
    assert list(read_all(header + b"{}" + frame(b"[]"))) == [b"{}", b"[]"]


@pytest.mark.parametrize(
    "junk",
    [
        b"Content-Length: -5\r\n\r\n{}",
        b"Content-Length: many\r\n\r\n{}",
        b"Content-Length: " + b"9" * 5000 + b"\r\n\r\n{}",
        b"Content-Length: 10000000000000\r\n\r\n{}",
        b"Content-Length: %d\r\n\r\n" % (MAX_BODY + 1),
        b"Content-Length:\r\n\r\n{}",
        b"no header at all\r\n\r\n",
        b"x" * 200_000,
        b"\xff\xfe\x00\r\n\r\n",
    ],
)
def test_junk_costs_at_most_one_complaint_and_the_next_frame_is_read(junk: bytes) -> None:
    assert list(read_all(junk + frame(b"{}") + frame(b"[]"))) in (["error", b"{}", b"[]"], [b"{}", b"[]"])


def test_a_frame_that_is_cut_off_does_not_swallow_the_next() -> None:
    assert list(read_all(b'Content-Length: 500\r\n\r\n{"a' + frame(b"{}"))) == ["error", b"{}"]


def test_a_body_that_swallowed_half_a_header_is_given_back() -> None:
    source, sink = os.pipe()
    os.write(sink, b'Content-Length: 10\r\n\r\n{"a' + frame(b"[1]"))
    wire = Wire(source, -1)
    assert wire.read() == b'{"aContent'
    wire.reject(b'{"aContent')
    assert wire.read() == b"[1]"
    os.close(source)
    os.close(sink)


def test_large_bodies_arrive_whole() -> None:
    body = b"x" * 3_000_000
    assert list(read_all(frame(body) + frame(b"{}"))) == [body, b"{}"]


def test_an_empty_body_is_a_body() -> None:
    assert list(read_all(frame(b"") + frame(b"{}"))) == [b"", b"{}"]


def test_input_that_ends_within_a_frame_ends_the_reading() -> None:
    assert list(read_all(b"Content-Length: 50\r\n\r\n{")) == []
    assert list(read_all(b"Content-Le")) == []


def test_waiting_tells_of_input_read_and_unread() -> None:
    source, sink = os.pipe()
    wire = Wire(source, -1)
    assert not wire.waiting()
    os.write(sink, frame(b"{}") + b"Content")
    assert wire.waiting()
    assert wire.read() == b"{}"
    assert wire.waiting()
    os.write(sink, b"-Length: 2\r\n\r\n{}")
    assert wire.read() == b"{}"
    assert not wire.waiting()
    os.close(source)
    os.close(sink)


def test_frames_from_several_threads_do_not_mix() -> None:
    source, sink = os.pipe()
    wire = Wire(-1, sink)
    bodies = [bytes([65 + number]) * 70_000 for number in range(4)]
    threads = [Thread(target=lambda body=body: [wire.send(body) for _ in range(5)]) for body in bodies]
    reader = Wire(source, -1)
    for thread in threads:
        thread.start()
    received = [reader.read() for _ in range(20)]
    for thread in threads:
        thread.join()
    assert sorted(received) == sorted(bodies * 5)
    os.close(source)
    os.close(sink)
