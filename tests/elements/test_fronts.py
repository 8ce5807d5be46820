"""A front page for each language of a site: its articles, its feeds, its words, and the way to the others."""

import json
import re
from pathlib import Path

import pytest

from tests.elements.paper import FILES, SITE, element, graph, text
from tests.sites.whole_site import WholeSite, article

BOTH = f"{SITE}languages: [en]\ndescription: Un journal.\n"


def english(number: int, **matter: str) -> str:
    keys = {"title": f"Story {number}", "published": f"2026-05-{number:02}T09:00:00", "language": "en"}
    return article(f"This is what story {number} says.", **keys | {"rubric": "securite"} | matter)


ENGLISH: dict[str, str | bytes] = {
    "content/articles/one.md": english(1, translations="{fr: reprise}"),
    "content/articles/two.md": english(
        2, access="abonnes", teaser="{words: 3}", corrections="[{at: 2026-05-04T08:00:00, text: Twelve beds.}]"
    ),
    "content/articles/three.md": english(3, language="en-GB", rubric="imagerie"),
}


@pytest.fixture(scope="module")
def both(tmp_path_factory: pytest.TempPathFactory) -> WholeSite:
    """The paper of all elements with three articles in English, one of them in British English."""
    site = WholeSite(tmp_path_factory.mktemp("both"), FILES | ENGLISH, site=BOTH)
    run = site.build("--strict")
    assert run.status == 0, run.err
    return site


def titles(page: str) -> set[str]:
    """Return the titles of the articles that a page's main part links to."""
    main = element(page, r'<main id="page--content"')
    return set(re.findall(r"Story \d|La reprise|débranché", main))


def test_each_front_page_has_the_articles_of_its_language(both: WholeSite) -> None:
    """Corrections too; the wire and the digital edition are of the site's own language. `en-GB` goes with `en`."""
    assert titles(both["index.html"]) == {"La reprise", "débranché"}
    assert titles(both["en/index.html"]) == {"Story 1", "Story 2", "Story 3"}
    assert "Twelve beds" in both["en/index.html"]
    assert "Twelve beds" not in both["index.html"]
    assert "Une étude sur les bandes" in both["index.html"]
    assert "Une étude sur les bandes" not in both["en/index.html"]
    assert "Sans réseau" not in both["en/index.html"]


def test_a_front_page_speaks_its_language_and_leads_to_the_others(both: WholeSite) -> None:
    """Its words, dates and structured data; search engines and readers find the other one from each."""
    page = both["en/index.html"]
    links = {
        ("fr", "https://www.example.fr/"),
        ("en", "https://www.example.fr/en/"),
        ("x-default", "https://www.example.fr/"),
    }

    assert '<html lang="en">' in page
    assert "<title>English – La Coupe</title>" in page
    assert "Skip to the content" in page
    assert "3 May 2026" in text(page)
    assert "Un journal." not in page
    assert graph(page)["WebSite"]["inLanguage"] == "en"
    for path in ("index.html", "en/index.html"):
        assert set(re.findall(r'<link rel="alternate" hreflang="([^"]+)" href="([^"]+)">', both[path])) == links
    assert '<a href="/en/" hreflang="en" lang="en">English</a>' in both["index.html"]
    assert '<a href="/en/" hreflang="en" lang="en" aria-current="page">English</a>' in page
    assert '<a href="/" hreflang="fr" lang="fr">Français</a>' in page
    assert "<loc>https://www.example.fr/en/</loc>" in both["sitemap.xml"]


def test_each_front_page_has_feeds_of_its_own(both: WholeSite) -> None:
    """The line on what is reserved is in the feed's language; the page names the feeds."""
    french, feed = both["feed.xml"], both["en/feed.xml"]
    json_feed = json.loads(both["en/feed.json"])

    assert 'xml:lang="en"' in feed
    assert "<title>La Coupe – English</title>" in feed
    assert re.findall(r"<title>(Story \d)</title>", feed) == ["Story 3", "Story 2", "Story 1"]
    assert "is for subscribers" in feed
    assert "Story" not in french
    assert "is for subscribers" not in both["securite/feed.xml"]
    assert json_feed["language"] == "en"
    assert json_feed["home_page_url"] == "https://www.example.fr/en/"
    assert 'href="/en/feed.xml"' in both["en/index.html"]
    assert 'href="/en/feed.json"' in both["en/index.html"]
    assert 'href="/feed.xml"' not in both["en/index.html"]


