"""Where each document is published, and who else wants to be there."""

import re
from collections.abc import Iterable, Iterator, Mapping

from msgspec import Struct, field

from generator.errors import Location, SourceError
from generator.model.config import SiteConfig
from generator.model.described import Described
from generator.model.frontmatter import Collection
from generator.model.fronts import front_url
from generator.model.urls import (
    RESERVED_FILES,
    RESERVED_FOLDERS,
    address_problem,
    collision_key,
    date_values,
    fill,
    output_path,
    path_of,
    placeholders,
    slug_problem,
    slugify,
)

_LIST_PAGE = re.compile(r"(?:^|.*/)page/[0-9]+(?:/.*)?")
_FEED = re.compile(r"(?:^|.*/)feed\.(?:xml|json)")


def slug_of(document: Described) -> str:
    """Return the slug that front matter gives, or that of the file's name; possibly none, see `slug_errors`."""
    given: str = getattr(document.matter, "slug", "")
    return given or slugify(path_of(document.source).rpartition("/")[2])


def slug_errors(document: Described) -> Iterator[SourceError]:
    """Yield an error when the file's name gives no slug. Front matter has been checked before."""
    if problem := slug_problem(slug_of(document)):
        hint = "give its front matter a 'slug'"
        yield SourceError(document.at("slug"), "bad-slug", f"the file's name gives no slug: {problem}", hint)


def pattern_of(config: SiteConfig, collection: Collection) -> str:
    """Return the permalink of a collection."""
    pattern: str = getattr(config.permalinks, collection)
    return pattern


def address(document: Described, config: SiteConfig, rubric_slug: str) -> str:
    """
    Return the address of a document below the site's root, as its `url` or the permalinks say.

    Raises:
        SourceError: If the permalink needs a date and the document has none, or the address cannot be one.
    """
    if given := getattr(document.matter, "url", ""):
        return str(given)
    pattern = pattern_of(config, document.collection)
    values = {"slug": slug_of(document), "rubric": rubric_slug}
    published = document.moment("published")
    if published:
        values |= date_values(published.astimezone(config.zone))
    try:
        url = fill(pattern, values)
    except KeyError as missing:
        problem = f"'published' is missing, and its address needs {{{missing.args[0]}}} ({pattern})"
        raise SourceError(document.at(), "missing-key", problem, "add 'published: …'") from None
    if problem := address_problem(url.partition("#")[0]):
        raise SourceError(document.at("slug"), "bad-address", f"{url!r} is no address: {problem}")
    return url


def brief_addresses(briefs: Iterable[Described], config: SiteConfig) -> dict[str, str]:
    """Return the address of each brief by its id. A second one in the same minute ends with `-2`, and so on."""
    taken: dict[str, int] = {}
    found: dict[str, str] = {}
    for brief in sorted(briefs, key=_oldest_first):
        url = address(brief, config, "")
        taken[url] = taken.get(url, 0) + 1
        found[brief.id] = url if taken[url] == 1 else f"{url}-{taken[url]}"
    return found


def _oldest_first(document: Described) -> tuple[float, str]:
    published = document.moment("published")
    return (published.timestamp() if published else 0.0, document.id)


def list_addresses(config: SiteConfig) -> dict[str, str]:
    """Return the addresses of the lists that stand above permalinks, `/fil/` above `/fil/{date}/#{time}`, and of the search."""
    found = {}
    if config.search_url:
        found[config.search_url] = "the search page"
    for language in config.languages:
        found[front_url(language)] = f"the front page in {language!r}"
    for collection in ("wire", "authors", "issues", "tags", "archives"):
        pattern: str = getattr(config.permalinks, collection)
        above = pattern[: pattern.index("{")].rpartition("/")[0] + "/"
        if above != "/" and placeholders(pattern):
            found[above] = f"the list of {collection}"
    return found


class Claims(Struct):
    """Who has which file of the output. The first one keeps it; the second one is told of the first."""

    service: str = ""
    owners: dict[str, str] = field(default_factory=dict)
    folders: dict[str, str] = field(default_factory=dict)

    def claim(self, url: str, owner: str, where: Location) -> SourceError | None:
        """Return an error when *url*, or the file that serves it, is not free; otherwise take it for *owner*."""
        path = output_path(url)
        key = collision_key(path)
        other = self._reserved(key) or self.owners.get(key) or self.folders.get(key)
        above = [key[:at] for at, char in enumerate(key) if char == "/"]
        other = other or next((self.owners[folder] for folder in above if folder in self.owners), None)
        if other:
            problem = f"{owner} has the address {url}, which {other} has too"
            return SourceError(where, "url-collision", problem, "give one of them another slug, name or address")
        self.take(url, owner)
        return None

    def take(self, url: str, owner: str) -> None:
        """Give the file of *url* to *owner*, whoever had it."""
        key = collision_key(output_path(url))
        self.owners[key] = owner
        for at, char in enumerate(key):
            if char == "/":
                self.folders.setdefault(key[:at], owner)

    def owner(self, url: str) -> str | None:
        """Return who has the file of *url*, the build itself included."""
        key = collision_key(output_path(url))
        return self.owners.get(key) or self._reserved(key)

    def _reserved(self, key: str) -> str | None:
        first = key.partition("/")[0]
        if key in RESERVED_FILES and key != "index.html":
            return "a file of the build itself"
        if first in RESERVED_FOLDERS:
            return f"the build's own folder /{first}/"
        if self.service and f"/{key}".startswith(self.service):
            return "the key service"
        if _LIST_PAGE.fullmatch(key):
            return "a page of a list"
        return "the feed of a list" if _FEED.fullmatch(key) else None


def first_claims(config: SiteConfig, days: Mapping[str, str]) -> Claims:
    """Return the claims of the build itself: the front page, lists, and the days of the wire in *days*."""
    service = config.keyservice.url if config.keyservice.url.startswith("/") else ""
    claims = Claims(service)
    claims.take("/", "the front page")
    for url, owner in (list_addresses(config) | dict(days)).items():
        claims.take(url, owner)
    return claims
