"""What browsers choose of the pictures that a page offers, and where it stands."""

import pytest
from playwright.sync_api import Browser

from tests.journeys.press_house import House

pytestmark = [pytest.mark.browser, pytest.mark.slow]

PAGES = ["/", "/enquetes/facture-des-algorithmes/", "/imagerie/dose-pediatrique/", "/imagerie/", "/numeros/12/"]

# Each picture that is shown: what was chosen, how wide it is in the file and on the screen, and the shape of both.
# `decode()` is refused where the browser chooses another file meanwhile, so the load is awaited: a picture that is broken
# is complete without a width of its own.
SHOWN = """async () => {
  const images = [...document.querySelectorAll("main img")].filter((one) => one.checkVisibility());
  for (const image of images) {
    image.scrollIntoView();
    while (!image.complete) await new Promise(requestAnimationFrame);
    if (!image.naturalWidth) throw new Error(`${image.currentSrc} is broken`);
  }
  return images.map((image) => {
    const box = image.getBoundingClientRect();
    const style = getComputedStyle(image);
    const chosen = image.currentSrc.split("/").pop().split(".");
    return {
      type: chosen.at(-1), file: chosen.length > 3 ? Number(chosen[1]) : 0, lazy: image.loading === "lazy",
      width: box.width, height: box.height, shape: image.width ? image.getAttribute("width") / image.getAttribute("height") : 0,
      widest: Number(image.getAttribute("width")), cropped: style.objectFit === "cover",
    };
  });
}"""


@pytest.mark.parametrize(("width", "density"), [(390, 2), (820, 1), (1440, 1), (1440, 2)])
def test_every_picture_is_large_enough_for_its_place_and_not_much_larger(
    themed: House, browser: Browser, width: int, density: int
) -> None:
    """The file is the next width above the place in pixels of the screen, in a modern format, and nothing is distorted."""
    screen = {"viewport": {"width": width, "height": 900}, "device_scale_factor": density}
    seen = 0
    for path in PAGES:
        # Chromium takes a larger file that it has already, so each page has a browser of its own.
        context = browser.new_context(base_url=themed.origin, **screen)
        page = context.new_page()
        page.goto(path)
        assert page.evaluate(
            "[...document.querySelectorAll('picture > *')].filter((one) => one.getClientRects().length)"
            ".every((one) => one.localName === 'img')"
        ), path
        for one in page.evaluate(SHOWN):
            seen += 1
            assert one["width"] > 40, (path, one)
            if not one["cropped"]:
                assert abs(one["width"] / one["height"] - one["shape"]) < 0.02, (path, one)
            if not one["file"]:
                continue
            needed = min(one["width"] * density, one["widest"])
            assert one["type"] in {"avif", "webp"}, (path, one)
            assert one["file"] >= needed * 0.8, (path, one)
            if one["lazy"]:  # its place is known when it is chosen
                assert one["file"] <= max(480, needed * 1.7), (path, one)
        context.close()
    assert seen >= 8


def test_nothing_stands_between_the_lines_of_a_card(house: House, browser: Browser) -> None:
    """In the grid of the first card of a list each line follows the one before, beside the picture."""
    page = browser.new_page(base_url=house.origin, viewport={"width": 1440, "height": 900})
    page.goto("/imagerie/")
    gap = page.evaluate("""() => {
      const box = (name) => document.querySelector(`.cards .card:first-child ${name}`).getBoundingClientRect();
      return box(".line").top - box(".summary").bottom;
    }""")
    page.close()

    assert 0 <= gap < 20


def test_a_cropped_picture_keeps_its_point(themed: House, browser: Browser) -> None:
    """The stylesheet knows every tenth, from the left and from the top, in both themes."""
    page = browser.new_page(base_url=themed.origin)
    page.goto("/")
    kept = page.evaluate("""() => {
      const image = document.querySelector("main img");
      const kept = [];
      for (const x of [0, 10, 50, 70, 100]) for (const y of [0, 20, 100]) {
        image.dataset.focus = `${x} ${y}`;
        kept.push([`${x}% ${y}%`, getComputedStyle(image).objectPosition]);
      }
      return kept;
    }""")
    page.close()

    assert len(kept) == 15
    assert all(wanted == got for wanted, got in kept), kept
