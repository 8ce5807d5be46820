"""Atom feeds: the public part of what is newest, with absolute addresses, and one line on what is reserved."""

import re
from collections.abc import Iterator, Sequence
from datetime import datetime
from html import escape
from typing import cast
from urllib.parse import urljoin

from markupsafe import Markup
from msgspec.structs import replace

from generator.model.catalog import Entry
from generator.model.frontmatter import AuthorMatter, BriefMatter, RubricMatter
from generator.model.output import Kind
from generator.model.page import Card
from generator.model.target import Target
from generator.model.urls import fill
from generator.press.layout import strings
from generator.press.layout.cards import badge
from generator.press.layout.frame import wire_title
from generator.press.layout.fronts import fronts
from generator.press.layout.publication import Publication
from generator.press.layout.scope import Scope
from generator.press.layout.wire import wire_url

ADDRESS = re.compile(r"""(<[a-zA-Z][^<>]*?\s(?:href|src|poster)=)(["'])(.*?)\2""")
# Addresses in which `urljoin` has nothing to resolve: no empty segment, none of dots, no parameters, no fragment.
WHOLE_ADDRESS = re.compile(r"https?://[a-z0-9.-]+(?::[0-9]+)?(?:/[\w~%-][\w.~%-]*)*/?", re.ASCII)
ROOT_ADDRESS = re.compile(r"(?:/[\w~%-][\w.~%-]*)+/?|/", re.ASCII)
# Characters that XML 1.0 does not have, not even as references.
FORBIDDEN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
# As the builder writes them.
PICTURE = re.compile(
    r"<picture>(?:<source type=\"[^\"<>]*\" srcset=\"[^\"<>]*\" sizes=\"[^\"<>]*\">)+(<img [^>]*>)</picture>"
)
CHOSEN = re.compile(r"\ssrcset=\"[^\"<>]*\" sizes=\"[^\"<>]*\"")
CUT_MARK = re.compile(r"\sdata-teaser-cut(?:=(?:\"\"|''))?")


def feed_targets(publication: Publication) -> Iterator[Target]:
    """Yield a feed for each front page, each rubric, author, tag and series, and the wire."""
    catalog, config = publication.catalog, publication.config
    for front in fronts(publication):
        site = _target(publication, front.url, front.articles, front.title or config.title, "site")
        yield replace(site, language=front.language)
    for ident in catalog.rubrics:
        title = cast("RubricMatter", publication.entry(ident).matter).title
        yield _target(publication, publication.entry(ident).url, catalog.by_rubric.get(ident, ()), title, "rubric")
    for ident in catalog.authors:
        name = cast("AuthorMatter", publication.entry(ident).matter).name
        yield _target(publication, publication.entry(ident).url, catalog.by_author.get(ident, ()), name, "author")
    for slug, tag in sorted(catalog.tags.items()):
        yield _target(publication, fill(config.permalinks.tags, {"slug": slug}), tag.articles, tag.title, "tag")
    for slug, one in publication.series_pages.items():
        url = fill(config.permalinks.series, {"slug": slug})
        yield _target(publication, url, one.articles[::-1], one.title, "series")
    if catalog.briefs:
        yield _target(publication, wire_url(publication), catalog.briefs, "", "wire")


def _target(publication: Publication, url: str, ids: Sequence[str], title: str, kind: str) -> Target:
    return Target(
        path=f"{url.removeprefix('/')}feed.xml",
        kind=Kind.FEED,
        maker="feed",
        url=f"{url}feed.xml",
        bodies=tuple(ids[: publication.config.feed_items]),
        values=(("title", title), ("page", url), ("kind", kind)),
    )


def feed(scope: Scope) -> bytes:
    """Return an Atom feed (RFC 4287). Its `updated` is that of its newest entry, never the time of the build."""
    target, config = scope.target, scope.config
    page = scope.absolute(target.value("page"))
    entries = [_entry(scope, ident) for ident in target.bodies]
    updated = max((changed(scope, ident) for ident in target.bodies), default=None)
    lines = [
        '<?xml version="1.0" encoding="utf-8"?>',
        f'<feed xmlns="http://www.w3.org/2005/Atom" xml:lang={_quoted(target.language or config.language)}>',
        f"<title>{_text(feed_title(scope))}</title>",
        f"<id>{_text(page)}</id>",
        # A feed without entries has no time of its own; the epoch is valid and never changes.
        f"<updated>{time_of(scope, updated) if updated else '1970-01-01T00:00:00Z'}</updated>",
        f'<link rel="self" type="application/atom+xml" href={_quoted(scope.absolute(target.url))}/>',
        f'<link rel="alternate" type="text/html" href={_quoted(page)}/>',
        f"<author><name>{_text(config.title)}</name></author>",
    ]
    return b"\n".join(("\n".join(lines).encode(), *entries, b"</feed>\n"))


