"""What social networks show of a page: its own picture, or its public title in the theme's colours."""

import re
from io import BytesIO
from pathlib import Path

from PIL import Image

from tests.elements.paper import ENTRETIEN, FILES, SITE, graph
from tests.sites.whole_site import WholeSite, article


def shown(page: str) -> str:
    match = re.search(r'<meta property="og:image" content="([^"]+)">', page)
    return match[1] if match else ""


def card(site: WholeSite, page: str) -> Image.Image:
    path = shown(site[page]).removeprefix("https://www.example.fr/")
    return Image.open(BytesIO(site.output()[path]))


def test_an_article_without_a_picture_has_a_card_in_the_themes_colours(paper: WholeSite) -> None:
    """1200 by 630 pixels, light as a file; the picture's words are the title, and JSON-LD names it."""
    page = paper["securite/reprise/index.html"]
    picture = card(paper, "securite/reprise/index.html")
    colours = {colour for _, colour in picture.convert("RGB").getcolors() or []}

    assert picture.size == (1200, 630)
    assert {(0xFD, 0xFC, 0xF9), (0x1D, 0x1B, 0x19), (0x86, 0x1F, 0x2D)} <= colours
    assert '<meta property="og:image:alt" content="La reprise">' in page
    assert graph(page)["NewsArticle"]["image"]["url"] == shown(page)
    assert len(paper.output()[shown(page).removeprefix("https://www.example.fr/")]) < 30_000


def test_a_picture_of_its_own_is_shown_and_other_pages_have_the_papers_card(paper: WholeSite) -> None:
    """The lead picture wins; a rubric, and a page without one, show the name of the paper."""
    assert re.search(r"/assets/photo\.[^/]+\.(?:jpg|png)$", shown(paper[ENTRETIEN]))
    assert shown(paper["securite/index.html"]) == shown(paper["mentions/index.html"]) != ""


def test_a_title_decides_about_a_card_and_the_sealed_text_does_not(tmp_path: Path) -> None:
    """Another title has another address, as networks keep what they once fetched; a base theme draws none."""
    sealed = {"title": "Long " + "titre à rallonge, œuvre d’un été " * 12, "access": "abonnes"}
    body = "Public.\n\n<!-- paywall -->\n\n{} secret."
    site = WholeSite(tmp_path, {**FILES, "content/articles/x.md": article(body.format("Un"), **sealed)}, site=SITE)
    assert site.build().status == 0
    first = shown(site["x/index.html"])
    card(site, "x/index.html").load()

    site.write({"content/articles/x.md": article(body.format("Un autre"), **sealed)})
    assert site.build().status == 0
    assert shown(site["x/index.html"]) == first
    site.write({"content/articles/x.md": article(body.format("Un"), **{**sealed, "title": "Court"})})
    assert site.build().status == 0
    assert shown(site["x/index.html"]) not in {first, ""}
    assert first.removeprefix("https://www.example.fr/") not in site, "a card goes with its title, without grace"
    site.write({"site.yaml": f"{SITE}theme: base\n"})
    assert site.build().status == 0
    assert shown(site["x/index.html"]) == ""
