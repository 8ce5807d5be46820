"""Every page and every state of a page, in both themes: no rule of accessibility is broken, and the markup is valid."""

from dataclasses import dataclass
from pathlib import Path

import pytest
from playwright.sync_api import Browser

from tests.journeys.press_house import House
from tests.reader import nu
from tests.reader.budgets import Spend
from tests.reader.conftest import THEMES, put_on
from tests.reader.states import STATES, broken_rules, readers

pytestmark = [pytest.mark.reader, pytest.mark.browser, pytest.mark.slow]


@dataclass(frozen=True, slots=True)
class Survey:
    """
    What was found in a theme.

    Attributes:
        broken: Rules of accessibility by state and media.
        pages: Files of the pages as published, fragments as pages.
        seen: Files of the pages as the browser had them in each state.
    """

    broken: dict[str, list[str]]
    pages: list[Path]
    seen: list[Path]


@pytest.fixture(scope="module", params=THEMES)
def survey(
    request: pytest.FixtureRequest, sample: House, browser: Browser, tmp_path_factory: pytest.TempPathFactory
) -> Survey:
    """Visit every state once."""
    put_on(sample, request.param)
    folder = tmp_path_factory.mktemp(request.param)
    broken: dict[str, list[str]] = {}
    seen: list[Path] = []
    with readers(sample, browser) as contexts:
        for name, state in STATES.items():
            page = contexts[state.reader].new_page()
            state.arrive(page, sample)
            seen.append(folder / f"{name}.html")
            seen[-1].write_text(page.content(), "utf-8")
            for scheme in ("light", "dark"):
                page.emulate_media(color_scheme=scheme)
                if found := broken_rules(page):
                    broken[f"{name}, {scheme}"] = found
            page.close()
    return Survey(broken, published(sample, folder), seen)


def published(house: House, folder: Path) -> list[Path]:
    """Return the published pages; a fragment stands on a page, as readers see it."""
    found = []
    for path in sorted(house.public.rglob("*.html")):
        name = path.relative_to(house.public).as_posix()
        if name.startswith("fragments/"):
            framed = folder / name.replace("/", "-")
            framed.write_text(nu.whole(path.read_text("utf-8")), "utf-8")
            path = framed
        found.append(path)
    return found


def test_no_state_breaks_a_rule_of_accessibility(survey: Survey, spend: Spend) -> None:
    """axe finds nothing, by day and by night."""
    assert survey.broken == {}
    spend("axe violations", len(survey.broken))
    assert len(survey.seen) == len(STATES) >= 14


def test_pages_are_valid_as_published_and_as_read(survey: Survey, spend: Spend) -> None:
    """The checker has no error and no warning, also for what stands there once a section is open, or refused."""
    files = [*survey.pages, *survey.seen]
    assert len(survey.pages) > 80

    complaints = nu.complaints(files)

    assert complaints == []
    spend("markup errors and warnings", len(complaints))
    assert [one for path in files for one in nu.careless_pictures(path.read_text("utf-8"))] == []
