"""Whatever looks like a marker and is none stops the build, at its line."""

import pytest
from rendering import codes, public, rendered, sections

from generator.desk.render.suspicion import distance_at_most_two
from generator.model.config import TeaserRule

BODY = "Un début public.\n\n{}\n\nLa suite est réservée."
WHOLE = TeaserRule(characters=10**6, at_most=0.9)

# Each stands for a line that an author may have written when he meant the marker.
BAD_MARKERS = [
    "<!--paywall-->",
    "<!-- paywall-->",
    "<!--  paywall  -->",
    "<!-- Paywall -->",
    "<!-- PAYWALL -->",
    "<!-- paywal -->",
    "<!-- paywalll -->",
    "<!-- pay wall -->",
    "<!-- pay-wall -->",
    "<!-- payvall -->",
    "<!-- apywall -->",
    "<!-- paywall: premium -->",
    "<!-- paywall premium -->",
    "<!-- paywall --> suite",
    "texte <!-- paywall -->",
    " <!-- paywall -->",
    "   <!-- paywall -->",
    "\t<!-- paywall -->",
    "<!- paywall ->",
    "<-- paywall -->",
    "<!– paywall –>",
    "< !-- paywall -->",
    "&lt;!-- paywall --&gt;",
    "<!-- pay\u200bwall -->",
    "\u200b<!-- paywall -->",
    "\ufeff<!-- paywall -->",
    "<!-- paywall\u00a0-->",
    "＜!-- paywall --＞",
    "<!-- pаywall -->",  # a Cyrillic letter
    "<!--\npaywall\n-->",
    "<!-- members-only -->",
    "<!--members-only-->",
    "<!-- abonnes -->",
    "<paywall>",
    "[paywall]",
    "{{ paywall }}",
    "%paywall%",
    "- <!-- paywall -->",
    "> <!-- paywall -->",
    "1. <!-- paywall -->",
    "* point\n\n    <!-- paywall -->",
    "# <!-- paywall -->",
    "| a |\n|---|\n| <!-- paywall --> |",
    ":::paywall",
    "::: paywal\nTexte.\n:::",
    "::: Paywall\nTexte.\n:::",
    ":: paywall\nTexte.\n::",
    ":::: paywall\nTexte.\n::::",
    "：：： paywall\nTexte.\n：：：",
    " ::: paywall\nTexte.\n :::",
    "> ::: paywall\n> Texte.\n> :::",
    "::: paywal premium\nTexte.\n:::",
    "``` <!-- paywall -->",
]


@pytest.mark.parametrize("line", BAD_MARKERS)
def test_a_line_that_only_looks_like_a_marker_is_an_error(line):
    """
    No misspelt marker renders as text or disappears as a comment.
    """
    assert codes(BODY.format(line)), line


@pytest.mark.parametrize("line", BAD_MARKERS)
def test_the_same_line_is_an_error_in_a_public_article(line):
    """
    Somebody who writes a marker means to seal, whatever the front matter says.
    """
    assert codes(BODY.format(line), ""), line


DOUBTFUL = [
    ("<!-- paywall -->", "", "marker-in-public"),
    ("<!-- paywall -->\n\nTexte.\n\n<!-- paywall -->", "abonnes", "second-marker"),
    ("::: paywall\n:::", "abonnes", "empty-section"),
    ("::: paywall\n\n\n:::", "abonnes", "empty-section"),
    ("::: paywall\nTexte.", "abonnes", "unclosed-block"),
    ("::: paywall premium\nTexte.\n\n::: paywall abonnes\nTexte.\n:::\n:::", "abonnes", "nested-section"),
    ("::: aside\n::: paywall premium\nTexte.\n:::\n:::", "abonnes", "nested-section"),
    ("::: paywall premum\nTexte.\n:::", "abonnes", "unknown-tier"),
    ("::: paywall public\nTexte.\n:::", "abonnes", "unknown-tier"),
    ("::: paywall abonnes,\nTexte.\n:::", "abonnes", "unknown-tier"),
    ("::: paywall\nTexte.\n:::", "", "missing-tier"),
    (":::", "abonnes", "stray-close"),
    ("::: aside\n\n<!-- paywall -->\n\nTexte.\n:::", "abonnes", "bad-marker"),
    ("<div>\n\n<!-- paywall -->\n\nTexte.\n\n</div>", "abonnes", "bad-marker"),
    ("<div>\n\n<!-- paywall -->\n\nTexte.", "abonnes", "bad-marker"),
    ('<div markdown="1">\n\n<!-- paywall -->\n\nTexte.\n\n</div>', "abonnes", "bad-marker"),
    ("<table><tr><td>\n\n<!-- paywall -->\n\n</td></tr></table>", "abonnes", "bad-marker"),
    ("<!-- un commentaire\n\n<!-- paywall -->\n\nTexte.", "abonnes", "bad-marker"),
    ("<!-- un commentaire", "abonnes", "unclosed-comment"),
    ("```\ncode\n\n<!-- paywall -->", "abonnes", "unclosed-fence"),
    ("~~~\ncode\n\nTexte.", "abonnes", "unclosed-fence"),
    ("<div>\n\nTexte.", "abonnes", "unclosed-html"),
    ("<section>\n\nTexte.\n\n</div>", "abonnes", "unclosed-html"),
    ("Un \ue000 caractère", "abonnes", "reserved-character"),
    ("::: encart\nTexte.\n:::", "abonnes", "unknown-directive"),
    ("::: figur\nTexte.\n:::", "abonnes", "unknown-directive"),
    ("<paywalled-section>\nTexte.\n</paywalled-section>", "abonnes", "bad-marker"),
    ("<!-- note\n::: paywall premium\n-->\n\nTexte.\n\n:::", "abonnes", "bad-marker"),
]


