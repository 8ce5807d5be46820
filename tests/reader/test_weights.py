"""What a first visit costs: bytes and requests of an article of 2,000 words, half of them sealed, and of the front page."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.journeys.press_house import House
from tests.reader import example
from tests.reader.budgets import KB, Spend
from tests.reader.edge import CompressingEdge, Encoding
from tests.reader.states import log_in
from tests.reader.traffic import Traffic, watch

pytestmark = [pytest.mark.reader, pytest.mark.browser, pytest.mark.slow]

# The screen of Lighthouse's mobile preset.
SCREEN = {"viewport": {"width": 412, "height": 823}, "device_scale_factor": 1.75}
PICTURED = ["/", "/enquetes/facture-des-algorithmes/", "/imagerie/dose-pediatrique/", "/imagerie/", "/numeros/12/"]
ABOVE = """[...document.images].filter((one) => {
  const {top, bottom, width} = one.getBoundingClientRect();
  return width && bottom > 0 && top < innerHeight;
}).map((one) => one.currentSrc)"""


@pytest.fixture(params=["gzip", "br"])
def encoding(request: pytest.FixtureRequest) -> Iterator[Encoding]:
    """What the edge compresses with; every CDN has the first, most have the second."""
    CompressingEdge.offers = request.param
    yield request.param
    CompressingEdge.offers = "gzip"


@pytest.fixture
def tab(themed_example: House, browser: Browser) -> Iterator[Page]:
    """A stranger's telephone."""
    context = browser.new_context(base_url=themed_example.origin, locale="fr-FR", **SCREEN)
    yield context.new_page()
    context.close()


def visit(page: Page, path: str) -> Traffic:
    """Return what a cold visit transfers until nothing more comes."""
    traffic = watch(page)
    page.goto(path, wait_until="networkidle")
    return traffic


def strangers(traffic: Traffic, house: House) -> int:
    return sum(one.origin not in {house.origin, house.service} for one in traffic.all)


def test_a_locked_article_is_light(themed_example: House, tab: Page, encoding: Encoding, spend: Spend) -> None:
    """Without a login: the page, its stylesheet, the element and the account menu, and nothing of the opener."""
    traffic = visit(tab, example.PATH)

    expect(tab.locator("paywalled-section[state=locked]")).to_have_count(1)
    spend("HTML and CSS", traffic.body("Document", "Stylesheet") / KB)
    spend("article, locked", traffic.size / KB)
    spend("requests, locked", len(traffic.asked))
    spend("script, locked", traffic.body("Script") / KB)
    spend("stylesheet", traffic.body("Stylesheet") / KB)
    spend("web fonts", traffic.body("Font") / KB)
    spend("requests to third parties", strangers(traffic, themed_example))


def test_the_front_page_is_light(themed_example: House, tab: Page, encoding: Encoding, spend: Spend) -> None:
    """300 articles behind it weigh nothing."""
    traffic = visit(tab, "/")

    spend("HTML and CSS", traffic.body("Document", "Stylesheet") / KB)
    spend("requests, locked", len(traffic.asked))
    spend("requests to third parties", strangers(traffic, themed_example))


def test_an_open_article_is_light(themed_example: House, tab: Page, encoding: Encoding, spend: Spend) -> None:
    """With a live session: the opener, two questions to the key service and the sealed file are added."""
    tab.goto(f"{themed_example.service}/login/?next=/")
    log_in(tab, "subscriber@example.org")
    tab.wait_for_url(f"{themed_example.origin}/**")
    article = tab.context.new_page()

    traffic = visit(article, example.PATH)

    expect(article.get_by_role("heading", name=example.SEALED_HEADING)).to_be_visible()
    spend("article, open", traffic.size / KB)
    spend("requests, open", len(traffic.asked))
    # One more where the service has an origin of its own, as here; none where it is a path of the site.
    assert [one.url for one in traffic.all if one.method == "OPTIONS"] == [f"{themed_example.service}/keys"]
    spend("script, open", traffic.body("Script") / KB)
    spend("requests to third parties", strangers(traffic, themed_example))


def test_pictures_above_the_fold_are_light(sample: House, browser: Browser, spend: Spend) -> None:
    """What stands on a telephone's first screen, in the file that its browser chooses."""
    for path in PICTURED:
        context = browser.new_context(base_url=sample.origin, locale="fr-FR", **SCREEN)
        page = context.new_page()
        traffic = visit(page, path)
        shown = set(page.evaluate(ABOVE))
        sizes = [one.size for one in traffic.all if one.url in shown]
        context.close()

        assert len(sizes) == len(shown)
        spend("images above the fold", sum(sizes) / KB)
        spend("requests to third parties", strangers(traffic, sample))
