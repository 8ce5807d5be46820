"""The sample publication in both themes, and the example that budgets are measured on; each served with its key service."""

import re
from collections.abc import Iterator

import pytest

from tests.journeys.press_house import House, open_house
from tests.reader import example, states
from tests.reader.edge import CompressingEdge

THEMES = ["base", "gazette"]


def put_on(house: House, theme: str) -> None:
    """Publish the same paper in the looks of *theme*."""
    settings = house.folder / "site.yaml"
    settings.write_text(re.sub(r"^theme: .*$", f"theme: {theme}", settings.read_text("utf-8"), flags=re.M), "utf-8")
    house.run("build", "--jobs", "1")


@pytest.fixture(scope="session")
def sample(tmp_path_factory: pytest.TempPathFactory) -> Iterator[House]:
    """The sample publication and its readers."""
    with open_house(tmp_path_factory.mktemp("sample")) as running:
        states.add_readers(running)
        yield running


@pytest.fixture(scope="session")
def example_house(tmp_path_factory: pytest.TempPathFactory) -> Iterator[House]:
    """300 articles behind an edge that compresses, and their readers."""
    content = tmp_path_factory.mktemp("example") / "content"
    example.write(content)
    with open_house(tmp_path_factory.mktemp("example-house"), content, CompressingEdge) as running:
        states.add_readers(running)
        yield running


@pytest.fixture(scope="session", params=THEMES)
def themed_example(request: pytest.FixtureRequest, example_house: House) -> House:
    """The example in one theme after the other."""
    put_on(example_house, request.param)
    return example_house
