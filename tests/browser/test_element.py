"""A section opens in its place, for the reader who may read it, and for nobody else."""

from dataclasses import replace
from threading import Event

import pytest

from generator.paywall.decision import Reader
from tests.browser.paper import element

pytestmark = [pytest.mark.browser, pytest.mark.slow]


def opened(page, section="s1"):
    """Wait until a section is open, and return it."""
    found = page.locator(f"#{section}[state=open]")
    found.wait_for()
    return found


def seen(page):
    """Return what the page's watcher saw."""
    return page.evaluate("window.seen")


def test_section_opens_in_place_on_return_from_login(paper, page, context):
    """
    The text stands where the wall stood, the cut beginning is gone, and one request gave the key.
    """
    address = paper.publish(element(paper.seal()))
    context.add_cookies([{"name": "sid", "value": "secret", "url": paper.server.origin}])

    page.goto(f"{address}#marbre-open")
    section = opened(page)

    assert section.locator("p").first.text_content() == "Le budget de la sécurité est trop court."
    assert page.locator(".wall, [data-teaser-cut]").count() == 0
    assert page.url == address
    assert seen(page)["events"] == [["paywall:open", "s1", True]]
    assert [request.method for request in paper.server.asked("/acces/keys")] == ["POST"]
    assert seen(page)["violations"] == []


def test_cookies_go_to_the_service_only(paper, page, context):
    """
    The key request carries the session; the sealed file is asked for like any public file.
    """
    address = paper.publish(element(paper.seal()))
    context.add_cookies([{"name": "sid", "value": "secret", "url": paper.server.origin}])

    page.goto(f"{address}#marbre-open")
    opened(page)
    (keys,), (file,) = paper.server.asked("/acces/keys"), paper.server.asked("/sealed/")

    assert (keys.headers["cookie"], keys.headers["content-type"]) == ("sid=secret", "application/json")
    assert keys.headers["origin"] == paper.server.origin
    assert "cookie" not in file.headers


def test_anonymous_view_asks_the_service_for_nothing(paper, page):
    """
    Without a login on this device a page loads two scripts, and the service hears nothing of it.
    """
    page.goto(paper.publish(element(paper.seal())), wait_until="networkidle")

    assert page.locator("#s1").get_attribute("state") == "locked"
    assert page.locator(".wall").is_visible()
    assert paper.server.asked("/acces/") == []
    assert paper.server.asked("/sealed/") == []
    assert sorted(request.path for request in paper.server.asked("/m/")) == ["/m/account.js", "/m/paywalled-section.js"]


def test_next_page_opens_by_itself(paper, page):
    """
    After a login, the next article opens without another fragment; the hint is all that is stored.
    """
    address = paper.publish(element(paper.seal()))
    page.goto(f"{address}#marbre-open")
    opened(page)

    page.goto(paper.publish(element(paper.seal("<p>Un autre article.</p>")), path="/autre/"))
    opened(page)

    assert page.evaluate("document.activeElement === document.body"), "a mere visit leaves the focus at the top"
    assert page.evaluate("[{...localStorage}, {...sessionStorage}]") == [{"marbre-session": "1"}, {}]
    assert page.evaluate("indexedDB.databases().then((all) => all.length)") == 0
    assert page.evaluate("caches.keys()") == []


def test_focus_moves_to_the_first_new_block_and_it_is_said_once(paper, page):
    """
    A reader with a screen reader stands at the beginning of the new text and hears that it is open.
    """
    page.goto(f"{paper.publish(element(paper.seal()))}#marbre-open")
    opened(page)
    page.locator("#s1-h2:focus").wait_for()
    status = page.locator("[role=status]")

    assert status.count() == 1
    assert seen(page)["said"] == ["L’article est ouvert."]
    assert page.evaluate("document.activeElement.tabIndex") == -1


def test_focus_stays_where_the_reader_has_put_it(paper, page):
    """
    Opening does not pull a reader out of a field or link elsewhere on the page.
    """
    paper.hold = Event()
    page.goto(f"{paper.publish(element(paper.seal()))}#marbre-open")
    page.locator("[data-account-name]").focus()
    paper.hold.set()
    opened(page)

    assert page.evaluate("document.activeElement.matches('[data-account-name]')")


def test_nothing_jumps_when_the_wall_is_below_the_screen(paper, page):
    """
    The layout shift of opening is nil, and the page stays at its top.
    """
    page.goto(f"{paper.publish(element(paper.seal()), above=40)}#marbre-open")
    opened(page)

    assert seen(page)["shift"] < 0.01
    assert page.evaluate("scrollY") == 0


