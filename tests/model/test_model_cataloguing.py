"""The catalog: addresses, access, references and time, from front matter alone."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from generator.errors import SourceError
from generator.model.access import PUBLIC, Access
from generator.model.catalog import Catalog
from generator.model.cataloguing import Described, build_catalog
from generator.model.config import AccessRule, Permalinks, SiteConfig, Tier
from generator.model.frontmatter import (
    ArticleMatter,
    AuthorMatter,
    BriefMatter,
    Collection,
    EarlyAccess,
    IssueMatter,
    Matter,
    PageMatter,
    RubricMatter,
)
from generator.model.urls import document_id

PARIS = ZoneInfo("Europe/Paris")
NOW = datetime(2026, 11, 24, 12, tzinfo=PARIS)
DAY = timedelta(days=1)
CONFIG = SiteConfig(
    title="La Revue",
    base_url="https://www.example.fr/",
    root="/",
    zone=PARIS,
    tiers=(Tier("abonnes", "Abonnés"), Tier("premium", "Premium", ("abonnes",))),
)
ABONNES, PREMIUM = Access(("abonnes",)), Access(("premium",))


def document(source: str, matter: Matter, **lines: int) -> Described:
    collection: Collection = source.partition("/")[0]  # type: ignore[assignment]  # tests name real ones
    return Described(getattr(matter, "id", "") or document_id(source), collection, source, matter, lines)


def article(source: str, **keys: object) -> Described:
    return document(f"articles/{source}", ArticleMatter("Titre", **{"published": NOW - DAY, **keys}))  # type: ignore[arg-type]


def build(*documents: Described, config: SiteConfig = CONFIG, **options: object) -> Catalog:
    catalog, errors, _ = build_catalog(documents, config, **{"now": NOW, "drafts": False, "future": False, **options})  # type: ignore[arg-type]
    assert errors == ()
    return catalog


def errors_of(*documents: Described, config: SiteConfig = CONFIG, **options: object) -> tuple[SourceError, ...]:
    settings = {"now": NOW, "drafts": False, "future": False, **options}
    return build_catalog(documents, config, **settings)[1]  # type: ignore[arg-type]


SECURITE = document("rubrics/securite.md", RubricMatter("Sécurité"))
CLAIRE = document("authors/claire.md", AuthorMatter("Claire"))


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


def test_front_matter_beats_rules_and_the_last_rule_beats_earlier_ones():
    """Access comes from front matter, else the last matching rule, else the default; authors stay public."""
    config = replace(
        CONFIG,
        default_access=ABONNES,
        access_rules=(AccessRule("articles/enquetes/", PREMIUM), AccessRule("articles/enquetes/libre*", PUBLIC)),
    )
    catalog = build(
        CLAIRE,
        article("enquetes/a.md"),
        article("enquetes/libre-a.md"),
        article("enquetes/b.md", access=PUBLIC),
        article("c.md"),
        document("pages/p.md", PageMatter("P")),
        config=config,
    )

    assert {one.id: str(one.access) for one in catalog.entries.values()} == {
        "articles/enquetes/a": "premium",
        "articles/enquetes/libre-a": "public",
        "articles/enquetes/b": "public",
        "articles/c": "abonnes",
        "authors/claire": "public",
        "pages/p": "abonnes",
    }


def test_a_rule_that_matches_nothing_is_a_warning():
    """A slip in a rule's path would publish: it is told."""
    config = replace(CONFIG, access_rules=(AccessRule("articles/enquete/**", PREMIUM),))

    _, errors, warnings = build_catalog([article("enquetes/a.md")], config, now=NOW, drafts=False, future=False)

    assert errors == ()
    assert [(one.code, "articles/enquete/**" in one.message) for one in warnings] == [("unused-rule", True)]


@pytest.mark.parametrize(("now", "access"), [(NOW, "premium"), (NOW + 2 * DAY, "abonnes")])
def test_an_edition_is_for_its_early_tiers_first(now, access):
    """Before `until` only the named tiers may read; from then on `access` decides."""
    issue = IssueMatter("Douze", NOW - DAY, access=ABONNES, early_access=EarlyAccess(("premium",), NOW + 2 * DAY))

    assert str(build(document("issues/12/index.md", issue), now=now).entries["issues/12"].access) == access


def test_drafts_future_and_expired_documents_are_left_out_unless_asked_for():
    """Expired ones never come back; the others are marked when they are shown."""
    documents = [
        article("a.md"),
        article("draft.md", draft=True),
        article("future.md", published=NOW + DAY),
        article("now.md", published=NOW),
        article("gone.md", expires=NOW),
        article("soon.md", expires=NOW + 2 * DAY),
    ]

    assert set(build(*documents).articles) == {"articles/a", "articles/now", "articles/soon"}
    shown = build(*documents, drafts=True, future=True)
    assert {one.id: one.marks for one in shown.entries.values() if one.marks} == {
        "articles/draft": ("draft",),
        "articles/future": ("future",),
    }
    assert build(*documents).next_change == NOW + DAY


