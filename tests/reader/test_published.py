"""The published tree as a whole: nothing is named that is not there, sealing costs little, and text needs no script."""

import re
import zlib
from collections.abc import Iterator
from dataclasses import dataclass

import pytest
from playwright.sync_api import Browser, BrowserContext

from generator.paywall.keys import parse_keyset
from generator.paywall.opening import open_with_keyset
from tests.journeys.press_house import House
from tests.reader import example
from tests.reader.budgets import Spend
from tests.reader.conftest import THEMES, put_on
from tests.reader.references import Tree
from tests.reader.states import readers

pytestmark = [pytest.mark.reader, pytest.mark.slow]

SECTION = re.compile(r'<paywalled-section\b[^>]*\bheader="([^"]+)" src="([^"]+)"')
IMAGE = re.compile(r"<img\b[^>]*>")
INTERVIEW = "securite/entretien-helene-castaing/index.html"
# What of each element of a press page, by its number in docs/elements.md, must stand in which page of the sample.
ELEMENTS = {
    1: (INTERVIEW, '<p class="kicker">'),
    2: (INTERVIEW, "<h1>[^<]"),
    3: (INTERVIEW, '<div class="standfirst">'),
    4: ("index.html", 'class="badge'),
    5: (INTERVIEW, '<time datetime="2026'),
    6: ("metiers/teleradiologie-nuit/index.html", '<section class="corrections"'),
    7: (INTERVIEW, '<span class="reading">'),
    8: (INTERVIEW, '<figure class="lead">'),
    9: (INTERVIEW, "<figcaption"),
    10: (INTERVIEW, 'class="credit"'),
    11: (INTERVIEW, 'class="turn question".*class="speaker"'),
    12: (INTERVIEW, "data-teaser-cut"),
    13: (INTERVIEW, r' remaining="\d+"'),
    14: (INTERVIEW, 'class="wall-title"'),
    15: (INTERVIEW, '<ul class="benefits">'),
    16: (INTERVIEW, "23\xa0€"),
    17: (INTERVIEW, r'<a class="button" href="[^"]*subscribe/\?offer='),
    18: (INTERVIEW, 'class="tagline"'),
    19: (INTERVIEW, '<section class="author-boxes"'),
    20: (INTERVIEW, 'class="discussion"'),
    21: ("fil/index.html", 'class="brief'),
    22: ("index.html", '<p class="app">'),
    23: ("numeros/12/index.html", "<paywalled-section"),
    24: ("lettres/index.html", '<form class="newsletter"'),
    25: ("club/index.html", 'class="benefit"'),
    26: ("index.html", "<header.*</header>.*<footer"),
}
TEXT = "article .text > :not(paywalled-section)"


@dataclass(frozen=True, slots=True)
class Section:
    """A sealed section: the address of its page, its HTML, and the bytes that it takes there and in its file."""

    page: str
    html: str
    size: int


def sections(house: House) -> Iterator[Section]:
    """Yield the sections of all pages, opened with the keyset that the build made."""
    keyset = parse_keyset(next(house.folder.glob(".marbre/*keyset*.json")).read_bytes())
    for path in sorted(house.public.rglob("index.html")):
        page = "/" + path.relative_to(house.public).as_posix().removesuffix("index.html")
        for header, src in SECTION.findall(path.read_text("utf-8")):
            data = (house.public / src.lstrip("/")).read_bytes()
            yield Section(page, open_with_keyset(data, keyset).html, len(data) + len(header))


@pytest.fixture(params=THEMES)
def themed_sample(request: pytest.FixtureRequest, sample: House) -> House:
    put_on(sample, request.param)
    return sample


def test_the_sample_has_each_of_the_26_elements(themed_sample: House) -> None:
    """In both themes; what each of them must be and do has its test in tests/elements."""
    pages = {path: (themed_sample.public / path).read_text("utf-8") for path, _ in ELEMENTS.values()}

    assert [*ELEMENTS] == list(range(1, 27))
    assert [one for one, (path, markup) in ELEMENTS.items() if not re.search(markup, pages[path], re.DOTALL)] == []


def test_nothing_is_named_that_is_not_there(themed_sample: House, spend: Spend) -> None:
    """Links, anchors, pictures, styles, modules, feeds and sitemaps; inside sealed sections too."""
    inside: dict[str, str] = {}
    for section in sections(themed_sample):
        inside[section.page] = inside.get(section.page, "") + section.html
    assert len(inside) > 15

    lost = Tree(themed_sample.public, themed_sample.origin).lost(inside)

    assert lost == []
    spend("broken links, missing files", len(lost))


def test_every_picture_has_its_place_before_it_comes(themed_sample: House) -> None:
    """Width and height stand in the markup, also of pictures in sealed sections."""
    texts = [path.read_text("utf-8") for path in themed_sample.public.rglob("*.html")]
    texts += [section.html for section in sections(themed_sample)]
    images = [image for text in texts for image in IMAGE.findall(text)]

    assert len(images) > 50
    assert [one for one in images if " width=" not in one or " height=" not in one] == []


def test_sealing_adds_little_to_a_compressed_text(example_house: House, spend: Spend) -> None:
    """Header, padding and the page's copy of the header, over the same HTML as an edge would compress it."""
    section = next(one for one in sections(example_house) if one.page == example.PATH)
    clear = len(zlib.compress(section.html.encode(), 6))

    assert len(section.html.split()) > 900
    spend("sealed over compressed text", 100 * (section.size / clear - 1))


@pytest.mark.browser
def test_the_free_part_needs_neither_script_nor_service(sample: House, browser: Browser, spend: Spend) -> None:
    """Without script, and for a subscriber whose key service is away, each article shows what it shows a stranger."""
    articles = sorted(
        f"/{path.parent.relative_to(sample.public).as_posix()}/"
        for path in sample.public.rglob("index.html")
        if '<article data-article="articles/' in path.read_text("utf-8")
    )
    bare = browser.new_context(base_url=sample.origin, java_script_enabled=False, locale="fr-FR")
    with readers(sample, browser) as contexts:
        contexts["subscriber"].route(f"{sample.service}/**", lambda route: route.abort())
        usual, others = read(contexts["stranger"], articles), (bare, contexts["subscriber"])
        same = [read(one, articles) == usual for one in others]
    bare.close()

    assert len(articles) > 15
    assert all(len(" ".join(text)) > 300 for text in usual.values())
    spend("free part without script or service", 100 * sum(same) / len(same))


def read(context: BrowserContext, articles: list[str]) -> dict[str, list[str]]:
    """Return what each article shows outside its sealed sections, as rendered."""
    page = context.new_page()
    shown = {}
    for path in articles:
        page.goto(path)
        shown[path] = page.locator(TEXT).all_inner_texts()
    page.close()
    return shown
