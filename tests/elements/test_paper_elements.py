"""Elements around articles: the wire, editions, menus, feeds and what search engines read."""

import json
import re
from pathlib import Path

from tests.elements.paper import ENTRETIEN, FILES, SITE, element, graph, picture, text
from tests.sites.whole_site import WholeSite, article


def test_21_wire_is_grouped_by_local_day_newest_first(paper: WholeSite) -> None:
    """23:50 in Paris belongs to its own day; each brief has a time, an anchor and a permalink."""
    page = paper["fil/index.html"]
    days = re.findall(r'<time datetime="(2026-11-\d\d)">', page)

    assert days == ["2026-11-24", "2026-11-23"]
    assert re.findall(r'href="(/fil/[^"]+#[^"]+)"', page) == [
        "/fil/2026-11-24/#7-30",
        "/fil/2026-11-24/#7-30-2",
        "/fil/2026-11-23/#23-50",
    ]
    assert ">7:30</time>" in page
    assert 'id="7-30-2"' in paper["fil/2026-11-24/index.html"]
    assert "(étude)" in page


def test_21_wire_has_a_feed_and_a_fragment_that_articles_include(paper: WholeSite) -> None:
    """A new brief changes the fragment and no article."""
    assert "Valombre" in paper["fil/feed.xml"]
    assert "Valombre" in paper["fragments/wire.html"]
    assert 'data-fragment="/fragments/wire.html"' in paper["securite/reprise/index.html"]
    assert "Valombre" not in paper["securite/reprise/index.html"]


def test_23_edition_has_cover_contents_and_sealed_files(paper: WholeSite) -> None:
    """The editorial is public; PDF and EPUB are found in no public file, and the link stands in the sealed part."""
    page = paper["numeros/7/index.html"]

    assert re.search(r'<img class="cover"[^>]* width="300" height="400"', page)
    assert "L’éditorial du mois." in page
    assert "débranché" in element(page, r'<section class="after"')
    assert "<paywalled-section" in page
    assert "La Coupe réserve ce numéro à ses abonnés" in text(page)
    assert not any(b"CANARI" in data for data in paper.output().values())
    assert "coupe-7.pdf" not in page


def test_26_furniture_is_the_same_for_all_and_works_without_script(paper: WholeSite) -> None:
    """Menu, account, footer with the legal notice and the way to cancel are plain links."""
    page = paper[ENTRETIEN]
    footer = element(page, r'<footer class="colophon">')

    assert 'href="/securite/" aria-current="true">Sécurité' in page
    assert 'href="/acces/login/?next=/securite/entretien/"' in page
    assert 'href="/mentions/">Mentions légales' in footer
    assert 'href="/acces/cancel/"' in footer


def test_structured_data_marks_the_paid_part(paper: WholeSite) -> None:
    """NewsArticle with the paywall's properties, its publisher, its authors and its place."""
    nodes = graph(paper[ENTRETIEN])

    assert nodes["NewsArticle"]["isAccessibleForFree"] is False
    assert nodes["NewsArticle"]["hasPart"]["cssSelector"] == ".paywalled-section"
    assert 'class="paywalled-section"' in paper[ENTRETIEN]
    assert [author["name"] for author in nodes["NewsArticle"]["author"]] == ["Claire Dumas", "Jean Roux"]
    assert nodes["NewsMediaOrganization"]["name"] == "La Coupe"
    assert graph(paper["securite/reprise/index.html"])["NewsArticle"]["isAccessibleForFree"] is True


def test_an_entry_of_a_feed_says_that_the_rest_is_for_subscribers(paper: WholeSite) -> None:
    """The public part, absolute addresses, one line; never the element."""
    feed = paper["feed.xml"]

    assert re.search(r"La suite de cet article, soit \d\d\u00a0%, est réservée aux abonnés\.", feed)
    assert "paywalled-section" not in feed
    assert "La phrase numéro 111" not in feed


