"""Budgets of time and of steadiness, on a slow telephone: four times slower, on a slow 4G. Alone on a machine, or they say little."""

import json
import random
import statistics
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, Route, expect

from benchmarks import prose
from generator.paywall.derivation import content_key, subkeys
from tests.browser.loopback import Reply, serving
from tests.browser.paper import new_paper
from tests.journeys.press_house import ROOT, House
from tests.reader import example
from tests.reader.budgets import KB, Spend
from tests.reader.states import LOCKED, log_in, readers
from tests.reader.test_weights import SCREEN

pytestmark = [pytest.mark.reader, pytest.mark.lab, pytest.mark.browser, pytest.mark.slow, pytest.mark.timeout(900)]

RUNS = 5  # of Lighthouse; the median counts
OPENINGS = 20  # so that the 95th of a hundred is the last but one
CPU = 4  # times slower
# Lighthouse's slow 4G: milliseconds of a round trip, bytes a second.
SLOW_4G = {"offline": False, "latency": 150, "downloadThroughput": 1_638_400 / 8, "uploadThroughput": 750_000 / 8}

WATCH = """
window.shift = 0; window.interactions = [];
new PerformanceObserver((list) => list.getEntries().forEach(({value}) => { shift += value; }))
  .observe({type: "layout-shift", buffered: true});
new PerformanceObserver((list) => interactions.push(...list.getEntries().filter((one) => one.interactionId)
  .map((one) => one.duration))).observe({type: "event", durationThreshold: 16, buffered: true});
document.addEventListener("paywall:open", () => requestAnimationFrame(() => requestAnimationFrame(() => {
  window.painted ??= performance.now();
})));
"""
SETTLED = "() => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)))"
# A frame and its observers: what an interaction cost is told a little after it.
TOLD = "() => new Promise((done) => requestIdleCallback(() => requestAnimationFrame(() => requestIdleCallback(done))))"


@pytest.fixture
def subscriber(themed_example: House, browser: Browser) -> Iterator[BrowserContext]:
    """A telephone with a live session."""
    with telephone(themed_example, browser) as context:
        yield context


@contextmanager
def telephone(house: House, browser: Browser) -> Iterator[BrowserContext]:
    context = browser.new_context(base_url=house.origin, locale="fr-FR", **SCREEN)
    page = context.new_page()
    page.goto(f"{house.service}/login/?next=/")
    log_in(page, "subscriber@example.org")
    page.wait_for_url(f"{house.origin}/**")
    page.close()
    context.add_init_script(WATCH)
    yield context
    context.close()


def slow(page: Page, network: dict[str, object] | None = None) -> Page:
    """Return the tab, slowed down, and as at a first visit: its cache is off."""
    session = page.context.new_cdp_session(page)
    session.send("Emulation.setCPUThrottlingRate", {"rate": CPU})
    if network:
        session.send("Network.enable")
        session.send("Network.setCacheDisabled", {"cacheDisabled": True})
        session.send("Network.emulateNetworkConditions", network)
    return page


def p95(figures: list[float]) -> float:
    return sorted(figures)[max(0, round(0.95 * len(figures)) - 1)]


def test_lighthouse_on_the_example(themed_example: House, spend: Spend) -> None:
    """The mobile preset, on the front page and the locked article; what lost points is shown with a failure."""
    for path, runs in lighthouse(themed_example, RUNS, "/", example.PATH).items():
        print(path, *(one["lost"] for one in runs), sep="\n  ")
        for name in runs[0]["measured"]:
            spend(name, statistics.median(one["measured"][name] for one in runs))


def test_lighthouse_on_pages_with_pictures(sample: House, spend: Spend) -> None:
    """What does not depend on time, on the sample publication."""
    for path, (run,) in lighthouse(sample, 1, "/", LOCKED, "/imagerie/").items():
        print(path, run["lost"])
        for name in ("accessibility", "best practices", "SEO", "CLS, load"):
            spend(name, run["measured"][name])


def lighthouse(house: House, runs: int, *paths: str) -> dict[str, list[dict]]:
    """Return the figures of each run by path."""
    done = subprocess.run(
        ["node", Path(__file__).with_name("lighthouse.mjs"), str(runs), *(house.origin + path for path in paths)],
        capture_output=True,
        text=True,
        check=False,
        cwd=ROOT,
    )
    assert done.returncode == 0, done.stderr
    return {address.removeprefix(house.origin): found for address, found in json.loads(done.stdout).items()}


def test_time_from_navigation_to_the_sealed_text(subscriber: BrowserContext, spend: Spend) -> None:
    """A cold visit with a live session: page, script, session, key, file, decryption, paint."""
    times, shifts = [], []
    for _ in range(OPENINGS):
        page = slow(subscriber.new_page(), SLOW_4G)
        page.goto(example.PATH)
        page.wait_for_function("() => window.painted")
        times.append(page.evaluate("painted") / 1000)
        shifts.append(page.evaluate("shift"))
        expect(page.get_by_role("heading", name=example.SEALED_HEADING)).to_be_visible()
        page.close()

    spend("time to open", p95(times))
    spend("CLS, opening", max(shifts))


