"""Series: each has a page with its parts in order, which its articles, its feed and the sitemap lead to."""

import re
from pathlib import Path

import pytest

from tests.elements.paper import FILES, SITE, element, spaced, text
from tests.sites.whole_site import WholeSite, article

PAGE = "series/apres-l-attaque/index.html"


def part(number: int, **matter: str) -> str:
    keys = {"title": f"Partie {number}", "published": f"2026-05-{number:02}T08:00:00", "series": "Trois nuits"}
    return article(f"Le texte {number}.", **keys | matter)


def paper_of(tmp_path: Path, *parts: str, site: str = SITE, **files: str) -> WholeSite:
    articles = {f"content/articles/p{number}.md": text for number, text in enumerate(parts, start=1)}
    return WholeSite(tmp_path, articles | files, site=site)


@pytest.mark.parametrize("theme", ["base", "gazette"])
def test_the_page_lists_numbered_parts_oldest_first(tmp_path: Path, theme: str) -> None:
    """With how many there are, and from when to when; search engines and readers of feeds find it."""
    site = WholeSite(tmp_path, FILES, site=f"{SITE}theme: {theme}\n")

    assert site.build().status == 0
    page = site[PAGE]
    main = element(page, r'<main id="page--content"')

    assert "<h1>Après l’attaque</h1>" in main
    assert "Une série en 2 volets, du 20/03/26 au 02/04/26" in text(main)
    assert re.findall(r'<p class="kicker">([^<]+)</p>\n<h2><a href="([^"]+)"', main) == [
        ("Volet 1", "/securite/entretien/"),
        ("Volet 2", "/securite/reprise/"),
    ]
    assert '<a href="/series/apres-l-attaque/">Toute la série</a>' in site["securite/entretien/index.html"]
    assert 'href="/series/apres-l-attaque/feed.xml"' in page
    assert "<loc>https://www.example.fr/series/apres-l-attaque/</loc>" in site["sitemap.xml"]


def test_its_feed_has_the_newest_part_first(paper: WholeSite) -> None:
    """As all feeds."""
    feed = paper["series/apres-l-attaque/feed.xml"]

    titles = [spaced(title) for title in re.findall(r"<title>([^<]+)</title>", feed)]
    assert titles == ["La Coupe – Après l’attaque", "La reprise", "« Nous avons tout débranché »"]


def test_a_long_series_is_one_page(tmp_path: Path) -> None:
    """However many articles the other lists have on a page."""
    site = paper_of(tmp_path, *(part(number) for number in range(1, 6)), site=f"{SITE}paginate: 2\nlanguage: en\n")

    assert site.build().status == 0
    page = site["series/trois-nuits/index.html"]
    assert re.findall(r">(Part \d)<", page) == [f"Part {number}" for number in range(1, 6)]
    assert "A series in 5 parts, from 1 May 2026 to 5 May 2026" in text(page)
    assert "All parts" in site["p3/index.html"]
    assert "series/trois-nuits/page/2/index.html" not in site


def test_parts_are_one_series_by_its_slug_and_one_alone_is_none(tmp_path: Path) -> None:
    """Another apostrophe or capital is the same series, written as its oldest part does."""
    site = paper_of(
        tmp_path, part(1, series="L’été"), part(2, series='"L\'ÉTÉ"'), part(3, series="Seule"), part(4, series='""')
    )

    assert site.build().status == 0
    assert "<h1>L’été</h1>" in site["series/l-ete/index.html"]
    assert sorted(path for path in site.output() if path.startswith("series/")) == [
        "series/l-ete/feed.xml",
        "series/l-ete/index.html",
    ]
    assert 'class="series"' not in site["p3/index.html"]


def test_its_place_is_a_setting_and_nobody_elses(tmp_path: Path) -> None:
    """A page or a tag at its address is told, and so is a name that gives none."""
    own = {"content/pages/a.md": "---\ntitle: À nous\nurl: /series/trois-nuits/\n---\nÀ nous.\n"}
    site = paper_of(tmp_path, part(1), part(2), **own)

    assert site.build().codes == ["url-collision"]
    site.write({"site.yaml": f'{SITE}permalinks: {{series: "/dossiers/{{slug}}/"}}\n'})
    assert site.build().status == 0
    assert "Partie 2" in site["dossiers/trois-nuits/index.html"]
    site.write({"site.yaml": f'{SITE}permalinks: {{series: "/tags/{{slug}}/"}}\n'})
    site.write({"content/articles/p1.md": part(1, tags="[Trois nuits]")})
    assert site.build().codes == ["url-collision"]
    site.write({"site.yaml": SITE, "content/articles/p1.md": part(1, series="三夜")})
    assert site.build().codes == ["bad-slug"]


def test_a_theme_without_its_template_has_no_such_page_and_no_link_to_it(tmp_path: Path) -> None:
    """Until the template comes: then every page that leads to it is made anew."""
    theme = Path(__file__).resolve().parents[2] / "themes" / "base"
    files: dict[str, str | bytes] = {
        f"themes/seule/{path.relative_to(theme)}": path.read_bytes()
        for path in theme.rglob("*")
        if path.is_file() and path.name != "series.html"
    }
    site = WholeSite(tmp_path, FILES | files, site=f"{SITE}theme: seule\n")

    assert site.build().status == 0
    assert site.find("series/apres-l-attaque") == []
    assert "La reprise" in element(site["securite/entretien/index.html"], r'<nav class="series"')
    site.write({"themes/seule/templates/series.html": (theme / "templates" / "series.html").read_bytes()})
    assert site.build().status == 0
    assert {PAGE, "securite/entretien/index.html", "sitemap.xml"} <= set(site.find("series/apres-l-attaque"))
