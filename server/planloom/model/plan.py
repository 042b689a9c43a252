"""The plan as a value: workers, claims, order, protocol, checkpoint; each value knows where it stands.

Built by `planloom.model.read`; used by rules, features and actions. Frozen; mostly tuples, for they are many and are
defined fast. The parts of a plan that an edit did not change are the same objects before and after it, so whoever
computed something from a part may keep it. Must not know diagnostics, editors, git or disk.
"""

# Without `from __future__ import annotations`: NamedTuple would compile each field's type from its text.
from collections.abc import Mapping
from enum import StrEnum
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, NamedTuple

from planloom.syntax.chunks import Place, Tree

if TYPE_CHECKING:
    from planloom.model.facts import Facts
    from planloom.model.order import Order
    from planloom.model.pattern import Pattern


class Role(StrEnum):
    """What a worker does with a path, whatever word the plan uses."""

    PRIMARY = "PRIMARY"
    MODIFY = "MODIFY"
    READ = "READ"


class Source(StrEnum):
    """The form of the plan that a claim was read from; `TASKS` only where a plan has no other."""

    MATRIX = "matrix"
    FILES_OWNED = "files-owned"
    OWNER_TABLE = "owner-table"
    WORKER_TABLE = "worker-table"
    YAML = "yaml"
    TREE = "tree"
    TASKS = "tasks"


class Value(NamedTuple):
    """A piece of the plan's text: what it says (markup taken off) and where it stands."""

    text: str
    at: Place


class Claim(NamedTuple):
    """Worker x path x role, read from one place. A tuple, because a large plan has tens of thousands.

    `path` is the path as compared (see `pattern`): resolved against group rows, tree parents and, for a basename or
    suffix that exactly one longer path of the plan explains, that longer path; `written` is what stands in the text.
    `at` marks the path, `role_at` the word that gave the role (the path again where no word did). `shared` is True for
    SHARED (MODIFY that needs an order). `described` tells whether notes say what is done. `table` is the key of the
    first chunk of the table, list or tree that holds the claim. `creates` is True where the text says that the file is
    new. `fallback`: the form has no role words (the template's Files Owned), so the role was taken from another form or
    is PRIMARY for want of one. `stated` is the path that this form gives, where a longer one elsewhere explained it (""
    where it did not).
    """

    path: str
    pattern: "Pattern"
    worker: str
    role: Role
    source: Source
    at: Place
    role_at: Place
    written: str
    lines: tuple[int, int] | None = None
    shared: bool = False
    described: bool = True
    creates: bool = False
    fallback: bool = False
    table: int = -1
    stated: str = ""


class OddCell(NamedTuple):
    """A cell of a matrix that is no role word, no legend entry, no path: what stands there, where, in which table."""

    text: str
    at: Place
    table: int


class Denial(NamedTuple):
    """A path or scope that a worker must not touch; `pattern` is None where the text is prose."""

    worker: str
    written: str
    pattern: "Pattern | None"
    at: Place


class Dependency(NamedTuple):
    """One item of a Depends On field. `worker` is the canonical id, None for text that is no worker id.

    `unknown` is True for text of the id shape of this file that nothing defines. `conditional`: "(if applicable)" and
    the like. `at` marks the item. `implied` marks items of a range, group or wave beyond the first, which share one
    place.
    """

    worker: str | None
    text: str
    at: Place
    conditional: bool = False
    unknown: bool = False
    implied: bool = False


class Criterion(NamedTuple):
    """One Done-When line."""

    text: str
    done: bool
    at: Place


class Command(NamedTuple):
    """One command line of a fenced block, comments and prompts taken off; `words` are its shell words."""

    text: str
    words: tuple[str, ...]
    at: Place


class Field(NamedTuple):
    """One field of a worker as written: canonical label (`branch`, `files_owned`, ...), value, place of the label."""

    label: str
    value: Value
    label_at: Place


class Worker(NamedTuple):
    """One worker, all its sections and rows joined.

    `id` is the canonical id: the first form seen in the file. `at` marks the id in the first definition,
    `definitions` every heading or table row that defines it, first first. `fields` keeps every field as written, in
    document order. `branch`, `worktree`, `base` are the first value given (None when absent, a placeholder cell such
    as `-` or `none`, or words that are no value, such as "read-only"). `wave` is the plan's own wave label where the
    plan names one, `wave_index` its index.
    """

    id: str
    name: str
    at: Place
    definitions: tuple[Place, ...] = ()
    fields: tuple[Field, ...] = ()
    branch: Value | None = None
    worktree: Value | None = None
    base: Value | None = None
    depends_on: tuple[Dependency, ...] = ()
    blocks: tuple[Dependency, ...] = ()
    denied: tuple[Denial, ...] = ()
    tasks: tuple[Value, ...] = ()
    validation: tuple[Command, ...] = ()
    done_when: tuple[Criterion, ...] = ()
    wave: Value | None = None
    wave_index: int | None = None

    def field(self, label: str) -> Field | None:
        """The first field with this canonical label."""
        return next((f for f in self.fields if f.label == label), None)


