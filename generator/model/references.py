"""What documents say of each other: authors, rubrics, articles and translations, by full ids."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from sys import intern
from typing import cast

from msgspec import Struct
from msgspec.structs import replace

from generator.errors import SourceError
from generator.model.described import Described, unknown
from generator.model.frontmatter import ArticleMatter, Collection, IssueMatter, Matter, RubricMatter
from generator.model.urls import path_of


class Directory(Struct, frozen=True):
    """All documents by collection and id, shown or not, and the ids that are shown."""

    by_collection: Mapping[Collection, frozenset[str]]
    shown: frozenset[str]

    def find(self, name: str, collection: Collection) -> str | None:
        """Return the id that *name* means in a collection: an id, one without its folder, or a path."""
        ids = self.by_collection.get(collection, frozenset())
        bare = path_of(name)
        return next((one for one in (name, f"{collection}/{name}", bare, f"{collection}/{bare}") if one in ids), None)

    def names(self, collection: Collection) -> tuple[str, ...]:
        """Return what an author would write for each document of a collection."""
        return tuple(one.removeprefix(f"{collection}/") for one in self.by_collection.get(collection, ()))


def directory(documents: Iterable[Described], shown: Iterable[Described], unread: Iterable[str] = ()) -> Directory:
    """Return the directory of *documents*, of which *shown* are published, and of the ids of *unread* ones."""
    ids: dict[Collection, set[str]] = {}
    for id_ in unread:
        ids.setdefault(cast("Collection", id_.partition("/")[0]), set()).add(id_)
    for document in documents:
        ids.setdefault(document.collection, set()).add(document.id)
    frozen = {collection: frozenset(found) for collection, found in ids.items()}
    return Directory(frozen, frozenset(document.id for document in shown))


def resolved(document: Described, known: Directory) -> tuple[Matter, tuple[SourceError, ...]]:
    """
    Return the front matter with full ids, and an error for each name that nothing has.

    A name of a document that is not published now is dropped without an error.
    """
    links = _Links(document, known)
    matter = document.matter
    if isinstance(matter, ArticleMatter):
        matter = replace(
            matter,
            rubric=links.one("rubric", "rubrics", matter.rubric),
            authors=links.many("authors", "authors", matter.authors),
            tags=tuple(map(intern, matter.tags)),  # a few hundred words, on all articles
            translations=dict(links.by_language(matter.translations)),
        )
    elif isinstance(matter, RubricMatter):
        matter = replace(matter, lead=links.one("lead", "articles", matter.lead))
    elif isinstance(matter, IssueMatter):
        matter = replace(matter, articles=links.many("articles", "articles", matter.articles))
    return matter, tuple(links.errors)


class _Links:
    """Resolves the names of one document and gathers what is wrong with them."""

    def __init__(self, document: Described, known: Directory) -> None:
        self.document = document
        self.known = known
        self.errors: list[SourceError] = []

    def one(self, key: str, collection: Collection, name: str) -> str:
        return next(iter(self.many(key, collection, (name,))), "") if name else ""

    def many(self, key: str, collection: Collection, names: Sequence[str]) -> tuple[str, ...]:
        found = (self._find(self._key(key, at), collection, name) for at, name in enumerate(names))
        return tuple(dict.fromkeys(one for one in found if one in self.known.shown))

    def by_language(self, names: Mapping[str, str]) -> Iterator[tuple[str, str]]:
        for language, name in names.items():
            found = self._find(f"translations.{language}", "articles", name)
            if found in self.known.shown:
                yield language, found

    def _key(self, key: str, at: int) -> str:
        return f"{key}.{at}" if f"{key}.{at}" in self.document.lines else key

    def _find(self, key: str, collection: Collection, name: str) -> str:
        found = self.known.find(name, collection)
        if found is None:
            what = collection.removesuffix("s")
            self.errors.append(unknown(self.document.at(key), what, name, self.known.names(collection)))
        return intern(found or "")
