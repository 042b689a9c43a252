"""What a person approved, kept outside the work tree: a copy of each blueprint, under the hash of its content.

Must not know who asks, nor how.
"""

from __future__ import annotations

import json
from pathlib import Path

from planloom.model.blueprint import Blueprint, approval_hash, from_json, to_json
from planloom.run.records import machine
from planloom.run.records.durable import read, said, write_whole
from planloom.run.records.state import StateError, StateFolder, make_private


def grant(state: StateFolder, blueprint: Blueprint) -> str:
    """Record that exactly this may run; returns its hash. Raises StateError."""
    hash_ = approval_hash(blueprint)
    state.make()
    path = _file(state, hash_)
    make_private(path.parent)
    try:
        record = {
            "hash": hash_,
            "at": machine.now(),
            "host": machine.host(),
            "folder": path.parent.lstat().st_ino,
            "blueprint": to_json(blueprint),
        }
        write_whole(path, json.dumps(record, indent=1).encode() + b"\n")
    except OSError as error:
        raise StateError(f"{said(error, path)}; the approval was not recorded, and nothing runs") from error
    return hash_


def granted(state: StateFolder, blueprint: Blueprint) -> bool:
    """Whether exactly this was approved before, here.

    A record that is damaged, of other content or made elsewhere approves nothing: who packs a repository with its state
    folder cannot know which file number the folder gets where it is unpacked.
    """
    hash_ = approval_hash(blueprint)
    try:
        record = json.loads(read(_file(state, hash_)))
        here = record["hash"] == hash_ and record["folder"] == state.approvals.lstat().st_ino
        return bool(here and from_json(record["blueprint"]) == blueprint)
    except (OSError, ValueError, LookupError, TypeError):
        return False


def _file(state: StateFolder, hash_: str) -> Path:
    return state.approvals / f"{hash_}.json"