def feed_title(scope: Scope) -> str:
    """Return a feed's title: that of the publication, with what the feed is about."""
    given, own = scope.target.value("title"), scope.config.title
    if not given:
        return wire_title(scope)
    return own if given == own else f"{own} – {given}"


def changed(scope: Scope, ident: str) -> datetime:
    """Return when an entry last changed for its readers."""
    card = scope.card(ident)
    return max(card.published, card.updated or card.published)


def time_of(scope: Scope, at: datetime) -> str:
    """Return a time with the site's offset, to the second."""
    return at.astimezone(scope.config.zone).isoformat(timespec="seconds")


def _entry(scope: Scope, ident: str) -> bytes:
    """Return an entry, which is the same in every feed of one language that holds it."""
    card, entry = scope.card(ident), scope.entry(ident)
    return scope.publication.once_of(ident, ("feed", scope.language), lambda: _entry_xml(scope, card, entry).encode())


def _entry_xml(scope: Scope, card: Card, entry: Entry) -> str:
    ident = entry.id
    url = scope.absolute(entry.url)
    authors = [
        f"<author><name>{_text(scope.card(author).title)}</name>"
        f"<uri>{_text(scope.absolute(scope.entry(author).url))}</uri></author>"
        for author in scope.authors(card)
    ]
    summary = f"<summary>{_text(card.standfirst)}</summary>" if card.standfirst else ""
    categories = "".join(f"<category term={_quoted(tag)}/>" for tag in card.tags)
    return "\n".join(
        line
        for line in (
            "<entry>",
            f"<title>{_text(entry_title(scope, ident))}</title>",
            # The address, as other generators do: it changes only when the author moves the article.
            f"<id>{_text(url)}</id>",
            f'<link rel="alternate" type="text/html" href={_quoted(url)}/>',
            f"<published>{time_of(scope, card.published)}</published>",
            f"<updated>{time_of(scope, changed(scope, ident))}</updated>",
            *authors,
            categories,
            summary,
            f'<content type="html">{_text(content_html(scope, ident))}</content>',
            "</entry>",
        )
        if line
    )


def entry_title(scope: Scope, ident: str) -> str:
    """Return an entry's title; a brief often has none and takes its first words."""
    card, matter = scope.card(ident), scope.entry(ident).matter
    if isinstance(matter, BriefMatter) and not matter.title:
        moment = scope.moment(card.published)
        return card.excerpt or f"{moment.day}, {moment.time}"
    return card.title


def content_html(scope: Scope, ident: str) -> str:
    """Return the public part with absolute addresses, and the line that says what is missing."""
    card, body = scope.card(ident), scope.body(ident)
    url = scope.absolute(card.url)
    html = body.public_html
    if "data-teaser-cut" in html:
        html = CUT_MARK.sub("", html)
    html = absolute_addresses(one_file_each(html), url)
    said = badge(card.access, has_sections=card.has_sections)
    if body.sections and said:
        text = Markup.escape(reserved(scope, said, card.remaining))
        html += f'<p><a href="{Markup.escape(url)}">{text}</a></p>'
    return html


def reserved(scope: Scope, said: str, remaining: int | None) -> str:
    """Return the line that says for whom the rest is, and how much that is, unless the author hides it."""
    if remaining is None:
        return scope.text(strings.RESERVED[said])
    return scope.text(strings.RESERVED_SHARE[said], percent=remaining)


def one_file_each(html: str) -> str:
    """Return *html* with the widest file of each picture in its own format: readers of feeds choose badly."""
    return CHOSEN.sub("", PICTURE.sub(r"\1", html)) if "srcset" in html else html


def absolute_addresses(html: str, base: str) -> str:
    """Return *html* with every address resolved against *base*, as readers of feeds need it."""
    if not any(name in html for name in ("href=", "src=", "poster=")):  # a tenth of the time of the expression
        return html
    return ADDRESS.sub(lambda match: f"{match[1]}{match[2]}{_joined(base, match[3])}{match[2]}", html)


def _joined(base: str, address: str) -> str:
    """Return what `urljoin` returns, most often without it."""
    if WHOLE_ADDRESS.fullmatch(address):
        return address
    if ROOT_ADDRESS.fullmatch(address):
        return _origin(base) + address
    return urljoin(base, address)


def _origin(base: str) -> str:
    return base[: base.index("/", base.index("://") + 3)]


def _text(value: str) -> str:
    return escape(_clean(value), quote=False)


def _quoted(value: str) -> str:
    """Return *value* as an attribute's value, with its quotes."""
    return f'"{escape(_clean(value), quote=False).replace(chr(34), "&quot;")}"'


def _clean(value: str) -> str:
    return FORBIDDEN.sub("", value)
