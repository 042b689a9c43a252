"""Repositories whose own configuration names programs, and hooks: each makes a canary when git obeys it."""

from __future__ import annotations

from pathlib import Path

from tests.support.hostile import CANARY
from tests.support.repos import commit, git
from tests.support.runs import Part, sample, writing

PARTS = {"W1": Part(writing("a.txt"), ("a.txt",)), "W2": Part(writing("b.txt"), ("b.txt",))}
HOOKS = ("post-checkout", "pre-commit", "post-commit", "reference-transaction", "post-index-change", "post-merge")
# `{program}` makes a canary; `{hooks}` is a folder full of it; `{more}` a configuration that names it.
SETTINGS: dict[str, tuple[str, ...]] = {
    "monitor": ("core.fsmonitor={program}",),
    "hooks folder": ("core.hooksPath={hooks}",),
    "hooks": (),
    "diff": ("diff.external={program}", "diff.evil.command={program}"),
    "textconv": ("diff.evil.textconv={program}",),
    "filter": ("filter.evil.clean={program}", "filter.evil.smudge={program}", "filter.evil.required=true"),
    "process": ("filter.evil.process={program}",),
    "merge": ("merge.evil.driver={program} %A", "merge.default=evil"),
    "alias": ("alias.status=!{program}", "alias.diff=!{program}", "alias.rev-parse=!{program}"),
    "editor and pager": ("core.editor={program}", "core.pager={program}", "pager.diff={program}"),
    "network": (
        *("core.sshCommand={program}", "core.askPass={program}", "credential.helper=!{program}"),
        *("remote.origin.url=ext::{program}", "remote.origin.promisor=true", "extensions.partialClone=origin"),
        *("uploadpack.packObjectsHook={program}", "core.alternateRefsCommand={program}"),
    ),
    "signing": (
        "gpg.program={program}",
        "commit.gpgSign=true",
        "log.showSignature=true",
        "merge.verifySignatures=true",
    ),
    "include": ("include.path={more}",),
    "include where": ("includeIf.gitdir:/.path={more}",),
    "configuration of a worktree": ("extensions.worktreeConfig=true",),
    "submodules": ("submodule.x.update=!{program}", "submodule.recurse=true", "diff.submodule=diff"),
    "tools": ("difftool.evil.cmd={program}", "diff.tool=evil", "mergetool.evil.cmd={program}", "merge.tool=evil"),
}


def armed(folder: Path, kind: str) -> Path:
    """A repository with two worktrees, changes in each and conflicts between them, armed in one of these ways."""
    files = {"a.txt": "one\n", ".gitattributes": "*.txt filter=evil diff=evil merge=evil\n"}
    repo = sample(folder, PARTS, files)
    for worker in ("w1", "w2"):
        git(repo, "worktree", "add", "-q", "-b", f"feat/{worker}", f"../repo-{worker}")
        commit(folder / f"repo-{worker}", {"a.txt": f"{worker}\n"}, "Work")
        (folder / f"repo-{worker}/a.txt").write_text("not committed\n")
    (repo / "a.txt").write_text("changed\n")
    names = {name: str(path) for name, path in _weapons(folder).items()}
    for setting in SETTINGS[kind]:
        key, _, value = setting.partition("=")
        git(repo, "config", "--file", str(repo / ".git/config"), key, value.format_map(names))
    if kind == "hooks":
        for hook in HOOKS:
            (repo / ".git/hooks" / hook).symlink_to(names["program"])
    if kind == "configuration of a worktree":
        for place in (repo / ".git", repo / ".git/worktrees/repo-w1"):
            (place / "config.worktree").write_text(Path(names["more"]).read_text())
    for canary in folder.rglob(CANARY):
        canary.unlink()
    return repo


def _weapons(folder: Path) -> dict[str, Path]:
    program = folder / "program.sh"
    program.write_text(f"#!/bin/sh\ntouch {folder}/{CANARY}\ncat\n")
    program.chmod(0o755)
    hooks = folder / "hooks"
    hooks.mkdir()
    for hook in HOOKS:
        (hooks / hook).symlink_to(program)
    more = folder / "more"
    more.write_text(
        f'[core]\n\tfsmonitor={program}\n[filter "evil"]\n\tclean={program}\n\tsmudge={program}\n'
        f'[diff "evil"]\n\ttextconv={program}\n[merge "evil"]\n\tdriver={program}\n'
    )
    return {"program": program, "hooks": hooks, "more": more}
