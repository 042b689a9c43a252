"""A plan that is read before the first document comes, so that this finds everything loaded, compiled and settled.

Knows what plans usually say; must not know the protocol.
"""

from __future__ import annotations

from planloom.lsp.documents import Document
from planloom.model.settings import Settings

# What half of all plans say, as short as it can be said: a pattern that only a document meets is compiled while its
# user waits.
PLAN = """\
# Parallel Execution Plan: 3 workers

**Goal:** [One sentence]

**CRITICAL:** spawn all workers in one message.

1. **Before spawning workers:** write `archive/CHECKPOINT_warm_up.md`

## CURRENT STATE ANALYSIS

### What EXISTS

| Component | Location | Status |
|-----------|----------|--------|
| Loop | `src/loop.rs` | Working, kept by W1 |

### What DOESN'T EXIST

| Component | Notes |
|-----------|-------|
| Pool | Depends on W1 |

## FILE STRUCTURE (Target)

```
src/
├── loop.rs  # W1 MODIFIES: loop
└── pool/
    └── mod.rs  # W2 CREATES
```

## FILE OWNERSHIP MATRIX

| File | W1 | W2 | W3 | Notes |
|------|----|----|----|-------|
| `Cargo.toml` | PRIMARY | - | MODIFY | W1 adds the pool, W3 bumps versions |
| src/loop.rs | PRIMARY | READ | MODIFY (imports) | W3 modifies lines 3-40 |
| .github/ci.yml | PRIMARY | - | - | owner: W1 |
| src/pool/mod.rs/lib.rs | - | PRIMARY | - | example.com/v1 |

**Legend:**
- MODIFY: makes changes (named in Notes)
- READ: may read but not modify
- `-`: nothing

## WORKER DEFINITIONS

### Worker 1: Loop (Runtime)

**Worktree:** `../warm-w1`
**Branch:** `feat/worker-1-loop`
**Files Owned:** `src/loop.rs` (create), `Cargo.toml` (modify)
**Dependencies:** None

**Task:** cd /path/to/repo
1. Add the loop in `src/loop.rs` and register it in `Cargo.toml`
2. Rename `src/old.rs` → `src/new.rs`

**Validation:**
```bash
cd ../warm-w1 && cargo test
```

**Done When:**
- [ ] Tests pass

### Worker 2: Pool

**Branch:** `feat/worker-2-pool` (from main)
**Files Owned:** `src/pool/` (all but the loop), `src/pool/mod.rs` (modifies `add()`)
**Dependencies:** W1 (loop), W3 if needed
**Validation:** set up, then `cargo test`

### Worker 3: Last

**Files:**
- `src/loop.rs` (modify after W1): imports
- `src/last.rs`
**Depends on:** all previous workers, phase 1

## ORCHESTRATOR PROTOCOL

### Phase 1: Workers

Wave 1 (W1): first
Wave 2: W2 and W3 (after W1)

Wave 3 [W3]: after phase 1

### Phase 2: Monitoring

### Phase 3: Merge (Ordered)

1. W1, then W2 → W3
2. `git merge feat/worker-1-loop`

```bash
git worktree add ../warm-w1 -b feat/worker-1-loop
git merge feat/worker-1-loop  # 1
```

## CHECKPOINT TEMPLATE

```markdown
# Checkpoint

| Worker | Status | Notes |
|--------|--------|-------|
| W1 | pending → running | - |
```

- W01: pending
"""


def warm_up() -> None:
    """Read a plan twice, its diagnostics, and a keystroke in it."""
    for _ in range(2):
        document = Document("", 0, "utf-16")
        document.open(PLAN, Settings())
        document.diagnostics()
    start, end = {"line": 0, "character": 2}, {"line": 0, "character": 3}
    document.change(1, [{"range": {"start": start, "end": end}, "text": "x"}])
    document.diagnostics()
