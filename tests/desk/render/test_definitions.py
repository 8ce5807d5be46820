"""Footnotes, links, abbreviations, headings and entities on both sides of the border."""

import pytest
from rendering import codes, public, rendered, sections

from generator.model.config import TeaserRule

SECRET = "k7wq3zsecret"
TWICE = {
    "footnote": "Un[^1].\n\n[^1]: Une note publique.\n\n<!-- paywall -->\n\nDeux[^1].\n\n[^1]: {}",
    "link": "Un [mot][l].\n\n[l]: https://example.org/\n\n<!-- paywall -->\n\nUn [mot][l].\n\n[L]: https://example.org/{}",
    "abbreviation": "Le CNRS.\n\n*[CNRS]: Centre\n\n<!-- paywall -->\n\nLe CNRS.\n\n*[CNRS]: {}",
}


@pytest.mark.parametrize("kind", TWICE)
def test_a_second_definition_cannot_take_the_place_of_a_public_one(kind):
    """
    Markdown takes the last one, which is sealed, and would show it where the first was meant.
    """
    assert codes(TWICE[kind].format(SECRET)) == [(12, "defined-twice")]


@pytest.mark.parametrize("kind", TWICE)
def test_the_same_definition_may_stand_twice(kind):
    """
    Each half of an article may carry its notes.
    """
    text = TWICE[kind].format(SECRET)
    first = {"footnote": "Une note publique.", "link": "", "abbreviation": "Centre"}[kind]

    assert codes(text.replace(SECRET, first)) == []


def test_public_articles_may_define_twice_as_markdown_does():
    """
    Without a border nothing can be told that should not be.
    """
    assert codes("Un[^1].\n\n[^1]: Une note.\n\n[^1]: Une autre.", "") == []


def test_a_public_heading_does_not_tell_of_a_sealed_one_above_it():
    """
    Its id is the same whatever the section holds.
    """
    body = rendered("# Budget\n\nUn.\n\n::: paywall premium\n## Dépenses\n\nDeux.\n:::\n\n## Dépenses\n\nTrois.", "")

    assert [heading.id for heading in body.headings] == ["budget", "depenses"]
    assert '<h2 id="s1-h1">Dépenses</h2>' in sections(body)[0].html


def test_headings_are_named_by_what_is_displayed():
    """
    Neither raw HTML, nor entities, nor the numbers of notes get into ids and tables of contents.
    """
    body = rendered("# L&rsquo;&eacute;t&eacute; <b>2026</b>[^1] &amp; apr&egrave;s\n\nUn.\n\n[^1]: Note.", "")

    assert [(heading.id, heading.html) for heading in body.headings] == [("l-ete-2026-apres", "L’été 2026 &amp; après")]


def test_a_paragraph_with_entities_is_cut_like_any_other():
    """
    `&nbsp;` is a character, not raw HTML.
    """
    body = rendered("Le budget&nbsp;: " + "mot " * 300, teaser=TeaserRule(characters=100))

    assert "Le budget\u00a0: mot mot" in public(body)


@pytest.mark.parametrize(
    ("written", "html"),
    [
        ("&lt;b&gt;", "&lt;b&gt;"),
        ("R&amp;D", "R&amp;D"),
        ("&amp;lt;", "&amp;lt;"),
        ("&amp;#60;b", "&amp;#60;b"),
        ("&hellip;", "…"),
        ("&inconnu;", "&inconnu;"),
        ("&#xE000;f0&#xE001;", "&#xE000;f0&#xE001;"),
        ("&#42;x&#42;", "*x*"),
        ("`&nbsp;`", "<code>&amp;nbsp;</code>"),
    ],
)
def test_entities_say_what_they_said(written, html):
    """
    What a browser displays is what the author wrote, and no entity makes a character of ours.
    """
    assert public(rendered(written, "")) == f"<p>{html}</p>"


def test_a_note_that_nothing_uses_is_told():
    """
    Its text would be lost without a word; the warning does not quote it.
    """
    body = rendered(f"Un[^a].\n\n[^a]: Une note[^b].\n\n[^b]: Une autre.\n\n[^c]: {SECRET}.", "")

    assert [(warning.code, warning.where.line) for warning in body.warnings] == [("unused-note", 10)]
    assert SECRET not in body.warnings[0].message
