"""JSON-RPC messages as plain dicts and ready bytes: reading, checking, answering.

Knows JSON-RPC; must not know documents, nor what any method means.
"""

from __future__ import annotations

import json
from typing import Any, TypeVar

PARSE_ERROR = -32700
INVALID_REQUEST = -32600
METHOD_NOT_FOUND = -32601
INVALID_PARAMS = -32602
INTERNAL_ERROR = -32603
NOT_INITIALIZED = -32002
CANCELLED = -32800
REQUEST_FAILED = -32803

Id = str | int | None
Message = dict[str, Any]
Kind = TypeVar("Kind")


class MessageError(Exception):
    """What a message is answered with when it cannot be served."""

    def __init__(self, code: int, reason: str) -> None:
        super().__init__(reason)
        self.code = code
        self.reason = reason


def parse(body: bytes) -> Message:
    """The message in a body. Raises MessageError for what is no JSON or no message."""
    try:
        message = json.loads(body)
    except (ValueError, RecursionError):
        raise MessageError(PARSE_ERROR, "not JSON") from None
    if not isinstance(message, dict):
        raise MessageError(INVALID_REQUEST, "a message is an object; batches are not part of the protocol")
    if not isinstance(message.get("method", ""), str) or ("id" in message and not is_id(message["id"])):
        raise MessageError(INVALID_REQUEST, "method and id are strings, an id may be a number")
    if "method" not in message and not ("id" in message and ("result" in message or "error" in message)):
        raise MessageError(INVALID_REQUEST, "neither request, notification nor answer")
    return message


def is_id(value: object) -> bool:
    """Whether a value may name a request."""
    return type(value) in (str, int)


def take(value: Any, kind: type[Kind], *path: str) -> Kind:
    """What lies at `path` in nested dicts, which must be of `kind`. Raises MessageError otherwise."""
    for key in path:
        value = value.get(key) if isinstance(value, dict) else None
    if not isinstance(value, kind) or (kind is int and isinstance(value, bool)):
        raise MessageError(INVALID_PARAMS, f"{'.'.join(path)}: {kind.__name__} expected")
    return value


def peek(value: Any, *path: str) -> Any:
    """What lies at `path` in nested dicts, None where there is nothing."""
    for key in path:
        value = value.get(key) if isinstance(value, dict) else None
    return value


def result(request: Id, ready: str) -> bytes:
    """The answer to a request; `ready` is the result as JSON."""
    return f'{{"jsonrpc":"2.0","id":{json.dumps(request)},"result":{ready}}}'.encode()


def error(request: Id, code: int, reason: str) -> bytes:
    """The refusal of a request; `request` is None where its id is not known."""
    answer = {"jsonrpc": "2.0", "id": request, "error": {"code": code, "message": reason}}
    return json.dumps(answer).encode()


def warning(text: str) -> bytes:
    """A message for the user."""
    params = {"type": 2, "message": text}
    return json.dumps({"jsonrpc": "2.0", "method": "window/showMessage", "params": params}).encode()


def diagnostics(uri: str, version: int | None, ready: bytes) -> tuple[bytes, bytes, bytes]:
    """The parts of a push of diagnostics; `ready` is the items of their JSON array."""
    stamp = "" if version is None else f'"version":{version},'
    head = f'{{"jsonrpc":"2.0","method":"textDocument/publishDiagnostics","params":{{"uri":{json.dumps(uri)},{stamp}'
    return head.encode() + b'"diagnostics":[', ready, b"]}}"


def report(request: Id, result_id: int, ready: bytes) -> tuple[bytes, bytes, bytes]:
    """The parts of the answer to a pull of diagnostics; `ready` is the items of their JSON array."""
    head = f'{{"jsonrpc":"2.0","id":{json.dumps(request)},"result":{{"kind":"full","resultId":"{result_id}","items":['
    return head.encode(), ready, b"]}}"
