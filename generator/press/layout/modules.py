"""Browser modules with hashed names: rewritten leaves first, so that each name covers all that a module imports."""

import re
from collections.abc import Mapping
from pathlib import PurePosixPath

from msgspec import Struct

# `import … from "./x.js"`, `export … from "./x.js"`, `import "./x.js"`; ours are written so that this is enough.
STATIC = re.compile(
    r"""^(?P<before>\s*(?:import|export)\b[^;"'(]*?)(?P<quote>["'])\./(?P<name>[\w.-]+)(?P=quote)""", re.M
)
DYNAMIC = re.compile(r"""(?P<before>\bimport\(\s*)(?P<quote>["'])\./(?P<name>[\w.-]+)(?P=quote)""")
# Our modules' comments stand on lines of their own; readers need not load them.
OWN_LINE_COMMENT = re.compile(r"^[ \t]*(?:/\*(?:(?!\*/).)*\*/[ \t]*|//[^\n]*)\n", re.M | re.S)
COMMENT = re.compile(r"^\s*(?://|/?\*)")


class Module(Struct, frozen=True):
    """A browser module: its source, and the names that it imports at once and later."""

    source: str
    static: frozenset[str]
    dynamic: frozenset[str]


def parse(source: str) -> Module:
    """Return a module's imports. Comments, where types are imported, do not count."""
    code = "\n".join(line for line in source.splitlines() if not COMMENT.match(line))
    static = frozenset(match["name"] for match in STATIC.finditer(code))
    dynamic = frozenset(match["name"] for match in DYNAMIC.finditer(code))
    return Module(source, static, dynamic)


def stripped(source: str) -> str:
    """Return *source* without the comments that fill lines of their own."""
    return OWN_LINE_COMMENT.sub("", source)


def leaves_first(modules: Mapping[str, Module]) -> list[str]:
    """
    Return the names so that each comes after all that it imports.

    Raises:
        ValueError: If modules import each other in a ring, or one that does not exist.
    """
    order: list[str] = []
    open_names: list[str] = []

    def visit(name: str) -> None:
        if name in order:
            return
        if name in open_names or name not in modules:
            raise ValueError(f"browser module {name!r} is missing or imports itself: {' > '.join(open_names)}")
        open_names.append(name)
        for imported in sorted(modules[name].static | modules[name].dynamic):
            visit(imported)
        open_names.pop()
        order.append(name)

    for name in sorted(modules):
        visit(name)
    return order


def rewrite(source: str, names: Mapping[str, str]) -> str:
    """Return *source* with each imported `./x.js` replaced by its hashed name, beside it in the same folder."""

    def renamed(match: re.Match[str]) -> str:
        quote, name = match["quote"], match["name"]
        return f"{match['before']}{quote}./{names.get(name, name)}{quote}"

    return DYNAMIC.sub(renamed, STATIC.sub(renamed, source))


def eager(modules: Mapping[str, Module], entry: str) -> tuple[str, ...]:
    """Return what a page loads for *entry* at once, itself first."""
    found = [entry]
    for name in found:
        found.extend(imported for imported in sorted(modules[name].static) if imported not in found)
    return tuple(found)


def hashed_name(path: str, digest: str) -> str:
    """Return `NAME.HASH.ext`, without folders: all assets lie in one."""
    name = PurePosixPath(path)
    return f"{'-'.join([*name.parts[:-1], name.stem])}.{digest}{name.suffix}"
