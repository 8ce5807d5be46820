"""When a section stays closed, the reader is told why in plain words, and what to do."""

import json
from dataclasses import replace
from threading import Event

import pytest

from generator.paywall.decision import Reader
from tests.browser.loopback import Reply
from tests.browser.paper import STRINGS, element

pytestmark = [pytest.mark.browser, pytest.mark.slow]

JSON = "application/json"


def notice(page, word):
    """Wait for the notice of *word* above a wall, and return it."""
    page.locator("#s1[state=failed]").wait_for()
    found = page.locator(f"#s1 > [data-paywall-notice='{word}']")
    found.wait_for()
    return found


def reasons(page):
    """Return the words of the `paywall:failed` events so far."""
    return [detail for name, _, detail in page.evaluate("seen.events") if name == "paywall:failed"]


@pytest.mark.parametrize("word", ["login", "no-entitlement", "rate", "withdrawn"])
def test_refusal_is_told_without_a_button(paper, page, word):
    """
    The wall stays with its links, and above it stands what is wrong; it is said once too.
    """
    paper.refuse = word
    page.goto(f"{paper.publish(element(paper.seal()))}#marbre-open")

    assert notice(page, word).inner_text() == STRINGS[word]
    assert notice(page, word).locator("button").count() == 0
    assert page.locator("#s1 .wall").is_visible()
    assert page.locator("[data-teaser-cut]").is_visible()
    assert page.locator("[role=status]").text_content() == STRINGS[word]
    assert reasons(page) == [word]
    assert paper.server.asked("/sealed/") == []


@pytest.mark.parametrize("word", ["kid-retired", "foreign-site", "bad-header"])
def test_stale_page_is_told_with_a_reload_button(paper, page, word):
    """
    A page from before a rotation offers to reload itself, and the fresh one opens.
    """
    paper.refuse = word
    page.goto(f"{paper.publish(element(paper.seal()))}#marbre-open")
    button = notice(page, word).get_by_role("button", name="Recharger la page")

    assert STRINGS["stale"] in notice(page, word).inner_text()
    paper.refuse = ""
    button.click()

    page.locator("#s1[state=open]").wait_for()


def test_time_of_an_embargoed_section_is_told(paper, page):
    """
    A section that is not open yet says when it will be, in the page's language.
    """
    sealed = paper.seal(not_before=1_800_003_600)  # an hour after the service's clock
    page.goto(f"{paper.publish(element(sealed))}#marbre-open")

    assert notice(page, "not-yet").inner_text() == "À lire à partir du 15 janvier 2027 à 10:00."


def test_lapsed_reader_is_told_when_the_subscription_ended(paper, page):
    """
    Who was a subscriber reads that the subscription is over, not that the account includes nothing.
    """
    paper.reader, paper.until = Reader(authenticated=True), "2026-02-01T00:00:00+01:00"
    page.goto(f"{paper.publish(element(paper.seal()))}#marbre-open")

    assert notice(page, "lapsed").inner_text() == "Votre abonnement a pris fin le 1 février 2026."
    assert reasons(page) == ["no-entitlement"]


def test_subscriber_of_another_tier_is_not_called_lapsed(paper, page):
    """
    An end in the future is no lapse.
    """
    paper.reader, paper.until = Reader(authenticated=True), "2099-02-01T00:00:00+01:00"
    page.goto(f"{paper.publish(element(paper.seal()))}#marbre-open")

    assert notice(page, "no-entitlement").is_visible()


def test_session_that_has_ended_is_not_asked_about_again(paper, page):
    """
    After the answer `login` the hint is gone: the next page asks the service for nothing.
    """
    paper.reader = Reader()
    address = paper.publish(element(paper.seal()))
    page.goto(f"{address}#marbre-open")
    notice(page, "login")
    asked = len(paper.server.asked("/acces/"))
    page.goto(address, wait_until="networkidle")

    assert page.locator("#s1").get_attribute("state") == "locked"
    assert len(paper.server.asked("/acces/")) == asked
    assert page.locator("[data-account-login]").is_visible()