@pytest.mark.parametrize(("text", "access", "code"), DOUBTFUL)
def test_doubtful_marks_have_their_error(text, access, code):
    """
    Each doubt has a word of its own, so that the author knows what to mend.
    """
    found = [found for _, found in codes(BODY.format(text), access)]

    assert code in found


def test_nothing_after_the_marker_is_an_error():
    """
    A marker at the end seals nothing, which nobody means.
    """
    assert codes("Un début.\n\n<!-- paywall -->\n\n[x]: https://example.org/\n") == [(6, "empty-section")]


def test_a_marker_in_a_code_block_is_text():
    """
    Documentation of the marker itself can be published.
    """
    markdown = "Écrire :\n\n```\n<!-- paywall -->\n::: paywal\n```\n\nou\n\n    Le marqueur :\n    <!-- paywall -->\n\nou `<!-- paywall -->`.\n"

    html = public(rendered(markdown, ""))

    assert html.count("&lt;!-- paywall --&gt;") == 3
    assert "::: paywal" in html
    assert "\ue000" not in html


def test_prose_about_paywalls_is_no_marker():
    """
    The word may be written; only what looks like markup is refused.
    """
    prose = "# Paywall\n\nLe paywall, disait-on, tuera le web. Un **paywall** souple ?\n\n- paywall\n- 10 % : assez"

    assert codes(prose, "") == []


def test_errors_name_the_line_of_the_file():
    """
    Lines count from the top of the file, front matter included.
    """
    assert codes("a\n\nb\n\n<!-- paywal -->\n\nc") == [(8, "bad-marker")]


def test_all_errors_of_a_document_come_at_once():
    """
    An author mends a document in one go.
    """
    assert [line for line, _ in codes("<!-- paywal -->\n\n::: fin\n\n:::")] == [4, 6, 8]


def test_other_comments_never_reach_the_output():
    """
    A note of the newsroom stays in the newsroom.
    """
    body = rendered("Un <!-- à vérifier --> mot.\n\n<!-- TODO: appeler -->\n\n<p>Brut <!-- caché --></p>\n\nFin.", "")

    assert "--" not in public(body)
    assert "vérifier" not in public(body)


def test_blocks_split_what_is_sealed_into_consecutive_sections():
    """
    After the cut, a block for another tier stands between two sections of the article's own.
    """
    body = rendered("Début.\n\n<!-- paywall -->\n\nUn.\n\n::: paywall premium\nDeux.\n:::\n\nTrois.")

    assert [(s.id, str(s.access), s.html) for s in sections(body)] == [
        ("s1", "abonnes", "<p>Un.</p>"),
        ("s2", "premium", "<p>Deux.</p>"),
        ("s3", "abonnes", "<p>Trois.</p>"),
    ]


def test_a_block_for_several_tiers_is_any_of_them():
    """
    A list of tiers means any of them.
    """
    body = rendered("Début.\n\n::: paywall premium, abonnes\nDeux.\n:::", "")

    assert sections(body)[0].access.policy() == ("tier:abonnes", "tier:premium")


@pytest.mark.parametrize(
    ("word", "near"),
    [("paywall", True), ("paywal", True), ("apywall", True), ("pywal", True), ("payroll", True), ("firewall", False)],
)
def test_distance(word, near):
    """
    Two edits, a transposition counting as one.
    """
    assert distance_at_most_two(word, "paywall") is near
