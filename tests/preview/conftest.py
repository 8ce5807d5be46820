"""Previews of a small site: one that tests only read, and one of its own for each test that edits."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page

from tests.preview.running import FILES, Running, running, settled, write


@pytest.fixture(scope="module")
def reading(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Running]:
    """A preview whose sources stay as they are; its key service answers."""
    root = tmp_path_factory.mktemp("site")
    write(root, FILES)
    with running(root) as preview:
        preview.state(lambda state: settled(state) and bool(state["views"]))
        yield preview


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """The sources of a small site."""
    write(tmp_path, FILES)
    return tmp_path


@pytest.fixture
def preview(root: Path) -> Iterator[Running]:
    """A preview, without key service, whose first build has ended."""
    with running(root, "--no-keyservice") as started:
        started.state(settled)
        yield started


@pytest.fixture
def tab(browser: Browser) -> Iterator[Page]:
    """A tab of an editor's browser, with storage and cookies of its own."""
    context = browser.new_context(viewport={"width": 900, "height": 600}, locale="fr-FR")
    yield context.new_page()
    context.close()