@pytest.mark.parametrize("anchoring", ["auto", "none"])
def test_reader_below_the_wall_keeps_her_place(paper, page, anchoring):
    """
    Text that opens above the screen pushes nothing on it away, with or without the browser's scroll anchoring.
    """
    paper.hold = Event()
    page.goto(f"{paper.publish(element(paper.seal()))}#marbre-open")
    page.evaluate(f"document.body.style.overflowAnchor = '{anchoring}'; scrollTo(0, 900)")
    before = page.evaluate("document.getElementById('foot').lastElementChild.getBoundingClientRect().top")
    paper.hold.set()
    opened(page)
    after = page.evaluate(
        "new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(() => done("
        "document.getElementById('foot').lastElementChild.getBoundingClientRect().top))))"
    )

    assert page.evaluate("scrollY") > 1500
    assert after == pytest.approx(before, abs=1)


def test_address_into_the_text_is_followed(paper, page):
    """
    A link to a heading of the sealed part leads there once it is open.
    """
    html = "<p>Début.</p>" * 60 + "<h2 id='s1-h9'>La fin</h2>" + "<p>Fin.</p>" * 60
    page.goto(f"{paper.publish(element(paper.seal(html)))}#marbre-open=s1-h9")
    opened(page)

    assert page.url.endswith("/article/#s1-h9")
    assert abs(page.locator("#s1-h9").bounding_box()["y"]) < 2


def test_one_request_opens_a_page_and_sections_fail_alone(paper, page):
    """
    A section for another tier stays closed beside one that opens.
    """
    mine, dearer = paper.seal(), paper.seal(section="s2", policy=["tier:premium"])
    page.goto(f"{paper.publish(element(mine), element(dearer, 's2'))}#marbre-open")
    opened(page)
    page.locator("#s2[state=failed]").wait_for()

    assert len(paper.server.asked("/acces/keys")) == 1
    assert len(paper.server.asked("/sealed/")) == 1
    assert page.locator("#s2 .wall").is_visible()
    assert ["paywall:failed", "s2", "no-entitlement"] in seen(page)["events"]


def test_fifty_one_sections_are_two_requests(paper, page):
    """
    A request asks for at most fifty keys.
    """
    names = [f"s{number}" for number in range(1, 52)]
    elements = [element(paper.seal("<p>Bref.</p>", section=name), name) for name in names]
    page.goto(f"{paper.publish(*elements)}#marbre-open")
    for name in names:
        opened(page, name)

    assert len(paper.server.asked("/acces/keys")) == 2
    assert page.evaluate("document.activeElement.parentElement.id") == "s1"
    assert seen(page)["said"] == ["L’article est ouvert."]


def test_no_key_stays_where_a_script_could_read_it(paper, page):
    """
    Neither the page nor its storage nor the console holds the content key.
    """
    lines = []
    page.on("console", lambda message: lines.append(message.text))
    with page.expect_response("**/keys") as answer:
        page.goto(f"{paper.publish(element(paper.seal()))}#marbre-open")
    opened(page)
    key = answer.value.json()["keys"][0]["key"]

    assert len(key) == 43
    assert key not in page.content() + str(
        page.evaluate("[{...localStorage}, {...sessionStorage}, Object.keys(window)]")
    )
    assert lines == []


def test_section_opens_where_storage_is_denied(paper, page):
    """
    A browser that refuses storage opens the section on return from login all the same.
    """
    page.add_init_script(
        "Object.defineProperty(window, 'localStorage', {get() { throw new DOMException('no', 'SecurityError'); }})"
    )

    page.goto(f"{paper.publish(element(paper.seal()))}#marbre-open")

    assert opened(page).is_visible()


def test_gift_opens_without_login(paper, page):
    """
    A reader who was given the article reads it although nobody is logged in, also after a reload.
    """
    paper.reader = Reader(grants=frozenset({"article:articles/budget"}))
    page.goto(f"{paper.publish(element(paper.seal()))}#marbre-open")
    opened(page)
    page.reload()

    assert opened(page).is_visible()
    assert page.locator("[data-account-login]").is_visible()


def test_page_that_is_only_prepared_asks_for_no_keys(paper, page):
    """
    A prerendered page waits until it is shown: keys that nobody reads would count towards the rate.
    """
    page.add_init_script("Object.defineProperty(Document.prototype, 'prerendering', {get: () => !window.shown})")
    page.goto(f"{paper.publish(element(paper.seal()))}#marbre-open", wait_until="networkidle")
    before = paper.server.asked("/acces/keys")

    page.evaluate("window.shown = true; document.dispatchEvent(new Event('prerenderingchange'))")
    opened(page)

    assert before == []


def test_page_without_a_service_stays_locked(paper, page):
    """
    A page that names no key service shows its wall and a word, and asks nobody.
    """
    address = paper.publish(element(paper.seal()))
    route = paper.server.routes["/article/"]
    paper.server.routes["/article/"] = replace(route, body=route.body.replace(b"marbre-service", b"other"))

    page.goto(f"{address}#marbre-open")
    page.locator("#s1[state=failed]").wait_for()

    assert paper.server.asked("/acces/") == []
    assert page.locator(".wall").is_visible()