@pytest.mark.parametrize(
    "reply",
    [
        Reply(b"", JSON, status=500),
        Reply(b'{"keys": [{"refused": "rate"}]}', JSON, status=503),
        Reply(b"<!doctype html>Portail captif"),
        Reply(b'{"code": "bad-request", "message": "no"}', JSON, status=400),
        Reply(b'{"keys": []}', JSON),
        Reply(b'{"keys": [{"key": "AAAA"}]}', JSON),
        Reply(b'{"keys": [{"refused": "hello"}]}', JSON),
        Reply(b'{"keys": [{"__proto__": {"key": "x"}}]}', JSON),
        Reply(b"null", JSON),
    ],
    ids=["500", "503", "portal", "400", "none", "short key", "unknown word", "prototype", "null"],
)
def test_service_out_of_order_is_told_with_a_retry_button(paper, page, reply):
    """
    Whatever the service says that is no answer, the reader can try again, and the focus is on the button.
    """
    paper.keys_reply = reply
    page.goto(f"{paper.publish(element(paper.seal()))}#marbre-open")
    retry = notice(page, "unreachable").get_by_role("button", name="Réessayer")

    retry.click()
    page.locator("#s1[state=failed] button:focus").wait_for()
    assert reasons(page) == ["unreachable", "unreachable"]

    paper.keys_reply = None
    page.keyboard.press("Enter")
    page.locator("#s1[state=open]").wait_for()
    assert page.locator("[data-paywall-notice]").count() == 0
    assert page.locator("#s1-h2:focus").count() == 1


def test_network_failure_is_told_as_such(paper, page, context):
    """
    Offline, the free part stays and the section says that it could not be loaded.
    """
    context.route("**/acces/keys", lambda route: route.abort())
    page.goto(f"{paper.publish(element(paper.seal()))}#marbre-open")

    assert STRINGS["unreachable"] in notice(page, "unreachable").inner_text()


def test_modules_that_do_not_come_are_told_as_such(paper, page, context):
    """
    If the opener's own modules cannot be loaded, the reader still learns that something failed.
    """
    context.route("**/m/unlocking.js", lambda route: route.abort())
    page.goto(f"{paper.publish(element(paper.seal()))}#marbre-open")

    assert notice(page, "unreachable").get_by_role("button").is_visible()


def test_slow_service_is_told_after_five_seconds_and_given_up_after_ten(paper, page):
    """
    Nobody waits without knowing why, and nobody waits for ever.
    """
    paper.hold = Event()
    page.clock.install()
    with page.expect_request("**/acces/keys"):
        page.goto(f"{paper.publish(element(paper.seal()))}#marbre-open")
    page.clock.run_for(5_100)
    page.locator("#s1[state=opening] > [data-paywall-notice=slow]").wait_for()
    page.clock.run_for(5_000)

    assert notice(page, "unreachable").is_visible()
    paper.hold.set()


@pytest.mark.parametrize(
    ("alter", "word"),
    [
        (lambda data: data[:-1], "damaged"),
        (lambda data: data[:300] + bytes((data[300] ^ 1,)) + data[301:], "damaged"),
        (lambda data: data[:40], "damaged"),
        (lambda data: data + b"\n", "damaged"),
        (lambda data: b"<!doctype html><title>404</title>", "not-sealed"),
        (lambda data: b"", "not-sealed"),
        (lambda data: data[:10] + b"\2" + data[11:], "bad-version"),
        (lambda data: data[:10] + b"\1\3" + data[12:], "bad-header"),
        (lambda data: data[:12] + b"\1" + data[13:], "header-mismatch"),
    ],
)
def test_altered_file_shows_nothing(paper, page, alter, word):
    """
    A file that is not the one which was sealed is never shown, and its word is the one of the specification.
    """
    sealed = paper.seal()
    paper.put(sealed.name, alter(sealed.data))
    page.goto(f"{paper.publish(element(sealed))}#marbre-open")

    assert notice(page, word).get_by_role("button").is_visible()
    assert page.locator("#s1 h2").count() == 0
    assert reasons(page) == [word]


