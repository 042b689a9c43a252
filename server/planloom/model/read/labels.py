"""The words that name a field: every spelling that plans use, and the canonical label it stands for.

Knows words only; must not know where in a document they stand.
"""

from __future__ import annotations

from functools import lru_cache

from planloom.text.lazy import lazy

SPELLINGS: dict[str, str] = {
    "worktree": "worktree, worktree path, worktree directory, directory, working directory, working dir, workdir, "
    "work dir, work tree, git worktree, 工作树, ワークツリー, 作業ディレクトリ, directorio",
    "branch": "branch, branches, suggested branch, branch name, git branch, working branch, feature branch, 分支, "
    "ブランチ, rama",
    "base": "base, off, base commit, base branch, branch from, branched from, branch off, base ref, 基线, 基点",
    "depends_on": "depends on, depends, dependencies, dependency, blocked by, prerequisite, prerequisites, after, "
    "requires, waits for, wait for, waits on, starts after, depends-on, 前提, 依赖, 依存, dependencias, depende de, "
    "partially blocked by, hard dependencies, blockedby, dependson, start condition",
    "blocks": "blocks, unblocks, blocking, required by",
    "files_owned": "files owned, files, owns, own, owned, owned files, target files, target file, files to modify, "
    "files assigned, files touched, file, file scope, append files, exclusive paths, allowed paths, writes only, "
    "writes, write, creates, create, modifies, modify, scope footprint, files modified, puede tocar, 独占写权限, "
    "file ownership, ownership, files to create, new files, files to edit, files to change, files to touch, "
    "files created, exclusive files, allowed files, assigned files, owned paths, owned folders, touches, "
    "files changed, "
    "modified files, exclusive ownership, primary files, can modify, may edit, may modify, can also modify, key files, "
    "files to create/modify, create/modify, files in scope, write scope, archivos, ficheros, 文件, 対象ファイル, "
    "担当ファイル, 所有文件, writable paths, writable, allowed, paths, path ownership, owned file, owns files, "
    "also modifies, edits, edit, touched files, write paths, allowed write paths, exclusive write, file territory, "
    "territory, your files, file footprint, footprint, exclusive, exclusive scope, modified, added files, "
    "files it may touch, likely files, archivos exclusivos, files owned exclusively, files you own, you own",
    "must_not_touch": "must not touch, do not touch, don't touch, forbidden, avoid, must not modify, out of scope, "
    "prohibido, 禁止, forbidden paths, forbidden files, off limits, off-limits, not allowed, never touch, "
    "do not modify, do not edit, must not edit, should not touch, out-of-scope, not owned, no tocar, must not, "
    "files not to touch, files to avoid, denied, deny, no touch, not touch, hands off, 禁止修改, 禁止触碰, 触るな, "
    "forbidden scope, prohibited, cannot touch, can't touch, may not touch, may not edit",
    "reads": "reads, read-only, read only, shared files, files read, read first, reads only, may read, read, "
    "read-only files, consumes, files to read, can read, readonly, reference files, may use",
    "task": "task, tasks, deliverables, deliverable, what to do, what to build, work items, work, steps, "
    "scope of work, "
    "任务, タスク, tareas, job, objective, instructions, responsibilities, implementation, prompt",
    "goal": "goal, mission, purpose, 目标, 目的, objetivo",
    "scope": "scope",
    "validation": "validation, verify, verification, verification commands, verification gate, test command, "
    "validation commands, validate, test commands, validation command, verify with, 验证, 検証, tests to run, "
    "verification steps, pruebas, validación, test, gate",
    "done_when": "done when, acceptance, acceptance criteria, definition of done, success criteria, done criteria, "
    "dod, exit criteria, completion criteria, done, 完成标准, 完了条件, when done, criteria for done, "
    "criterios de aceptación",
    "wave": "wave, phase, layer, batch, stage",
    "status": "status, state, 状态, estado",
    "merge_order": "merge order, merge sequence, integration order, recommended merge order, serial order, order, "
    "merge, pr order, land order, landing order, merge plan, merge priority, merge in this order, "
    "merge in the following order",
    "owner": "owner, assigned to, assignee, agent, worker, owned by",
    "issue": "issue, sub-issue, github issue, ticket, pr, story",
    "parallel": "parallel with, parallel-safe with, can run with, can run in parallel with",
    "notes": "notes, note, context, 背景, description, summary, overview, background",
    "current_phase": "current phase, current stage, current step, phase now",
    "next_actions": "next actions, next action, next steps, next step, próximos pasos, 下一步",
    "blockers": "blockers, current blockers, open blockers, 阻塞项, bloqueos",
    "plan_file": "plan file, plan path, execution plan",
    "created": "created, started",
    "updated": "last updated, updated, last update",
}

LABELS: dict[str, str] = {
    spelling.strip(): label for label, spellings in SPELLINGS.items() for spelling in spellings.split(", ")
}
"""Every spelling, lower case, without markup and bracketed notes -> canonical label."""

REPORTS = frozenset({"blockers", "next_actions"})
"""Labels of what a checkpoint tells of the moment; nothing below them is true for longer."""

STRONG = frozenset({"branch", "worktree", "files_owned", "depends_on", "must_not_touch", "blocks", "base"})
"""Labels that only someone who does part of a divided work has."""

_NOISE = lazy(r"[*_`\"'“”]+")
_TAIL = lazy(r" [—–-] | \[|, ")


@lru_cache(maxsize=8192)
def canonical(written: str) -> str:
    """The canonical label of `written` (markup, case and bracketed notes ignored), "" for an unknown one."""
    words = _NOISE.sub(" ", written) if _is_marked(written) else written
    text = " ".join(words.partition("(")[0].partition("（")[0].split()).strip(" :：.#-–—").lower()
    while text and not text[0].isalnum():
        text = text[1:].lstrip()
    found = LABELS.get(text, "")
    if not found and " (" not in written and _TAIL.search(text):
        for tail in (" — ", " – ", " - ", " [", ", "):
            head, sep, _ = text.partition(tail)
            if sep and LABELS.get(head.strip(), ""):
                return LABELS[head.strip()]
    return found


def _is_marked(text: str) -> bool:
    # Spelled out, it takes a tenth of what a search does.
    return "*" in text or "_" in text or "`" in text or '"' in text or "'" in text or "“" in text or "”" in text
