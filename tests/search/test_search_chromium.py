"""Readers search in a real browser, under the policy that the build writes."""

import json
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import pytest
from playwright.sync_api import Browser, Page, expect

from generator.preview.hostrules import read_rules
from tests.browser.loopback import Reply, Request, Server, serving
from tests.search.searched_paper import paper
from tests.sites.whole_site import WholeSite

pytestmark = [pytest.mark.browser, pytest.mark.slow]

AXE = Path(__file__).resolve().parents[2] / "node_modules" / "axe-core" / "axe.min.js"
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
TYPES = {".html": "text/html; charset=utf-8", ".css": "text/css", ".js": "text/javascript", ".json": "application/json",
         ".svg": "image/svg+xml"}  # fmt: skip


def publish(site: WholeSite, server: Server) -> None:
    """Put the output on the server, each file with the headers that a host would send."""
    rules = read_rules(site.root / "public")
    server.routes.clear()
    for path, data in site.output().items():
        headers = tuple(rules.for_path(f"/{path}").items())
        reply = Reply(data, TYPES.get(Path(path).suffix, "application/octet-stream"), headers=headers)
        server.routes["/" + path.removesuffix("index.html")] = reply


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> WholeSite:
    """The paper with fourteen public articles more, in `gazette`."""
    made = paper(tmp_path_factory.mktemp("searched"), more=14)
    assert made.build().status == 0
    return made


@pytest.fixture
def server(site: WholeSite) -> Iterator[Server]:
    """The paper on loopback."""
    with serving() as running:
        publish(site, running)
        yield running


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    """A tab that fails the test when its console complains."""
    context = browser.new_context(viewport={"width": 390, "height": 700}, locale="fr-FR", timezone_id="America/Toronto")
    tab = context.new_page()
    complaints: list[str] = []
    tab.on("console", lambda said: complaints.append(said.text) if said.type in {"error", "warning"} else None)
    tab.on("pageerror", lambda error: complaints.append(str(error)))
    yield tab
    context.close()
    assert complaints == []


def search(page: Page, server: Server, words: str) -> None:
    """Go to the search page by its link in the head, type and press Enter."""
    page.goto(f"{server.origin}/")
    page.get_by_role("link", name="Recherche").click()
    page.get_by_role("searchbox", name="Mots à chercher").fill(words)
    page.keyboard.press("Enter")


def status(page: Page):
    return page.get_by_role("status")


def test_a_public_word_finds_the_sealed_article_with_its_badge(page: Page, server: Server) -> None:
    """Kicker, title, date, badge, and the words in their text; the card leads to the article."""
    search(page, server, "accélérateur")

    expect(status(page)).to_have_text("2 résultats")
    card = page.locator(".results .card").filter(has_text="Un avis très attendu")
    expect(card.locator(".kicker")).to_have_text("Imagerie")
    expect(card.locator(".badge")).to_have_text("Article réservé aux abonnés")
    expect(card.locator("time")).to_have_text("20 novembre 2026")
    expect(card.locator("mark")).to_have_text("accélérateurs")
    expect(card.get_by_text("Par Claire Dumas")).to_be_visible()
    assert parse_qs(urlsplit(page.url).fragment) == {"q": ["accélérateur"]}
    card.get_by_role("link").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Un avis très attendu")


@pytest.mark.parametrize("word", ["klystron", "confidentiel", "millions", '"neuf cents"'])
def test_a_sealed_word_finds_nothing(page: Page, server: Server, word: str) -> None:
    """Not even that there is such a word; the status says so aloud."""
    search(page, server, word)

    expect(status(page)).to_contain_text("Aucun résultat")
    expect(page.locator(".results .card")).to_have_count(0)


def test_each_language_has_its_own_word_endings(page: Page, server: Server) -> None:
    """English is found by English rules on the page of a French paper, and says that it is English."""
    page.goto(f"{server.origin}/recherche/#q=reviewed")

    expect(page.locator(".results .card[lang=en]")).to_contain_text("A long review")
    expect(page.locator("html")).to_have_attribute("lang", "fr")
    page.goto(f"{server.origin}/recherche/#q=accelerator&language=fr")
    expect(page.locator(".results .card")).to_have_count(1)


def test_a_question_that_a_link_asks_openly_is_kept_from_the_next_request(page: Page, server: Server) -> None:
    """Other sites link to `?q=`; the address is rewritten before anything else is fetched."""
    page.goto(f"{server.origin}/recherche/?q=reviewed")

    expect(page.locator(".results .card[lang=en]")).to_contain_text("A long review")
    assert urlsplit(page.url).query == ""
    assert not [one for one in server.requests if "/pagefind/" in one.path and "q=" in one.headers.get("referer", "")]


def test_a_brief_is_found_where_it_stands(page: Page, server: Server) -> None:
    """The result is the brief, not the day with all its briefs."""
    search(page, server, "cyclotron")

    card = page.locator(".results .card")
    expect(card).to_have_count(1)
    expect(card.locator(".kicker")).to_contain_text("Le fil Essai : Jeudi 19 novembre")
    expect(card.get_by_role("link", name="Un cyclotron est livré à Montclairet")).to_have_attribute(
        "href", "/fil/2026-11-19/#7-30"
    )
    expect(card).not_to_contain_text("Grève")


