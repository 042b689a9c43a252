"""Whether a word is a path, and which: what tells `src/a.rs` from `and/or`, `v1.2`, `parse()` and `<name>`.

Knows single words; must not know where they stand or whose they are.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import NamedTuple

from planloom.model.pattern import OPEN_END
from planloom.text.lazy import lazy

_EXTENSIONS_WORDS = (
    "adoc astro avif avro bash bat bazel bicep bin bzl c cc cfg cjs clj cljs cmake cmd conf config cpp cr cs "
    "csproj css csv cts cu cue cxx d.ts dart db diff dockerfile edn ejs elm env eot eps erb erl ex exs fbs "
    "feature fish fs fsx gd gemspec geojson gif glsl go gql gradle graphql graphqls groovy gz h haml hbs hcl hh "
    "hpp hrl hs htm html http hxx icns ico inc ini ino ipynb java jinja jinja2 jpeg jpg js json json5 jsonc jsonl "
    "jsx jl kt kts less lhs liquid lock log lua m markdown md mdc mdx metal mjs ml mli mm mod mov mp3 mp4 mts "
    "mustache nim nix njk odin ogg onnx opus org otf parquet patch pbxproj pdf php pl plist pm png po pot ppt "
    "prisma proto ps1 pug puml py pyi pyx qml r raku rake razor rb rego res rkt rs rst sass sbt scala scm scss sh "
    "sln snap sol sql sqlite sqlite3 ssh storyboard sum sv svelte svg swift tar tcl template tex tf tfvars tftest "
    "thrift toml tpl tres tscn ts tsv tsx ttf twig txt uxml v vb vert vhd vue wasm wat wav webm webmanifest webp "
    "wgsl woff woff2 xaml xcconfig xib xlsx xml xsd xsl yaml yml zig zip zsh"
)
EXTENSIONS = frozenset(_EXTENSIONS_WORDS.split())
"""What a file name without a slash ends with, after the dot."""

_NAMES_WORDS = (
    "Makefile Dockerfile LICENSE COPYING Procfile Justfile justfile Jenkinsfile CODEOWNERS Gemfile Rakefile "
    "Vagrantfile Brewfile Caddyfile Containerfile Tiltfile Earthfile Podfile Fastfile BUILD WORKSPACE NOTICE "
    "AUTHORS Pipfile GNUmakefile Snakefile Taskfile README CHANGELOG VERSION Kconfig"
)
NAMES = frozenset(_NAMES_WORDS.split())
"""Files that have no extension."""

_PRODUCTS_WORDS = (
    "node.js next.js vue.js react.js express.js nest.js three.js d3.js chart.js nuxt.js ember.js backbone.js "
    "deno.js socket.io asp.net alpine.js p5.js discord.js solid.js moment.js require.js"
)
_PRODUCTS = frozenset(_PRODUCTS_WORDS.split())
_LINES = lazy(r"(?::L?(\d{1,7})(?:[-–]L?(\d{1,7})|(\+))?|#L(\d{1,7})(?:[-–]L?(\d{1,7}))?)$")
_BAD = lazy(r"""[\s<>"'|;=$%^&`…]|//|::|\.\.\.(?![\w\]])|\(\)|#$|#/|(?<![\w.])NN(?![a-z])|^[@~#=-]|^\W*$""")
_BRACES = lazy(r"\{[^{}]*\}")
_BRACE_SET = lazy(r"\{[\w*./-]*(?:,[\w*./-]*)+\}")
_ROUTE = lazy(r"(?:^|(?<=/))\((?:\.{1,3}|[\w-]+)\)")
_NAME_HOLDER = lazy(r"(?:^|/)\[[A-Z][^\]]*\](?:/|$)|\[[^\]]* [^\]]*\]")
_EXTENSION = lazy(r"\.([A-Za-z][A-Za-z0-9]{0,11})$")
_HOST = r"[\w-]++\.(?:[\w-]+\.)*(?:com|org|net|io|dev|ai|app)/"
_DOMAIN = lazy(_HOST)
_SIMPLE = lazy(
    rf"(?!\./|path/to/|{_HOST})[A-Za-z0-9_.-][A-Za-z0-9_./-]*/[A-Za-z0-9_-][A-Za-z0-9_.-]*\.[A-Za-z][A-Za-z0-9]{{0,9}}"
)
_DRIVE = lazy(r"[A-Za-z]:/")
_NOT_FILES_WORDS = (
    "origin upstream feat feature fix chore hotfix refs heads release bugfix application text image audio video "
    "multipart and or i/o"
)
_NOT_FILES = frozenset(_NOT_FILES_WORDS.split())


