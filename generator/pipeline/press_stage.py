"""Stages 6 to 9: pages are laid out, staged, audited and published."""

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from difflib import get_close_matches
from itertools import chain
from operator import attrgetter
from pathlib import Path

from msgspec.structs import replace

from generator.desk.seal.private import Safe
from generator.engine.cache import Cache
from generator.engine.mapper import Mapper, chunks_for
from generator.engine.packed import Parts
from generator.engine.plan import plan
from generator.engine.records import pack
from generator.engine.workers import mapper_for
from generator.errors import Location, SourceError, Warning_
from generator.model.frame import Frame
from generator.model.output import OutputFile
from generator.model.page import Card
from generator.model.record import Record
from generator.model.theme import Theme
from generator.pipeline.desk_stage import BODIES
from generator.pipeline.desked import Desked
from generator.pipeline.request import SERVICE_FILE, BuildRequest
from generator.pipeline.site import Site
from generator.press.layout.assets import theme_assets
from generator.press.layout.publication import Publication, prepare
from generator.press.layout.references import references_of
from generator.press.layout.service import service_data
from generator.press.layout.shown import shown
from generator.press.layout.site import Digests, Target, output_file, targets
from generator.press.layout.sitemap import next_news_change
from generator.press.layout.templates import for_theme
from generator.press.making import Order, make_chunk
from generator.press.write.staging import Staging

TARGETS, LAYOUTS, SHOWN, TEMPLATES = "targets", "layouts", "shown", "templates"


class BodyLostError(Exception):
    """The cache has a document's record and not its body any more: everything must be made anew."""


@dataclass(slots=True)
class Laid:
    """
    What layout made. Filled target by target, then only read.

    Attributes:
        pages: How many HTML files the output has.
        made: How many targets were made and not kept.
        until: The next moment at which a list of the newest changes by itself, or None.
        frame: What the next build needs if only bodies change, encrypted, for names of sealed files are in it.
        warnings: Of the search index.
    """

    pages: int = 0
    made: int = 0
    errors: list[SourceError] = field(default_factory=list)
    service: str = ""
    until: datetime | None = None
    frame: bytes = b""
    warnings: tuple[Warning_, ...] = ()


class PressStage:
    """One build's work at the press; *elsewhere* runs its tasks, if not this machine."""

    def __init__(
        self, site: Site, request: BuildRequest, cache: Cache, staging: Staging, elsewhere: Mapper | None = None
    ) -> None:
        self.site = site
        self.request = request
        self.cache = cache
        self.staging = staging
        self.elsewhere = elsewhere

    def run(self, desked: Desked, static: Sequence[OutputFile]) -> Laid:
        """Return what was laid out, after all of it was staged."""
        site, laid = self.site, Laid()
        publication = prepare(
            site.config, desked.catalog, cards_of(desked.records), site.data, site.theme, self.request.now
        )
        laid.frame = Safe(site.secret).conceal(self._frame(publication, desked))
        for file in (*static, *theme_assets(site.theme, site.config)):
            self.staging.add(file)
        found = targets(publication)
        self._make(publication, found, desked, laid)
        laid.pages = sum(target.path.endswith(".html") for target in found)
        paths = {*self.staging.made, *(target.path for target in found)}
        laid.errors += check_addresses(desked, paths, site.config.keyservice.url)
        laid.until = next_news_change(publication)
        laid.service = json.dumps(service_data(publication), ensure_ascii=False, indent=1, sort_keys=True) + "\n"
        return laid

    def _frame(self, publication: Publication, desked: Desked) -> Frame:
        """Return what the next build needs if only bodies change."""
        catalog = publication.catalog
        return Frame(
            publication.config,
            publication.theme,
            publication.data,
            replace(catalog, entries={}),
            publication.series,
            publication.corrected,
            tuple(sorted(desked.files)),
            desked.unpublished,
            tuple(catalog.entries),
            publication.assets,
            desked.others,
        )

    def _make(self, publication: Publication, found: Sequence[Target], desked: Desked, laid: Laid) -> None:
        """Make the targets whose inputs changed, and keep the others."""
        recall_references(self.cache, publication.theme)
        digests = Digests(publication)
        current = {target.path: digests.target(target, desked.bodies) for target in found}
        previous = {} if self.request.clean else self._previous(current)
        missing = frozenset(path for path in previous if not self.staging.can_keep(path))
        todo = plan(previous, current, damaged=missing)
        self.staging.keep_all(todo.keep)
        chosen = set(todo.make)
        made = [target for target in found if target.path in chosen]
        laid.made = len(made)
        if made:  # before there are other processes, which then need not do it
            templates = for_theme(publication.theme, publication.config.language, publication.assets)
            templates.compile(dict.fromkeys(target.template for target in made if target.template))
            keep_references(self.cache, publication.theme)
        mapper = self.elsewhere or mapper_for(self.request.jobs, len(made))
        # A feed has twenty bodies, and half a megabyte of text.
        chunks = chunks_for(mapper, made, lambda target: max(1, len(target.bodies)))
        orders = (list(self._orders(chunk)) for chunk in chunks)
        # Names and sources are this process's: those that come back would be texts of their own.
        results = chain.from_iterable(mapper.map(make_chunk, orders, publication))
        for target, result in zip(made, results, strict=True):
            laid.errors += result.errors
            if not result.errors:
                self.staging.add(output_file(publication, target, result.data))
        if not laid.errors:
            inputs_and_output = ((path, f"{current[path]} {self.staging.made[path].digest}") for path in todo.make)
            self.cache.put_all(TARGETS, ((path, both.encode()) for path, both in inputs_and_output))
        self.cache.put_all(LAYOUTS, ((target.path, pack(target)) for target in made))
        if todo.remove or len(previous) != len(current):
            self.cache.forget_except(TARGETS, current)
            self.cache.forget_except(LAYOUTS, current)
        if made or todo.remove:
            self.cache.put_many(SHOWN, {SHOWN: pack(shown(publication, found))})

    def _previous(self, current: Mapping[str, str]) -> dict[str, str]:
        """
        Return the digests of the inputs of what is published, by path.

        The cache may have made another file of that name than the one that is there: for another output folder, before a
        preview with drafts went into the same one, or in a build that was killed before it could say what it had published.
        """
        known = self.staging.manifest.entries
        previous = {}
        for path, stored in self.cache.get_many(TARGETS, list(current)).items():
            inputs, _, output = stored.decode("ascii", "replace").partition(" ")
            if path in known and known[path].digest == output:
                previous[path] = inputs
        return previous

    def _orders(self, chunk: Sequence[Target]) -> Iterator[Order]:
        wanted = {identifier for target in chunk for identifier in target.bodies}
        bodies = self.cache.get_many(BODIES, wanted)
        if len(bodies) < len(wanted):
            raise BodyLostError(sorted(wanted - set(bodies)))
        for target in chunk:
            yield Order(target, {identifier: bodies[identifier] for identifier in target.bodies})


