"""The states in which readers meet the pages of a paper, and how to bring a tab into each."""

import json
import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from playwright.sync_api import Browser, BrowserContext, Page, Route, expect

from tests.journeys.press_house import ROOT, House

PASSWORD = "bonne-lecture-2026"
# Who reads: the grants that `add-reader` takes. The first has no account.
READERS: dict[str, tuple[str, ...] | None] = {
    "stranger": None,
    "registered": (),
    "lapsed": ("--grant", "abonnes", "--from", "2026-01-01", "--until", "2026-10-01"),
    "subscriber": ("--grant", "premium", "--until", "2099-01-01"),
}
LOCKED = "/systemes/migration-archive/"
DAY = "/fil/2026-11-17/"  # has a sealed brief

AXE = ROOT / "node_modules/axe-core/axe.min.js"
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]


@dataclass(frozen=True, slots=True)
class State:
    """
    A state of a page.

    Attributes:
        reader: Whose browser it is, a key of `READERS`.
        arrive: Brings a tab there and returns when it is.
    """

    reader: str
    arrive: Callable[[Page, House], None]


def at(path: str) -> Callable[[Page, House], None]:
    """Return an arrival at a page as it was published."""

    def arrive(page: Page, house: House) -> None:
        page.goto(house.origin + path)

    return arrive


def service(path: str) -> Callable[[Page, House], None]:
    """Return an arrival at a page of the key service."""

    def arrive(page: Page, house: House) -> None:
        page.goto(f"{house.service}/{path}")

    return arrive


def section(state: str, path: str = LOCKED) -> Callable[[Page, House], None]:
    """Return an arrival at a page whose first section comes to *state*."""

    def arrive(page: Page, house: House) -> None:
        page.goto(house.origin + path)
        expect(page.locator("paywalled-section").first).to_have_attribute("state", state)

    return arrive


def with_route(pattern: str, answer: Callable[[Route], None], state: str) -> Callable[[Page, House], None]:
    """Return an arrival at the locked article while requests for *pattern* get another answer."""

    def arrive(page: Page, house: House) -> None:
        page.route(pattern, answer)
        section(state)(page, house)
        if state == "failed":
            expect(page.locator("[data-paywall-notice]")).to_be_visible()

    return arrive


def damaged(route: Route) -> None:
    """Answer with one bit of the sealed file turned."""
    body = bytearray(route.fetch().body())
    body[-40] ^= 1
    route.fulfill(body=bytes(body), content_type="application/octet-stream")


def read_through(page: Page, house: House) -> None:
    """Open the article and scroll to its end: sealed pictures are opened where they come near the view."""
    section("open")(page, house)
    for picture in page.locator("img[data-sealed]").all():
        picture.scroll_into_view_if_needed()
        expect(picture).to_have_attribute("src", re.compile("^blob:"))


def walled_for_registered(page: Page, house: House) -> None:
    pages = [
        one.parent for one in house.public.rglob("index.html") if 'data-access="registered"' in one.read_text("utf-8")
    ]
    page.goto(f"{house.origin}/{min(pages).relative_to(house.public).as_posix()}/")
    expect(page.locator("paywalled-section").first).to_be_visible()


def wrong_password(page: Page, house: House) -> None:
    page.goto(f"{house.service}/login/")
    log_in(page, "nobody@example.org", "pas-le-bon-mot")
    expect(page.locator("main")).to_contain_text("inexact")


STATES: dict[str, State] = {
    "front": State("stranger", at("/")),
    "front-known": State("subscriber", at("/")),
    "rubric": State("stranger", at("/imagerie/")),
    "author": State("stranger", at("/auteurs/claire-delmas/")),
    "wire": State("stranger", at("/fil/")),
    "edition": State("stranger", at("/numeros/12/")),
    "article-free": State("stranger", at("/imagerie/scanner-comptage-photonique/")),
    "article-locked": State("stranger", at(LOCKED)),
    "article-registered": State("stranger", walled_for_registered),
    "article-opening": State("subscriber", with_route("**/keys", lambda _: None, "opening")),
    "article-open": State("subscriber", read_through),
    "article-lapsed": State("lapsed", section("failed")),
    "article-not-entitled": State("registered", section("failed")),
    "article-service-away": State("subscriber", with_route("**/keys", lambda route: route.abort(), "failed")),
    "article-damaged": State("subscriber", with_route("**/sealed/*.spw", damaged, "failed")),
    "article-stale": State(
        "subscriber", with_route("**/sealed/*.spw", lambda route: route.fulfill(status=404, body="not here"), "failed")
    ),
    "brief-open": State("subscriber", section("open", DAY)),
    "not-found": State("stranger", at("/404.html")),
    "login": State("stranger", service("login/")),
    "login-refused": State("stranger", wrong_password),
    "signup": State("stranger", service("signup/")),
    "account": State("subscriber", service("account/")),
}


def log_in(page: Page, email: str, password: str = PASSWORD) -> None:
    """Fill the form of the key service's own page and send it."""
    page.get_by_label("Adresse e-mail").first.fill(email)
    page.get_by_label("Mot de passe", exact=True).first.fill(password)
    page.locator("form button[type=submit], form button:not([type])").first.click()


def add_readers(house: House) -> None:
    for name, grants in READERS.items():
        if grants is not None:
            house.add_reader(f"{name}@example.org", *grants)


@contextmanager
def readers(house: House, browser: Browser) -> Iterator[dict[str, BrowserContext]]:
    """A browser for each of `READERS`, logged in; nothing moves, so that what is seen is how it stays."""
    contexts: dict[str, BrowserContext] = {}
    for name, grants in READERS.items():
        context = browser.new_context(
            base_url=house.origin,
            viewport={"width": 390, "height": 844},
            locale="fr-FR",
            timezone_id="Europe/Paris",
            reduced_motion="reduce",
        )
        contexts[name] = context
        if grants is not None:
            page = context.new_page()
            page.goto(f"{house.service}/login/?next=/")
            log_in(page, f"{name}@example.org")
            page.wait_for_url(f"{house.origin}/**")
            page.close()
    yield contexts
    for context in contexts.values():
        context.close()


def broken_rules(page: Page) -> list[str]:
    """Return what axe finds on a page as it stands: rule and elements. Its script enters past the page's policy."""
    session = page.context.new_cdp_session(page)
    session.send("Runtime.evaluate", {"expression": AXE.read_text("utf-8")})
    run = (
        f"axe.run(document, {{runOnly: {json.dumps(RULES)}}})"
        ".then(r => r.violations.map(v => `${v.id}: ${v.nodes.map(n => n.target).join(' ')}`))"
    )
    answer = session.send("Runtime.evaluate", {"expression": run, "awaitPromise": True, "returnByValue": True})
    session.detach()
    return list(answer["result"]["value"])