class Shape(NamedTuple):
    """A path as compared (slashes, no `./`, no line range), and the lines it is limited to."""

    path: str
    lines: tuple[int, int] | None = None


def quoted(word: str, *, column: bool = False) -> Shape | None:
    """The path that the code span `word` is. In a path `column` an absolute one without extension is one too."""
    if plain(word):
        return Shape(word)
    shape = _clean(word)
    if shape is None:
        return None
    path = shape.path
    bare = path.lstrip("!")
    if "/" in bare:
        return shape if _directory_like(bare) or _sure(bare) or _quoted_slash(bare, column=column) else None
    return shape if _file_name(bare) or bare == "**" or (bare[:1] == "." and bare[1:2].isalpha()) else None


def bare(word: str, *, column: bool = False) -> Shape | None:
    """The path that `word` is, in running text or (less strictly) in a path `column`."""
    if plain(word) and word[-3:] != ".js":
        return Shape(word)
    if "/" not in word and "." not in word and "\\" not in word and word not in NAMES:
        return None
    shape = _clean(word)
    if shape is None:
        return None
    path = shape.path.lstrip("!")
    if path.rpartition("/")[2].lower() in _PRODUCTS or path == "w/":
        found = False
    elif "/" not in path:
        found = _file_name(path)
    else:
        lower = column and path.islower() and path[0] != "/"
        found = _directory_like(path) or _sure(path) or (lower and _quoted_slash(path, column=False))
    return shape if found else None


def plain(word: str) -> bool:
    """Whether `word` is what most paths are: slashes, plain characters, an extension; no address, no sample."""
    return _SIMPLE.fullmatch(word) is not None and "//" not in word


@lru_cache(maxsize=1 << 12)
def _clean(word: str) -> Shape | None:
    """`word` without quotes, line range and `./`; None for what holds characters that no path has."""
    text = word.strip().strip("\"'").replace("\\", "/")
    lines = None
    found = _LINES.search(text) if text[-1:].isdigit() or text[-1:] == "+" else None
    if found:
        lines = _range(found)
        text = text[: found.start()]
    while text.startswith("./"):
        text = text[2:]
    body = _DRIVE.sub("/", text.lstrip("!"), count=1)
    if not body or len(body) > 400 or body.startswith("path/to/") or ":" in body or _BAD.search(body):
        return None
    if "{" in body or "}" in body:
        rest = _BRACE_SET.sub("x", body)
        if _BRACES.search(rest) or "{" in rest or "}" in rest:
            return None
        body = rest
    if "," in body:
        return None
    if "(" in body or ")" in body:
        rest = _ROUTE.sub("", body)
        if "(" in rest or ")" in rest:
            return None
    if ("[" in body and _NAME_HOLDER.search(body)) or _DOMAIN.match(body):
        return None
    return Shape(text, lines)


def _range(found: re.Match[str]) -> tuple[int, int]:
    first = int(found[1] or found[4])
    last = found[2] or found[5]
    return first, int(last) if last else OPEN_END if found[3] else first


def _directory_like(path: str) -> bool:
    """A slashed path that ends as a directory or holds a wildcard."""
    if path[-1] == "/":
        return len(path) > 1 and (path.count("/") > 1 or path[:-1].lower() not in _NOT_FILES)
    return "*" in path


def _sure(path: str) -> bool:
    """A slashed path whose last part has an extension or is a well-known name."""
    last = path.rpartition("/")[2]
    return bool(_EXTENSION.search(last)) or last in NAMES or (last[:1] == "." and last[1:2].isalpha())


def _quoted_slash(path: str, *, column: bool) -> bool:
    """A slashed path without extension that its code marks, or its column, vouch for."""
    first, _, rest = path.partition("/")
    if not first:
        return column or path.startswith(("/etc/", "/usr/", "/home/", "/Users/", "/var/", "/opt/", "/tmp/", "/root/"))
    if first in _NOT_FILES or not any(c.isalpha() for c in rest) or (path.isupper() and len(path) < 8):
        return False
    return any(c.isalpha() for c in first) or first in ("..", "*", "**")


def _file_name(name: str) -> bool:
    """A file name without a slash: a known extension behind a sensible stem, a known name, or a dot file."""
    if name in NAMES:
        return True
    stem, dot, extension = name.rpartition(".")
    if not dot or extension.lower() not in EXTENSIONS:
        return name[:1] == "." and name[1:4].lower() in ("env", "git", "doc", "npm", "edi", "esl", "pre", "bab", "nvm")
    if not stem:
        return extension in ("env", "lock")
    return stem.lower() not in ("console", "process") and any(c.isalpha() or c == "*" for c in stem)