def test_time_from_the_login_to_the_sealed_text(themed_example: House, browser: Browser, spend: Spend) -> None:
    """From the click on the button of the service's form to the text, in a browser that has read the page."""
    times = []
    for _ in range(OPENINGS):
        context = browser.new_context(base_url=themed_example.origin, locale="fr-FR", **SCREEN)
        context.add_init_script(WATCH)
        page = context.new_page()
        page.goto(example.PATH)
        page.goto(page.locator("paywalled-section .already a").first.get_attribute("href") or "")
        session = page.context.new_cdp_session(page)
        session.send("Emulation.setCPUThrottlingRate", {"rate": CPU})
        session.send("Network.enable")
        session.send("Network.emulateNetworkConditions", SLOW_4G)
        before = page.evaluate("Date.now()")
        log_in(page, "subscriber@example.org")
        page.wait_for_url(f"{themed_example.origin}{example.PATH}**")
        page.wait_for_function("() => window.painted")
        times.append((page.evaluate("performance.timeOrigin + painted") - before) / 1000)
        context.close()

    spend("login to text", p95(times))


def test_nothing_jumps_when_a_reader_at_the_wall_sees_it_open(subscriber: BrowserContext, spend: Spend) -> None:
    """The wall in the middle of the screen, with what follows it below, gives way to the text."""
    page = subscriber.new_page()
    held: list[Route] = []
    page.route("**/keys", lambda route: held.append(route))
    page.goto(example.PATH)
    page.locator("paywalled-section").evaluate("one => one.scrollIntoView({block: 'center'})")
    page.wait_for_function("() => document.querySelector('paywalled-section').getAttribute('state') === 'opening'")
    page.evaluate(SETTLED)
    while not held:
        page.evaluate(SETTLED)
    held[0].continue_()
    page.wait_for_function("() => window.painted")
    page.evaluate(SETTLED)

    spend("CLS, opening", page.evaluate("shift"))


def test_nothing_jumps_while_pages_load(sample: House, browser: Browser, spend: Spend) -> None:
    """A stranger's telephone, pages with pictures."""
    with readers(sample, browser) as contexts:
        context = contexts["stranger"]
        context.add_init_script(WATCH)
        for path in ("/", "/imagerie/", LOCKED, "/enquetes/facture-des-algorithmes/", "/numeros/12/", "/fil/"):
            page = slow(context.new_page(), SLOW_4G)
            page.goto(path, wait_until="networkidle")
            page.evaluate(SETTLED)
            spend("CLS, load", page.evaluate("shift"))
            page.close()


def test_the_page_answers_at_once(subscriber: BrowserContext, spend: Spend) -> None:
    """The menu opens, and a section that could not be opened is tried again, before a reader doubts his finger."""
    page = slow(subscriber.new_page())
    page.route("**/keys", lambda route: route.abort())
    page.goto(example.PATH)
    again = page.locator("[data-paywall-notice] button")
    expect(again).to_be_visible()
    page.locator("details.menu > summary").click()
    page.locator("details.menu > summary").click()
    page.unroute("**/keys")
    again.click()
    page.wait_for_function("() => window.painted")
    page.evaluate(TOLD)

    durations = page.evaluate("interactions")
    spend("INP", max(durations, default=0))


@pytest.mark.parametrize(("size", "budget"), [(50 * KB, "decryption, 50 KB"), (KB * KB, "decryption, 1 MB")])
def test_decryption_is_quick(browser: Browser, size: int, budget: str, spend: Spend) -> None:
    """Keys, chunks, inflation and the text, in the opener's own code."""
    with serving() as server:
        paper = new_paper(server)
        html = paragraphs(size)
        sealed = paper.seal(html)
        first = paper.keyset.keys[0]
        key = content_key(sealed.header, subkeys(first.root, paper.keyset.site, first.kid).section)
        server.routes["/"] = Reply(b'<!doctype html><meta charset="utf-8"><title>Lab</title>')
        page = browser.new_page()
        page.goto(server.origin)
        page.evaluate(
            """async ([file, key]) => {
              const [{openSection}, {importContentKey}] = await Promise.all([import("/m/opening.js"), import("/m/keys.js")]);
              const data = new Uint8Array(await (await fetch(file)).arrayBuffer());
              const content = await importContentKey(Uint8Array.from(key));
              window.opened = async () => {
                const before = performance.now();
                const {html} = await openSection(data, content);
                return [performance.now() - before, html.length];
              };
            }""",
            [f"/sealed/{sealed.name}", list(key.value)],
        )
        slow(page)
        page.evaluate("opened()")  # the first compiles the code, and is part of the time to open
        runs = [page.evaluate("opened()") for _ in range(9)]
        page.close()

    assert {length for _, length in runs} == {len(html)}
    spend(budget, statistics.median(time for time, _ in runs))


def paragraphs(size: int) -> str:
    """Return at least *size* bytes of HTML, in sentences that compress as an article does."""
    rng = random.Random("decryption")
    made: list[str] = []
    length = 0
    while length < size:
        made.append(f"<p>{' '.join(prose.plain_sentence(rng) for _ in range(4))}</p>\n")
        length += len(made[-1].encode())
    return "".join(made)