class Mention(NamedTuple):
    """A worker named outside its definition: matrix header, tree, merge list, checkpoint row; None: unknown id."""

    worker: str | None
    text: str
    at: Place
    where: str


class MergeStep(NamedTuple):
    """One entry of the merge order: a worker (None: a branch or id that no worker declares), and what was written."""

    worker: str | None
    text: str
    at: Place
    is_branch: bool = False


class Merge(NamedTuple):
    """The merge order that counts: `ranks` in order, each a set of steps free among themselves. Empty: none given.

    `form` is script, list, chain or column. `complete`: it is meant to name every worker, being a script or called the
    merge order by its section or label; a chain in a remark is not.
    """

    ranks: tuple[tuple[MergeStep, ...], ...] = ()
    form: str = ""
    complete: bool = False

    @property
    def steps(self) -> tuple[MergeStep, ...]:
        """All steps, in order."""
        return tuple(step for rank in self.ranks for step in rank)


class ProtocolCommand(NamedTuple):
    """A git or shell command of the orchestrator protocol that names branches, worktrees or workers.

    `kind`: worktree-add, merge, worktree-remove, branch-delete, cd. `worktree`/`branch` are its operands with places.
    `phase` is the title of the phase section, `section_worker` the worker whose section or label it stands under.
    """

    kind: str
    command: Command
    worktree: Value | None = None
    branch: Value | None = None
    branches: tuple[Value, ...] = ()
    phase: str = ""
    section_worker: str | None = None


class Protocol(NamedTuple):
    """The orchestrator's part: its commands in document order, the phases' titles, and how it spawns."""

    commands: tuple[ProtocolCommand, ...] = ()
    phases: tuple[Value, ...] = ()
    sequential_spawn: tuple[Value, ...] = ()
    refreshes: bool = False


class Status(NamedTuple):
    """One row of a checkpoint: a worker, its status word (canonical in `state`, None when unknown), its notes."""

    worker: str | None
    worker_text: Value
    status: Value
    state: str | None
    notes: str = ""


class Checkpoint(NamedTuple):
    """A checkpoint file or section. `sample` is True for the template's fenced sample, which is no status.

    `path`: the plan file that it says it is of.
    """

    statuses: tuple[Status, ...] = ()
    status: Value | None = None
    phase: Value | None = None
    path: Value | None = None
    next_actions: tuple[Value, ...] = ()
    sample: bool = False


class Section(NamedTuple):
    """A heading that names a template part: `kind` goal, matrix, workers, protocol, checkpoint, ..."""

    kind: str
    at: Place


NO_MERGE = Merge()
NO_PROTOCOL = Protocol()
_NOTHING: Mapping[Any, Any] = MappingProxyType({})


class Plan(NamedTuple):
    """Everything a plan file says.

    `is_plan` / `is_checkpoint` follow plan-format's definition; when neither holds nothing below is to be reported
    on. `workers` by canonical id, in document order. `claims` by chunk key, in document order within each: the part
    of an edit is the chunks it touched. `mentions`, likewise, by chunk key. `denied`: what workers must not touch, by
    worker. `canonical` is True for a document in the template's form (its section headings). `existing`: the paths that
    its tables of what exists give. `additions`: the manifests that text says something is added to.
    `reading` is what `model.read` keeps for the next build; nobody else's.
    """

    tree: Tree
    is_plan: bool = False
    is_checkpoint: bool = False
    canonical: bool = False
    title: Value | None = None
    goal: Value | None = None
    workers: Mapping[str, Worker] = _NOTHING
    claims: Mapping[int, tuple[Claim, ...]] = _NOTHING
    odd_cells: Mapping[int, tuple[OddCell, ...]] = _NOTHING
    denied: Mapping[str, tuple[Denial, ...]] = _NOTHING
    mentions: Mapping[int, tuple[Mention, ...]] = _NOTHING
    order: "Order | None" = None
    merge: Merge = NO_MERGE
    protocol: Protocol = NO_PROTOCOL
    checkpoint: Checkpoint | None = None
    checkpoint_path: Value | None = None
    sections: tuple[Section, ...] = ()
    existing: tuple[Value, ...] = ()
    additions: tuple[Value, ...] = ()
    facts: "Facts | None" = None
    reading: object = None
