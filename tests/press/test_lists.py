"""Lists: pages of rubrics, authors and tags, the wire and its days, the front page, fragments."""

import re
from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st
from msgspec import structs

from generator.model.data import Front, SiteData
from generator.press.layout.list_pages import pages_of
from generator.press.layout.site import targets
from tests.press.publication import CONFIG, OFFERS, publication, render_all


def test_a_long_rubric_has_several_pages_that_link_to_each_other() -> None:
    """The second page is at /page/2/, knows its title and stands beside the first."""
    files = render_all(*publication(config=structs.replace(CONFIG, paginate=2)))
    first, second = files["securite/index.html"], files["securite/page/2/index.html"]

    assert 'rel="next" href="/securite/page/2/"' in first
    assert 'rel="prev" href="/securite/"' in second
    assert "<title>Sécurité, page\u00a02 – Sagittale</title>" in second
    assert re.findall(r'<h2><a href="(/securite/[^"]+)"', first + second) == [
        "/securite/budget/",
        "/securite/radio/",
        "/securite/ouvert/",
    ]


def test_articles_beyond_the_front_page_are_at_page_2() -> None:
    """Nothing that was ever published is out of reach."""
    files = render_all(*publication(config=structs.replace(CONFIG, paginate=2)))

    assert 'href="/page/2/"' in files["index.html"]
    assert "/securite/ouvert/" in files["page/2/index.html"]


@given(count=st.integers(0, 60), size=st.integers(1, 7), is_stable=st.booleans())
def test_every_article_stands_on_one_page_and_each_page_leads_to_the_next(
    count: int, size: int, is_stable: bool
) -> None:
    """From the newest to the oldest and back, in both ways of counting."""
    ids = [f"a{number}" for number in range(count)]
    pages = pages_of(ids, structs.replace(CONFIG, paginate=size, stable_pages=is_stable))
    by_number = {page.number: page for page in pages}

    assert [one for page in pages for one in page.ids] == ids
    assert len(by_number) == len(pages)
    assert pages[0].number == 1
    assert pages[0].newer == pages[-1].older == 0
    assert [page.older for page in pages[:-1]] == [page.number for page in pages[1:]]
    assert [page.newer for page in pages[1:]] == [page.number for page in pages[:-1]]
    assert all(len(page.ids) == size for page in (pages[1:] if is_stable else pages[:-1]))
    assert len(pages[0].ids) < 2 * size


@given(count=st.integers(0, 60), size=st.integers(1, 7))
def test_a_new_article_leaves_stable_pages_as_they_are(count: int, size: int) -> None:
    """But for the newest of them, when the list's own page gives some of its articles to a page of their own."""
    config = structs.replace(CONFIG, paginate=size, stable_pages=True)
    ids = [f"a{number}" for number in range(count)]
    before, after = pages_of(ids, config)[1:], pages_of(["new", *ids], config)[1:]

    if len(after) == len(before):
        assert after == before
    else:
        assert after[2:] == before[1:]
        assert [page.ids for page in after[1:2]] == [page.ids for page in before[:1]]


def test_the_wire_is_grouped_by_day_and_each_brief_has_its_place(rendered: dict[str, str]) -> None:
    """Newest day first; a day's page links to its neighbours; times without a leading zero."""
    wire, day = rendered["fil/index.html"], rendered["fil/2026-11-16/index.html"]

    assert wire.index("Mardi 17 novembre") < wire.index("Lundi 16 novembre")
    assert 'id="7-30"' in day
    assert ">7:30</time>" in day
    assert '<a rel="prev" href="/fil/2026-11-17/">Mardi 17 novembre</a>' in day
    assert "(Étude)" in day


def test_other_pages_show_the_public_part_of_a_brief_only(rendered: dict[str, str]) -> None:
    """A fragment and the front page hold no section: it has its place on the wire."""
    for path in ("fragments/wire.html", "index.html"):
        assert "Le prix baisse." in rendered[path]
        assert "<paywalled-section" not in rendered[path]
    assert "<paywalled-section" in rendered["fil/2026-11-17/index.html"]


def test_no_article_stands_twice_on_the_front_page(rendered: dict[str, str]) -> None:
    """What leads is not repeated in its rubric."""
    links = re.findall(r'<h\d><a href="(/securite/[^"]+/)"', rendered["index.html"])

    assert len(links) == len(set(links)) == 3


def test_the_newsroom_chooses_what_leads() -> None:
    """front.yaml beats the order of dates."""
    made, bodies = publication(data=SiteData(OFFERS, front=Front("articles/ouvert", ("articles/radio",))))
    front = render_all(made, bodies)["index.html"]

    assert re.search(r'class="card large">.*?<h2><a href="/securite/ouvert/">', front, re.S)


def test_the_front_page_holds_without_any_article() -> None:
    """A new publication has a front page too."""
    made, bodies = publication()
    catalog = structs.replace(
        made.catalog,
        articles=(),
        briefs=(),
        issues=(),
        by_rubric={},
        by_author={},
        tags={},
        entries=made.catalog.entries,
    )
    files = render_all(replace(made, catalog=catalog, corrected=()), bodies)

    assert "Rien n’a encore été publié." in files["index.html"]
    assert "feed.xml" in files


def test_every_list_has_a_feed_and_its_page_names_it(rendered: dict[str, str]) -> None:
    """Readers of feeds find them from the page."""
    for path in ("securite", "auteurs/claire", "tags/budget", "fil"):
        assert f"{path}/feed.xml" in rendered
        assert 'type="application/atom+xml" title=' in rendered[f"{path}/index.html"]
        assert f'href="/{path}/feed.xml"' in rendered[f"{path}/index.html"]


def test_an_edition_shows_cover_articles_and_one_section(rendered: dict[str, str]) -> None:
    """The share of words says nothing about a PDF, so it is not shown."""
    issue = rendered["numeros/12/index.html"]

    assert "/assets/couverture.png" in issue
    assert "/securite/budget/" in issue
    assert "Sagittale réserve ce numéro à ses abonnés" in issue
    assert "remaining=" not in issue


def test_paths_of_targets_are_unique() -> None:
    """Two targets never write one file."""
    made, _ = publication()
    paths = [target.path for target in targets(made)]

    assert len(paths) == len(set(paths))
