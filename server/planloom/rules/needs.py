"""Which claims need a path that is there already, and whether some other may bring it into being.

A plan's READ and an outspoken "modify" need one. A plain list of files says only *writes*: in real plans its files are
as often new. Knows claims and the words beside them, and what branches changed; must not know the
files there are.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

from planloom.model.facts import Facts
from planloom.model.ownership import Overlap
from planloom.model.pattern import matcher
from planloom.model.plan import Claim, Plan, Role, Source
from planloom.model.progress import RunState, WorkerState
from planloom.rules.edits import Source as Text
from planloom.text.lazy import lazy

_CHANGES = lazy(
    r"\b(?:modif|edit|updat|extend|refactor|rewrit|patch|chang|renam|delet|remov|replac|m\b)|✏|修改|変更", re.IGNORECASE
)
_CREATES = lazy(r"\b(?:creat|new\b|add)|/", re.IGNORECASE)
_NOTED = lazy(r"`?\s*\((?:modif|edit|updat|extend|refactor|rewrit|renam|delet|remov)(?!.*creat)", re.IGNORECASE)
_BEHIND = 40
"""How many characters behind a path may say what is done to it."""
_LISTS = frozenset({Source.FILES_OWNED, Source.YAML, Source.WORKER_TABLE})


def needing(text: Text, claims: Iterable[Claim]) -> list[Claim]:
    """The claims that only make sense for a path that exists."""
    return [claim for claim in claims if _needs(text, claim)]


def _needs(text: Text, claim: Claim) -> bool:
    if claim.source is Source.TASKS or claim.creates:
        return False
    if claim.role is Role.READ:
        return True
    return claim.role is Role.MODIFY and not claim.shared and not claim.fallback and _says_modify(text, claim)


def _says_modify(text: Text, claim: Claim) -> bool:
    """Whether the role's word, the list's label or the note behind the path says that something there is changed."""
    said = text.text(claim.role_at) if claim.role_at != claim.at else ""
    if _CHANGES.search(said) and not _CREATES.search(said):
        return True
    if claim.source not in _LISTS:
        return False
    behind = text.line(claim.at)[claim.at.end : claim.at.end + _BEHIND]
    return bool(_NOTED.match(behind))


def is_brought(text: Text, overlap: Overlap, facts: Facts) -> bool:
    """Whether some worker may create what lies at a pattern, by the plan or because its branch does already."""
    claims = (*overlap.claims, *overlap.others)
    if len(needing(text, claims)) < len(claims):
        return True
    match = matcher(overlap.pattern)
    return any(match(change.path) for worker in facts.workers.values() for change in worker.changes)


def has_begun(plan: Plan, facts: Facts) -> bool:
    """Whether a run got so far that the workers' files may be in the target: a branch merged, a checkpoint there."""
    return has_checkpoint(plan, facts) or bool(facts.progress or any(w.merged for w in facts.workers.values()))


def has_checkpoint(plan: Plan, facts: Facts) -> bool:
    """Whether there is a checkpoint: a file, or a part of the plan itself that is no sample."""
    return facts.checkpoint is not None or (plan.checkpoint is not None and not plan.checkpoint.sample)


def is_over(facts: Facts) -> bool:
    """Whether the plan was carried out and is history: completed, all merged, or a checkpoint and no branch left."""
    if facts.progress:
        return facts.progress.state is RunState.COMPLETED
    known = facts.workers.values()
    merged = bool(known) and all(worker.state is WorkerState.MERGED for worker in known)
    return merged or (facts.checkpoint is not None and not any(worker.tip for worker in known))
