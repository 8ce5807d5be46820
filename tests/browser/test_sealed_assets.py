"""Images, recordings and attachments of a section: named by its manifest, opened when they are needed."""

import io
from pathlib import Path

import pytest
from PIL import Image

from tests.browser.paper import element

pytestmark = [pytest.mark.browser, pytest.mark.slow]


def picture(colour):
    """Return a small picture."""
    data = io.BytesIO()
    Image.new("RGB", (40, 30), colour).save(data, "PNG")
    return data.getvalue()


def test_image_is_opened_in_its_place(paper, page):
    """
    A sealed image becomes a blob of its own type beside the text, under the strict policy.
    """
    image = paper.asset(picture("red"), "image/png")
    html = f'<p>Vu.</p><img data-sealed="{image.name}" width="40" height="30" alt="Un carré">'
    page.goto(f"{paper.publish(element(paper.seal(html, assets=[image])))}#marbre-open")
    shown = page.locator("img[src^='blob:']")
    shown.wait_for()

    assert shown.evaluate("(image) => image.decode().then(() => image.naturalWidth)") == 40
    assert (
        shown.evaluate(
            "(image) => fetch(image.src).then((reply) => reply.blob()).then(({type}) => type).catch(() => 'blocked')"
        )
        == "blocked"
    )
    assert page.evaluate("seen.violations") == [
        "connect-src"
    ]  # of the line above: even our own scripts cannot fetch it


def test_image_far_below_is_opened_when_it_comes_into_view(paper, page):
    """
    A long article fetches the images that are looked at.
    """
    image = paper.asset(picture("red"), "image/png")
    html = "<p>Long.</p>" * 100 + f'<img data-sealed="{image.name}" width="40" height="30" alt="">'
    page.goto(f"{paper.publish(element(paper.seal(html, assets=[image])))}#marbre-open", wait_until="networkidle")
    page.locator("#s1[state=open]").wait_for()
    assert f"/sealed/{image.name}" not in [request.path for request in paper.server.requests]

    page.locator("img").scroll_into_view_if_needed()

    page.locator("img[src^='blob:']").wait_for()


def test_printing_opens_all_images_first(paper, page):
    """
    A printed article has its pictures, those too that nobody scrolled to.
    """
    image = paper.asset(picture("red"), "image/png")
    html = "<p>Long.</p>" * 100 + f'<img data-sealed="{image.name}" width="40" height="30" alt="">'
    page.goto(f"{paper.publish(element(paper.seal(html, assets=[image])))}#marbre-open")
    page.locator("#s1[state=open]").wait_for()

    page.evaluate("dispatchEvent(new Event('beforeprint'))")

    page.locator("img[src^='blob:']").wait_for()


def test_name_that_the_manifest_does_not_have_stays_closed(paper, page):
    """
    The text cannot make the opener fetch a file of another section, or one that is no sealed file.
    """
    own, foreign = paper.asset(picture("red"), "image/png"), paper.asset(picture("blue"), "image/png", section="s9")
    html = f'<img data-sealed="{foreign.name}" alt=""><img data-sealed="../evil" alt=""><img data-sealed="{own.name}" alt="">'
    page.goto(f"{paper.publish(element(paper.seal(html, assets=[own])))}#marbre-open")
    page.locator("img[src^='blob:']").wait_for()

    assert page.locator("img[src]").count() == 1
    assert [request.path for request in paper.server.asked("/sealed/")][1:] == [f"/sealed/{own.name}"]


def test_asset_of_another_section_is_refused(paper, page):
    """
    A manifest that names an asset sealed for another section shows nothing of it.
    """
    foreign = paper.asset(picture("blue"), "image/png", section="s9")
    html = f'<img data-sealed="{foreign.name}" alt="">'
    page.goto(f"{paper.publish(element(paper.seal(html, assets=[foreign])))}#marbre-open")

    page.locator("img[data-sealed-failed='header-mismatch']:not([src])").wait_for(state="attached")


