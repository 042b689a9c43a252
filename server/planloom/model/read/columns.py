"""What the columns of a table are for, from its header cells.

Knows header words and, for a matrix, who the workers are; must not look at rows.
"""

from __future__ import annotations

import re
from functools import lru_cache

from planloom.model.read.context import NO_TABLE, Environment, TableMeaning
from planloom.model.read.ids import ID, WORDS, hit, key
from planloom.model.read.labels import canonical
from planloom.syntax.chunks import Table

HEADERS: dict[str, str] = {
    spelling: label
    for label, spellings in {
        "path": "file, path, files, surface, file/path, file path, paths, filename, file / path, 文件, ファイル, archivo, "
        "module, area, directory, folder, path/pattern, path pattern, file or directory, file/directory, resource, "
        "file / area, file/area, shared file, shared surface, conflict surface, hot file, component",
        "owner": "owner, agent, owned by, owner agent, worker, owner task, stream, assigned to, owner worker, "
        "owning agent, primary role, primary owner, responsable, 所有者, 担当, assignee, owning worker, owner (agent), "
        "written by, single writer, writer, owner stream, owning stream, team, owner team, owner wave",
        "worker": "worker, agent, stream, workstream, ws, track, lane, team, session, terminal, task, prompt, "
        "deliverable, id, #, unit, slice, pr, worktree, issue, role, worker id, agent id, task id, job, no., no, "
        "developer, dev, subagent, agente, エージェント, 代理, 任务, タスク, branch owner, agent role, agent name, pod, squad",
        "branch": "branch, suggested branch, branch name, 分支, ブランチ, git branch, rama",
        "worktree": "worktree, worktree path, directory, working directory, 工作树, dir, workdir",
        "base": "base, base commit, base branch, off",
        "depends_on": "depends on, dependencies, depends, blocked by, prerequisite, prerequisites, deps, 前提, 依赖, "
        "依存, dependency, requires, needs, after, dependencias, depends_on, waits for, blocker",
        "blocks": "blocks, unblocks, blocking",
        "timing": "timing, worktree timing, start, starts, can start, start after, when, start when, starts after",
        "files_owned": "files owned, files, owns, own, writes only, writes, allowed paths, exclusive paths, "
        "allowed files, exclusive files, touches, owned files, owned folders, files touched, file ownership, "
        "exclusive, allowed, paths, write scope, files modified, modifies, creates, primary files, owned paths, "
        "key files, file scope, target files, exclusive ownership, 独占写权限, puede tocar, owned, ownership, "
        "files (exclusive), files to modify, scope footprint, footprint, owns (exclusive), writable paths, "
        "files created, files to create, new files",
        "must_not_touch": "must not touch, do not touch, forbidden, forbidden paths, forbidden files, avoid, must not, "
        "out of scope, off-limits, must not modify, 禁止, prohibido, does not touch, never touch, forbidden areas",
        "reads": "reads, read-only, read only, may read, reads only, reference",
        "task": "task, tasks, description, theme, focus, purpose, responsibility, primary responsibility, scope, "
        "deliverable, deliverables, job, title, objective, work, goal, summary, feature, what",
        "wave": "wave, phase, layer, batch, stage, round, group",
        "status": "status, state, 状态, estado, progress, done, current status, result, outcome",
        "notes": "notes, note, comment, comments, 备注, rationale, reason, why, remarks, details, last update, updated",
        "action": "action, operation, change, change type, access, mode, op, type of change, kind",
        "order": "order, merge order, merge, sequence, merge position, merge sequence, merge #, rank, 合并顺序, step, pr order",
        "name": "name, job, feature, theme, title, agent type, workstream name, stream name",
        "lines": "lines, line range, range, section",
    }.items()
    for spelling in spellings.split(", ")
}
"""Header words with one reading; words with several (`agent`, `files`, `task`) are told apart by `_label`."""

_FIELDS = ("branch", "worktree", "files_owned", "must_not_touch", "reads", "depends_on", "blocks", "base")
_WORKER_WORDS = re.compile(rf"(?<![a-z])(?:{WORDS}|role|id)(?![a-z])")
_KEYS = frozenset(word for word, label in HEADERS.items() if label == "worker") | set(
    "worker, agent, stream, workstream, ws, track, lane, team, session, terminal, task, prompt, deliverable, id, #, unit, "
    "slice, pr, worktree, issue, role, job, developer, subagent, owner".split(", ")
)
_PATHS = frozenset(
    "file, path, files, surface, file/path, file path, paths, filename, 文件, ファイル, archivo, file / path, "
    "path/pattern, file/area, file / area, directory, folder, shared file, hot file, file/directory, "
    "file or directory, module, resource, area".split(", ")
)
_OWNERS = frozenset(
    "owner, agent, owned by, owner agent, worker, owner task, stream, assigned to, owner worker, owning agent, "
    "primary role, primary owner, 所有者, 担当, assignee, owning worker, written by, single writer, writer, "
    "owner stream, team, track, lane, workstream, session, responsable, owning stream, owner team, task, agent(s), "
    "owner(s), terminal".split(", ")
)


