"""Whatever looks like a marker and is none stops the build, at its line."""

import pytest
from rendering import codes, public, rendered, sections

from generator.desk.render.suspicion import distance_at_most_two
from generator.errors import Problems
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


SECRET = "k7wq3zsecret"
HIDDEN = {
    "a comment between stray backticks": "Un ` accent.\n\n<!--\npaywall\n-->\n\nUn autre ` accent.",
    "a foreign marker between stray backticks": "Un ` accent.\n\n<!-- members-only -->\n\nUn autre ` accent.",
    "escaped backticks": "\\`<!-- paywall -->\\`",
    "one escaped backtick": "\\`<!-- paywall -->`",
    "backticks in raw HTML": "<div>\n`<!-- paywall -->`\n</div>",
    "backticks in a raw attribute": '<p title="`<!-- paywall -->`">x</p>',
    "backticks in a link's title": '[x](https://example.org "`<!-- paywall -->`")',
    "a comment of several lines": "<!--\nstart paywall\n-->",
    "a definition that nothing uses": "[comment]: # (paywall)",
    "a title with the marker": "::: note <!-- paywall -->\nTexte.\n:::",
    "a title with its word": "::: note paywall\nTexte.\n:::",
    "a title with its word and a tier": "::: aside paywall: premium\nTexte.\n:::",
    "a title of another system": "::: note premium\nTexte.\n:::",
    "a tier on an interview": "::: interview premium\nMA / Texte.\n:::",
    "a tier on a figure": "::: figure premium\nTexte.\n:::",
    "a fence with the word": "```paywall\nTexte.\n```",
    "a fence with a class": "``` {.paywall}\nTexte.\n```",
    "a fence with the word misspelt": "~~~ paywal\nTexte.\n~~~",
    "a fence that others see closed": "```\na\n````\n<!-- paywall -->\n\nTexte.\n\n````\nb\n```",
    "a fence that others see closed, indented": "```\na\n ```\n<!-- paywall -->\n\nTexte.\n\n```\nb\n```",
    "a fence with an option of several lines": '```hl_lines="\n<!-- paywall -->\n"\nTexte.\n```',
    "a fence in a comment that ends in it": "<!--\n```\n-->\n<!-- paywall -->\n```\n-->",
}


@pytest.mark.parametrize("access", ["", "abonnes"])
@pytest.mark.parametrize("name", HIDDEN)
def test_nothing_hides_a_marker(name, access):
    """
    What Markdown takes for code is seen in its tree; what it only might take for code stops the build.
    """
    assert codes(BODY.format(HIDDEN[name]), access, teaser=WHOLE), name


def test_a_tab_behind_a_closing_fence_does_not_prolong_the_code():
    """
    Markdown widens tabs before it looks for fences, and so does the search for markers.
    """
    body = rendered(f"```\na\n```\t\n<!-- paywall -->\n\n{SECRET}\n\n```\nb\n```\n")

    assert SECRET not in public(body)


def test_a_fence_is_code_only_where_markdown_knows_fences():
    """
    Without the extension a marker between fences is a marker.
    """
    body = rendered(f"Un.\n\n```\n<!-- paywall -->\n\n{SECRET}\n```\n", extensions=("toc",))

    assert SECRET not in public(body)


@pytest.mark.parametrize(
    "secret", [f"{SECRET} <!-- paywall -->", f"<!-- paywall --> {SECRET}", f"<!-- paywall {SECRET} -->"]
)
def test_a_message_quotes_the_word_and_not_the_line(secret):
    """
    The line may hold what was to be sealed, and the logs of a build are read by many.
    """
    with pytest.raises(Problems) as raised:
        rendered(secret)

    assert SECRET not in str([(error.problem, error.hint) for error in raised.value.errors])


ORDINARY = [
    "[PayPal](https://www.paypal.com) a annoncé ses résultats.",
    "![PayPal](https://example.org/logo.png)",
    "| PayPal | 12 % |\n|---|---|\n| Stripe | 9 % |",
    "- PayPal : 35 %",
    "Chiffres[^paypal].\n\n[^paypal]: Selon l’entreprise.",
    "Voir [PayPal].\n\n[PayPal]: https://www.paypal.com",
    "[Payroll taxes](https://example.org/taxes) rose again.",
    "@PayPal a répondu.",
    "[Paywall](https://fr.wikipedia.org/wiki/Paywall) est un mot anglais.",
    "- [Paywall](https://example.org/)\n- autre",
    "| Paywall | Recettes |\n|---|---|\n| souple | 12 |",
    "- Paywall : 35 %",
    "*[PAYWALL]: Mur payant",
    "Le sélecteur `::before` et le bloc `::: aside`, le commentaire `<!-- x -->`.",
    "::: note Le paywall, mode d’emploi\nTexte.\n:::",
]


@pytest.mark.parametrize("text", ORDINARY)
def test_ordinary_names_are_no_markers(text):
    """
    A payment service two letters away from the marker can be written about.
    """
    assert codes(f"Un début.\n\n{text}\n", "") == []


def test_quoted_markers_come_out_as_they_were_written():
    """
    No trace of the check is left in the code.
    """
    html = public(rendered("Écrire `<!-- paywall -->`, ``<!-- pay`wall -->`` ou `::: paywal` et `<!-- x -->`.", ""))

    assert html == (
        "<p>Écrire <code>&lt;!-- paywall --&gt;</code>, <code>&lt;!-- pay`wall --&gt;</code> ou "
        "<code>::: paywal</code> et <code>&lt;!-- x --&gt;</code>.</p>"
    )


def test_reserved_characters_are_refused_in_code_too():
    """
    They stand for addresses until the end, in code as well.
    """
    assert codes("```\n\ue000f0\ue001\n```\n", "") == [(5, "reserved-character")]
