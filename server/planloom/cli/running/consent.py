"""Asks whether what is shown may run. What was approved once needs no second asking, what changed does."""

from __future__ import annotations

import sys
from shlex import quote
from typing import NamedTuple

from planloom.actions.approval import shown
from planloom.cli.errors import CommandError
from planloom.model.blueprint import Blueprint, approval_hash
from planloom.run.records import approval
from planloom.run.records.state import StateFolder
from planloom.run.survey.hooks import hooks


class Consent(NamedTuple):
    """What a person said beforehand: yes to whatever is shown, or yes to what has this hash.

    `anew`: what was approved earlier does not count, for it was run to its end and would be paid for once more.
    """

    yes: bool = False
    hash: str | None = None
    anew: bool = False


def obtain(consent: Consent, blueprint: Blueprint, state: StateFolder, path: str) -> None:
    """Have exactly this approved. Raises CommandError when it is not."""
    hash_ = approval_hash(blueprint)
    if consent.hash and consent.hash != hash_:
        raise CommandError(
            f"{path}: {consent.hash} approves something else: plan, agent or settings changed since, and it is now "
            f"{hash_}; see `planloom run {quote(path)} --dry-run`"
        )
    granted = not consent.anew and approval.granted(state, blueprint)
    if granted or consent.hash or _agrees(consent, blueprint, path):
        approval.grant(state, blueprint)
        return
    raise CommandError(f"{path}: not approved, and nothing was run")


def _agrees(consent: Consent, blueprint: Blueprint, path: str) -> bool:
    """What a person at a terminal says to what is shown there."""
    if not is_answered():
        what = "that this runs once more" if consent.anew else "this yet"
        raise CommandError(
            f"{path}: nobody approved {what}. The same command with --dry-run shows what would run, and its hash; "
            "with --approve HASH, it is approved"
        )
    sys.stdout.writelines(f"{line}\n" for line in shown(blueprint, hooks(blueprint.root)))
    if consent.yes:
        return True
    return says_yes("\nRun this? [y/N] ")


def says_yes(question: str) -> bool:
    """Whether a person says yes to a question; nobody does where there is no terminal."""
    if not is_answered():
        return False
    sys.stdout.write(question)
    sys.stdout.flush()
    return sys.stdin.readline().strip().lower() in ("y", "yes")


def is_answered() -> bool:
    """Whether somebody sits at a terminal and can be asked."""
    return sys.stdin.isatty() and sys.stdout.isatty()
