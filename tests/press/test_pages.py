"""What an article's page holds: the contract with the opener, search engines and readers without script."""

import json
import re
from dataclasses import replace
from urllib.parse import parse_qs, urlsplit

import pytest
from msgspec import structs

from tests.press.publication import CONFIG, HEX, publication, render_all

BUDGET = "securite/budget/index.html"


def test_sections_stand_at_their_places_with_the_attributes_of_the_contract(rendered: dict[str, str]) -> None:
    """The opener finds header, address and remaining share on the element, and the cut paragraph before it."""
    page = rendered[BUDGET]

    assert '<article data-article="articles/budget" data-access="abonnes">' in page
    assert f'id="s1" header="AQEAAAAADnd3dy5leGFtcGxlLmZy" src="/sealed/{HEX}.spw" remaining="77">' in page
    assert page.index("Premier.") < page.index('id="s1"') < page.index("Entre <a") < page.index('id="s2"')
    assert re.search(r"<p data-teaser-cut>Le budget est tr</p>\s*<paywalled-section", page)


def test_only_the_first_wall_of_a_page_is_full(rendered: dict[str, str]) -> None:
    """A page does not sell twice: the second section has one line and a link."""
    assert rendered[BUDGET].count('class="wall"') == 1
    assert rendered[BUDGET].count('class="wall compact"') == 1


def test_a_wall_says_what_is_left_in_french_typography(rendered: dict[str, str]) -> None:
    """The figure has its no-break space, the title the apostrophe."""
    assert "Il vous reste 77\u00a0% de l’article à lire" in rendered[BUDGET]
    assert "Sagittale réserve cet article à ses abonnés" in rendered[BUDGET]
    assert "Déjà abonné\u202f?" in rendered[BUDGET]


def test_links_of_a_wall_lead_back_to_the_section(rendered: dict[str, str]) -> None:
    """Login and purchase return to the place where the reader stopped."""
    links = re.findall(r'href="(/acces/[^"]+)"', rendered[BUDGET].partition('class="wall"')[2])
    asked = [(urlsplit(link).path, parse_qs(urlsplit(link.replace("&amp;", "&")).query)) for link in links]

    assert ("/acces/subscribe/", {"offer": ["mensuel"], "next": ["/securite/budget/#s1"]}) in asked
    assert ("/acces/login/", {"next": ["/securite/budget/#s1"]}) in asked


def test_only_offers_that_open_the_section_are_shown(rendered: dict[str, str]) -> None:
    """A wall for registered readers sells nothing."""
    wall = rendered["securite/radio/index.html"].partition('class="wall"')[2].partition("</paywalled-section>")[0]

    assert "/acces/signup/?next=/securite/radio/%23s1" in wall
    assert "offer=" not in wall
    assert "Article réservé aux inscrits" in rendered["securite/radio/index.html"]


@pytest.mark.parametrize(
    ("path", "scripts"),
    [
        (BUDGET, ["account", "paywalled-section"]),
        ("securite/ouvert/index.html", ["account", "furniture"]),
        ("index.html", ["account"]),
        ("fil/index.html", ["account", "paywalled-section"]),
        ("404.html", ["account", "furniture"]),
    ],
)
def test_a_page_loads_two_scripts_at_most(rendered: dict[str, str], path: str, scripts: list[str]) -> None:
    """All scripts and preloaded modules of a page, each with its integrity."""
    loaded = re.findall(r'(?:src|href)="/assets/([\w-]+)\.[0-9a-f]+\.js" integrity="sha384-', rendered[path])

    assert loaded == scripts


def test_no_page_has_inline_script_style_or_event_attributes(rendered: dict[str, str]) -> None:
    """The content security policy of the build would block them."""
    for path, text in rendered.items():
        if not path.endswith(".html"):
            continue
        for tag in re.findall(r"<[a-z][^>]*>", text):
            assert not re.search(r"\s(?:style|on\w+)=", tag), (path, tag)
            assert not tag.startswith("<style"), path
            if tag.startswith("<script"):
                assert " src=" in tag or 'type="application/' in tag, (path, tag)


def test_ids_of_a_page_are_unique(rendered: dict[str, str]) -> None:
    """Briefs that share a page have sections of the same id; the page makes them different."""
    for path, text in rendered.items():
        ids = re.findall(r'\sid="([^"]+)"', text)
        assert len(ids) == len(set(ids)), path
    assert 'id="16-07-s1"' in rendered["fil/2026-11-17/index.html"]


def structured(page: str) -> list[dict[str, object]]:
    text = re.search(r'<script type="application/ld\+json">(.*?)</script>', page, re.S)
    assert text
    graph: list[dict[str, object]] = json.loads(text[1])["@graph"]
    return graph


def test_search_engines_learn_that_a_part_is_for_subscribers(rendered: dict[str, str]) -> None:
    """`hasPart` names the class of the sealed element; a public article says that it is free."""
    article = next(node for node in structured(rendered[BUDGET]) if node["@type"] == "NewsArticle")
    free = next(node for node in structured(rendered["securite/ouvert/index.html"]) if node["@type"] == "NewsArticle")

    assert article["isAccessibleForFree"] is False
    assert article["hasPart"] == {
        "@type": "WebPageElement", "isAccessibleForFree": False, "cssSelector": ".paywalled-section",
    }  # fmt: skip
    assert 'class="paywalled-section"' in rendered[BUDGET]
    assert free["isAccessibleForFree"] is True
    assert "hasPart" not in free


def test_times_of_an_article_are_those_of_the_newsroom(rendered: dict[str, str]) -> None:
    """Short French dates, hours without a leading zero, reading time with its no-break space."""
    assert "Le 10/11/26 à\u00a08:00" in rendered[BUDGET]
    assert "mise à jour le 12/11/26 à\u00a013:23" in rendered[BUDGET]
    assert "Lecture 3\u00a0min." in rendered[BUDGET]


def test_every_address_of_a_site_below_a_path_has_that_path() -> None:
    """`base_url` may have a path: no address of HTML, feeds or service files leaves it out."""
    config = structs.replace(CONFIG, base_url="https://www.example.fr/journal/", root="/journal/")
    files = render_all(*publication(config=config))

    for path, text in files.items():
        if path.endswith(".html"):
            for address in re.findall(r'(?:href|src|data-fragment)="(/[^"]*)"', text):
                # Links inside bodies are written by desk, which knows the path too.
                assert address.startswith(("/journal/", "/acces/")) or address == "/a-propos/", (path, address)
    assert '<link rel="canonical" href="https://www.example.fr/journal/securite/budget/">' in files[BUDGET]
    assert files["_redirects"] == "/journal/ancien/ /journal/securite/budget/ 301\n"
    assert "https://www.example.fr/journal/securite/budget/" in files["sitemap.xml"]


def test_a_title_cannot_break_out_of_the_page() -> None:
    """Text is escaped in HTML and in JSON data blocks."""
    made, bodies = publication()
    evil = '</script><script>alert(1)</script>"'
    cards = dict(made.cards)
    cards["articles/ouvert"] = structs.replace(
        cards["articles/ouvert"], title=evil, title_html="Ouvert", standfirst=evil
    )
    files = render_all(replace(made, cards=cards), bodies)

    for text in files.values():
        assert "<script>alert" not in text