def recall_references(cache: Cache, theme: Theme) -> None:
    """Take what another build knew of a theme's templates, if this process knows nothing of them."""
    references = references_of(theme)
    if not references.names:
        for data in cache.get_many(TEMPLATES, (theme.digest,)).values():
            references.take(data)


def keep_references(cache: Cache, theme: Theme) -> None:
    """Keep what this process knows of a theme's templates, if the cache does not; of other themes nothing is kept."""
    references = references_of(theme)
    if references.is_changed or theme.digest not in cache.keys(TEMPLATES):
        cache.put_many(TEMPLATES, {theme.digest: references.to_bytes()})
        cache.forget_except(TEMPLATES, (theme.digest,))
        references.is_changed = False


def cards_of(records: Mapping[str, Record]) -> Mapping[str, Card]:
    """Return the cards of records."""
    return Parts(records, attrgetter("card"))


def check_addresses(desked: Desked, paths: set[str], service: str) -> Iterator[SourceError]:
    """Yield an error for each address of the site that an author wrote and that leads to no file of the output."""
    for identifier, private in desked.private.items():
        entry = desked.catalog.entries[identifier]
        for address, line in private.site_addresses:
            path = address.split("#")[0].split("?")[0].lstrip("/")
            exists = path in paths or f"{path.rstrip('/')}/index.html".lstrip("/") in paths
            if exists or address.startswith(service) or f"/{path}" in desked.catalog.aliases:
                continue
            known = [f"/{known.removesuffix('index.html')}" for known in paths if known.endswith("index.html")]
            close = get_close_matches(address, known, n=1)
            hint = f"did you mean {close[0]!r}?" if close else "link to a document by its path: ../rubric/article.md"
            where = Location(f"content/{entry.source}", line, 1)
            yield SourceError(where, "broken-link", f"{address!r} leads to no page", hint)


def write_service_file(site: Site, text: str) -> None:
    """Write what the key service must know of the site, if it differs from what is there."""
    path: Path = site.workspace / SERVICE_FILE
    if path.exists() and path.read_bytes() == text.encode():
        return
    staged = path.with_name(f"{SERVICE_FILE}.new")
    staged.write_text(text, encoding="utf-8")
    staged.replace(path)
