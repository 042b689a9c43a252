"""The words of table headers, and what columns they make.

Knows words only; must not know tables.
"""

from __future__ import annotations


def _words(text: str) -> frozenset[str]:
    return frozenset(" ".join(word.split()) for word in text.split(",") if word.strip())


_COLUMNS = {
    "path": """
        file, path, files, surface, file/path, file path, paths, filename, file / path, 文件, ファイル, archivo, module,
        area, directory, folder, path/pattern, path pattern, file or directory, file/directory, resource, file /
        area, file/area, shared file, shared surface, conflict surface, hot file, component
    """,
    "owner": """
        owner, agent, owned by, owner agent, worker, owner task, stream, assigned to, owner worker, owning agent,
        primary role, primary owner, responsable, 所有者, 担当, assignee, owning worker, owner (agent), written by,
        single writer, writer, owner stream, owning stream, team, owner team, owner wave
    """,
    "worker": """
        worker, agent, stream, workstream, ws, track, lane, team, session, terminal, task, prompt, deliverable, id,
        #, unit, slice, pr, worktree, issue, role, worker id, agent id, task id, job, no., no, developer, dev,
        subagent, agente, エージェント, 代理, 任务, タスク, branch owner, agent role, agent name, pod, squad
    """,
    "branch": "branch, suggested branch, branch name, 分支, ブランチ, git branch, rama",
    "worktree": "worktree, worktree path, directory, working directory, 工作树, dir, workdir",
    "base": "base, base commit, base branch, off",
    "depends_on": """
        depends on, dependencies, depends, blocked by, prerequisite, prerequisites, deps, 前提, 依赖, 依存, dependency,
        requires, needs, after, dependencias, depends_on, waits for, blocker
    """,
    "blocks": "blocks, unblocks, blocking",
    "timing": "timing, worktree timing, start, starts, can start, start after, when, start when, starts after",
    "files_owned": """
        files owned, files, owns, own, writes only, writes, allowed paths, exclusive paths, allowed files, exclusive
        files, touches, owned files, owned folders, files touched, file ownership, exclusive, allowed, paths, write
        scope, files modified, modifies, creates, primary files, owned paths, key files, file scope, target files,
        exclusive ownership, 独占写权限, puede tocar, owned, ownership, files (exclusive), files to modify, scope
        footprint, footprint, owns (exclusive), writable paths, files created, files to create, new files
    """,
    "must_not_touch": """
        must not touch, do not touch, forbidden, forbidden paths, forbidden files, avoid, must not, out of scope,
        off-limits, must not modify, 禁止, prohibido, does not touch, never touch, forbidden areas
    """,
    "reads": "reads, read-only, read only, may read, reads only, reference",
    "task": """
        task, tasks, description, theme, focus, purpose, responsibility, primary responsibility, scope, deliverable,
        deliverables, job, title, objective, work, goal, summary, feature, what
    """,
    "wave": "wave, phase, layer, batch, stage, round, group",
    "status": "status, state, 状态, estado, progress, done, current status, result, outcome",
    "notes": "notes, note, comment, comments, 备注, rationale, reason, why, remarks, details",
    "updated": "last update, last updated, updated",
    "action": "action, operation, change, change type, access, mode, op, type of change, kind",
    "order": """
        order, merge order, merge, sequence, merge position, merge sequence, merge #, rank, 合并顺序, step, pr order
    """,
    "name": "name, job, feature, theme, title, agent type, workstream name, stream name",
    "lines": "lines, line range, range, section",
}
HEADERS: dict[str, str] = {word: label for label, words in _COLUMNS.items() for word in sorted(_words(words))}
"""Header words, lower case -> label of the column they make. The last label that claims a word has it."""

KEYS = _words("""
    #, agent, agent id, agent name, agent role, agente, branch owner, deliverable, dev, developer, id, issue, job,
    lane, no, no., owner, pod, pr, prompt, role, session, slice, squad, stream, subagent, task, task id, team,
    terminal, track, unit, worker, worker id, workstream, worktree, ws, エージェント, タスク, 代理, 任务
""")
"""Headers of a column whose cells name the worker of each row."""

PATHS = _words("""
    archivo, area, directory, file, file / area, file / path, file or directory, file path, file/area,
    file/directory, file/path, filename, files, folder, hot file, module, path, path/pattern, paths, resource,
    shared file, surface, ファイル, 文件
""")
"""Headers of a column whose cells are paths."""

OWNERS = _words("""
    agent, agent(s), assigned to, assignee, lane, owned by, owner, owner agent, owner stream, owner task, owner
    team, owner worker, owner(s), owning agent, owning stream, owning worker, primary owner, primary role,
    responsable, session, single writer, stream, task, team, terminal, track, worker, workstream, worktree, writer,
    written by, 所有者, 担当
""")
"""Headers of a column whose cells name the owner of each path."""

FIELDS = ("branch", "worktree", "files_owned", "must_not_touch", "reads", "depends_on", "blocks", "base")
"""Columns that make the table of workers one that gives them something."""
