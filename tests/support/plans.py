"""Plans made at random for properties and fuzzing: every form of the grammar, and damage done to it."""

from __future__ import annotations

from random import Random

IDS = ("W{}", "Worker {}", "Agent {}", "Stream {}", "Track {}")
SEPARATORS = (": ", " — ", " - ", " (")
ROLES = ("PRIMARY", "MODIFY", "READ", "-", "", "SHARED", "OWN", "creates", "maybe", "✏️")
PATHS = (
    "src/a.rs",
    "src/b.rs",
    "./src/a.rs",
    "src/",
    "src/**",
    "src/*.rs",
    "**/test_*.py",
    "src/{a,b}.rs",
    "app/[id]/page.tsx",
    "app/(auth)/login.tsx",
    "a.rs",
    "docs/guide.md",
    "Docs/Guide.md",
    "../out.txt",
    "/etc/passwd",
    ".github/workflows/ci.yml",
    "src/main.rs:1-70",
    "src/main.rs:70+",
    "path/to/file",
    "lib\\win.c",
    "!src/b.rs",
    "Cargo.toml",
    "日本/ファイル.md",
)
DEPENDS = ("W{}", "none", "-", "W1, W2", "W1 (if applicable)", "all previous", "W1-W3", "Phase 0", "W9", "W{} merged")
JUNK = (
    "```",
    "````",
    "~~~",
    "|",
    "||",
    "|---|",
    "| a |",
    "#",
    "## ",
    "**",
    "<!--",
    "-->",
    "<!-- planloom: allow shared-primary -->",
    "\u2028",
    "\f",
    "\r",
    "\r\n",
    "\n\n",
    "\x00",
    "\ud800",
    "🙂",
    "\u200b",
    "> ",
    "    ",
    "\t",
    "- ",
    "1. ",
    "`",
    "\\|",
    "---",
    "===",
)


def plan(random: Random) -> str:
    """One plan of two to six workers in a random mixture of forms."""
    count = random.randint(2, 6)
    shape = random.choice(IDS)
    ids = [shape.format(i) for i in range(1, count + 1)]
    parts = ["# Plan: something\n", "**Goal:** Do it.\n"]
    makers = [_matrix, _owner_table, _worker_table, _tree, _merge_script, _merge_list, _status, _waves]
    for make in random.sample(makers, random.randint(1, 4)):
        parts.append(make(random, ids))
    for number, worker in enumerate(ids, 1):
        parts.append(_section(random, worker, number))
    if random.random() < 0.5:
        random.shuffle(parts)
    return "\n".join(parts)


def damaged(random: Random, source: str) -> str:
    """`source` with a few random cuts, doublings, swaps and pieces of junk."""
    for _ in range(random.randint(1, 6)):
        at = random.randrange(len(source) + 1)
        to = min(len(source), at + random.choice((0, 1, 3, 20, 200)))
        match random.randrange(4):
            case 0:
                source = source[:at] + source[to:]
            case 1:
                source = source[:at] + random.choice(JUNK) + source[at:]
            case 2:
                source = source[:to] + source[at:to] + source[to:]
            case _:
                source = source[:at] + random.choice(JUNK) + source[to:]
    return source


def _table(header: list[str], rows: list[list[str]]) -> str:
    lines = [header, ["---"] * len(header), *rows]
    return "\n".join("| " + " | ".join(line) + " |" for line in lines) + "\n"


def _matrix(random: Random, ids: list[str]) -> str:
    rows = [[random.choice(PATHS), *(random.choice(ROLES) for _ in ids), "notes"] for _ in range(random.randint(1, 6))]
    return "## FILE OWNERSHIP MATRIX\n\n" + _table(["File", *ids, "Notes"], rows)


def _owner_table(random: Random, ids: list[str]) -> str:
    rows = [
        [f"`{random.choice(PATHS)}`", random.choice(ids), random.choice(ROLES)] for _ in range(random.randint(1, 6))
    ]
    return "## File Ownership\n\n" + _table(["File", "Owner", "Action"], rows)


def _worker_table(random: Random, ids: list[str]) -> str:
    rows = [[i, ", ".join(f"`{p}`" for p in random.sample(PATHS, 2)), random.choice(DEPENDS).format(1)] for i in ids]
    return "## Workers\n\n" + _table(["Agent", "Owns", "Depends On"], rows)


def _tree(random: Random, ids: list[str]) -> str:
    lines = [f"├── {random.choice('abcde')}.rs  # {random.choice(ids)} CREATES: it" for _ in range(4)]
    return "## FILE STRUCTURE\n\n```\nsrc/\n" + "\n".join(lines) + "\n```\n"


def _merge_script(random: Random, ids: list[str]) -> str:
    order = random.sample(ids, len(ids))
    return "## Merge Order\n\n```bash\n" + "\n".join(f"git merge feat/{_slug(i)} --no-edit" for i in order) + "\n```\n"


def _merge_list(random: Random, ids: list[str]) -> str:
    return (
        "## Merge Order\n\n"
        + "\n".join(f"{n}. {i} first" for n, i in enumerate(random.sample(ids, len(ids)), 1))
        + "\n"
    )


def _status(random: Random, ids: list[str]) -> str:
    words = ("done", "running", "✅ complete", "blocked", "wat")
    return "## Worker Status\n\n" + _table(["Worker", "Status", "Notes"], [[i, random.choice(words), ""] for i in ids])


def _waves(random: Random, ids: list[str]) -> str:
    return "## Waves\n\n" + _table(["Wave", "Workers"], [["1", ids[0]], ["2", ", ".join(ids[1:])]])


def _section(random: Random, worker: str, number: int) -> str:
    separator = random.choice(SEPARATORS)
    lines = [f"### {worker}{separator}Part {number}{')' if '(' in separator else ''}", ""]
    lines += [f"**Worktree:** `../x-w{number}`", f"**Branch:** `feat/{_slug(worker)}`"]
    if random.random() < 0.6:
        lines.append("**Depends On:** " + random.choice(DEPENDS).format(max(1, number - 1)))
    paths = random.sample(PATHS, random.randint(1, 3))
    if random.random() < 0.5:
        lines += ["**Files Owned:** " + ", ".join(f"`{path}`" for path in paths)]
    else:
        lines += ["", "**Files:**", *(f"- `{path}` (new)" for path in paths)]
    lines += [
        "",
        "**Validation:**",
        "```bash",
        f"cd ../x-w{number} && make test",
        "```",
        "",
        "**Done When:**",
        "- [ ] it works",
        "",
    ]
    return "\n".join(lines)


def _slug(worker: str) -> str:
    return worker.lower().replace(" ", "-")