def test_results_are_narrowed_and_ordered_by_the_keyboard_alone(page: Page, server: Server) -> None:
    """Rubric, author, free to read, newest first; the address keeps it all, for the way back."""
    page.goto(f"{server.origin}/recherche/#q=public")
    expect(page.locator(".results .card")).to_have_count(10)
    page.get_by_role("searchbox").focus()
    for _ in range(2):
        page.keyboard.press("Tab")
    expect(page.get_by_label("Rubrique")).to_be_focused()
    page.keyboard.type("M")
    expect(page.get_by_label("Rubrique")).to_have_value("Métiers")
    expect(status(page)).to_have_text("14 résultats")
    page.get_by_label("Ordre").select_option("Date")
    expect(page.locator(".results h2").first).to_have_text("Dossier 13")
    page.get_by_label("En accès libre seulement").check()

    page.get_by_role("button", name="Plus de résultats").press("Enter")
    expect(page.locator(".results .card")).to_have_count(14)
    expect(page.get_by_role("button", name="Plus de résultats")).to_be_hidden()
    expect(page.get_by_role("link", name="Dossier 3")).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text("Dossier 3")
    page.go_back(wait_until="commit")
    expect(page.locator(".results h2").first).to_have_text("Dossier 13")
    expect(page.get_by_label("En accès libre seulement")).to_be_checked()


def test_what_readers_type_stays_text(page: Page, server: Server) -> None:
    """Words of an address that look like markup are words; the policy would stop them otherwise."""
    page.goto(f"{server.origin}/recherche/#q=%3Cimg+src%3Dx+onerror%3Dalert(1)%3E+commission&rubric=%22%3E%3Cb%3E")

    expect(page.get_by_role("searchbox")).to_have_value("<img src=x onerror=alert(1)> commission")
    expect(status(page)).not_to_have_text("")
    expect(page.locator("main img[src=x], main b")).to_have_count(0)


def test_no_search_leaves_the_site(page: Page, server: Server) -> None:
    """What a reader looks for goes to no server, as address or as referrer: the requests are the same for everybody."""
    page.goto(f"{server.origin}/recherche/")
    page.get_by_role("searchbox").fill("accélérateur")
    expect(page.locator(".results .card")).to_have_count(2)
    page.reload()
    expect(page.locator(".results .card")).to_have_count(2)
    asked = [request.path for request in server.requests]
    page.locator(".results .card a").first.click()
    expect(page.locator("article h1")).to_be_visible()

    told = [f"{request.path} {request.headers.get('referer', '')}" for request in server.requests]
    assert not [one for one in told if "q=" in one or "acc%C3%A9l" in one or "accél" in one]
    assert {urlsplit(path).query.partition("=")[0] for path in asked} == {"", "fr", "en", "ts"}
    assert all(path.startswith(("/recherche/", "/assets/", "/pagefind/", "/acces/", "/favicon")) for path in asked)


def test_without_script_the_page_says_what_it_needs(browser: Browser, server: Server) -> None:
    """No form that does nothing: a sentence, and the rubrics."""
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(f"{server.origin}/recherche/")

    expect(page.get_by_text("Il lui faut JavaScript")).to_be_visible()
    expect(page.locator("main form")).to_be_hidden()
    expect(page.get_by_role("main").get_by_role("link", name="Imagerie")).to_be_visible()
    context.close()


def test_a_missing_index_is_told(browser: Browser, server: Server) -> None:
    """The sentence for readers without script stays, and the status says that the search could not be loaded."""

    def lost(_: Request) -> Reply:
        return Reply(b"", status=404)

    server.routes["/pagefind/pagefind-entry.json"] = lost
    page = browser.new_page()
    page.goto(f"{server.origin}/recherche/#q=avis")

    expect(status(page)).to_contain_text("n’a pas pu être chargée")
    expect(page.get_by_role("main").get_by_role("link", name="Imagerie")).to_be_visible()
    page.close()


@pytest.mark.parametrize("name", ["gazette", "base"])
def test_the_page_is_accessible_in_each_theme(page: Page, tmp_path: Path, name: str) -> None:
    """axe finds nothing, with results and without, light and dark; nothing is wider than the smallest screen."""
    site = paper(tmp_path, settings=f"search: true\ntheme: {name}\n")
    assert site.build().status == 0
    session = page.context.new_cdp_session(page)
    found = {}
    with serving() as server:
        publish(site, server)
        page.set_viewport_size({"width": 320, "height": 700})
        for scheme in ("light", "dark"):
            page.emulate_media(color_scheme=scheme)  # type: ignore[arg-type]
            for query in ("#q=accélérateur", "#q=klystron", ""):
                page.goto("about:blank")  # only the part behind "#" differs
                page.goto(f"{server.origin}/recherche/{query}")
                expect(page.get_by_role("searchbox")).to_be_visible()
                expect(page.locator(".results .card")).to_have_count(2 if query.endswith("r") else 0)
                session.send("Runtime.evaluate", {"expression": AXE.read_text("utf-8")})
                run = (
                    f"axe.run(document, {{runOnly: {json.dumps(RULES)}}}).then(r => r.violations.map(v => v.id).join())"
                )
                answer = session.send(
                    "Runtime.evaluate", {"expression": run, "awaitPromise": True, "returnByValue": True}
                )
                assert not page.evaluate("document.documentElement.scrollWidth > innerWidth")
                if answer["result"]["value"]:
                    found[scheme, query] = answer["result"]["value"]

    assert found == {}
