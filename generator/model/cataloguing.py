"""Front matter of all documents → the catalog. Pure: the clock is an argument."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from collections.abc import Collection as Names
from datetime import UTC, datetime
from typing import cast

from generator.errors import Location, SourceError, Warning_
from generator.model.access import PUBLIC, Access
from generator.model.addresses import address, brief_addresses, first_claims, slug_errors, slug_of
from generator.model.catalog import Catalog, Entry, Tag
from generator.model.config import SiteConfig
from generator.model.described import Described
from generator.model.frontmatter import ArticleMatter, Collection, IssueMatter, Matter
from generator.model.globs import matches
from generator.model.references import Directory, directory, resolved
from generator.model.selection import date_errors, is_later, is_shown, marks, next_change
from generator.model.terms import Words, by_slug, series_of, tags_of, told
from generator.model.urls import fill, fold

__all__ = ["Described", "build_catalog"]

EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
GATED: frozenset[Collection] = frozenset({"articles", "wire", "issues", "pages"})

Found = tuple[Catalog, tuple[SourceError, ...], tuple[Warning_, ...]]


def build_catalog(
    described: Sequence[Described],
    config: SiteConfig,
    *,
    now: datetime,
    drafts: bool,
    future: bool,
    static: Names[str] = (),
    unread: Names[str] = (),
) -> Found:
    """
    Return the catalog of what is published at *now*, and every error and warning that front matter gives.

    Args:
        drafts, future: Whether drafts and documents of the future are in it.
        static: Paths below content/static/, which are published as they are.
        unread: Ids of documents that have errors of their own: naming one of them is no error.
    """
    work = _Work(config, now)
    unique = work.unique(described)
    shown = [one for one in unique if is_shown(one, now, drafts=drafts, future=future)]
    entries = work.entries(shown, directory(unique, shown, unread))
    tags = work.terms(entries, "tags", tags_of)
    work.claim(entries, tags, told(work.terms(entries, "series", series_of)), static)
    aliases = work.aliases(entries)
    catalog = _catalog(entries, tags, aliases, next_change(unique, now, drafts=drafts))
    return catalog, tuple(sorted(set(work.errors), key=SourceError.sort_key)), work.warnings(unique)


class _Work:
    """One run of `build_catalog`: the settings, and the errors found on the way."""

    def __init__(self, config: SiteConfig, now: datetime) -> None:
        self.config = config
        self.now = now
        self.errors: list[SourceError] = []
        self.places: dict[str, Described] = {}

    def unique(self, described: Iterable[Described]) -> list[Described]:
        """Return the documents in the order of their paths, one for each id."""
        for one in sorted(described, key=lambda one: one.source):
            first = self.places.setdefault(one.id, one)
            if first is not one:
                problem = f"it has the id {one.id!r}, which content/{first.source} has too"
                self.errors.append(SourceError(one.at("id"), "id-collision", problem, "give one of them another 'id'"))
        return list(self.places.values())

    def entries(self, shown: Sequence[Described], known: Directory) -> dict[str, Entry]:
        """Return an entry for each document; one without an address has an error instead."""
        matters: dict[str, Matter] = {}
        for one in shown:
            matters[one.id], errors = resolved(one, known)
            self.errors += [*errors, *date_errors(one), *slug_errors(one)]
        slugs = {one.id: slug_of(one) for one in shown if one.collection == "rubrics"}
        briefs = brief_addresses((one for one in shown if one.collection == "wire"), self.config)
        found: dict[str, Entry] = {}
        for one in shown:
            rubric = slugs.get(getattr(matters[one.id], "rubric", ""), "")
            try:
                url = briefs.get(one.id) or address(one, self.config, rubric)
            except SourceError as error:
                self.errors.append(error)
                continue
            found[one.id] = entry_of(one, matters[one.id], url, self.config, self.now)
        return found

    def terms(self, entries: Mapping[str, Entry], key: str, words: Words) -> dict[str, Tag]:
        """Return what articles say under *key*, by slug; what gives none is an error."""
        articles = sorted((one for one in entries.values() if one.collection == "articles"), key=newest_first)
        found, nameless = by_slug(articles, words)
        for entry, title in nameless:
            problem = f"{title[:60]!r} has no Latin letter or digit for its address"
            self.errors.append(SourceError(self.places[entry.id].at(key), "bad-slug", problem))
        return found

    def claim(
        self, entries: Mapping[str, Entry], tags: Mapping[str, Tag], series: Mapping[str, Tag], static: Names[str]
    ) -> None:
        """Give every page, list and static file its place in the output; the second in one place is an error."""
        days = {one.url.partition("#")[0]: "a day of the wire" for one in entries.values() if one.collection == "wire"}
        months = {archive_month(one, self.config) for one in entries.values() if is_dated(one)}
        archives = {url: "the archives" for month in months for url in (month, month[: month.rindex("/", 0, -1) + 1])}
        self.claims = first_claims(self.config, archives | days)
        for slug in tags:
            self.claims.take(fill(self.config.permalinks.tags, {"slug": slug}), f"the list of tag {tags[slug].title!r}")
        for slug, one in series.items():
            url = fill(self.config.permalinks.series, {"slug": slug})
            self._claim(url, f"the series {one.title!r}", self.places[one.articles[0]].at("series"))
        for entry in entries.values():
            if entry.collection != "wire":
                key = "url" if getattr(entry.matter, "url", "") else "slug"
                self._claim(entry.url, f"content/{entry.source}", self.places[entry.id].at(key))
        for path in sorted(static):
            self._claim(f"/{path}", f"content/static/{path}", Location(f"content/static/{path}"))

    def _claim(self, url: str, owner: str, where: Location) -> None:
        if error := self.claims.claim(url, owner, where):
            self.errors.append(error)

    def aliases(self, entries: Mapping[str, Entry]) -> dict[str, str]:
        """Return old addresses with the ids they lead to; one that something else has is an error."""
        found: dict[str, str] = {}
        for entry in entries.values():
            for alias in getattr(entry.matter, "aliases", ()):
                other = next(
                    (owner for form in (alias, alias.rstrip("/") + "/") if (owner := self.claims.owner(form))),
                    f"content/{entries[found[alias]].source}" if alias in found else None,
                )
                if other:
                    problem = f"alias {alias[:80]!r} is an address that {other} has"
                    self.errors.append(SourceError(self.places[entry.id].at("aliases"), "alias-collision", problem))
                else:
                    found[alias] = entry.id
        return found

    def warnings(self, documents: Sequence[Described]) -> tuple[Warning_, ...]:
        """Return a warning for each access rule that matches nothing: a slip there would publish."""
        paths = [one.source for one in documents if one.collection in GATED]
        return tuple(
            Warning_(Location("site.yaml"), "unused-rule", f"access rule {rule.path!r} matches no document")
            for rule in self.config.access_rules
            if not any(matches(rule.path, path) for path in paths)
        )


def entry_of(one: Described, matter: Matter, url: str, config: SiteConfig, now: datetime) -> Entry:
    """Return the entry of a document, whose *matter* has full ids."""
    return Entry(
        id=one.id,
        collection=one.collection,
        source=one.source,
        url=url,
        slug=slug_of(one),
        matter=matter,
        access=access_of(one, config, now),
        published=one.moment("published") or EPOCH,
        updated=one.moment("updated"),
        language=getattr(matter, "language", "") or config.language,
        marks=marks(one, now),
    )


def access_of(document: Described, config: SiteConfig, now: datetime) -> Access:
    """
    Return who may read a document: its front matter, else the last rule that matches, else the site's default.

    Before `early_access.until` an issue is for the tiers named there. Authors and rubrics are always public.
    """
    matter = document.matter
    if document.collection not in GATED:
        return PUBLIC
    if isinstance(matter, IssueMatter) and matter.early_access and is_later(matter.early_access.until, now):
        return Access(matter.early_access.tiers)
    given: Access | None = getattr(matter, "access", None)
    if given is not None:
        return given
    found = (rule.access for rule in reversed(config.access_rules) if matches(rule.path, document.source))
    return next(found, config.default_access)


def is_dated(entry: Entry) -> bool:
    """Return whether the archives hold *entry*: an article with a date."""
    return isinstance(entry.matter, ArticleMatter) and entry.matter.published is not None


def archive_month(entry: Entry, config: SiteConfig) -> str:
    """Return the address of the month of an article, in the site's zone."""
    local = entry.published.astimezone(config.zone)
    return fill(config.permalinks.archives, {"year": f"{local:%Y}", "month": f"{local:%m}"})


