"""The catalog: access, references, order and time, from front matter alone."""

from datetime import datetime

import pytest
from documents import ABONNES, CLAIRE, CONFIG, DAY, NOW, PARIS, PREMIUM, SECURITE, article, build, document, errors_of
from msgspec.structs import replace

from generator.model.access import PUBLIC
from generator.model.cataloguing import build_catalog
from generator.model.config import AccessRule
from generator.model.frontmatter import (
    ArticleMatter,
    EarlyAccess,
    IssueMatter,
    PageMatter,
)


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


def test_naming_a_document_that_could_not_be_read_is_no_second_error():
    """One broken author is one error, not one for each of their articles."""
    wrong = article("a.md", authors=("claire",))

    assert [error.code for error in errors_of(wrong)] == ["unknown-author"]
    assert errors_of(wrong, unread=["authors/claire"]) == ()


def test_the_hour_that_comes_twice_is_told_apart():
    """In the night of the clock change, half past two of summer is before a quarter past two of winter."""
    summer = datetime(2026, 10, 25, 2, 30, tzinfo=PARIS)
    winter = datetime(2026, 10, 25, 2, 15, tzinfo=PARIS, fold=1)

    assert build(article("a.md", published=summer), now=winter).articles == ("articles/a",)
    assert build(article("a.md", published=winter), now=summer).articles == ()
