"""Players of other sites load when a reader asks for them, and never before."""

from pathlib import Path

import pytest
from playwright.sync_api import Browser

from tests.browser.loopback import Reply, Server, serving
from tests.elements.paper import FILES, SITE, element, picture, text
from tests.sites.whole_site import WholeSite, article

FILM = "content/articles/film/index.md"


def site(root: Path, body: str, settings: str = "embeds: [youtube, vimeo, dailymotion]\n", **matter: str) -> WholeSite:
    files = {**FILES, FILM: article(body, title="Film", rubric="imagerie", **matter)}
    return WholeSite(root, files, site=f"{SITE}{settings}")


@pytest.mark.parametrize(
    ("address", "src"),
    [
        ("https://www.youtube.com/watch?v=abcDEF_12-3&t=4", "https://www.youtube-nocookie.com/embed/abcDEF_12-3"),
        ("https://youtu.be/abcDEF_12-3", "https://www.youtube-nocookie.com/embed/abcDEF_12-3"),
        ("https://vimeo.com/123456", "https://player.vimeo.com/video/123456?dnt=1"),
        ("https://www.dailymotion.com/video/x8abc", "https://geo.dailymotion.com/player.html?video=x8abc"),
    ],
)
def test_a_player_is_a_link_until_it_is_asked_for(tmp_path: Path, address: str, src: str) -> None:
    """The page names no other site but in links; without script the link leads to the video."""
    paper = site(tmp_path, f'::: embed {address} title="La visite"\n\nUn plan de **deux** minutes.\n\n:::')

    run = paper.build()
    assert run.status == 0, run.err
    page = paper["imagerie/film/index.html"]
    figure = element(page, r'<figure class="embed note">')

    assert f'data-embed="{src}"' in figure
    assert f'href="{address.replace("&", "&amp;")}"' in figure
    assert "La visite" in text(figure)
    assert "<strong>deux</strong> minutes" in element(figure, "<figcaption>")
    assert "saura alors que vous lisez cette page" in text(figure)
    assert "<iframe" not in page
    assert ' src="https:' not in page


def test_the_policy_names_the_players_that_the_site_allows_and_no_other(tmp_path: Path) -> None:
    """Without the setting nothing may be framed."""
    assert site(tmp_path / "a", "x", "embeds: [youtube]\n").build().status == 0
    assert site(tmp_path / "b", "x", "").build().status == 0

    assert "frame-src https://www.youtube-nocookie.com;" in (tmp_path / "a/public/_headers").read_text("utf-8")
    assert "frame-src" not in (tmp_path / "b/public/_headers").read_text("utf-8")


@pytest.mark.parametrize(
    "address",
    [
        "https://www.youtube.com/",
        "https://www.youtube.com/watch?v=a/../b",
        "https://youtube.com.example.org/watch?v=abcdef",
        "http://www.youtube.com/watch?v=abcdef",
        "https://tube.example.org/w/abcdefgh",
        "javascript:alert(1)",
        "//youtu.be/abcdef",
    ],
)
def test_another_address_stops_the_build(tmp_path: Path, address: str) -> None:
    """Other hosts, pages of no video, other schemes."""
    run = site(tmp_path, f"::: embed {address}\n\n:::", "embeds: [youtube]\n").build()

    assert run.codes == ["unknown-embed"]
    assert f"{FILM}:7" in run.err


def test_a_setting_that_is_no_provider_is_an_error(tmp_path: Path) -> None:
    """A path or a wildcard would open the policy."""
    for word in ("tiktok", "https://*.example.org", "https://tube.example.org/w", "'unsafe-inline'", "https:"):
        run = site(tmp_path, "x", f'embeds: ["{word}"]\n').build()
        assert run.codes == ["bad-value"], word


def test_a_sealed_player_is_sealed_and_its_words_are_no_leak_of_another(tmp_path: Path) -> None:
    """The theme's words around a player stand in sealed and in public text."""
    sealed = "Public.\n\n<!-- paywall -->\n\n::: embed https://youtu.be/CANARI-video\n\nCANARI.\n\n:::"
    paper = site(tmp_path, sealed, access="abonnes")
    paper.write({"content/articles/autre.md": article("::: embed https://youtu.be/publique\n\nVue.\n\n:::")})

    run = paper.build()

    assert run.status == 0, run.err
    assert not any(b"CANARI" in data for data in paper.output().values())


def test_gallery_and_own_video(tmp_path: Path) -> None:
    """Pictures of a gallery are figures with captions; a video of the paper's own loads nothing before it plays."""
    body = (
        '::: gallery\n\n![Un](a.png "Le *premier*")\n\n![Deux](b.png)\n\n:::\n\n'
        '::: video film.mp4 title="La salle"\n\nUne minute.\n\n:::'
    )
    paper = site(tmp_path, body)
    folder = "content/articles/film"
    paper.write({f"{folder}/a.png": picture(), f"{folder}/b.png": picture(600, 300), f"{folder}/film.mp4": b"\0" * 900})

    run = paper.build()
    assert run.status == 0, run.err
    gallery = element(paper["imagerie/film/index.html"], r'<div class="gallery">')
    video = element(paper["imagerie/film/index.html"], r'<figure class="video">')

    assert gallery.count("<figure>") == 2
    assert "premier" in element(gallery, "<figcaption>")
    assert 'preload="none"' in video
    assert 'src="/assets/film.' in video
    assert "Une minute." in video


@pytest.mark.browser
@pytest.mark.slow
def test_no_request_leaves_before_the_click_and_the_player_stands_there_after(tmp_path: Path, browser: Browser) -> None:
    """In Chromium, under the policy that the build writes."""
    with serving() as tube, serving() as server:
        other = tube.origin.replace("localhost", "127.0.0.1")
        tube.routes["/videos/embed/abcdefgh"] = Reply(b"<!doctype html><title>Film</title>Le film")
        paper = site(
            tmp_path, f'::: embed {other}/w/abcdefgh title="La visite"\n\nLégende.\n\n:::', f'embeds: ["{other}"]\n'
        )
        paper.write(
            {"site.yaml": (tmp_path / "site.yaml").read_text().replace("https://www.example.fr/", f"{server.origin}/")}
        )
        assert paper.build().status == 0
        publish(paper, server)
        context = browser.new_context()
        page = context.new_page()
        page.goto(f"{server.origin}/imagerie/film/")
        page.wait_for_load_state("networkidle")
        before = list(tube.requests)

        page.click("a[data-embed]")
        frame = page.wait_for_selector("figure.embed iframe")
        assert frame
        inside = frame.content_frame()
        assert inside
        inside.wait_for_load_state()

        assert before == []
        assert "Le film" in inside.content()
        assert frame.get_attribute("title") == "La visite"
        assert page.url.endswith("/imagerie/film/")
        assert page.inner_text("figure.embed figcaption") == "Légende."
        context.close()


def publish(paper: WholeSite, server: Server) -> None:
    """Serve the built tree with the policy of its `_headers`."""
    policy = paper["_headers"].partition("Content-Security-Policy: ")[2].partition("\n")[0]
    types = {"js": "text/javascript", "css": "text/css", "svg": "image/svg+xml", "json": "application/json"}
    for path, data in paper.output().items():
        kind = types.get(path.rpartition(".")[2], "text/html; charset=utf-8")
        reply = Reply(data, kind, headers=(("Content-Security-Policy", policy),))
        server.routes[f"/{path.removesuffix('index.html')}"] = reply
