"""Readers who set their letters to twice the size, on a telephone."""

import pytest
from playwright.sync_api import Browser

from tests.journeys.press_house import House

pytestmark = [pytest.mark.browser, pytest.mark.slow]

PAGES = ["/", "/systemes/migration-archive/", "/imagerie/", "/fil/", "/fil/2026-11-17/", "/numeros/12/", "/numeros/",
         "/auteurs/", "/auteurs/claire-delmas/", "/tags/", "/a-propos/", "/404.html"]  # fmt: skip
# What sticks out of the screen, to the left too, where no bar tells.
OUTSIDE = """[...document.querySelectorAll("a, button, p, h1, h2, h3, img")].filter((one) => {
  const {left, right, width} = one.getBoundingClientRect();
  return width > 1 && !one.matches(".skip") && !one.closest("table, pre")
    && (left < -1 || right > document.documentElement.clientWidth + 1);
}).map((one) => one.outerHTML.slice(0, 80))"""


def test_twice_the_letters_leave_everything_on_the_screen(themed: House, browser: Browser) -> None:
    """390 pixels with letters of 32 pixels: words break, columns give way, nothing is cut off."""
    context = browser.new_context(base_url=themed.origin, viewport={"width": 390, "height": 844}, locale="fr-FR")
    page = context.new_page()
    session = context.new_cdp_session(page)
    outside = {}
    for path in PAGES:
        page.goto(path)
        session.send("Page.setFontSizes", {"fontSizes": {"standard": 32, "fixed": 26}})
        page.evaluate("() => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)))")
        assert page.evaluate("getComputedStyle(document.documentElement).fontSize") == "32px"
        if found := page.evaluate(OUTSIDE):
            outside[path] = found
    context.close()

    assert outside == {}
