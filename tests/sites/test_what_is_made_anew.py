"""How much one change makes anew: what shows it, and nothing else."""

import json
import re

import pytest
from whole_site import AUTHOR, WholeSite, article

from generator.pipeline.press_stage import PressStage
from generator.press.layout import templates

SITE = """\
title: Essai
base_url: https://www.example.fr/
theme: maison
paginate: 3
feeds: {items: 2}
tiers:
  abonnes: {title: Abonnés}
"""
PAID = "Un début public, lisible par tous.\n\n<!-- paywall -->\n\nLa suite, réservée à ceux qui paient."

pytestmark = pytest.mark.slow


@pytest.fixture
def site(tmp_path) -> WholeSite:
    """A paper of twelve articles in two rubrics, by two authors, built."""
    files: dict[str, str | bytes] = {
        "content/authors/claire.md": AUTHOR,
        "content/authors/paul.md": AUTHOR.replace("Claire Dumas", "Paul Vasseur"),
        "content/rubrics/imagerie.md": "---\ntitle: Imagerie\n---\n",
        "content/rubrics/metiers.md": "---\ntitle: Métiers\n---\n",
        "content/wire/a.md": "---\npublished: 2026-11-23T07:30:00\n---\nUne brève du matin.\n",
        "themes/maison/theme.yaml": "extends: base\n",
        "themes/maison/templates/article.html": '{% extends "base/article.html" %}\n',
    }
    for number in range(1, 13):
        matter = {
            "title": f"Le sujet numéro {number:02}",
            "published": f"2026-11-{number:02}T08:00:00",
            "rubric": ("imagerie", "metiers")[number % 2],
            "authors": ("[claire]", "[paul]")[number % 3 == 0],
            "tags": ("[irm]", "[scanner]")[number % 4 == 0],
            "access": ("abonnes", "public")[number % 2],
        }
        body = PAID if matter["access"] == "abonnes" else "Un texte public."
        files[f"content/articles/a{number:02}.md"] = article(body, **matter)
    made = WholeSite(tmp_path, files, site=SITE)
    assert made.build().status == 0
    return made


def built(site: WholeSite) -> tuple[int, int, set[str]]:
    """Build; return how many documents were rendered and files laid out, and which files changed, came or went."""
    before = site.output()
    run = site.build("--json", "--verbose")
    assert run.status == 0, run.err
    after = site.output()
    laid = int(re.findall(r"(\d+) files laid out", run.err)[0])
    changed = {path for path in before.keys() | after.keys() if before.get(path) != after.get(path)}
    return json.loads(run.out)["rendered"], laid, changed


@pytest.mark.parametrize("number", ["03", "12"])
def test_a_title_makes_its_page_and_what_shows_it(site, number):
    """
    Lists, feeds and neighbours that named the old title; for an old article not the site's feed.
    """
    path, old, new = f"content/articles/a{number}.md", f"Le sujet numéro {number}", "Un tout autre titre"
    shown = {name for name, data in site.output().items() if old.encode() in data}
    site.write({path: (site.root / path).read_text().replace(old, new)})

    rendered, laid, changed = built(site)

    assert (rendered, changed) == (1, shown)
    assert laid <= len(shown) + 1  # and the sitemap, which comes out the same
    assert 3 < len(shown) < len(site.output()) / 3
    assert ("feed.xml" in changed) == (number == "12")


