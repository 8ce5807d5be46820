"""All files that layout makes: the list of targets, the digest of each, and how one is made."""

from collections.abc import Callable, Iterator, Mapping

from generator.model.output import OutputFile
from generator.model.page import SealedBody
from generator.press.layout import (
    archives,
    feeds,
    fragments,
    home,
    issues,
    json_feeds,
    listings,
    pages,
    search,
    series,
    service_files,
    sitemap,
    social_cards,
    wire,
)
from generator.press.layout.frame import site_view
from generator.press.layout.publication import Publication
from generator.press.layout.scope import Scope
from generator.press.layout.target import Digests, Target

# What a template is filled with, by the target's maker.
VALUES: Mapping[str, Callable[[Scope], dict[str, object]]] = {
    "articles": pages.article_values,
    "pages": pages.page_values,
    "home": home.home_values,
    "rubric": listings.rubric_values,
    "author": listings.author_values,
    "tag": listings.tag_values,
    "series": series.series_values,
    "authors": listings.authors_values,
    "tags": listings.tags_values,
    "archive": listings.archive_values,
    "archive_years": archives.years_values,
    "archive_year": archives.years_values,
    "archive_month": archives.month_values,
    "wire": wire.wire_values,
    "wire_day": wire.wire_day_values,
    "issues": issues.issues_values,
    "issue": issues.issue_values,
    "fragment_wire": fragments.wire_values,
    "fragment_latest": fragments.latest_values,
    "search": search.search_values,
    "not_found": service_files.not_found_values,
}

# Files without a template.
BYTES: Mapping[str, Callable[[Scope], bytes]] = {
    "feed": feeds.feed,
    "json_feed": json_feeds.json_feed,
    "sitemap": sitemap.sitemap,
    "sitemap_part": sitemap.sitemap_part,
    "news_sitemap": sitemap.news_sitemap,
    "robots": service_files.robots,
    "headers": service_files.headers,
    "redirects": service_files.redirects,
    "manifest": service_files.manifest,
    "moved": service_files.moved,
    "social_card": social_cards.social_card,
}

LISTS: tuple[Callable[[Publication], Iterator[Target]], ...] = (
    pages.article_targets,
    pages.page_targets,
    home.home_targets,
    listings.rubric_targets,
    listings.author_targets,
    listings.tag_targets,
    series.series_targets,
    listings.index_targets,
    listings.archive_targets,
    archives.archive_targets,
    wire.wire_targets,
    issues.issue_targets,
    search.search_targets,
    fragments.fragment_targets,
    feeds.feed_targets,
    json_feeds.json_feed_targets,
    sitemap.sitemap_targets,
    service_files.service_targets,
    social_cards.card_targets,
)


# Those that may show another brief, once it is there.
OF_BRIEFS: tuple[Callable[[Publication], Iterator[Target]], ...] = (
    home.home_targets,
    wire.wire_targets,
    fragments.fragment_targets,
    feeds.feed_targets,
    json_feeds.json_feed_targets,
)


# What a theme need not have: these came after the first themes, and nothing else links to them.
OPTIONAL = frozenset({"archives.html"})


def targets(publication: Publication) -> tuple[Target, ...]:
    """Return every output file that layout makes, each path once: what comes first in `LISTS` wins."""
    found: dict[str, Target] = {}
    for targets_of in LISTS:
        for target in targets_of(publication):
            if target.template in OPTIONAL and target.template not in publication.theme.templates:
                continue
            found.setdefault(target.path, target)
    return tuple(found.values())


def targets_of_briefs(publication: Publication) -> tuple[Target, ...]:
    """Return those targets that show a brief. Besides briefs it asks for entries of rubrics and authors only."""
    briefs = frozenset(publication.catalog.briefs)
    found = (target for targets_of in OF_BRIEFS for target in targets_of(publication))
    return tuple(target for target in found if not briefs.isdisjoint(target.shown))


def target_digest(publication: Publication, target: Target, body_digests: Mapping[str, str]) -> str:
    """
    Return the digest of every value that decides about a target's bytes.

    A plan of many targets makes one `Digests` and asks it, so that shared values are digested once.
    """
    return Digests(publication).target(target, body_digests)


def render_target(publication: Publication, target: Target, bodies: Mapping[str, SealedBody]) -> bytes:
    """
    Return the bytes of one target's file. *bodies* has at least those that it names.

    Raises:
        SourceError: A template of the theme is wrong.
    """
    scope = Scope(publication, target, bodies)
    return _template(scope) if target.template else BYTES[target.maker](scope)


def output_file(publication: Publication, target: Target, data: bytes) -> OutputFile:
    """Return the file of one target, of which *data* are the bytes."""
    return OutputFile(target.path, data, target.kind, _sources(publication, target))


def _template(scope: Scope) -> bytes:
    values = VALUES[scope.target.maker](scope)
    values["site"] = site_view(scope)
    return scope.templates.render(scope.target.template, values).encode()


def _sources(publication: Publication, target: Target) -> tuple[str, ...]:
    """Return the sources of what the file is about, not of the cards that it lists."""
    if target.maker == "social_card":
        # A file with a source goes at once, without grace: the title of a future article must not stay.
        return ("site.yaml",)
    entries = publication.catalog.entries
    ids = dict.fromkeys((target.subject, *target.bodies))
    return tuple(f"{entries[ident].source}" for ident in ids if ident in entries)


__all__ = ["Digests", "Target", "output_file", "render_target", "target_digest", "targets"]