def newest_first(entry: Entry) -> tuple[float, int, str]:
    """Return what sorts entries: newest first, then by weight, then by id. No two are equal."""
    return (-entry.published.timestamp(), getattr(entry.matter, "weight", 0), entry.id)


def by_weight(entry: Entry) -> tuple[int, str, str]:
    """Return what sorts entries: by weight, then title or name, then id. No two are equal."""
    title: str = getattr(entry.matter, "title", "") or getattr(entry.matter, "name", "")
    return (getattr(entry.matter, "weight", 0), fold(title), entry.id)


def _catalog(
    entries: Mapping[str, Entry], tags: Mapping[str, Tag], aliases: Mapping[str, str], change: datetime | None
) -> Catalog:
    def ids(collection: Collection, order: Callable[[Entry], tuple[object, ...]]) -> tuple[str, ...]:
        chosen = [one for one in entries.values() if one.collection == collection]
        return tuple(one.id for one in sorted(chosen, key=order))

    articles = ids("articles", newest_first)
    rubrics, authors = ids("rubrics", by_weight), ids("authors", by_weight)
    by_rubric: dict[str, list[str]] = {one: [] for one in rubrics}
    by_author: dict[str, list[str]] = {one: [] for one in authors}
    for article in articles:
        matter = cast("ArticleMatter", entries[article].matter)
        if matter.rubric:
            by_rubric[matter.rubric].append(article)
        for author in matter.authors:
            by_author[author].append(article)
    return Catalog(
        entries=entries,
        sources={one.source: one.id for one in entries.values()},
        articles=articles,
        briefs=ids("wire", newest_first),
        issues=ids("issues", newest_first),
        authors=authors,
        rubrics=rubrics,
        pages=ids("pages", by_weight),
        by_rubric={one: tuple(found) for one, found in by_rubric.items()},
        by_author={one: tuple(found) for one, found in by_author.items()},
        tags=tags,
        aliases=aliases,
        next_change=change,
    )
