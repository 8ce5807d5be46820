"""Login and logout: what a page shows of the reader, and how tabs keep in step."""

import base64
from threading import Event

import pytest

from generator.paywall.decision import Reader
from tests.browser.paper import SUBSCRIBER, element

PIXEL = base64.b64decode(
    "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg=="
)

pytestmark = [pytest.mark.browser, pytest.mark.slow]


def test_logout_closes_the_sections_of_other_tabs(paper, context):
    """
    After a logout in one tab the text is gone in the other, and the wall is back as it was.
    """
    address = paper.publish(element(paper.seal()))
    reading, leaving = context.new_page(), context.new_page()
    reading.goto(address)
    before = reading.locator("article").inner_html()
    reading.goto(f"{address}#marbre-open")
    reading.locator("#s1[state=open]").wait_for()

    leaving.goto(f"{address}#marbre-logout")
    reading.locator("#s1[state=locked]").wait_for()

    assert reading.locator("article").inner_html() == before
    assert reading.evaluate("seen.events.at(-1)") == ["paywall:lock", "s1", None]
    assert leaving.url == address
    assert leaving.evaluate("({...localStorage})") == {}
    assert reading.locator("[data-account-login]").is_visible()


def test_section_that_is_being_opened_stays_closed_after_a_logout(paper, context):
    """
    A key that arrives after the logout opens nothing.
    """
    paper.hold = Event()
    address = paper.publish(element(paper.seal()))
    reading, leaving = context.new_page(), context.new_page()
    with reading.expect_request("**/acces/keys"):
        reading.goto(f"{address}#marbre-open")
    leaving.goto(f"{address}#marbre-logout")
    reading.locator("#s1[state=locked]").wait_for()

    with reading.expect_response("**/sealed/*"):
        paper.hold.set()
    reading.wait_for_load_state("networkidle")

    assert reading.locator("#s1[state=locked] .wall").is_visible()
    assert reading.evaluate("seen.events") == []


def test_login_opens_the_sections_of_other_tabs(paper, context):
    """
    A reader who logs in in a second tab finds the first one open.
    """
    address = paper.publish(element(paper.seal()))
    waiting, arriving = context.new_page(), context.new_page()
    waiting.goto(address)
    arriving.goto(f"{address}#marbre-open")

    waiting.locator("#s1[state=open]").wait_for()


def test_section_opens_again_after_logout_and_login(paper, page):
    """
    Nothing of the first opening is in the way of the second, and the assets are revoked in between.
    """
    image = paper.asset(PIXEL, "image/png")
    sealed = paper.seal(f'<p>Vu.</p><img data-sealed="{image.name}" alt="">', assets=[image])
    page.goto(f"{paper.publish(element(sealed))}#marbre-open")
    page.locator("img[src^='blob:']").wait_for()
    blob = page.locator("img").get_attribute("src")

    page.evaluate("location.hash = 'marbre-logout'")
    page.locator("#s1[state=locked] .wall").wait_for()
    revoked = page.evaluate(
        "(src) => new Promise((done) => { const image = new Image(); image.onerror = () => done(true); image.src = src; })",
        blob,
    )
    page.evaluate("location.hash = 'marbre-open'")
    page.locator("#s1[state=open] img[src^='blob:']").wait_for()

    assert revoked
    assert page.evaluate("seen.violations") == []


def test_back_button_does_not_bring_a_closed_text_back(paper, page, context):
    """
    A page that the browser kept alive locks itself if the reader has logged out meanwhile.
    """
    address = paper.publish(element(paper.seal()))
    page.goto(f"{address}#marbre-open")
    page.locator("#s1[state=open]").wait_for()
    page.evaluate("window.kept = true")
    page.goto(f"{paper.publish(path='/ailleurs/')}#marbre-logout", wait_until="networkidle")

    page.go_back(wait_until="commit")
    page.locator("#s1[state=locked] .wall").wait_for()

    assert page.evaluate("window.kept") is True  # the very page came back, not a new copy


def test_back_button_keeps_an_open_text_open(paper, page):
    """
    A page that the browser kept alive is as the reader left it while she is logged in.
    """
    page.goto(f"{paper.publish(element(paper.seal()))}#marbre-open")
    page.locator("#s1[state=open]").wait_for()
    page.goto(paper.publish(path="/ailleurs/"), wait_until="networkidle")
    asked = len(paper.server.asked("/acces/keys"))
    page.go_back(wait_until="commit")
    page.locator("#s1[state=open]").wait_for()

    assert len(paper.server.asked("/acces/keys")) == asked