def test_a_text_leaves_the_page_of_its_series_alone_and_a_title_does_not(site):
    """
    A text makes its page, and nothing else where no card changes; a title the series too, and the boxes of its parts.
    """
    path = "content/articles/a01.md"
    for number in ("01", "02", "05"):
        one = f"content/articles/a{number}.md"
        site.write({one: (site.root / one).read_text().replace("\ntags", "\nseries: Trois nuits\ntags", 1)})
    first = "Le premier paragraphe, dont les listes disent les premiers mots. " * 8
    text = (site.root / path).read_text().replace("Un texte public.", f"{first}\n\nUn texte public.")
    site.write({path: text})
    assert site.build().status == 0

    text = text.replace("Un texte public.", "Un texte différent.")
    site.write({path: text})
    assert built(site) == (1, 1, {"metiers/a01/index.html"})

    site.write({path: text.replace("Le sujet numéro 01", "Un tout autre titre")})
    rendered, _, changed = built(site)
    assert rendered == 1
    assert {
        "series/trois-nuits/index.html",
        "metiers/a01/index.html",
        "imagerie/a02/index.html",
        "metiers/a05/index.html",
    } <= changed
    assert "series/trois-nuits/feed.xml" not in changed  # of two items, and this is the third


def test_a_brief_rewrites_no_article(site):
    """
    The wire, its day, its feed, the fragment, the front page and the sitemap.
    """
    site.write({"content/wire/b.md": "---\npublished: 2026-11-24T08:05:00\n---\nUne brève de plus.\n"})

    rendered, laid, changed = built(site)

    assert rendered == 1
    assert changed == {
        "fil/feed.json",
        "fil/feed.xml",
        "fil/2026-11-23/index.html",
        "fil/2026-11-24/index.html",
        "fil/index.html",
        "fragments/wire.html",
        "index.html",
        "sitemap.xml",
    }
    assert laid == len(changed)


NESTED = "{% for one in () %}" * 25 + "{% endfor %}" * 25
BROKEN = ["{{ site.title(a=1, a=2) }}", "{% macro f(a, a) %}{% endmacro %}", NESTED, b"\xff", "{% if %}"]


@pytest.mark.parametrize("text", BROKEN)
def test_a_broken_template_that_no_page_is_made_of_stops_nothing(site, text):
    """
    Some mistakes only Python's compiler finds, and in its own words.
    """
    site.write({"themes/maison/templates/old.html": text})

    assert site.build().status == 0


@pytest.mark.parametrize("text", BROKEN)
def test_a_broken_template_is_told_as_its_mistake(site, text):
    """
    Whoever finds it: Jinja, Python's compiler, the decoder.
    """
    site.write({"themes/maison/templates/article.html": text})
    before = site.output()

    run = site.build()

    assert (run.status, set(run.codes)) == (1, {"template-error"})
    assert "themes/maison/templates/article.html" in run.err
    assert site.output() == before


def test_a_template_that_changes_during_a_build_is_no_part_of_it(site, monkeypatch):
    """
    Its pages, and what it names, would be taken for those of the text that was there first.
    """
    place = site.root / "themes/maison/templates/article.html"
    text = place.read_text()
    site.write({"themes/maison/templates/article.html": f"{text}{{# another #}}"})
    monkeypatch.setattr(templates, "_cache", {})
    make = PressStage._make

    def late(*given: object) -> None:
        site.write({"themes/maison/templates/article.html": text})
        make(*given)

    monkeypatch.setattr(PressStage, "_make", late)

    assert site.build().codes == ["changed"]


def test_a_template_renders_no_markdown_and_makes_only_its_pages(site):
    """
    An article's template lays out articles; the base template lays out every page and no feed.
    """
    text = '{% extends "base/article.html" %}\n{% block colours %}<meta name="x" content="y">{% endblock %}\n'
    site.write({"themes/maison/templates/article.html": text})
    rendered, laid, changed = built(site)
    articles = {path for path in site.output() if re.fullmatch(r"(imagerie|metiers)/a\d\d/index\.html", path)}
    assert (rendered, laid, changed) == (0, 12, articles)

    site.write({"themes/maison/templates/base.html": text.replace("base/article", "base/base")})
    rendered, laid, changed = built(site)
    assert rendered == 0
    assert (
        changed
        == {path for path in site.output() if path.endswith(".html") and not path.startswith("fragments/")} - articles
    )
