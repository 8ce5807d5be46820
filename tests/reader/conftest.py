"""The sample publication in both themes, and the example that budgets are measured on; each served with its key service."""

import re
from collections.abc import Callable, Iterator

import pytest

from tests.journeys.press_house import House, open_house
from tests.reader import example, states
from tests.reader.budgets import BUDGETS, Spend
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


@pytest.fixture
def spend(record_property: Callable[[str, object], None]) -> Spend:
    """Holds a figure against its budget, and keeps it for the table at the end."""

    def against(name: str, measured: float) -> None:
        budget = BUDGETS[name]
        record_property("budget", (name, measured))
        assert budget.allows(measured), f"{name}: {measured:g} {budget.unit}, the limit is {budget.limit:g}"

    return against


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Show the worst figure of each budget, for docs/budgets.md."""
    spent: dict[str, list[float]] = {}
    for reports in terminalreporter.stats.values():
        for report in reports:
            for key, value in getattr(report, "user_properties", ()):
                if key == "budget" and report.when == "call":
                    spent.setdefault(value[0], []).append(value[1])
    if spent:
        terminalreporter.section("budgets: worst figure, target, limit")
    for name, figures in spent.items():
        budget = BUDGETS[name]
        worst = min(figures) if budget.at_least else max(figures)
        terminalreporter.write_line(f"{name:36} {worst:8.3g} {budget.target:8g} {budget.limit:8g} {budget.unit}")
