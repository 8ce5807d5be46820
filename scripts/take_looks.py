"""
Takes the pictures of docs/looks.md: the sample publication in the theme that its site.yaml names, in Debian's Chromium.

    python scripts/take_looks.py             writes them to docs/looks/
    python scripts/take_looks.py FOLDER      writes them elsewhere

It builds and serves the sample as the journeys of tests/ do, on loopback, logs a subscriber in and ends all of it.
Letters are those of the machine's fonts; see docs/looks.md.
"""

import argparse
import io
import sys
import tempfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from PIL import Image
from playwright.sync_api import Browser, BrowserContext, Page, sync_playwright

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from tests.conftest import FLAGS  # noqa: E402 - found in the line above
from tests.journeys.press_house import House, open_house  # noqa: E402

NOW = "2026-11-21T09:00:00+01:00"  # the day after the sample's newest brief
COLOURS = 200  # of a picture; flat drawings and letters need no more, and each file stays below 150 kB
ABOVE = 230  # pixels of what comes before
READER = ("lise@example.org", "bonne-lecture-2026")  # the password that the journeys give everyone
SCREENS: Mapping[str, tuple[int, int]] = {"desk": (1280, 900), "tablet": (820, 1080), "phone": (390, 844)}


@dataclass(frozen=True, slots=True)
class Look:
    """
    One picture.

    Attributes:
        name: Of its file.
        path: Page of the sample.
        screen: Key of `SCREENS`.
        dark: Whether the reader prefers dark.
        at: Selector of what stands `ABOVE` pixels below the top of the picture; the page's own top if empty.
        subscriber: Whether the reader has logged in, so that sections open.
    """

    name: str
    path: str
    screen: str
    dark: bool = False
    at: str = ""
    subscriber: bool = False


LOOKS = (
    Look("front-page", "/", "desk"),
    Look("front-page-phone", "/", "phone", dark=True),
    Look("wall", "/securite/entretien-helene-castaing/", "desk", at=".wall"),
    Look("wall-phone", "/imagerie/scanner-comptage-photonique/", "phone", at=".wall"),
    Look("article-open", "/systemes/migration-archive/", "tablet", at="paywalled-section", subscriber=True),
    Look("rubric", "/imagerie/", "tablet", dark=True),
    Look("wire", "/fil/2026-11-17/", "phone"),
    Look("edition", "/numeros/12/", "desk", dark=True),
)


def main(arguments: Sequence[str] | None = None) -> int:
    """Write all pictures."""
    parser = argparse.ArgumentParser(description="Takes the pictures of docs/looks.md.")
    parser.add_argument("folder", nargs="?", type=Path, default=ROOT / "docs" / "looks")
    folder: Path = parser.parse_args(arguments).folder
    folder.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as site, open_house(Path(site)) as house, sync_playwright() as playwright:
        house.run("build", "--jobs", "1", "--now", NOW)
        house.add_reader(READER[0], "--grant", "premium", "--until", "2099-01-01")
        browser = playwright.chromium.launch(executable_path="/usr/bin/chromium", args=FLAGS)
        for look in LOOKS:
            data = take(browser, house, look)
            (folder / f"{look.name}.png").write_bytes(data)
            print(f"{look.name}.png  {len(data) / 1000:.0f} kB")
        browser.close()
    return 0


def take(browser: Browser, house: House, look: Look) -> bytes:
    """Return one picture as PNG."""
    width, height = SCREENS[look.screen]
    context = browser.new_context(
        base_url=house.origin,
        viewport={"width": width, "height": height},
        color_scheme="dark" if look.dark else "light",
        reduced_motion="reduce",
        locale="fr-FR",
    )
    if look.subscriber:
        log_in(context, house)
    page = context.new_page()
    page.goto(look.path)
    if look.subscriber:
        page.wait_for_selector("paywalled-section[state=open]")
    if look.at:
        page.locator(look.at).first.evaluate(
            f"(one) => scrollTo(0, one.getBoundingClientRect().top + scrollY - {ABOVE})"
        )
    load_pictures(page)
    data = page.screenshot()
    context.close()
    return smaller(data)


def log_in(context: BrowserContext, house: House) -> None:
    """Fill the form of the key service."""
    page = context.new_page()
    page.goto(f"{house.service}/login/?next=/")
    page.get_by_label("Adresse e-mail").first.fill(READER[0])
    page.get_by_label("Mot de passe", exact=True).first.fill(READER[1])
    page.locator("form button[type=submit], form button:not([type])").first.click()
    page.wait_for_url(f"{house.origin}/**")
    page.close()


def load_pictures(page: Page) -> None:
    """Wait for the pictures on the screen, lazy and sealed ones too."""
    page.evaluate(
        """Promise.all([...document.images].map(async (one) => {
          const {top, bottom} = one.getBoundingClientRect();
          if (top >= innerHeight || bottom <= 0) return;
          while (!one.complete || !one.naturalWidth) await new Promise(requestAnimationFrame);
        }))"""
    )


def smaller(data: bytes) -> bytes:
    """Return a PNG with a palette."""
    picture = Image.open(io.BytesIO(data)).convert("RGB").quantize(COLOURS, dither=Image.Dither.NONE)
    packed = io.BytesIO()
    picture.save(packed, "PNG", optimize=True)
    return packed.getvalue()


if __name__ == "__main__":
    sys.exit(main())
