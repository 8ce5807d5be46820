"""The sample publication in the looks of each theme, with its key service."""

import re
from collections.abc import Iterator

import pytest

from tests.journeys.press_house import House, open_house

EMAIL, PASSWORD = "lise@example.org", "bonne-lecture-2026"


@pytest.fixture(scope="session")
def house(tmp_path_factory: pytest.TempPathFactory) -> Iterator[House]:
    """The sample publication, published and served, and a subscriber."""
    with open_house(tmp_path_factory.mktemp("looks")) as running:
        running.add_reader(EMAIL, "--grant", "premium", "--until", "2099-01-01")
        yield running


@pytest.fixture(scope="session", params=["base", "gazette"])
def themed(request: pytest.FixtureRequest, house: House) -> House:
    """The same paper in one theme after the other."""
    settings = house.folder / "site.yaml"
    text = re.sub(r"^theme: .*$", f"theme: {request.param}", settings.read_text("utf-8"), flags=re.M)
    settings.write_text(text, "utf-8")
    house.run("build", "--jobs", "1")
    return house