def test_an_article_leads_to_the_front_page_of_its_language(both: WholeSite) -> None:
    """By the name of the paper, the breadcrumb and the feed; lists of rubrics, tags and authors have all languages."""
    page = both["securite/one/index.html"]

    assert '<p class="brand"><a href="/en/">La Coupe</a></p>' in page
    assert graph(page)["BreadcrumbList"]["itemListElement"][0]["item"] == "https://www.example.fr/en/"
    assert 'href="/en/feed.xml"' in page
    assert '<p class="brand"><a href="/">La Coupe</a></p>' in both["securite/reprise/index.html"]
    assert titles(both["securite/index.html"]) == {"La reprise", "débranché", "Story 1", "Story 2"}


def test_further_pages_are_of_one_language(tmp_path: Path) -> None:
    """All articles by date, from the second page on, below each front page."""
    site = WholeSite(tmp_path, FILES | ENGLISH, site=f"{BOTH}paginate: 1\n")

    assert site.build().status == 0
    assert '<a href="/en/page/2/">All articles</a>' in site["en/index.html"]
    assert titles(site["en/page/2/index.html"]) == {"Story 2"}
    assert '<html lang="en">' in site["en/page/2/index.html"]
    assert 'rel="prev" href="/en/"' in site["en/page/2/index.html"]
    assert titles(site["page/2/index.html"]) == {"débranché"}
    assert "page/3/index.html" not in site


def test_the_lead_that_is_chosen_stands_on_the_front_page_of_its_language(tmp_path: Path) -> None:
    """One file chooses for all; where it chooses nothing, the newest leads."""
    front = {"content/data/front.yaml": "lead: two\nseconds: [entretien, one]\n"}
    site = WholeSite(tmp_path, FILES | ENGLISH | front, site=BOTH)

    assert site.build().status == 0
    order = re.findall(r"<h2><a href=\"[^\"]+\">([^<]+)", element(site["en/index.html"], r'<section class="top"'))
    assert order == ["Story 2", "Story 1", "Story 3"]
    assert "La reprise" in element(site["index.html"], r'<div class="card large')


def test_a_site_of_one_language_has_one_front_page(tmp_path: Path) -> None:
    """With the articles in other languages, as before; naming its own language changes nothing."""
    site = WholeSite(tmp_path, FILES | ENGLISH, site=SITE)
    assert site.build().status == 0
    before = site.output()

    assert titles(site["index.html"]) == {"La reprise", "débranché", "Story 1", "Story 2", "Story 3"}
    assert "en/index.html" not in site
    assert 'class="languages"' not in site["index.html"]
    assert "hreflang" not in site["index.html"]
    site.write({"site.yaml": f"{SITE}languages: [fr]\n"})
    assert site.build().status == 0
    assert site.output() == before


def test_the_address_of_a_front_page_is_nobody_elses(tmp_path: Path) -> None:
    """A page that has it already is told."""
    site = WholeSite(tmp_path, FILES | {"content/pages/en.md": "---\ntitle: In English\n---\nHello.\n"}, site=BOTH)

    assert site.build().codes == ["url-collision"]


def test_a_change_in_one_language_leaves_the_other_front_page_alone(tmp_path: Path) -> None:
    """And its feeds; a narrow build of a text too."""
    site = WholeSite(tmp_path, FILES | ENGLISH, site=BOTH)
    assert site.build().status == 0
    before = site.output()
    site.write({"content/articles/four.md": english(4)})

    assert site.build().status == 0
    after = site.output()
    changed = {path for path in before.keys() | after.keys() if before.get(path) != after.get(path)}
    assert {"en/index.html", "en/feed.xml", "en/feed.json"} <= changed
    assert not {"index.html", "feed.xml", "feed.json"} & changed

    site.write({"content/articles/four.md": english(4).replace("what story", "all that story")})
    assert site.build().status == 0
    assert "all that story 4" in site["en/feed.xml"]
    clean = WholeSite(tmp_path, {}, site=BOTH)
    warm = clean.output()
    assert clean.build("--clean").status == 0
    assert clean.output() == warm
