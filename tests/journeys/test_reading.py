"""Journeys of readers through the sample publication, in a real browser, with the real key service."""

import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect
from press_house import House

pytestmark = [pytest.mark.browser, pytest.mark.slow]

ARTICLE = "/systemes/migration-archive/"
SEALED_HEADING = "Une archive vide qui répond à tout"
PASSWORD = "bonne-lecture-2026"


@pytest.fixture
def reader(house: House, browser: Browser) -> Iterator[Page]:
    """A fresh browser window that gathers what the console says."""
    context = browser.new_context(base_url=house.origin)
    page = context.new_page()
    page.console_errors = []  # type: ignore[attr-defined]
    page.on("console", lambda said: page.console_errors.append(said.text) if said.type == "error" else None)  # type: ignore[attr-defined]
    yield page
    context.close()


def log_in(page: Page, email: str, password: str = PASSWORD) -> None:
    """Fill the form of the key service's own page."""
    page.get_by_label("Adresse e-mail").first.fill(email)
    page.get_by_label("Mot de passe", exact=True).first.fill(password)
    page.locator("form button[type=submit], form button:not([type])").first.click()


def storage(context: BrowserContext, page: Page) -> str:
    """Return all that script could find in web storage."""
    return str(page.evaluate("JSON.stringify([Object.entries(localStorage), Object.entries(sessionStorage)])"))


def test_a_reader_logs_in_reads_and_logs_out(house: House, reader: Page):
    """
    Anonymous: teaser, what is left, the wall. Logged in: text and picture in place. Logged out: locked again.
    """
    house.add_reader("ada@example.org", "--grant", "abonnes", "--until", "2099-01-01")
    asked: list[str] = []
    reader.on("request", lambda request: asked.append(request.url))

    reader.goto(ARTICLE)
    section = reader.locator("paywalled-section")
    expect(section).to_contain_text(re.compile(r"Il vous reste \d+\s%\sde l’article à lire"))
    expect(reader.locator("body")).not_to_contain_text(SEALED_HEADING)
    expect(reader.locator("article")).to_contain_text("L’archive d’images d’Aubreville")
    assert not [url for url in asked if url.startswith(house.service)]

    section.get_by_role("link", name="Se connecter").click()
    reader.wait_for_url(f"{house.service}/login/**")
    log_in(reader, "ada@example.org")

    reader.wait_for_url(f"{house.origin}{ARTICLE}**")
    expect(reader.get_by_role("heading", name=SEALED_HEADING)).to_be_visible()
    expect(section).to_have_attribute("state", "open")
    assert reader.evaluate("location.hash") in ("", "#s1")
    picture = section.locator("img[data-sealed]").first
    picture.scroll_into_view_if_needed()
    expect(picture).to_have_attribute("src", re.compile("^blob:"))
    reader.wait_for_function("image => image.complete && image.naturalWidth > 0", arg=picture.element_handle())
    assert "marbre-session" in storage(reader.context, reader)
    assert len(storage(reader.context, reader)) < 60

    reader.evaluate("scrollTo(0, 0)")
    reader.get_by_role("button", name="Se déconnecter").first.click()
    reader.wait_for_url(f"{house.origin}{ARTICLE}**")
    expect(section).to_contain_text("Il vous reste")
    expect(reader.locator("body")).not_to_contain_text(SEALED_HEADING)
    assert [error for error in reader.console_errors if "Content Security Policy" in error] == []  # type: ignore[attr-defined]


def test_one_login_opens_the_next_article_and_the_right_tiers(house: House, reader: Page):
    """
    A subscriber's session opens his tier everywhere, and not a dearer one.
    """
    house.add_reader("boris@example.org", "--grant", "abonnes", "--until", "2099-01-01")
    reader.goto("/imagerie/compte-rendu-structure/")
    sections = reader.locator("paywalled-section")
    expect(sections).to_have_count(2)
    sections.first.get_by_role("link", name="Se connecter").click()
    log_in(reader, "boris@example.org")

    expect(reader.get_by_role("heading", name="La trame, champ par champ")).to_be_visible()
    expect(sections.nth(1)).to_have_attribute("state", "failed")
    expect(sections.nth(1)).to_contain_text("ne donne pas accès")
    expect(reader.locator("body")).not_to_contain_text("Le budget total, que le groupe")

    reader.goto(ARTICLE)
    expect(reader.get_by_role("heading", name=SEALED_HEADING)).to_be_visible()


def test_a_lapsed_reader_is_told_since_when(house: House, reader: Page):
    """
    The end of a subscription is a reason, not an error.
    """
    house.add_reader("claude@example.org", "--grant", "abonnes", "--from", "2026-01-01", "--until", "2026-10-01")
    reader.goto(ARTICLE)
    reader.locator("paywalled-section").get_by_role("link", name="Se connecter").click()
    log_in(reader, "claude@example.org")

    section = reader.locator("paywalled-section")
    expect(section).to_have_attribute("state", "failed")
    expect(section).to_contain_text(re.compile("Votre abonnement a pris fin le .*2026"))
    expect(section).to_contain_text("Il vous reste")
    expect(reader.locator("body")).not_to_contain_text(SEALED_HEADING)


