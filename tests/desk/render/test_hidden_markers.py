"""Nothing hides a marker, and nothing ordinary is taken for one."""

import pytest
from rendering import codes, public, rendered

from generator.errors import Problems
from generator.model.config import TeaserRule

BODY = "Un début public.\n\n{}\n\nLa suite est réservée."
WHOLE = TeaserRule(characters=10**6, at_most=0.9)
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
    "a block behind text": "Avant ::: paywall premium",
    "a block in a heading": "# ::: Paywall premium",
    "a block in emphasis": "**::: paywall premium**",
    "a block in a picture": "![::: paywall](https://example.org/x.png)",
    "a block in an attribute": '<p title="::: paywall">x</p>',
    "a block broken by a sign": "::\\: paywall",
    "a comment broken by a sign": "avant <\\!-- paywall -->",
    "a comment of three lines that is none": "<!-\npaywall\n-->",
    "a full-width comment of three lines": "＜!--\npaywall\n-->",
    "a comment in a comment": "a <!-- b <!--\npаywall\n-->",
    "a comment in a fence in a comment": "<!-- x\n```\n<!--\npaywall\n-->\n```\n-->",
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