def test_file_of_another_build_does_not_open(paper, page):
    """
    A cached page with the file of a newer build asks to be reloaded.
    """
    old, new = paper.seal("<p>Ancien.</p>"), paper.seal("<p>Nouveau.</p>")
    page.goto(f"{paper.publish(element(old, src=f'/sealed/{new.name}'))}#marbre-open")

    assert notice(page, "header-mismatch").get_by_role("button", name="Recharger").is_visible()


def test_key_of_another_site_with_the_same_names_is_wrong(paper, page):
    """
    A service that gives another key than the file's own opens nothing.
    """
    sealed = paper.seal()
    paper.keys_reply = Reply(json.dumps({"keys": [{"key": "A" * 43}]}).encode(), JSON)
    page.goto(f"{paper.publish(element(sealed))}#marbre-open")

    assert notice(page, "wrong-key").get_by_role("button", name="Recharger").is_visible()


def test_file_that_is_gone_is_a_page_that_is_old(paper, page):
    """
    A 404 for the sealed file asks to reload the page.
    """
    sealed = paper.seal()
    del paper.server.routes[f"/sealed/{sealed.name}"]
    page.goto(f"{paper.publish(element(sealed))}#marbre-open")

    assert notice(page, "not-sealed").get_by_role("button", name="Recharger").is_visible()


def test_file_that_arrived_damaged_is_fetched_anew(paper, page):
    """
    A damaged copy that a cache keeps for ever does not stay: the retry passes it by.
    """
    sealed = paper.seal()
    paper.put(sealed.name, sealed.data[:-1])
    page.goto(f"{paper.publish(element(sealed))}#marbre-open")
    retry = notice(page, "damaged").get_by_role("button", name="Réessayer")
    paper.put(sealed.name, sealed.data)
    retry.click()

    page.locator("#s1[state=open]").wait_for()
    assert len(paper.server.asked("/sealed/")) == 2


def test_reload_passes_by_a_404_that_a_cache_kept(paper, page):
    """
    A host that lets caches keep its 404 for ever does not keep the reader out after a reload.
    """
    sealed = paper.seal()
    paper.put(sealed.name, b"<!doctype html>404", status=404)
    page.goto(f"{paper.publish(element(sealed))}#marbre-open")
    reload = notice(page, "not-sealed").get_by_role("button", name="Recharger")
    paper.put(sealed.name, sealed.data)
    reload.click()

    page.locator("#s1[state=open]").wait_for()


@pytest.mark.parametrize(("header", "word"), [("AgEA", "bad-version"), ("AQE=", "bad-header"), ("", "bad-header")])
def test_header_that_is_none_asks_nobody(paper, page, header, word):
    """
    A page of another version, or with a broken attribute, sends no request.
    """
    page.goto(f"{paper.publish(element(paper.seal(), header=header))}#marbre-open")

    assert notice(page, word).is_visible()
    assert paper.server.asked("/acces/keys") == []


@pytest.mark.parametrize("gone", ["delete window.DecompressionStream", "delete Crypto.prototype.subtle"])
def test_old_browser_is_told_so(paper, page, gone):
    """
    Without WebCrypto or inflation the reader learns that the browser is too old; nobody is asked.
    """
    page.add_init_script(gone)
    page.goto(f"{paper.publish(element(paper.seal()))}#marbre-open")

    assert notice(page, "unsupported").inner_text() == STRINGS["unsupported"]
    assert paper.server.asked("/acces/keys") == []


def test_page_without_strings_still_says_a_word(paper, page):
    """
    A theme that forgot its strings shows the id of the text rather than nothing.
    """
    paper.refuse = "rate"
    address = paper.publish(element(paper.seal()))
    route = paper.server.routes["/article/"]
    paper.server.routes["/article/"] = replace(route, body=route.body.replace(b"marbre-strings", b"other"))
    page.goto(f"{address}#marbre-open")

    assert notice(page, "rate").inner_text() == "rate"
