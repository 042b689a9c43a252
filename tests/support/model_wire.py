"""How model servers put an answer on the wire: four protocols, each a text or one call of a tool.

Knows shapes of requests and answers; must not know what the answers are for.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from typing import Any

Body = Mapping[str, Any]
Call = tuple[str, dict[str, str]]
_USAGE = (100, 7)


def offers_tools(body: Body) -> bool:
    """Whether this is a turn of the agent itself; one without tools counts when nothing but chat text is asked."""
    return bool(body.get("tools")) or _is_plain_chat(body)


def _is_plain_chat(body: Body) -> bool:
    # aider has no tools: its edits are text. Its requests begin with a system prompt of its own.
    first = (body.get("messages") or [{}])[0]
    return "SEARCH/REPLACE" in str(first.get("content")) or "file listing" in str(first.get("content"))


def tools(body: Body) -> list[str]:
    """The names of the tools that a request offers."""
    found = []
    for tool in body.get("tools", ()):
        if "functionDeclarations" in tool:
            found += [declared["name"] for declared in tool["functionDeclarations"]]
        else:
            found.append(str(tool.get("name") or tool.get("function", {}).get("name") or tool.get("type")))
    return found


def call(path: str, body: Body, turn: Any) -> Call:
    """The tool call, in the words of the agent that asks, that writes a file or runs a command."""
    offered = tools(body)
    if hasattr(turn, "command"):
        if "exec_command" in offered:
            return "exec_command", {"cmd": turn.command}
        name = next((name for name in ("Bash", "bash", "run_shell_command") if name in offered), "bash")
        return name, {"command": turn.command, "description": "as told"}
    if "exec_command" in offered:
        quoted = turn.content.replace("'", "'\\''")
        return "exec_command", {"cmd": f"printf '%s' '{quoted}' > {turn.path}"}
    if "write" in offered:
        return "write", {"filePath": turn.path, "content": turn.content}
    name = "write_file" if "write_file" in offered else "Write"
    return name, {"file_path": turn.path, "content": turn.content}


def answer(path: str, body: Body, said: str, called: Call | None) -> tuple[str, bytes]:
    """Content type and bytes of a good answer."""
    if path.endswith("/messages"):
        return _sent(_anthropic(body, said, called), named=True)
    if path.endswith("/responses"):
        return _sent(_responses(said, called), named=True)
    if path.endswith("/chat/completions"):
        return _chat(body, said, called)
    return _gemini(path, said, called)


def error(path: str, status: int, kind: str, message: str) -> bytes:
    """The body of an error answer."""
    if "generateContent" in path.lower() or "GenerateContent" in path:
        return json.dumps({"error": {"code": status, "status": kind, "message": message}}).encode()
    return json.dumps({"type": "error", "error": {"type": kind, "code": kind, "message": message}}).encode()


def _sent(events: Iterable[Body | str], *, named: bool) -> tuple[str, bytes]:
    parts = []
    for event in events:
        head = f"event: {event['type']}\n" if named and not isinstance(event, str) else ""
        parts.append(f"{head}data: {event if isinstance(event, str) else json.dumps(event)}\n\n")
    return "text/event-stream", "".join(parts).encode()


def _anthropic(body: Body, said: str, called: Call | None) -> list[Body]:
    read, wrote = _USAGE
    number = len(body.get("messages", ()))
    block: Body = {"type": "text", "text": ""}
    delta: Body = {"type": "text_delta", "text": said}
    if called:
        block = {"type": "tool_use", "id": f"toolu_{number:04}", "name": called[0], "input": {}}
        delta = {"type": "input_json_delta", "partial_json": json.dumps(called[1])}
    message = {"id": f"msg_{number:04}", "type": "message", "role": "assistant", "model": body.get("model")}
    message |= {"content": [], "stop_reason": None, "stop_sequence": None}
    message |= {"usage": {"input_tokens": read, "output_tokens": 1}}
    stop = {"stop_reason": "tool_use" if called else "end_turn", "stop_sequence": None}
    return [
        {"type": "message_start", "message": message},
        {"type": "content_block_start", "index": 0, "content_block": block},
        {"type": "content_block_delta", "index": 0, "delta": delta},
        {"type": "content_block_stop", "index": 0},
        {"type": "message_delta", "delta": stop, "usage": {"output_tokens": wrote}},
        {"type": "message_stop"},
    ]


def _responses(said: str, called: Call | None) -> list[Body]:
    read, wrote = _USAGE
    item: Body = {"type": "message", "id": "msg_1", "role": "assistant", "status": "completed"}
    item = {**item, "content": [{"type": "output_text", "text": said, "annotations": []}]}
    if called:
        item = {"type": "function_call", "id": "fc_1", "call_id": f"call_{abs(hash(called[1]['cmd'])):x}"[:20]}
        item = {**item, "name": called[0], "arguments": json.dumps(called[1]), "status": "completed"}
    usage = {"input_tokens": read, "input_tokens_details": {"cached_tokens": 40}, "output_tokens": wrote}
    usage |= {"output_tokens_details": {"reasoning_tokens": 0}, "total_tokens": read + wrote}
    response = {"id": "resp_1", "object": "response", "status": "completed", "output": [item], "usage": usage}
    return [
        {"type": "response.created", "response": {"id": "resp_1", "object": "response", "status": "in_progress"}},
        {"type": "response.output_item.added", "output_index": 0, "item": item},
        {"type": "response.output_item.done", "output_index": 0, "item": item},
        {"type": "response.completed", "response": response},
    ]


def _chat(body: Body, said: str, called: Call | None) -> tuple[str, bytes]:
    read, wrote = _USAGE
    base = {"id": "c1", "object": "chat.completion.chunk", "created": 1, "model": body.get("model")}
    message: dict[str, Any] = {"role": "assistant", "content": said or None}
    if called:
        function = {"name": called[0], "arguments": json.dumps(called[1])}
        number = len(body.get("messages", ()))
        message["tool_calls"] = [{"index": 0, "id": f"call_{number}", "type": "function", "function": function}]
    finish = "tool_calls" if called else "stop"
    usage = {"prompt_tokens": read, "completion_tokens": wrote, "total_tokens": read + wrote}
    if not body.get("stream"):
        choice = {"index": 0, "message": message, "finish_reason": finish}
        whole = {**base, "object": "chat.completion", "choices": [choice], "usage": usage}
        return "application/json", json.dumps(whole).encode()
    first = {**base, "choices": [{"index": 0, "delta": message, "finish_reason": None}]}
    last = {**base, "choices": [{"index": 0, "delta": {}, "finish_reason": finish}], "usage": usage}
    return _sent([first, last, "[DONE]"], named=False)


def _gemini(path: str, said: str, called: Call | None) -> tuple[str, bytes]:
    read, wrote = _USAGE
    part: Body = {"functionCall": {"name": called[0], "args": called[1]}} if called else {"text": said}
    usage = {"promptTokenCount": read, "candidatesTokenCount": wrote, "totalTokenCount": read + wrote}
    candidate = {"content": {"role": "model", "parts": [part]}, "finishReason": "STOP", "index": 0}
    whole = {"candidates": [candidate], "usageMetadata": usage, "modelVersion": "mock", "responseId": "r1"}
    if "stream" in path:
        return _sent([whole], named=False)
    return "application/json", json.dumps(whole).encode()
