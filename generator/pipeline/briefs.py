"""
Briefs that were not there at the last build, on pages that were: the wire of a day grows all day long.

The first brief of a day makes a page, which other documents may want to have; one of a minute that has one gets another
address for it, and one with an end changes when the site is over. These the full build looks at.
"""

from collections.abc import Mapping, Sequence
from typing import Final

from msgspec.structs import replace

from generator.desk.plaintext import Document
from generator.desk.read.content import described, is_empty_brief, read_document
from generator.desk.read.opener import source_file
from generator.errors import Problems, SourceError
from generator.model.addresses import address, slug_errors
from generator.model.catalog import Entry
from generator.model.cataloguing import entry_of, newest_first
from generator.model.config import SiteConfig
from generator.model.frame import Frame
from generator.model.frontmatter import BriefMatter
from generator.model.selection import date_errors
from generator.pipeline.affected import Changed
from generator.pipeline.lazily import Lazily, NotNarrowError
from generator.pipeline.request import BuildRequest

FOLDER: Final = "content/wire/"


def read_briefs(
    request: BuildRequest, frame: Frame, entries: Lazily[Entry], names: Sequence[str]
) -> tuple[list[Changed], list[SourceError]]:
    """
    Return the new briefs in files of these *names*, and the mistakes of those that have one.

    Raises:
        NotNarrowError: More changes with one of them than the lists that show it.
    """
    if not names:
        return [], []
    if frame.config.languages or not frame.catalog.briefs:
        raise NotNarrowError("a site where a brief may change more")
    entries.load(frame.catalog.briefs)
    taken = {entries[ident].url for ident in frame.catalog.briefs}
    found: list[Changed] = []
    errors: list[SourceError] = []
    for name in names:
        try:
            document = read_document(request.root, source_file(name, (request.root / name).stat()), frame.config)
        except Problems as problems:
            errors += problems.errors
            continue
        entry = _entry(document, frame, request, taken)
        taken.add(entry.url)
        found.append(Changed(document, entry))
    return found, errors


def with_briefs(frame: Frame, entries: Mapping[str, Entry], added: Sequence[Entry]) -> Frame:
    """Return *frame* with these briefs; *entries* has all there are."""
    catalog = frame.catalog
    ids = [*catalog.briefs, *(entry.id for entry in added)]
    ordered = tuple(sorted(ids, key=lambda ident: newest_first(entries[ident])))
    sources = dict(sorted({**catalog.sources, **{entry.source: entry.id for entry in added}}.items()))
    return replace(
        frame,
        catalog=replace(catalog, briefs=ordered, sources=sources),
        ids=tuple(sources.values()),
    )


def _entry(document: Document, frame: Frame, request: BuildRequest, taken: set[str]) -> Entry:
    one, config = described(document), frame.config
    matter = document.matter
    if is_empty_brief(document) or not isinstance(matter, BriefMatter) or matter.expires or document.files:
        raise NotNarrowError("a brief out of the ordinary")
    if any(date_errors(one)) or any(slug_errors(one)) or document.id in (*frame.ids, *frame.others):
        raise NotNarrowError("a mistake that needs the other documents")
    entry = entry_of(one, matter, _address(document, config, taken), config, request.now)
    if entry.marks:
        raise NotNarrowError("a draft, or of the future")
    return entry


def _address(document: Document, config: SiteConfig, taken: set[str]) -> str:
    try:
        url = address(described(document), config, "")
    except SourceError as error:
        raise NotNarrowError("no address") from error
    page = url.partition("#")[0]
    if url == page or not any(other.startswith(f"{page}#") for other in taken):
        raise NotNarrowError("the first of its page")
    if any(other == url or other.startswith(f"{url}-") for other in taken):
        raise NotNarrowError("another of its minute")
    return url
