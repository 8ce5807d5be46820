"""A file whose digest is the same has the same bytes: no input may be missing from it."""

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from msgspec import structs

from generator.model.config import KeyService
from generator.model.data import Front, MenuItem, SiteData
from generator.model.frontmatter import ArticleMatter, AuthorMatter, Correction
from generator.model.page import SealedBody
from generator.press.layout.publication import Publication, prepare
from generator.press.layout.scope import Scope
from generator.press.layout.site import render_target, target_digest, targets
from generator.press.layout.target import Digests
from tests.press.publication import CONFIG, NOW, OFFERS, at, card, entry, later, publication, section, theme

pytestmark = pytest.mark.slow  # each lays out the whole sample

Pair = tuple[Publication, dict[str, SealedBody]]


def digests_and_bytes(made: Publication, bodies: dict[str, SealedBody]) -> dict[str, tuple[str, bytes]]:
    """Return digest and bytes of every file."""
    digests = Digests(made)
    body_digests = {ident: repr(body) for ident, body in bodies.items()}
    return {
        target.path: (digests.target(target, body_digests), render_target(made, target, bodies))
        for target in targets(made)
    }


def again(made: Publication) -> Publication:
    return prepare(made.config, made.catalog, made.cards, made.data, made.theme, made.now)


def with_card(ident: str, **values: object) -> Callable[[Publication, dict[str, SealedBody]], Pair]:
    def change(made: Publication, bodies: dict[str, SealedBody]) -> Pair:
        cards = {**made.cards, ident: structs.replace(made.cards[ident], **values)}  # type: ignore[arg-type]
        return again(replace(made, cards=cards)), bodies

    return change


def with_matter(ident: str, **values: object) -> Callable[[Publication, dict[str, SealedBody]], Pair]:
    def change(made: Publication, bodies: dict[str, SealedBody]) -> Pair:
        entry = made.catalog.entries[ident]
        matter = structs.replace(entry.matter, **values)  # type: ignore[arg-type]
        entries = {**made.catalog.entries, ident: structs.replace(entry, matter=matter)}
        return again(replace(made, catalog=structs.replace(made.catalog, entries=entries))), bodies

    return change


def with_catalog(**values: object) -> Callable[[Publication, dict[str, SealedBody]], Pair]:
    def change(made: Publication, bodies: dict[str, SealedBody]) -> Pair:
        return again(replace(made, catalog=structs.replace(made.catalog, **values))), bodies  # type: ignore[arg-type]

    return change


def with_series(made: Publication, bodies: dict[str, SealedBody]) -> Pair:
    for ident in ("articles/budget", "articles/ouvert"):
        made, bodies = with_matter(ident, series="Suite")(made, bodies)
    return made, bodies


def with_body(made: Publication, bodies: dict[str, SealedBody]) -> Pair:
    return made, {**bodies, "articles/ouvert": SealedBody("articles/ouvert", ("<p>Autre.</p>", section()))}


def with_data(data: SiteData) -> Callable[[Publication, dict[str, SealedBody]], Pair]:
    return lambda made, bodies: (again(replace(made, data=data)), bodies)


def with_config(**values: object) -> Callable[[Publication, dict[str, SealedBody]], Pair]:
    return lambda made, bodies: (again(replace(made, config=structs.replace(CONFIG, **values))), bodies)  # type: ignore[arg-type]


CHANGES: dict[str, Callable[[Publication, dict[str, SealedBody]], Pair]] = {
    "title of an article": with_card("articles/radio", title="Autre", title_html="Autre"),
    "standfirst": with_card("articles/ouvert", standfirst="Autre."),
    "remaining": with_card("articles/budget", remaining=50),
    "author's name": with_matter("authors/claire", name="Claire D."),
    "author's card": with_card("authors/claire", title="Claire D."),
    "author's links": with_matter("authors/claire", links=()),
    "corrections": with_matter("articles/radio", corrections=(Correction(at(13), "Faux."),)),
    "series": with_series,
    "title of a rubric": with_card("rubrics/securite", title="Sûreté"),
    "a brief's source": with_matter("wire/a", source="Autre"),
    "an edition's articles": with_matter("issues/12", articles=("articles/ouvert",)),
    "order of articles": with_catalog(articles=("articles/ouvert", "articles/radio", "articles/budget")),
    "an article less": with_catalog(articles=("articles/budget", "articles/ouvert")),
    "no brief": with_catalog(briefs=()),
    "no edition": with_catalog(issues=()),
    "aliases": with_catalog(aliases={"/vieux/": "articles/radio"}),
    "a tag less": with_catalog(tags={}),
    "a body": with_body,
    "offers": with_data(SiteData(OFFERS[:1])),
    "menus": with_data(SiteData(OFFERS, {"main": (MenuItem("Une", "/"),)})),
    "front page": with_data(SiteData(OFFERS, front=Front("articles/ouvert"))),
    "title of the site": with_config(title="Coronale"),
    "language": with_config(language="en"),
    "front pages": with_config(languages=("en",)),
    "address of the service": with_config(keyservice=KeyService("https://compte.example.fr/", "www.example.fr")),
    "pagination": with_config(paginate=2),
    "theme": lambda made, bodies: (again(replace(made, theme=theme("base"))), bodies),
    "time": lambda made, bodies: (again(replace(made, now=later(-9))), bodies),
}


