"""Debian's chromium, and a server on loopback."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, BrowserContext, Page

from tests.browser.loopback import Server, serving
from tests.browser.paper import WATCH, Paper, new_paper


@pytest.fixture
def server() -> Iterator[Server]:
    """The site, and where a test wants it the key service."""
    with serving() as running:
        yield running


@pytest.fixture
def context(browser: Browser) -> Iterator[BrowserContext]:
    """One reader's browser: its own storage and cookies."""
    fresh = browser.new_context(viewport={"width": 800, "height": 600}, locale="fr-FR", timezone_id="Europe/Paris")
    fresh.add_init_script(WATCH)
    yield fresh
    fresh.close()


@pytest.fixture
def page(context: BrowserContext) -> Page:
    """A tab of that browser."""
    return context.new_page()


@pytest.fixture
def paper(server: Server) -> Paper:
    """A site with a sealed page, and its key service."""
    return new_paper(server)
