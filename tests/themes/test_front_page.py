"""The grid of Gazette's front page, with few rubrics and with many."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page

from tests.journeys.press_house import House

pytestmark = [pytest.mark.browser, pytest.mark.slow]

# Leaves one rubric and copies it; returns how far from the right edge each row of columns ends, in pixels.
ROWS = """(count) => {
  const all = document.querySelector(".rubrics");
  const [first] = all.children;
  all.replaceChildren(...Array.from({length: count}, () => first.cloneNode(true)));
  const edge = all.getBoundingClientRect().right;
  const rows = new Map();
  for (const {top, right} of [...all.children].map((one) => one.getBoundingClientRect())) {
    rows.set(Math.round(top), Math.max(rows.get(Math.round(top)) ?? 0, right));
  }
  return [...rows.values()].map((right) => Math.round(edge - right));
}"""


@pytest.fixture(scope="module")
def front(house: House, browser: Browser) -> Iterator[Page]:
    """The front page in Gazette; no script runs but the test's."""
    settings = house.folder / "site.yaml"
    settings.write_text(settings.read_text("utf-8").replace("theme: base", "theme: gazette"), "utf-8")
    house.run("build", "--jobs", "1")
    page = browser.new_page(base_url=house.origin)
    page.goto("/")
    yield page
    page.close()


@pytest.mark.parametrize("width", [390, 820, 1440])
@pytest.mark.parametrize("count", [1, 2, 3, 4, 5, 6, 7, 8])
def test_no_row_of_rubrics_ends_with_a_hole(front: Page, width: int, count: int) -> None:
    """The last columns grow to the width of the row, however many rubrics a paper has."""
    front.set_viewport_size({"width": width, "height": 900})

    assert set(front.evaluate(ROWS, count)) == {0}


def test_the_lead_is_as_high_as_the_seconds_beside_it(front: Page) -> None:
    """Its picture takes the room that there is."""
    front.set_viewport_size({"width": 1440, "height": 900})
    bottoms = front.evaluate(
        "[...document.querySelectorAll('.top > *')].map((one) => Math.round(one.getBoundingClientRect().bottom))"
    )
    line = front.evaluate("Math.round(document.querySelector('.top > .large > .line').getBoundingClientRect().bottom)")

    assert bottoms[0] == bottoms[1]
    assert bottoms[0] - line < 2


def test_a_picture_leads_to_its_article(front: Page) -> None:
    """The whole card is the link of its headline."""
    front.set_viewport_size({"width": 1440, "height": 900})
    hit = front.evaluate(
        "(() => { const box = document.querySelector('.large img').getBoundingClientRect();"
        "return document.elementFromPoint(box.x + box.width / 2, box.y + box.height / 2).closest('a')?.pathname; })()"
    )

    assert hit == "/enquetes/facture-des-algorithmes/"
