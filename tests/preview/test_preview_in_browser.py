"""What an editor sees: new text where he was, errors over the page, the site as any reader."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.preview.running import FILES, PARAGRAPH, Running, article, running, settled, write

pytestmark = [pytest.mark.slow, pytest.mark.browser]

SCANNER = "content/articles/scanner.md"
PATIENCE = 20_000  # milliseconds
AS_SERVED = """() => new Promise((done) => {
  const request = new XMLHttpRequest();
  request.responseType = "document";
  request.onload = () => done(["title", "meta[name=description]", "article"].map(
    (selector) => request.response.querySelector(selector).isEqualNode(document.querySelector(selector))));
  request.open("GET", location.href);
  request.send();
})"""


@pytest.fixture(autouse=True)
def _patience() -> Iterator[None]:
    expect.set_options(timeout=PATIENCE)
    yield
    expect.set_options(timeout=5_000)


def opened(tab: Page, preview: Running, path: str) -> None:
    """Open a page, and wait for the bar: from then on it hears of changes."""
    tab.goto(f"{preview.url}{path}")
    expect(tab.locator("#marbre-preview-bar .status.good")).to_be_visible()


def test_an_edit_is_painted_and_the_place_is_kept(tab: Page, preview: Running) -> None:
    """The new text stands where the old stood, and the page is scrolled as it was."""
    opened(tab, preview, "/scanner/")
    tab.evaluate("scrollTo({top: 700, behavior: 'instant'})")
    text = PARAGRAPH * 14 + "Le scanner est reparti ce matin.\n\n" + PARAGRAPH * 15

    write(preview.root, {SCANNER: article("Le scanner", text)})

    expect(tab.get_by_text("Le scanner est reparti ce matin.")).to_be_visible()
    expect(tab.locator("#marbre-preview-bar .status.good")).to_be_visible()
    assert tab.evaluate("scrollY") == 700


def test_new_text_is_put_in_place(tab: Page, preview: Running) -> None:
    """Words, a paragraph more, one less: the page is not loaded again, and what scripts did to it stays."""
    opened(tab, preview, "/scanner/")
    tab.evaluate("document.body.dataset.untouched = ''")
    for text in (
        "Le scanner est **reparti** ce matin.\n\n" + PARAGRAPH * 30,
        "Le scanner est reparti hier.\n\nPersonne n’y croyait.\n\n" + PARAGRAPH * 29,
        PARAGRAPH * 3 + "Le scanner est arrêté.\n",
    ):
        write(preview.root, {SCANNER: article("Le scanner", text)})
        line = text.replace("**", "").split("\n\n")[-1 if text.startswith(PARAGRAPH) else 0].strip()
        expect(tab.get_by_text(line, exact=True)).to_be_visible()
        assert tab.evaluate(AS_SERVED) == [True, True, True]
    expect(tab.locator("body[data-untouched]")).to_have_count(1)


def test_text_that_a_script_has_touched_is_loaded_again(tab: Page, preview: Running) -> None:
    """What stands there is not what was served: the page begins anew."""
    opened(tab, preview, "/scanner/")
    tab.evaluate("document.body.dataset.untouched = ''")
    tab.evaluate("document.querySelector('article p:nth-of-type(2)').classList.add('lu')")

    write(preview.root, {SCANNER: article("Le scanner", "Rien n’est plus comme avant.\n\n" * 3)})

    expect(tab.get_by_text("Rien n’est plus comme avant.").first).to_be_visible()
    expect(tab.locator("body[data-untouched]")).to_have_count(0)


def test_what_scripts_have_to_do_with_is_loaded_again(tab: Page, preview: Running) -> None:
    """A section behind the paywall is an element that begins by itself."""
    opened(tab, preview, "/scanner/")
    tab.evaluate("document.body.dataset.untouched = ''")

    write(
        preview.root,
        {SCANNER: article("Le scanner", f"{PARAGRAPH * 3}<!-- paywall -->\n\n{PARAGRAPH * 3}", access="abonnes")},
    )

    expect(tab.locator("paywalled-section")).to_have_count(1)
    expect(tab.locator("body[data-untouched]")).to_have_count(0)


def test_an_edit_elsewhere_leaves_the_page_alone(tab: Page, preview: Running) -> None:
    """A page that nothing of the build concerns is neither loaded again nor touched."""
    opened(tab, preview, "/scanner/")
    tab.evaluate("document.body.dataset.untouched = ''")
    before = preview.state(settled)["epoch"]

    write(preview.root, {"content/articles/reserve.md": FILES["content/articles/reserve.md"] + "Encore une phrase.\n"})
    preview.state(lambda state: settled(state) and state["epoch"] > before)
    write(preview.root, {"content/articles/demain.md": "rien"})

    expect(tab.locator("#marbre-preview-errors .errors")).to_be_visible()
    expect(tab.locator("body[data-untouched]")).to_have_count(1)


def test_a_stylesheet_is_changed_in_place(tab: Page, preview: Running) -> None:
    """A theme maker sees the new look without a reload."""
    opened(tab, preview, "/scanner/")
    tab.evaluate("document.body.dataset.untouched = ''")

    write(preview.root, {"themes/maison/static/main.css": "h1 { color: rgb(1, 2, 3) }\n"})

    expect(tab.locator("h1")).to_have_css("color", "rgb(1, 2, 3)")
    expect(tab.locator("body[data-untouched]")).to_have_count(1)
    expect(tab.locator("head link[rel=stylesheet]")).to_have_count(1)


def test_a_mistake_is_shown_over_the_page_until_it_is_mended(tab: Page, preview: Running) -> None:
    """Place, problem, hint and lines; also of a page that nobody looks at; Escape hides them, mending ends them."""
    opened(tab, preview, "/scanner/")
    good = FILES["content/articles/autre.md"]
    panel = tab.locator("#marbre-preview-errors .errors")

    write(
        preview.root,
        {"content/articles/autre.md": good.replace("title:", "titel: <img src=x onerror=alert(1)>\ntitle:")},
    )

    expect(panel).to_contain_text("content/articles/autre.md:2:1")
    expect(panel).to_contain_text("unknown-key")
    expect(panel.locator(".here").first).to_have_text("titel: <img src=x onerror=alert(1)>")
    expect(panel.locator("img")).to_have_count(0)
    expect(tab.locator("main h1")).to_have_text("Le scanner")
    tab.keyboard.press("Escape")
    expect(panel).to_have_count(0)
    tab.locator("#marbre-preview-bar button.bad").click()
    expect(panel).to_be_visible()

    write(preview.root, {"content/articles/autre.md": good})

    expect(panel).to_have_count(0)
    expect(tab.locator("#marbre-preview-bar .status.good")).to_be_visible()


def test_the_page_of_errors_becomes_the_site(tab: Page, root: Path) -> None:
    """Before the first good build a browser waits at the error, and needs no key to be pressed."""
    write(root, {SCANNER: "rien"})
    with running(root, "--no-keyservice") as preview:
        preview.state(lambda state: bool(state["errors"]))
        tab.goto(f"{preview.url}/scanner/")
        expect(tab.get_by_role("heading", name=SCANNER).first).to_be_visible()

        write(root, {SCANNER: FILES[SCANNER]})

        expect(tab.locator("h1")).to_have_text("Le scanner")


def test_the_page_that_was_missing_appears_when_it_is_written(tab: Page, preview: Running) -> None:
    """An editor may wait on the address of an article that he has yet to save."""
    opened(tab, preview, "/nouveau/")

    write(preview.root, {"content/articles/nouveau.md": article("Nouveau", PARAGRAPH)})

    expect(tab.locator("h1")).to_have_text("Nouveau")


def test_drafts_and_future_pages_are_marked(tab: Page, preview: Running) -> None:
    """On the page, on links to it, and in a list."""
    opened(tab, preview, "/brouillon/")
    bar = tab.locator("#marbre-preview-bar")

    expect(bar.locator(".mark")).to_have_text("brouillon")
    bar.get_by_role("button", name="2 non publiés").click()
    expect(bar.locator(".list")).to_contain_text("/demain/ à venir")
    opened(tab, preview, "/")
    expect(tab.locator("a[href='/demain/'][data-preview-mark]").first).to_have_attribute("data-preview-mark", "à venir")
    opened(tab, preview, "/scanner/")
    expect(tab.locator("#marbre-preview-bar .mark")).to_have_count(0)


def test_the_site_is_seen_as_every_kind_of_reader(tab: Page, reading: Running) -> None:
    """A tier opens what it holds, the others do not, and nothing breaks the policy on the way."""
    complaints: list[str] = []
    tab.on("console", lambda message: complaints.append(message.text) if message.type == "error" else None)
    opened(tab, reading, "/reserve/")
    menu, section = tab.locator("#marbre-preview-bar select"), tab.locator("paywalled-section")
    expect(section).to_have_attribute("state", "locked")

    for view, state in [
        ("tier:abonnes", "open"),
        ("registered", "failed"),
        ("tier:premium", "open"),
        ("lapsed", "failed"),
        ("anonymous", "locked"),
    ]:
        with tab.expect_navigation():
            menu.select_option(view)
        expect(section).to_have_attribute("state", state)
        expect(menu).to_have_value(view)

    expect(tab.get_by_text("rapport confidentiel")).to_have_count(0)
    assert tab.url == f"{reading.url}/reserve/"
    assert complaints == []


def test_the_bar_is_not_printed(tab: Page, reading: Running) -> None:
    """A proof on paper is the page alone."""
    opened(tab, reading, "/scanner/")

    tab.emulate_media(media="print")

    expect(tab.locator("#marbre-preview-bar .bar")).to_be_hidden()
