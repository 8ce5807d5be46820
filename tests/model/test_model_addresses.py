"""Where documents are published, and who else wants to be there."""

from datetime import UTC, datetime, timedelta

import pytest
from documents import CLAIRE, CONFIG, DAY, NOW, SECURITE, article, build, document, errors_of
from msgspec.structs import replace

from generator.model.config import Permalinks
from generator.model.frontmatter import (
    ArticleMatter,
    BriefMatter,
    IssueMatter,
    PageMatter,
    RubricMatter,
)


def test_addresses_follow_the_permalinks_and_an_empty_rubric_has_no_segment():
    """Each collection has its address; `url` and `slug` of front matter beat the file's name."""
    brief = document("wire/b.md", BriefMatter(datetime(2026, 11, 16, 6, 30, tzinfo=UTC)))
    catalog = build(
        SECURITE,
        CLAIRE,
        brief,
        article("Été.md", rubric="securite"),
        article("bundle/index.md"),
        article("c.md", slug="autre", rubric="rubrics/securite"),
        article("d.md", url="/2019/d.html"),
        document("issues/12/index.md", IssueMatter("Douze", NOW - DAY)),
        document("pages/a-propos.md", PageMatter("À propos")),
    )

    assert {one.id: one.url for one in catalog.entries.values()} == {
        "articles/ete": "/securite/ete/",
        "articles/bundle": "/bundle/",
        "articles/c": "/securite/autre/",
        "articles/d": "/2019/d.html",
        "authors/claire": "/auteurs/claire/",
        "issues/12": "/numeros/12/",
        "pages/a-propos": "/a-propos/",
        "rubrics/securite": "/securite/",
        "wire/b": "/fil/2026-11-16/#7-30",
    }
    assert catalog.sources["articles/bundle/index.md"] == "articles/bundle"


def test_a_rubric_with_another_slug_moves_its_articles():
    """The segment of an address is the rubric's slug, not its id."""
    rubric = document("rubrics/securite.md", RubricMatter("Sécurité", slug="secu"))

    assert build(rubric, article("a.md", rubric="securite")).entries["articles/a"].url == "/secu/a/"


def test_briefs_of_one_minute_are_numbered_from_the_oldest():
    """The second brief of a minute ends with -2; the day is that of the site's zone."""
    moment = datetime(2026, 11, 16, 23, 30, tzinfo=UTC)
    briefs = [
        document(f"wire/{name}.md", BriefMatter(moment + timedelta(seconds=at)))
        for name, at in (("c", 1), ("b", 2), ("a", 2))
    ]

    catalog = build(*briefs)

    assert [catalog.entries[f"wire/{name}"].url for name in "cab"] == [
        "/fil/2026-11-17/#0-30",
        "/fil/2026-11-17/#0-30-2",
        "/fil/2026-11-17/#0-30-3",
    ]


COLLISIONS = [
    (article("x/a.md"), article("y/a.md")),
    (article("x/a.md"), article("y/b.md", url="/A/")),
    (article("x/a.md"), article("y/b.md", url="/a/index.html")),
    (article("x/a.md"), article("y/b.md", url="/a")),
    (article("x/a.md", url="/\u00e9t\u00e9/"), article("y/b.md", url="/e\u0301te\u0301/")),
    (article("x/a.md"), document("pages/a.md", PageMatter("A"))),
    (SECURITE, article("x/securite.md")),
    (article("x/a.md", tags=("b",)), article("y/b.md", url="/tags/b/")),
]


@pytest.mark.parametrize("pair", COLLISIONS)
def test_two_documents_with_one_address_are_told_by_both_names(pair):
    """Same slug, case, composition, index and lists: whoever comes second is told of the first."""
    (error,) = errors_of(*pair)

    assert error.code == "url-collision"
    told = f"{error.where.path} {error.problem}"
    assert "list of tag" in told or all(f"content/{one.source}" in told for one in pair)


@pytest.mark.parametrize(
    "static",
    [
        "a/index.html",
        "A/index.html",
        "a",
        "robots.txt",
        "assets/x.css",
        "sealed/x.spw",
        "feed.xml",
        "x/page/2/index.html",
    ],
)
def test_a_static_file_in_the_place_of_something_else_is_told(static):
    """Static files never hide a page, a list or a file of the build."""
    (error,) = errors_of(article("a.md"), static=[static])

    assert (error.code, error.where.path) == ("url-collision", f"content/static/{static}")


@pytest.mark.parametrize(
    "url",
    [
        "/assets/a/",
        "/sealed/",
        "/x/feed.xml",
        "/x/feed.json",
        "/x/page/3/",
        "/acces/",
        "/acces/x/",
        "/404.html",
        "/fil/",
        "/auteurs/",
        "/",
    ],
)
def test_an_address_of_the_build_itself_is_told(url):
    """Reserved folders, feeds, pages of lists and the key service are nobody else's."""
    brief = document("wire/b.md", BriefMatter(NOW - DAY))

    assert [error.code for error in errors_of(brief, article("a.md", url=url))] == ["url-collision"]


def test_two_documents_with_one_id_are_told_by_both_names():
    """Moving a file must not take another one's purchases and comments."""
    (error,) = errors_of(article("a.md"), article("b.md", id="articles/a", slug="b"))

    assert (error.code, error.where.path) == ("id-collision", "content/articles/b.md")
    assert "content/articles/a.md" in error.problem


def test_an_alias_that_two_documents_want_is_told():
    """An old address leads to one place."""
    (error,) = errors_of(article("a.md", aliases=("/old/",)), article("b.md", aliases=("/old/",)))

    assert (error.code, "content/articles/a.md" in error.problem) == ("alias-collision", True)


def test_an_address_with_a_date_needs_one():
    """An undated article under a dated permalink is an error that names the placeholder."""
    config = replace(CONFIG, permalinks=Permalinks(articles="/{year}/{slug}/"))

    (error,) = errors_of(article("a.md", published=None), config=config)

    assert (error.code, "{year}" in error.problem) == ("missing-key", True)


@pytest.mark.parametrize("name", ["con.md", "予算.md", "x" * 201 + ".md"])
def test_a_file_name_that_gives_no_slug_is_told(name):
    """The slug may come from front matter instead."""
    wrong = replace(article(name), id="articles/x")

    assert "bad-slug" in [error.code for error in errors_of(wrong)]
    assert errors_of(replace(wrong, matter=ArticleMatter("T", slug="bon"))) == ()
