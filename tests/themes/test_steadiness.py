"""What stands on a page stays where it is when the page learns who reads it."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect

from tests.journeys.press_house import House
from tests.themes.conftest import EMAIL, PASSWORD

pytestmark = [pytest.mark.browser, pytest.mark.slow]

SEALED_BRIEF = "/fil/2026-11-17/"
WATCH = """
window.shift = 0;
new PerformanceObserver((list) => list.getEntries().forEach(({value}) => { shift += value; }))
  .observe({type: "layout-shift", buffered: true});
"""
# Two frames: the observer is told of a change after the frame that shows it.
SETTLED = "() => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(() => done(shift))))"


@pytest.fixture(params=[(390, 844), (820, 1180), (1440, 900)], ids=["phone", "tablet", "desk"])
def subscriber(request: pytest.FixtureRequest, themed: House, browser: Browser) -> Iterator[BrowserContext]:
    """A subscriber's browser on one kind of screen, logged in."""
    width, height = request.param
    context = browser.new_context(
        base_url=themed.origin, viewport={"width": width, "height": height}, locale="fr-FR", reduced_motion="reduce"
    )
    page = context.new_page()
    page.goto(f"{themed.service}/login/?next=/")
    page.get_by_label("Adresse e-mail").first.fill(EMAIL)
    page.get_by_label("Mot de passe", exact=True).first.fill(PASSWORD)
    page.locator("form button[type=submit], form button:not([type])").first.click()
    page.wait_for_url(f"{themed.origin}/**")
    page.close()
    context.add_init_script(WATCH)
    yield context
    context.close()


def open_page(context: BrowserContext, path: str) -> Page:
    """Return the page when the account menu knows the reader."""
    page = context.new_page()
    page.goto(path)
    expect(page.locator("[data-account-reader]")).to_be_visible()
    return page


def test_the_head_of_the_paper_is_as_high_for_a_reader_who_is_known(subscriber: BrowserContext) -> None:
    """Menu and headline do not jump when the links to log in give way to the account."""
    page = open_page(subscriber, "/")

    assert page.evaluate(SETTLED) < 0.02  # the limit of docs/budgets.md


def test_a_sealed_brief_opens_without_moving_the_next(subscriber: BrowserContext) -> None:
    """The wall of a brief is as long as what it keeps."""
    page = open_page(subscriber, SEALED_BRIEF)
    expect(page.locator("paywalled-section[state=open]")).to_have_count(1)

    # With some machines' letters the text takes a line more or less than was kept: the target of docs/budgets.md.
    assert page.evaluate(SETTLED) < 0.02


def test_the_newest_articles_of_a_page_not_found_push_nothing_away(subscriber: BrowserContext) -> None:
    """What is fetched at reading time has its place before it comes."""
    page = open_page(subscriber, "/404.html")
    expect(page.locator(".after .card")).to_have_count(5)

    assert page.evaluate(SETTLED) < 0.005