def test_the_next_change_counts_publication_expiry_and_early_access():
    """Drafts wait for nobody; without anything to come there is no next change."""
    issue = IssueMatter("Douze", NOW - DAY, early_access=EarlyAccess(("premium",), NOW + 3 * DAY))
    draft = article("d.md", draft=True, published=NOW + DAY)

    assert build(document("issues/12/index.md", issue), draft).next_change == NOW + 3 * DAY
    assert build(article("a.md")).next_change is None


def test_the_order_is_total_and_stable():
    """Newest first, then weight, then id: any order of the files gives the same catalog."""
    documents = [article(f"{name}.md", weight=weight) for name, weight in (("c", 0), ("a", 1), ("b", 0))]
    documents += [article("old.md", published=NOW - 9 * DAY), article("undated.md", published=None)]
    documents += [
        document(f"pages/{name}.md", PageMatter(title, weight=2)) for name, title in (("x", "Été"), ("y", "Est"))
    ]

    first, second = build(*documents), build(*reversed(documents))

    assert first == second
    assert first.articles == tuple(f"articles/{name}" for name in ("b", "c", "a", "old", "undated"))
    assert first.pages == ("pages/y", "pages/x")


def test_tags_are_one_by_slug_and_written_as_their_oldest_article_does():
    """`DICOM` and `dicom` are one tag; its articles are newest first."""
    catalog = build(
        article("a.md", tags=("DICOM", "IRM"), published=NOW - 2 * DAY), article("b.md", tags=("dicom", "Dicom"))
    )

    assert [(tag.title, tag.articles) for tag in catalog.tags.values()] == [
        ("DICOM", ("articles/b", "articles/a")),
        ("IRM", ("articles/a",)),
    ]


def test_names_become_full_ids_and_lists_follow():
    """Short names, ids and paths mean the same; what is not published now is dropped."""
    catalog = build(
        SECURITE,
        CLAIRE,
        article("a.md", rubric="securite", authors=("claire",), translations={"en": "b", "de": "draft"}),
        article("b.md", authors=("authors/claire",)),
        article("draft.md", draft=True),
        document("issues/12/index.md", IssueMatter("Douze", NOW - DAY, articles=("b", "articles/a.md", "draft"))),
    )

    matter = catalog.entries["articles/a"].matter
    assert isinstance(matter, ArticleMatter)
    assert (matter.rubric, matter.authors, matter.translations) == (
        "rubrics/securite",
        ("authors/claire",),
        {"en": "articles/b"},
    )
    assert catalog.by_rubric == {"rubrics/securite": ("articles/a",)}
    assert catalog.by_author == {"authors/claire": ("articles/a", "articles/b")}
    issue = catalog.entries["issues/12"].matter
    assert isinstance(issue, IssueMatter)
    assert issue.articles == ("articles/b", "articles/a")


@pytest.mark.parametrize(
    ("keys", "code", "key"),
    [
        ({"authors": ("clare",)}, "unknown-author", "authors.0"),
        ({"rubric": "securité"}, "unknown-rubric", "rubric"),
        ({"translations": {"en": "nul"}}, "unknown-article", "translations.en"),
        ({"updated": NOW - 2 * DAY}, "bad-date", "updated"),
        ({"expires": NOW - DAY}, "bad-date", "expires"),
        ({"tags": ("予算",)}, "bad-slug", "tags"),
        ({"aliases": ("/securite/",)}, "alias-collision", "aliases"),
        ({"aliases": ("/SECURITE",)}, "alias-collision", "aliases"),
        ({"aliases": ("/feed.xml",)}, "alias-collision", "aliases"),
        ({"aliases": ("/a/",)}, "alias-collision", "aliases"),
    ],
)
def test_what_nothing_has_and_what_cannot_be_is_told_at_its_line(keys, code, key):
    """Unknown names, impossible dates and taken aliases have their code and the line of their key."""
    wrong = replace(article("a.md", **keys), lines={key: 7})
    if "expires" in keys:
        found = errors_of(SECURITE, CLAIRE, wrong, now=NOW - 3 * DAY, future=True)
    else:
        found = errors_of(SECURITE, CLAIRE, wrong)

    assert [(error.code, error.where.path, error.where.line) for error in found] == [(code, "content/articles/a.md", 7)]


def test_an_unknown_author_is_told_with_the_nearest():
    """The hint has the name that the author meant."""
    (error,) = errors_of(CLAIRE, article("a.md", authors=("clare",)))

    assert "did you mean 'claire'?" in error.hint


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