def test_a_registered_reader_opens_registered_articles_only(house: House, reader: Page):
    """
    An account without a subscription opens what is for all accounts.
    """
    house.add_reader("dora@example.org")
    paths = [path.parent for path in house.public.rglob("index.html") if 'data-access="registered"' in path.read_text()]
    assert paths
    reader.goto("/" + paths[0].relative_to(house.public).as_posix() + "/")
    reader.locator("paywalled-section").first.get_by_role("link", name="Se connecter").first.click()
    log_in(reader, "dora@example.org")

    expect(reader.locator("paywalled-section").first).to_have_attribute("state", "open")
    reader.goto(ARTICLE)
    expect(reader.locator("paywalled-section")).to_contain_text("ne donne pas accès")


def test_a_wrong_password_says_so_on_the_services_page(house: House, reader: Page):
    """
    The page of the CDN never sees a password, and the service's page says what is wrong beside the form.
    """
    house.add_reader("emil@example.org", "--grant", "abonnes", "--until", "2099-01-01")
    reader.goto(ARTICLE)
    reader.locator("paywalled-section").get_by_role("link", name="Se connecter").click()
    log_in(reader, "emil@example.org", "pas-le-bon-mot")

    assert reader.url.startswith(house.service)
    expect(reader.locator("main")).to_contain_text("inexact")
    log_in(reader, "emil@example.org")
    expect(reader.get_by_role("heading", name=SEALED_HEADING)).to_be_visible()


@pytest.fixture
def subscriber(house: House, reader: Page) -> Page:
    """A page of a logged-in subscriber, on the front page."""
    house.add_reader("fanny@example.org", "--grant", "premium", "--until", "2099-01-01")
    reader.goto(f"{house.service}/login/?next=/")
    log_in(reader, "fanny@example.org")
    reader.wait_for_url(f"{house.origin}/**")
    return reader


def test_a_tampered_file_is_damaged_and_shows_nothing(house: House, subscriber: Page):
    """
    One flipped bit: no text, plain words, a button to try again.
    """

    def flip(route):
        body = bytearray(route.fetch().body())
        body[-40] ^= 1
        route.fulfill(body=bytes(body), content_type="application/octet-stream")

    subscriber.route("**/sealed/*.spw", flip)
    subscriber.goto(ARTICLE)

    section = subscriber.locator("paywalled-section")
    expect(section).to_contain_text("Le fichier de l’article est arrivé abîmé")
    expect(subscriber.locator("body")).not_to_contain_text(SEALED_HEADING)
    subscriber.unroute("**/sealed/*.spw")
    section.get_by_role("button", name="Réessayer").click()
    expect(subscriber.get_by_role("heading", name=SEALED_HEADING)).to_be_visible()


def test_a_stale_page_asks_to_be_reloaded(house: House, subscriber: Page):
    """
    A page whose sealed file belongs to another version, or is gone, is out of date.
    """
    other = next(path for path in house.public.glob("sealed/*.spw") if path.name not in _page(house, ARTICLE))
    subscriber.route("**/sealed/*.spw", lambda route: route.fulfill(body=other.read_bytes()))
    subscriber.goto(ARTICLE)
    section = subscriber.locator("paywalled-section")
    expect(section).to_contain_text("n’est plus à jour")
    subscriber.unroute("**/sealed/*.spw")

    subscriber.route("**/sealed/*.spw", lambda route: route.fulfill(status=404, body="not here"))
    subscriber.goto(ARTICLE)
    expect(section).to_contain_text("n’est plus à jour")
    expect(section.get_by_role("button", name="Recharger la page")).to_be_visible()


def test_a_service_out_of_order_leaves_the_free_part(house: House, subscriber: Page):
    """
    The free part and the wall stay; a button tries again.
    """
    subscriber.route(f"{house.service}/keys", lambda route: route.abort())
    subscriber.goto(ARTICLE)
    section = subscriber.locator("paywalled-section")
    expect(section).to_contain_text("n’a pas pu être chargé")
    expect(subscriber.locator("article")).to_contain_text("L’archive d’images d’Aubreville")
    subscriber.unroute(f"{house.service}/keys")
    section.get_by_role("button", name="Réessayer").click()
    expect(subscriber.get_by_role("heading", name=SEALED_HEADING)).to_be_visible()


def test_the_free_part_and_the_wall_read_without_javascript(house: House, browser: Browser):
    """
    Without script: teaser, figure of what is left, offers, and a link to log in.
    """
    context = browser.new_context(base_url=house.origin, java_script_enabled=False)
    page = context.new_page()
    page.goto(ARTICLE)

    expect(page.locator("paywalled-section")).to_contain_text("Il vous reste")
    expect(page.locator("paywalled-section").get_by_role("link", name="Se connecter")).to_be_visible()
    page.locator("paywalled-section").get_by_role("link", name="Se connecter").click()
    expect(page.get_by_label("Mot de passe", exact=True).first).to_be_visible()
    context.close()


def _page(house: House, address: str) -> str:
    return (house.public / address.strip("/") / "index.html").read_text(encoding="utf-8")