def test_account_menu_names_the_reader(paper, page):
    """
    The menu shows the name, and its form carries the token of the session.
    """
    page.goto(f"{paper.publish()}#marbre-open")
    page.get_by_text("Odile Marchand").wait_for()

    assert page.locator("[data-account-login]").is_hidden()
    assert page.locator("input[name=csrfmiddlewaretoken]").input_value() == "TOKEN"
    assert page.locator("html[data-reader]").count() == 1
    assert len(paper.server.asked("/acces/")) == 1


def test_account_menu_of_an_anonymous_reader_is_a_link(paper, page):
    """
    Without the hint nothing changes in the page, and nobody is asked.
    """
    page.goto(paper.publish(), wait_until="networkidle")

    assert page.locator("[data-account-login]").is_visible()
    assert page.locator("[data-account-reader]").is_hidden()
    assert paper.server.asked("/acces/") == []


def test_page_without_sections_forgets_a_session_that_has_ended(paper, page):
    """
    One question is enough to learn that nobody is logged in any more.
    """
    paper.reader = Reader()
    page.goto(f"{paper.publish()}#marbre-open", wait_until="networkidle")
    page.reload(wait_until="networkidle")

    assert page.locator("[data-account-login]").is_visible()
    assert len(paper.server.asked("/acces/session")) == 1


def test_fragment_of_the_page_survives_the_login(paper, page):
    """
    The reader comes back to the section that she left, and the address is the page's own again.
    """
    address = paper.publish(element(paper.seal()), above=80)
    page.goto(f"{address}#marbre-open=s1")
    page.locator("#s1[state=open]").wait_for()

    assert page.url == f"{address}#s1"
    assert abs(page.locator("#s1").bounding_box()["y"]) < 60


def test_other_messages_on_the_channel_are_ignored(paper, page, context):
    """
    Only the two words of the contract do anything.
    """
    address = paper.publish(element(paper.seal()))
    page.goto(f"{address}#marbre-open")
    page.locator("#s1[state=open]").wait_for()
    other = context.new_page()
    other.goto(address)

    other.evaluate(
        "const channel = new BroadcastChannel('marbre');"
        "for (const message of [null, {}, 'hello', ['logout'], {login: 1}]) channel.postMessage(message);"
    )
    other.evaluate("new BroadcastChannel('marbre').postMessage('logout')")
    page.locator("#s1[state=locked]").wait_for()

    assert [name for name, *_ in page.evaluate("seen.events")] == ["paywall:open", "paywall:lock"]
    assert paper.reader is SUBSCRIBER


def test_a_key_that_was_asked_for_before_a_logout_opens_nothing_for_the_next_reader(paper, context):
    """
    One reader leaves while his key is on its way, and another logs in: the late key is not hers.
    """
    late = Event()
    paper.hold = late
    address = paper.publish(element(paper.seal()))
    reading, leaving = context.new_page(), context.new_page()
    with reading.expect_request("**/acces/keys"):
        reading.goto(f"{address}#marbre-open")
    leaving.goto(f"{address}#marbre-logout")
    reading.locator("#s1[state=locked]").wait_for()
    paper.hold, paper.reader = Event(), Reader(authenticated=True)
    with reading.expect_request("**/acces/keys"):
        leaving.evaluate("location.hash = 'marbre-open'")

    with reading.expect_response("**/sealed/*"):
        late.set()
    reading.wait_for_function("performance.getEntriesByType('resource').some(({name}) => name.includes('/sealed/'))")
    reading.evaluate("new Promise((done) => setTimeout(done))")
    opened = reading.evaluate("seen.events.length")
    paper.hold.set()
    reading.locator("#s1[state=failed]").wait_for()

    assert opened == 0
    assert [name for name, *_ in reading.evaluate("seen.events")] == ["paywall:failed"]


def test_a_refusal_that_comes_after_a_logout_says_nothing(paper, context):
    """
    The wall of a reader who has left is the wall of everybody: no notice, nothing said.
    """
    paper.hold, paper.refuse = Event(), "no-entitlement"
    address = paper.publish(element(paper.seal()))
    reading, leaving = context.new_page(), context.new_page()
    with reading.expect_request("**/acces/keys"):
        reading.goto(f"{address}#marbre-open")
    leaving.goto(f"{address}#marbre-logout")
    reading.locator("#s1[state=locked]").wait_for()

    with reading.expect_response("**/acces/keys"):
        paper.hold.set()
    reading.wait_for_load_state("networkidle")

    assert reading.locator("#s1[state=locked] .wall").is_visible()
    assert reading.locator("[data-paywall-notice]").count() == 0
    assert reading.evaluate("[seen.events, seen.said]") == [[], []]