def test_json_feeds_hold_what_the_atom_feeds_hold(paper: WholeSite) -> None:
    """Site, rubric and wire have one, each page names its own, and the sealed text is in none."""
    feed = json.loads(paper["feed.json"])
    items = {item["id"]: item for item in feed["items"]}
    entry = items["https://www.example.fr/securite/entretien/"]

    assert (feed["version"], feed["feed_url"]) == (
        "https://jsonfeed.org/version/1.1",
        "https://www.example.fr/feed.json",
    )
    assert entry["date_published"] == "2026-03-20T08:00:00+01:00"
    assert [author["name"] for author in entry["authors"]] == ["Claire Dumas", "Jean Roux"]
    assert "est réservée aux abonnés" in entry["content_html"]
    assert "La phrase numéro 111" not in paper["feed.json"]
    assert json.loads(paper["fil/feed.json"])["items"][0]["title"].startswith("Une étude")
    assert 'type="application/feed+json" title="Sécurité" href="/securite/feed.json"' in paper["securite/index.html"]


def test_a_tag_has_a_page_and_a_feed(paper: WholeSite) -> None:
    """Both articles of the subject, newest first, as each is titled."""
    page = paper["tags/sauvegarde/index.html"]

    assert re.findall(r'<h2><a href="([^"]+)"', page) == ["/securite/reprise/", "/securite/entretien/"]
    assert 'type="application/atom+xml" title="sauvegarde" href="/tags/sauvegarde/feed.xml"' in page
    assert paper["tags/sauvegarde/feed.xml"].count("<entry>") == 2


def test_old_addresses_lead_to_the_article(paper: WholeSite) -> None:
    """For hosts that read `_redirects` and for those that do not."""
    assert "/2026/entretien.html /securite/entretien/ 301" in paper["_redirects"]
    assert 'content="0; url=/securite/entretien/"' in paper["2026/entretien.html"]


def test_21_a_brief_may_be_a_picture_alone_and_an_empty_one_is_not_shown(tmp_path: Path) -> None:
    """A bare time on the wire tells nothing; the build says which file it is."""
    wire = "---\npublished: 2026-11-24T0{}:15:00\n---\n{}\n"
    site = WholeSite(
        tmp_path,
        {
            **FILES,
            "content/wire/image/index.md": wire.format(6, "![Une salle vide](salle.png)"),
            "content/wire/image/salle.png": picture(),
            "content/wire/vide.md": wire.format(5, ""),
        },
        site=SITE,
    )

    run = site.build()
    day = site["fil/2026-11-24/index.html"]

    assert run.status == 0
    assert "content/wire/vide.md" in run.err
    assert 'alt="Une salle vide"' in element(day, r'<div class="brief" id="6-15"')
    assert "5:15" not in day


def test_23_early_access_is_for_its_tiers_until_its_day(tmp_path: Path) -> None:
    """The wall offers what opens the edition now, and the next build after the day opens it to more."""
    site = WholeSite(tmp_path, FILES, site=SITE)

    assert site.build(now="2026-11-03T09:00:00+01:00").status == 0
    early = site["numeros/7/index.html"]
    assert site.build(now="2026-11-06T09:00:00+01:00").status == 0
    later = site["numeros/7/index.html"]

    assert ('data-access="premium"' in early, "offer=mensuel" in early) == (True, False)
    assert ('data-access="abonnes"' in later, "offer=mensuel" in later) == (True, True)


def test_news_sitemap_holds_the_articles_of_two_days(tmp_path: Path) -> None:
    """An article of today is in it with its public title; one of April is not."""
    fresh = article("Texte.", title="Du jour", published="2026-11-24T07:00:00", rubric="imagerie")
    site = WholeSite(tmp_path, {**FILES, "content/articles/du-jour.md": fresh}, site=SITE)

    assert site.build().status == 0
    assert re.findall(r"<news:title>([^<]+)</news:title>", site["news-sitemap.xml"]) == ["Du jour"]
    assert "https://www.example.fr/securite/reprise/" in site["sitemap.xml"]