def test_picture_takes_the_source_that_fits(paper, page):
    """
    Of several sources only the one that this screen takes is fetched.
    """
    wide, narrow = paper.asset(picture("red"), "image/png"), paper.asset(picture("blue"), "image/png")
    html = (
        f'<picture><source media="(max-width: 300px)" data-sealed="{narrow.name}"><source data-sealed="{wide.name}">'
        f'<img data-sealed="{narrow.name}" width="40" height="30" alt=""></picture>'
    )
    page.goto(f"{paper.publish(element(paper.seal(html, assets=[wide, narrow])))}#marbre-open")
    page.locator("source[srcset^='blob:']").wait_for(state="attached")

    assert page.locator("img").evaluate("(image) => image.decode().then(() => image.currentSrc)").startswith("blob:")
    assert [request.path for request in paper.server.asked("/sealed/")][1:] == [f"/sealed/{wide.name}"]


def test_attachment_is_saved_under_its_name_on_a_click(paper, page):
    """
    A document is fetched when it is asked for, by keyboard too, and arrives byte for byte.
    """
    document = paper.asset(b"%PDF-1.7 numero 12", "application/pdf")
    html = f'<p><a data-sealed="{document.name}" download="numero-12.pdf">Le numéro 12</a></p>'
    page.goto(f"{paper.publish(element(paper.seal(html, assets=[document])))}#marbre-open")
    page.locator("#s1[state=open]").wait_for()
    assert len(paper.server.asked("/sealed/")) == 1

    with page.expect_download() as first:
        page.locator("a[data-sealed]").press("Enter")
    with page.expect_download() as second:
        page.locator("a[data-sealed]").click()

    assert first.value.suggested_filename == second.value.suggested_filename == "numero-12.pdf"
    assert Path(first.value.path()).read_bytes() == b"%PDF-1.7 numero 12"
    assert len(paper.server.asked("/sealed/")) == 2


def test_attachment_that_fails_can_be_tried_again(paper, page):
    """
    A document that does not come is told, and the next click tries again.
    """
    document = paper.asset(b"%PDF-1.7", "application/pdf")
    html = f'<p><a data-sealed="{document.name}" download="d.pdf">Le document</a></p>'
    paper.put(document.name, b"", status=404)
    page.goto(f"{paper.publish(element(paper.seal(html, assets=[document])))}#marbre-open")
    page.locator("#s1 a").click()
    page.locator("a[data-sealed-failed='not-sealed']").wait_for()
    assert page.locator("[role=status]").text_content() == "Le document n’a pas pu être ouvert."

    paper.put(document.name, document.data)
    with page.expect_download():
        page.locator("#s1 a").click()


@pytest.mark.parametrize("media_type", ["text/html", "image/svg+xml", "application/xhtml+xml", "text/xml"])
def test_type_that_could_run_script_becomes_a_plain_download(paper, page, media_type):
    """
    A blob has the page's origin, so it never gets a type that a browser would run.
    """
    file = paper.asset(b"<script>alert(1)</script>", media_type)
    html = f'<p><a data-sealed="{file.name}" download="x">Fichier</a></p>'
    page.add_init_script(
        "const make = URL.createObjectURL; window.types = [];"
        "URL.createObjectURL = (blob) => { types.push(blob.type); return make.call(URL, blob); }"
    )
    page.goto(f"{paper.publish(element(paper.seal(html, assets=[file])))}#marbre-open")
    with page.expect_download():
        page.locator("#s1 a").click()

    assert page.evaluate("types") == ["application/octet-stream"]


def test_script_in_a_section_does_not_run(paper, page):
    """
    The strict policy and the way of inserting keep script and handlers of the text from running.
    """
    html = (
        "<p>Vu.</p><script>document.title = 'run'</script><img src='data:,' onerror=\"document.title = 'run'\" alt=''>"
    )
    page.goto(f"{paper.publish(element(paper.seal(html)))}#marbre-open", wait_until="networkidle")
    page.locator("#s1[state=open]").wait_for()

    assert page.title() == "Le budget"