def plain(cell: str) -> str:
    """A header cell as compared: lower case, markup and marks around it taken off."""
    return re.sub(r"[*_`]+", " ", cell).replace("  ", " ").strip(" :.?!\t").lower()


@lru_cache(maxsize=4096)
def shape(header: tuple[str, ...]) -> TableMeaning:
    """The meaning of a table as far as its header tells by itself; a matrix needs `meaning`."""
    words = tuple(plain(cell) for cell in header)
    if not words:
        return NO_TABLE
    labels = [_label(word) for word in words]
    nobody = (None,) * len(header)
    if words[0] in _PATHS or _bare(words[0]) in _PATHS:
        owner = next((i for i, word in enumerate(words) if i and _bare(word) in _OWNERS), -1)
        labels[0] = "path"
        if owner > 0:
            labels[owner] = "owner"
            return TableMeaning("owner", tuple(labels), nobody, header)
        if (
            len(words) == 1
            or not any(labels[1:])
            or set(labels[1:]) <= {"", "action", "notes", "task", "lines", "wave"}
        ):
            return TableMeaning("files", tuple(labels), nobody, header)
    key_column = _key_column(words, labels)
    if key_column >= 0:
        labels[key_column] = "worker"
        others = labels[:key_column] + labels[key_column + 1 :]
        if any(label in _FIELDS for label in others):
            return TableMeaning("worker", tuple(labels), nobody, header)
        if "status" in others:
            return TableMeaning("status", tuple(labels), nobody, header)
        if "order" in labels:
            return TableMeaning("order", tuple(labels), nobody, header)
        if "wave" in others:
            return TableMeaning("wave", tuple(labels), nobody, header)
        return TableMeaning("roster", tuple(labels), nobody, header)
    path = next((i for i, word in enumerate(words) if word in _PATHS), -1)
    owner = next((i for i, word in enumerate(words) if i != path and word in _OWNERS), -1)
    if path >= 0 and owner >= 0:
        labels[path], labels[owner] = "path", "owner"
        return TableMeaning("owner", tuple(labels), nobody, header)
    if labels[0] in ("wave", "order"):
        return TableMeaning("wave" if labels[0] == "wave" else "order", tuple(labels), nobody, header)
    return TableMeaning("", tuple(labels), nobody, header)


def _bare(word: str) -> str:
    return word.split(" (")[0].strip()


def _label(word: str) -> str:
    bare = _bare(word)
    return HEADERS.get(word) or HEADERS.get(bare) or canonical(bare)


def _key_column(words: tuple[str, ...], labels: list[str]) -> int:
    """The column that names the worker of each row: the first of the first three with a worker's word."""
    for i, word in enumerate(words[:3]):
        if word in _KEYS or _bare(word) in _KEYS:
            numbers = word in ("#", "no.", "no", "id") and i + 1 < len(words) and words[i + 1] in _KEYS
            if numbers and not _own_key(words[i + 1]):
                return i
            return i + 1 if numbers else i
    return next((i for i, word in enumerate(words[:2]) if labels[i] == "worker" and _WORKER_WORDS.search(word)), -1)


def _own_key(word: str) -> bool:
    return word in ("job", "task", "issue", "deliverable", "role")


def meaning(table: Table, environment: Environment) -> TableMeaning:
    """The meaning of a table of this document: a matrix when two or more of its headers name known workers."""
    found = environment.tables.get(table.header)
    if found is None:
        found = environment.tables[table.header] = _meaning(table, environment)
    return found


def _meaning(table: Table, environment: Environment) -> TableMeaning:
    found = shape(table.header)
    if plain(table.header[0] if table.header else "") not in _PATHS:
        return found
    workers = tuple(environment.names.get(key(cell)) if i else None for i, cell in enumerate(table.header))
    shaped = [bool(worker) or is_shaped(cell, environment) for worker, cell in zip(workers, table.header, strict=True)]
    if any(workers) and sum(shaped[1:]) >= 2:
        columns = zip(shaped, found.columns, strict=True)
        labels = tuple("role" if i and role else label for i, (role, label) in enumerate(columns))
        return TableMeaning("matrix", ("path", *labels[1:]), workers, table.header)
    return found


def is_shaped(cell: str, environment: Environment) -> bool:
    """Whether a cell is, as a whole, an id of this document's shape, known or not."""
    found = ID.fullmatch(cell.strip(" *_`"))
    return found is not None and hit(found).family in environment.families