Made = dict[str, tuple[str, bytes]]


@pytest.fixture(scope="module")
def original() -> Made:
    """Return digests and bytes of the sample as it is."""
    return digests_and_bytes(*publication())


@pytest.mark.parametrize("name", CHANGES)
def test_whatever_changes_a_files_bytes_changes_its_digest(name: str, original: Made) -> None:
    """A build that compares digests never keeps a file that would have come out differently."""
    before, after = original, digests_and_bytes(*CHANGES[name](*publication()))
    differing = [
        path for path in before.keys() | after.keys() if before.get(path, ("", b""))[1] != after.get(path, ("", b""))[1]
    ]

    assert differing, "the change changes nothing, so it tests nothing"
    stale = [path for path in differing if path in before and path in after and before[path][0] == after[path][0]]
    assert stale == []


def test_a_changed_article_leaves_other_pages_alone() -> None:
    """One edit makes a handful of files again: its page, the lists and feeds that show it."""
    made, bodies = publication()
    before = digests_and_bytes(made, bodies)
    after = digests_and_bytes(*with_card("articles/budget", title_html="Autre")(made, bodies))
    changed = {path for path in before if before[path][0] != after[path][0]}

    assert "securite/budget/index.html" in changed
    assert not changed & {
        "fil/index.html", "fil/feed.xml", "fragments/wire.html", "a-propos/index.html", "404.html", "robots.txt",
        "_headers", "manifest.webmanifest",
    }  # fmt: skip


def test_a_new_article_changes_no_page_of_an_older_one() -> None:
    """An article names the next older ones, so that publishing does not rewrite the archive."""
    made, bodies = long_rubric(8)
    newer, _ = long_rubric(9)
    body_digests = dict.fromkeys(bodies, "")
    before = {one.path: target_digest(made, one, body_digests) for one in targets(made) if one.maker == "articles"}
    after = {one.path: target_digest(newer, one, body_digests) for one in targets(newer) if one.path in before}

    # The last ones have too few older neighbours to fill their list and were complete long before.
    assert before == after
    assert len(before) == 8


def long_rubric(count: int) -> Pair:
    """Return the sample with *count* articles in one rubric, `a0` the oldest."""
    made, bodies = publication()
    entries, cards = dict(made.catalog.entries), dict(made.cards)
    for number in range(count):
        ident = f"articles/a{number}"
        entries[ident] = entry(ident, f"/securite/a{number}/", ArticleMatter(ident, rubric="securite"), at(1, number))
        cards[ident] = card(entries[ident], ident, rubric="securite")
    ids = tuple(f"articles/a{number}" for number in reversed(range(count)))
    catalog = structs.replace(
        made.catalog, entries=entries, articles=ids, by_rubric={"rubrics/securite": ids}, by_author={}, tags={}
    )
    bodies = {**bodies, **{f"articles/a{number}": SealedBody(f"articles/a{number}", ()) for number in range(9)}}
    return again(replace(made, catalog=catalog, cards=cards)), bodies


def test_a_file_may_use_only_what_it_names() -> None:
    """Asking for another entry is a bug that shows at once, not a stale page that shows later."""
    made, bodies = publication()
    target = next(one for one in targets(made) if one.path == "a-propos/index.html")

    with pytest.raises(LookupError, match="does not name"):
        Scope(made, target, bodies).card("articles/budget")


def test_a_changed_template_makes_only_its_pages_again(tmp_path: Path) -> None:
    """The digest knows what a template extends and includes, not the whole theme."""
    part = tmp_path / "wire_item.html"
    part.write_text("<p>{{ brief.text }}</p>", "utf-8")
    made, bodies = publication()
    other, _ = publication(of=theme("gazette", changed={"partials/wire_item.html": part}))
    before, after = digests_and_bytes(made, bodies), digests_and_bytes(other, bodies)
    changed = {path for path in before if before[path][0] != after[path][0]}

    assert changed == {
        "index.html", "fil/index.html", "fil/2026-11-16/index.html", "fil/2026-11-17/index.html", "fragments/wire.html",
    }  # fmt: skip


def test_digests_do_not_depend_on_the_time_of_the_build() -> None:
    """A build tomorrow keeps everything but the news sitemap."""
    made, bodies = publication(now=NOW)
    tomorrow, _ = publication(now=later(1))

    assert digests_and_bytes(made, bodies) == digests_and_bytes(tomorrow, bodies)
    assert isinstance(made.catalog.entries["authors/claire"].matter, AuthorMatter)
    assert isinstance(made.catalog.entries["articles/budget"].matter, ArticleMatter)
