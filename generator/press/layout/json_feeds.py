"""JSON feeds (version 1.1) of the site, each rubric and the wire: the same entries as the Atom feeds beside them."""

import json
from collections.abc import Iterator

from msgspec.structs import replace

from generator.press.layout.feeds import changed, content_html, entry_title, feed_targets, feed_title, time_of
from generator.press.layout.publication import Publication
from generator.press.layout.scope import Scope
from generator.press.layout.target import Target

VERSION = "https://jsonfeed.org/version/1.1"
NAME = "feed.json"


def json_feed_targets(publication: Publication) -> Iterator[Target]:
    """Yield a feed for each front page, each rubric and the wire; authors, tags and series have Atom feeds alone."""
    for target in feed_targets(publication):
        if target.value("kind") in {"site", "rubric", "wire"}:
            path, url = (text.removesuffix("feed.xml") + NAME for text in (target.path, target.url))
            yield replace(target, path=path, url=url, maker="json_feed")


def json_feed(scope: Scope) -> bytes:
    """Return a JSON feed: the public part of each entry, and the line on what is reserved."""
    target, config = scope.target, scope.config
    value: dict[str, object] = {
        "version": VERSION,
        "title": feed_title(scope),
        "home_page_url": scope.absolute(target.value("page")),
        "feed_url": scope.absolute(target.url),
        "language": target.language or config.language,
        "authors": [{"name": config.title, "url": config.base_url}],
        "items": [_item(scope, ident) for ident in target.bodies],
    }
    if config.description:
        value["description"] = config.description
    text = json.dumps(value, ensure_ascii=False, indent=1)
    # A host that takes the file for HTML must find no element in it.
    return (text.replace("<", "\\u003c") + "\n").encode("utf-8", "replace")


def _item(scope: Scope, ident: str) -> dict[str, object]:
    card = scope.card(ident)
    url = scope.absolute(card.url)
    item: dict[str, object] = {
        "id": url,
        "url": url,
        "title": entry_title(scope, ident),
        "content_html": content_html(scope, ident),
        "summary": card.standfirst,
        "date_published": time_of(scope, card.published),
        "date_modified": time_of(scope, changed(scope, ident)),
        "authors": [
            {"name": scope.card(author).title, "url": scope.absolute(scope.entry(author).url)}
            for author in scope.authors(card)
        ],
        "tags": list(card.tags),
        "language": card.language or scope.config.language,
    }
    if card.image:
        item["image"] = scope.absolute(card.image.src)
    return {key: value for key, value in item.items() if value}
