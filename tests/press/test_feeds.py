"""Feeds and sitemaps: well formed, with absolute addresses, and without what is sealed."""

import re
from dataclasses import replace
from urllib.parse import urljoin
from xml.etree import ElementTree as ET

from hypothesis import given
from hypothesis import strategies as st
from msgspec import structs

from generator.press.layout.feeds import absolute_addresses
from generator.press.layout.sitemap import next_news_change
from tests.press.publication import NOW, at, later, publication, render_all

ATOM = "{http://www.w3.org/2005/Atom}"


def entries(text: str) -> list[ET.Element]:
    return ET.fromstring(text).findall(f"{ATOM}entry")


def content(entry: ET.Element) -> str:
    return entry.findtext(f"{ATOM}content") or ""


def test_every_feed_has_what_atom_demands(rendered: dict[str, str]) -> None:
    """Id, title, updated, a link to itself; the same for each entry, and ids that differ."""
    for path, text in rendered.items():
        if not path.endswith("feed.xml"):
            continue
        feed = ET.fromstring(text)
        parts = [feed, *feed.findall(f"{ATOM}entry")]
        assert all(part.findtext(f"{ATOM}{name}") for part in parts for name in ("id", "title", "updated")), path
        assert len({part.findtext(f"{ATOM}id") for part in parts[1:]}) == len(parts) - 1
        itself = [link.get("href") for link in feed.findall(f"{ATOM}link") if link.get("rel") == "self"]
        assert itself == [f"https://www.example.fr/{path}"]
        assert feed.find(f"{ATOM}author/{ATOM}name") is not None


def test_a_feed_is_as_old_as_its_newest_entry(rendered: dict[str, str]) -> None:
    """Never the time of the build: an unchanged feed keeps its bytes."""
    assert ET.fromstring(rendered["feed.xml"]).findtext(f"{ATOM}updated") == "2026-11-12T13:23:00+01:00"


def test_entries_hold_the_public_part_and_say_what_is_reserved(rendered: dict[str, str]) -> None:
    """The custom element and the cut mark never reach a feed; links are absolute."""
    html = content(entries(rendered["feed.xml"])[0])

    assert "<p>Premier.</p>" in html
    assert "La suite de cet article, soit 77\u00a0%, est réservée aux abonnés." in html
    assert 'href="https://www.example.fr/a-propos/"' in html
    assert "paywalled-section" not in rendered["feed.xml"]
    assert "data-teaser-cut" not in rendered["feed.xml"]


def test_a_public_entry_says_nothing_of_subscribers(rendered: dict[str, str]) -> None:
    """Only what has a section has the line."""
    html = next(content(entry) for entry in entries(rendered["feed.xml"]) if "Tout lire" in content(entry))

    assert html == "<p>Tout lire.</p>"


def test_characters_that_xml_does_not_have_are_left_out() -> None:
    """One control character in a title must not make a feed unreadable."""
    made, bodies = publication()
    cards = dict(made.cards)
    cards["articles/ouvert"] = structs.replace(cards["articles/ouvert"], title="Ou\x08vert & <ouvert>\ufffe")
    feed = render_all(replace(made, cards=cards), bodies)["feed.xml"]

    assert "Ouvert & <ouvert>" in [entry.findtext(f"{ATOM}title") for entry in entries(feed)]


def test_addresses_are_resolved_against_the_page() -> None:
    """Fragments, relative and absolute ones alike."""
    html = '<a class="x" href="#fn-1">1</a><img alt="" src="/assets/a.png"><a href=\'https://o.example/\'>o</a>'

    assert absolute_addresses(html, "https://e.fr/a/") == (
        '<a class="x" href="https://e.fr/a/#fn-1">1</a><img alt="" src="https://e.fr/assets/a.png">'
        "<a href='https://o.example/'>o</a>"
    )


def test_the_sitemap_has_every_page_once(rendered: dict[str, str]) -> None:
    """Articles with their last change, lists, pages and days of the wire, no fragment of a page."""
    locations = re.findall(r"<loc>([^<]+)</loc>", rendered["sitemap.xml"])

    assert len(locations) == len(set(locations))
    assert {
        f"https://www.example.fr{url}" for url in ("/", "/securite/budget/", "/fil/2026-11-16/", "/numeros/12/")
    } <= set(locations)
    assert not [location for location in locations if "#" in location]
    assert "<lastmod>2026-11-12T13:23:00+01:00</lastmod>" in rendered["sitemap.xml"]


def test_the_news_sitemap_has_the_articles_of_two_days() -> None:
    """It empties by itself, and says when."""
    made, bodies = publication(now=at(10, 12))
    files = render_all(made, bodies)
    ET.fromstring(files["news-sitemap.xml"])

    assert re.findall(r"<loc>([^<]+)</loc>", files["news-sitemap.xml"]) == [
        "https://www.example.fr/securite/budget/",
        "https://www.example.fr/securite/radio/",
    ]
    assert next_news_change(made) == at(11)
    assert "<loc>" not in render_all(*publication(now=later(3)))["news-sitemap.xml"]
    assert next_news_change(publication(now=NOW)[0]) is None


ADDRESS_PIECES = ["https://", "http://", "/", "a", "b.c", ".", "..", "é", "#x", "?y=1", ";p", "%20", "~", "//", "mailto:x@y.z", ":", "80", "A"]  # fmt: skip


@given(
    st.lists(st.sampled_from(ADDRESS_PIECES), max_size=6),
    st.sampled_from(["https://www.example.fr/x/", "http://h:80/sous/y/"]),
)
def test_any_address_is_resolved_as_the_standard_library_resolves_it(pieces: list[str], base: str) -> None:
    """
    Also those that need no resolving.
    """
    address = "".join(pieces)
    assert absolute_addresses(f'<a href="{address}">x</a>', base) == f'<a href="{urljoin(base, address)}">x</a>'
