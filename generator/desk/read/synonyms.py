"""Front-matter keys of other generators: the usual ones, and those that site.yaml renames or ignores."""

from collections.abc import Collection, Mapping

from generator.desk.read.marked_yaml import Marked
from generator.errors import Problems, SourceError
from generator.model.config import FrontMatterSettings

SYNONYMS: Mapping[str, str] = {
    "date": "published",
    "publishDate": "published",
    "lastmod": "updated",
    "expiryDate": "expires",
    "author": "authors",
    "categories": "tags",
    "summary": "standfirst",
    "description": "standfirst",
}


def our_names(
    marked: Marked, known: Collection[str], settings: FrontMatterSettings
) -> tuple[dict[str, object], dict[str, str]]:
    """
    Return the top-level keys under our names, and for each renamed one the name that the author wrote.

    A key of ours always means itself. `tags` and `categories` together are one list; any other two names for
    one thing are an error, for only one of them can be meant.

    Raises:
        Problems: For each such pair.
    """
    found: dict[str, object] = {}
    written: dict[str, str] = {}
    errors: list[SourceError] = []
    for name, value in _mapping(marked).items():
        ours = _ours(name, known, settings)
        if ours in found and ours == "tags" and isinstance(value, list) and isinstance(found[ours], list):
            found[ours] = [*_items(found[ours]), *value]
        elif ours in found:
            problem = f"{name!r} says the same as {written.get(ours, ours)!r}"
            hint = f"keep one, or let site.yaml ignore it: frontmatter: {{ignore: [{name}]}}"
            errors.append(SourceError(marked.key((name,)), "duplicate-key", problem, hint))
        elif ours:
            found[ours] = value
            if ours != name:
                written[ours] = name
    if errors:
        raise Problems(errors)
    return found, written


def _ours(name: str, known: Collection[str], settings: FrontMatterSettings) -> str:
    """Return our name for a key; empty when it is ignored, as it stands when nobody knows it."""
    if name in known:
        return name
    if name in settings.ignore:
        return ""
    if name in settings.rename:
        return settings.rename[name]
    ours = SYNONYMS.get(name, name)
    return ours if ours in known else name


def _mapping(marked: Marked) -> dict[str, object]:
    if marked.value is None:
        return {}
    if isinstance(marked.value, dict):
        return marked.value
    hint = "write 'title: …', one key a line"
    raise Problems([SourceError(marked.at(()), "wrong-type", "front matter must be keys and values", hint)])


def _items(value: object) -> list[object]:
    return value if isinstance(value, list) else [value]
