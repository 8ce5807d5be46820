"""What front matter means when it is right."""

from datetime import datetime
from zoneinfo import ZoneInfo

import pytest

from generator.model.access import Access
from generator.model.config import TeaserRule
from generator.model.frontmatter import Correction, EarlyAccess, EditionFile, Image, Link, Seo, Speaker

PARIS = ZoneInfo("Europe/Paris")
FULL = """
    ---
    title: "Le budget : qui paie ?"
    id: articles/budget-2026
    slug: budget
    published: 2026-11-05T08:30
    updated: 2026-11-06
    corrections: [{at: 2026-11-06T09:00:00+00:00, text: Le total est de 12 M€.}]
    expires: 2027-01-01
    draft: false
    kicker: Sécurité
    rubric: securite
    authors: claire
    tags: [IRM, 2026, IRM]
    series: Après
    standfirst: >-
      Deux lignes
      en une.
    image: {src: a.jpg, alt: Une image, focus: "50% 45%"}
    access: [premium, abonnes]
    teaser: {words: 40, cut: sentence}
    remaining: false
    speakers:
      DI: {name: Docteur Imago, short: D. I., role: question}
      HC: Hélène Castaing
    comments: false
    aliases: /ancien/budget.html
    language: fr-CA
    translations: {en: budget-en}
    seo: {title: Budget, noindex: true}
    weight: -3
    template: long
    typography: false
    extra: {on: on, when: 2026-01-01, n: 012, f: 1.5, list: [1, ~]}
    ---

    Texte.
"""


def test_every_key_of_an_article_is_read(site):
    """One article with every key gives the values that the documentation promises."""
    document = site({"content/articles/budget.md": FULL}).document("articles/budget.md")
    matter = document.matter

    assert document.id == "articles/budget-2026"
    assert matter.title == "Le budget : qui paie ?"
    assert matter.published == datetime(2026, 11, 5, 8, 30, tzinfo=PARIS)
    assert matter.updated == datetime(2026, 11, 6, tzinfo=PARIS)
    assert matter.corrections == (Correction(datetime(2026, 11, 6, 10, 0, tzinfo=PARIS), "Le total est de 12 M€."),)
    assert matter.authors == ("claire",)
    assert matter.tags == ("IRM", "2026")
    assert matter.standfirst == "Deux lignes en une."
    assert matter.image == Image("a.jpg", "Une image", focus=(0.5, 0.45))
    assert matter.access == Access(("abonnes", "premium"))
    assert matter.teaser == TeaserRule(characters=0, words=40, cut="sentence", at_most=0.5)
    assert matter.speakers == (
        Speaker("DI", "Docteur Imago", "D. I.", "question"),
        Speaker("HC", "Hélène Castaing", "Hélène Castaing", "answer"),
    )
    assert matter.aliases == ("/ancien/budget.html",)
    assert matter.seo == Seo("Budget", noindex=True)
    assert matter.weight == -3
    assert matter.typography is False
    assert matter.extra == {"on": "on", "when": "2026-01-01", "n": "012", "f": 1.5, "list": [1, None]}
    assert document.lines["published"] == 5
    assert document.lines["speakers.DI.short"] == 23
    assert document.body_line == 35


def test_front_matter_that_says_little_has_the_models_defaults(site):
    """An article with a title alone is public by the rules, open to comments, and has no date."""
    matter = site({"content/articles/a.md": "---\ntitle: A\n---\nTexte."}).document("articles/a.md").matter

    assert (matter.title, matter.access, matter.comments, matter.published, matter.extra) == ("A", None, True, None, {})


def test_the_other_collections_are_read(site):
    """A brief, an author, a rubric, an issue and a page each give their own kind of front matter."""
    made = site(
        {
            "content/wire/b.md": "---\npublished: 2026-11-16T07:30\nlinks: [{label: Le texte, url: /a/}]\n---\nBrève.",
            "content/authors/claire.md": "---\nname: Claire\nphoto: claire.png\nemail: c@example.org\n---\n",
            "content/rubrics/securite.md": "---\ntitle: Sécurité\ndescription: Tout.\nlead: budget\n---\n",
            "content/issues/12/index.md": """
                ---
                title: Douze
                number: 12
                published: 2026-11-18
                files: [{src: douze.pdf, label: Le PDF}]
                early_access: {tiers: premium, until: 2026-12-01}
                ---
            """,
            "content/pages/a-propos.md": "---\ntitle: À propos\nurl: /qui/\n---\n",
        }
    )

    assert made.document("wire/b.md").matter.links == (Link("Le texte", "/a/"),)
    assert made.document("authors/claire.md").matter.photo == Image("claire.png")
    assert made.document("rubrics/securite.md").matter.description == "Tout."
    issue = made.document("issues/12/index.md").matter
    assert (issue.number, issue.files) == ("12", (EditionFile("douze.pdf", "Le PDF"),))
    assert issue.early_access == EarlyAccess(("premium",), datetime(2026, 12, 1, tzinfo=PARIS))
    assert made.document("pages/a-propos.md").matter.url == "/qui/"


