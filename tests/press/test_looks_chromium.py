"""The themes in a real browser, under the policy that the build writes: fragments, axe, narrow screens."""

import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from msgspec.structs import replace
from playwright.sync_api import Browser, Page, expect

from generator.press.layout.assets import theme_assets
from tests.browser.conftest import server  # noqa: F401 - fixture
from tests.browser.loopback import Reply, Server
from tests.press.publication import CONFIG, publication, render_all, theme

pytestmark = [pytest.mark.browser, pytest.mark.slow]

AXE = Path(__file__).resolve().parents[2] / "node_modules" / "axe-core" / "axe.min.js"
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
TYPES = {".html": "text/html; charset=utf-8", ".css": "text/css", ".js": "text/javascript", ".svg": "image/svg+xml"}
PAGES = ["/", "/securite/budget/", "/securite/radio/", "/securite/ouvert/", "/securite/", "/fil/", "/fil/2026-11-17/",
         "/numeros/", "/numeros/12/", "/auteurs/", "/auteurs/claire/", "/tags/", "/tags/budget/", "/a-propos/",
         "/404.html"]  # fmt: skip
FREE = "/securite/ouvert/"


def publish(server: Server, name: str) -> None:  # noqa: F811
    """Put the sample in the looks of a theme on the server, with the policy of its `_headers`."""
    chosen = theme(name)
    made, bodies = publication(of=chosen, config=replace(CONFIG, theme=name))
    files = {path: text.encode() for path, text in render_all(made, bodies).items()}
    files |= {file.path: file.data for file in theme_assets(chosen, CONFIG)}
    policy = next(
        line.split(": ", 1)[1] for line in files["_headers"].decode().splitlines() if "Content-Security-Policy" in line
    )
    for path, data in files.items():
        kind = TYPES.get(Path(path).suffix, "text/plain")
        reply = Reply(data, kind, headers=(("Content-Security-Policy", policy),))
        server.routes["/" + path.removesuffix("index.html")] = lambda _, reply=reply: reply


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    """A tab that fails the test when its console complains of the policy."""
    context = browser.new_context(viewport={"width": 390, "height": 700}, locale="fr-FR")
    tab = context.new_page()
    complaints: list[str] = []
    tab.on("console", lambda said: complaints.append(said.text) if "Policy" in said.text else None)
    tab.on("pageerror", lambda error: complaints.append(str(error)))
    yield tab
    context.close()
    assert complaints == []


def test_a_fragment_takes_the_place_of_its_link_when_it_comes_near(page: Page, server: Server) -> None:  # noqa: F811
    """The wire is fetched at reading time; no policy stands in its way."""
    publish(server, "gazette")
    page.goto(server.origin + FREE)
    page.locator("[data-fragment]").scroll_into_view_if_needed()

    expect(page.locator("[data-fragment]")).to_contain_text("Une étude.")
    assert [request.path for request in server.requests if "fragments" in request.path] == ["/fragments/wire.html"]


def test_the_link_stays_when_the_fragment_cannot_be_had(page: Page, server: Server) -> None:  # noqa: F811
    """A reader without script, or with a broken network, still finds the wire."""
    publish(server, "gazette")
    del server.routes["/fragments/wire.html"]
    with page.expect_response("**/fragments/wire.html"):
        page.goto(server.origin + FREE)
        page.locator("[data-fragment]").scroll_into_view_if_needed()

    expect(page.locator("[data-fragment] a")).to_have_attribute("href", "/fil/")


@pytest.mark.parametrize("name", ["gazette", "base"])
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_every_page_is_accessible(page: Page, server: Server, name: str, scheme: str) -> None:  # noqa: F811
    """axe finds nothing on any kind of page, in light and dark."""
    publish(server, name)
    page.emulate_media(color_scheme=scheme)  # type: ignore[arg-type]
    session = page.context.new_cdp_session(page)
    found = {}
    for path in PAGES:
        page.goto(server.origin + path)
        session.send("Runtime.evaluate", {"expression": AXE.read_text("utf-8")})
        run = f"axe.run(document, {{runOnly: {json.dumps(RULES)}}}).then(r => r.violations.map(v => v.id).join())"
        answer = session.send("Runtime.evaluate", {"expression": run, "awaitPromise": True, "returnByValue": True})
        if answer["result"]["value"]:
            found[path] = answer["result"]["value"]

    assert found == {}


@pytest.mark.parametrize("name", ["gazette", "base"])
def test_no_page_is_wider_than_the_smallest_screen(page: Page, server: Server, name: str) -> None:  # noqa: F811
    """320 pixels, which is also 1280 at four times the size, without a bar."""
    publish(server, name)
    page.set_viewport_size({"width": 320, "height": 700})
    wider = []
    for path in PAGES:
        page.goto(server.origin + path)
        if page.evaluate("document.documentElement.scrollWidth > innerWidth"):
            wider.append(path)

    assert wider == []


def test_the_menu_opens_without_script(browser: Browser, server: Server) -> None:  # noqa: F811
    """`details` needs none, and the wall's links work."""
    publish(server, "gazette")
    context = browser.new_context(java_script_enabled=False, viewport={"width": 390, "height": 700})
    page = context.new_page()
    page.goto(server.origin + "/securite/budget/")

    expect(page.get_by_role("link", name="Sécurité", exact=True).first).to_be_visible()
    page.locator("summary").click()
    expect(page.get_by_role("navigation", name="Menu principal").get_by_role("link")).to_be_visible()
    expect(page.locator(".wall").get_by_role("link", name="Se connecter").first).to_be_visible()
    context.close()


def test_paper_shows_the_article_and_its_address_and_no_furniture(page: Page, server: Server) -> None:  # noqa: F811
    """A locked article prints the teaser and one line."""
    publish(server, "gazette")
    page.goto(server.origin + "/securite/budget/")
    page.emulate_media(media="print")

    expect(page.locator(".wall-title")).to_be_visible()
    expect(page.locator(".address span")).to_be_visible()
    for selector in (".menu nav", ".account-menu", ".wall .button", ".after"):
        expect(page.locator(selector).first).to_be_hidden()
