"""A plan to vary in tests: two workers in the template's form, the second after the first."""

PLAN = """\
# Build the thing

**Goal:** Make it go.

| File       | W1      | W2      | Notes               |
|------------|---------|---------|---------------------|
| src/a.rs   | PRIMARY | READ    |                     |
| src/b.rs   | -       | PRIMARY |                     |
| src/lib.rs | PRIMARY | MODIFY  | W2 adds its import  |

## WORKER DEFINITIONS

### Worker 1: Parser (Foundation)

**Worktree:** `../cf-w1`
**Branch:** `feat/parser`
**Files Owned:** `src/a.rs`, `src/lib.rs`

**Task:**
1. Write it
<!-- a remark for the authors -->
2. Call it ```` ``parse`` ````

**Validation:**
```bash
cd ../cf-w1 && cargo check &&
  cargo test -p parser
for i in 1 2; do
  echo "$i"   # twice
done
```

**Done When:**
- [ ] It works
- [x] It is fast

---

### Worker 2: Lexer

**Worktree:** `../cf-w2`
**Branch:** `feat/lexer`
**Depends On:** W1
**Files Owned:** `src/b.rs`
**Must Not Touch:** `docs/`

**Task:**
1. Lex

**Validation:** `cargo test -p lexer`

---

## ORCHESTRATOR PROTOCOL

### Phase 5: Merge (Ordered)

```bash
cd /path/to/repo

# 1. Foundation workers first
git merge feat/parser --no-edit
cargo check

# 2. Dependent workers in order
git merge feat/lexer --no-edit && make quick
# If conflict: keep both imports,
# sorted
cargo check && cargo test
git push
```

### Phase 6: Cleanup

```bash
git worktree remove ../cf-w1
```
"""
