"""Globs as in .gitignore, matched without regular expressions: no pattern can make a build hang."""

import unicodedata
from collections.abc import Callable, Sequence
from functools import lru_cache


def glob_problem(pattern: str) -> str:
    """Return why *pattern* cannot be used, or an empty text."""
    if not pattern.strip("/ "):
        return "an empty pattern matches nothing"
    if pattern.startswith("!"):
        return "'!' is not read here: a later rule with another access does the same"
    if "[" in pattern or "\\" in pattern:
        return "only '*', '**' and '?' are read, no '[' and no '\\'"
    if any(part in {".", ".."} for part in pattern.split("/")):
        return "the path begins below content/ and has no '.' or '..'"
    return ""


def matches(pattern: str, path: str) -> bool:
    """
    Return whether *pattern* matches *path* or a folder above it.

    A pattern with a slash at its beginning or inside starts at content/; one without matches at any depth;
    one that ends with a slash matches folders only, and so all that is in them.
    """
    wanted, folders_only = _parts(pattern)
    parts = tuple(unicodedata.normalize("NFC", path).split("/"))
    for one, part in zip(wanted, parts, strict=False):  # most paths are of another folder
        if "*" in one or "?" in one:
            break
        if one != part:
            return False
    longest = len(parts) - 1 if folders_only else len(parts)
    return any(_wild(wanted, parts[:end], "**", _part_matches) for end in range(1, longest + 1))


@lru_cache(maxsize=256)
def _parts(pattern: str) -> tuple[tuple[str, ...], bool]:
    folders_only = pattern.endswith("/")
    body = unicodedata.normalize("NFC", pattern.rstrip("/"))
    if "/" not in body:
        return ("**", body), folders_only
    parts = tuple(body.removeprefix("/").split("/"))
    # `a/**` is what lies below `a`, not `a` itself.
    return ((*parts, "*") if parts[-1] == "**" else parts), folders_only


def _part_matches(pattern: str, part: str) -> bool:
    if "*" not in pattern and "?" not in pattern:
        return pattern == part
    return _wild(pattern, part, "*", lambda wanted, char: wanted in {"?", char})


def _wild(wanted: Sequence[str], items: Sequence[str], star: str, one: Callable[[str, str], bool]) -> bool:
    """Return whether *items* fit *wanted*, where *star* stands for any number of them. Quadratic at worst."""
    at = back_to = 0
    last_star = -1
    for_next = 0
    while for_next < len(items):
        if at < len(wanted) and wanted[at] == star:
            last_star, back_to, at = at, for_next, at + 1
        elif at < len(wanted) and one(wanted[at], items[for_next]):
            at, for_next = at + 1, for_next + 1
        elif last_star >= 0:
            back_to += 1
            at, for_next = last_star + 1, back_to
        else:
            return False
    return all(rest == star for rest in wanted[at:])
