"""Shared by all tests: one browser, for Playwright starts once in a process; and Ctrl-C as a terminal gives it."""

import signal
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, sync_playwright

# A shell starts what runs in the background with interrupts ignored, and every child would inherit that.
signal.signal(signal.SIGINT, signal.default_int_handler)

FLAGS = [
    "--headless",
    "--no-sandbox",  # containers run as root
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    # nothing leaves this machine
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """Debian's chromium with a fresh profile; the back button may bring pages back as they were."""
    with sync_playwright() as playwright:
        running = playwright.chromium.launch(
            executable_path="/usr/bin/chromium",
            args=FLAGS,
            ignore_default_args=["--disable-back-forward-cache"],
        )
        yield running
        running.close()