def test_synonyms_of_other_generators_are_read(site):
    """`date`, `lastmod`, `author`, `categories`, `summary` mean our keys, and errors name what was written."""
    made = site(
        {
            "content/articles/a.md": """
                ---
                title: A
                date: 2024-02-03
                lastmod: 2024-02-04
                expiryDate: 2030-01-01
                author: claire
                tags: [un]
                categories: [deux]
                summary: Résumé.
                ---
                Texte.
            """,
            "content/articles/b.md": "---\ntitle: B\ndate: 2024-13-01\n---\nTexte.",
        }
    )

    result = made.read()
    matter = result.documents[0].matter

    assert matter.published == datetime(2024, 2, 3, tzinfo=PARIS)
    assert (matter.authors, matter.tags, matter.standfirst) == (("claire",), ("un", "deux"), "Résumé.")
    assert result.documents[0].lines["published"] == 3
    assert str(result.errors[0]).startswith("content/articles/b.md:3:7: error[bad-date]: date: ")


def test_two_names_for_one_thing_are_an_error(site):
    """`date` and `publishDate` in one file cannot both be meant."""
    (error,) = site(
        {"content/articles/a.md": "---\ntitle: A\ndate: 2024-01-01\npublishDate: 2024-01-02\n---\nT"}
    ).errors()

    assert (error.code, error.where.line) == ("duplicate-key", 4)


def test_a_site_renames_and_ignores_keys_of_its_former_generator(site):
    """`frontmatter` of site.yaml makes foreign keys ours, or nothing."""
    made = site(
        {
            "site.yaml": """
                title: La Revue
                base_url: https://www.example.fr/
                frontmatter: {rename: {topics: tags}, ignore: [primary_image]}
            """,
            "content/articles/a.md": "---\ntitle: A\ntopics: [un]\nprimary_image: x\n---\nTexte.",
        }
    )

    assert made.document("articles/a.md").matter.tags == ("un",)


@pytest.mark.parametrize("end", ["\n", "\r\n"])
@pytest.mark.parametrize("mark", [b"", b"\xef\xbb\xbf"])
def test_byte_order_marks_and_line_ends_of_windows_change_nothing(site, end, mark):
    """A BOM and CRLF give the same document as plain LF."""
    text = "---\ntitle: Été\nkicker: a\n---\n\nUn.\n\n---\n\nDeux.\n"
    data = mark + text.replace("\n", end).encode()

    document = site({"content/articles/a.md": data}).document("articles/a.md")

    assert document.markdown == "\nUn.\n\n---\n\nDeux.\n"
    assert (document.matter.title, document.body_line) == ("Été", 5)


@pytest.mark.parametrize(
    ("path", "id_"),
    [
        ("articles/Budget.md", "articles/budget"),
        ("articles/x/index.md", "articles/x"),
        ("articles/Œuvre d’été.md", "articles/oeuvre-d-ete"),
        ("articles/2026/11/a_b.c.md", "articles/2026/11/a_b.c"),
        ("wire/2026-11-16-0800.md", "wire/2026-11-16-0800"),
    ],
)
def test_a_path_gives_the_id(site, path, id_):
    """Ids are paths without ending, in small letters without accents."""
    text = "---\ntitle: A\npublished: 2026-01-01\n---\nTexte."

    assert site({f"content/{path}": text}).document(path).id == id_


def test_a_path_without_latin_letters_needs_an_id(site):
    """A Japanese file name alone gives no id; with `id:` it does."""
    made = site({"content/articles/予算.md": "---\ntitle: A\n---\nTexte."})
    assert [error.code for error in made.errors()] == ["bad-id"]

    made.write({"content/articles/予算.md": "---\ntitle: A\nid: articles/yosan\n---\nTexte."})
    assert made.document("articles/予算.md").id == "articles/yosan"


def test_a_draft_may_have_no_text_and_an_undated_article_is_told(site):
    """An empty draft is no error; an article without a date deserves a warning."""
    made = site(
        {
            "content/articles/a.md": "---\ntitle: A\ndraft: true\n---\n",
            "content/articles/b.md": "---\ntitle: B\n---\nTexte.",
        }
    )

    assert [(one.where.path, one.code) for one in made.read().warnings] == [("content/articles/b.md", "no-date")]
