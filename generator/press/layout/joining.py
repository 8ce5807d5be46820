"""
The browser modules in as few files as pages need: what is loaded later comes as one.

Our modules are written so that joining is plain text: they import names as they are, export declarations, and no two
that are loaded together declare the same name. Anything else is a `ValueError`, which the tests of the modules meet.
"""

import re
from collections.abc import Iterable, Mapping

from generator.press.layout.modules import Module, eager, leaves_first, parse, stripped

IMPORT = re.compile(r"""^import\s+(?:\{(?P<names>[^}]*)\}\s+from\s+)?["']\./(?P<name>[\w.-]+)["'];[ \t]*\n""", re.M)
EXPORT = re.compile(r"^export (?=(?:async )?function\b|class\b|const\b|let\b)", re.M)
DECLARED = re.compile(r"^(?:export )?(?:(?:async )?function\*?|class|const|let|var) (\w+)", re.M)
OTHER = re.compile(r"^(?:import\b|export\b|(?:const|let|var) ?[{\[])", re.M)


def joined(modules: Mapping[str, Module]) -> dict[str, Module]:
    """
    Return the modules to publish, by name, without comments.

    A module has a file of its own if a page may load it at once, or if others import it later. What only the latter
    need is inside them.

    Raises:
        ValueError: If modules import each other in a ring, or cannot be joined.
    """
    apart = _apart(modules)
    order = leaves_first(modules)
    return {name: parse(_with_its_own(modules, name, apart, order)) for name in order if name in apart}


def _apart(modules: Mapping[str, Module]) -> set[str]:
    """Return the modules that have a file of their own."""
    later = {name for module in modules.values() for name in module.dynamic}
    imported = later.union(*(module.static for module in modules.values()))
    apart = later | {name for entry in set(modules) - imported for name in eager(modules, entry)}
    users: dict[str, int] = {}
    for entry in later:
        for name in eager(modules, entry):
            users[name] = users.get(name, 0) + 1
    # In two files it would be there twice, with a state for each.
    return apart | {name for name, count in users.items() if count > 1}


def _with_its_own(modules: Mapping[str, Module], entry: str, apart: set[str], order: Iterable[str]) -> str:
    """Return *entry* and what only it needs, as one module."""
    needed = {entry, *eager(modules, entry)} - (apart - {entry})
    sources = {name: stripped(modules[name].source) for name in order if name in needed}
    if len(sources) == 1:
        return sources[entry]
    _refuse_shared_names(sources)
    return "".join((*_imports(sources.values(), apart), *(_inner(text, name) for name, text in sources.items())))


def _refuse_shared_names(sources: Mapping[str, str]) -> None:
    declared: dict[str, str] = {}
    for name, source in sources.items():
        for word in DECLARED.findall(source):
            if declared.setdefault(word, name) != name:
                raise ValueError(f"browser modules {declared[word]!r} and {name!r} both declare {word!r}")


def _imports(sources: Iterable[str], apart: set[str]) -> list[str]:
    """Return what the sources import of files of their own, each once."""
    wanted: dict[str, set[str]] = {}
    for found in (found for source in sources for found in IMPORT.finditer(source) if found["name"] in apart):
        names = {one.strip() for one in (found["names"] or "").split(",")} - {""}
        wanted.setdefault(found["name"], set()).update(names)
    return [
        f'import {{ {", ".join(sorted(names))} }} from "./{name}";\n' if names else f'import "./{name}";\n'
        for name, names in sorted(wanted.items())
    ]


def _inner(source: str, name: str) -> str:
    """Return a module's text without its imports. Its exports are those of the whole too, for themes may need one."""
    bare = IMPORT.sub("", source)
    plain = EXPORT.sub("", bare)
    if other := OTHER.search(plain):
        line = plain[other.start() :].partition("\n")[0]
        raise ValueError(f"browser module {name!r} cannot be joined with others: {line!r}")
    return bare
