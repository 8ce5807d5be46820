"""Messages end up in logs, which are public too: they tell where, and what is sealed they do not say."""

import pytest
from rendering import public, rendered, sections

from generator.errors import Problems
from generator.model.config import TeaserRule

SECRET = "k7wq3zsecret"
FILES = (f"articles/{SECRET}-voisin.png",)
WRONG = {
    "a picture that is not there": f"![x]({SECRET}.png)",
    "a document that is not there": f"[x]({SECRET}.md)",
    "an address that runs": f"[x](javascript:{SECRET})",
    "an address that runs, in raw HTML": f'<p><a href="javascript:{SECRET}">x</a></p>',
    "a file that runs": f"[x](../{SECRET}.html)",
    "text behind a block's opening": f"::: paywall {SECRET} et la suite\nTexte.\n:::",
    "a marker behind text": f"{SECRET} <!--paywall-->",
    "a comment with a marker": f"<!-- {SECRET} paywall -->",
    "raw HTML in an attribute": f'*x*{{: title="<b title={SECRET}>" }}',
    "an instruction": f"<?{SECRET}?>",
}


@pytest.mark.parametrize("name", WRONG)
def test_no_message_quotes_what_is_sealed(name):
    """
    Line and column are enough to find it; neither problem nor hint repeats it, or names a file beside it.
    """
    with pytest.raises(Problems) as raised:
        rendered(f"Un.\n\n<!-- paywall -->\n\n{WRONG[name]}\n", files=(*FILES, f"{SECRET}.html"))

    assert SECRET not in "".join(f"{error.problem} {error.hint}" for error in raised.value.errors)
    assert raised.value.errors[0].where.line == 8


def test_no_warning_quotes_what_is_sealed():
    """
    A picture without description is found by its line.
    """
    body = rendered(f"Un.\n\n<!-- paywall -->\n\n![]({SECRET}-voisin.png)", files=FILES)

    assert [(warning.code, warning.where.line) for warning in body.warnings] == [("alt-missing", 8)]
    assert SECRET not in body.warnings[0].message


def test_messages_of_an_open_article_quote_and_suggest():
    """
    Where nothing is sealed, the author sees at once what is meant.
    """
    with pytest.raises(Problems) as raised:
        rendered("![x](cate.png)", "", files=("articles/carte.png",))

    [error] = raised.value.errors
    assert "'cate.png'" in error.problem
    assert "carte.png" in error.hint


def test_files_and_links_in_raw_html_are_resolved():
    """
    A picture that raw HTML shows is published or sealed like any other, and a link to a document finds its page.
    """
    raw = '<p><img src="carte.png" alt="x"> <a href="voisin.md">y</a></p>\n\nUn <a href="voisin.md#z">mot</a>.'
    body = rendered(f"Un.\n\n<!-- paywall -->\n\n{raw}\n", files=("articles/carte.png",))

    [section] = sections(body)
    assert [file.path for file in section.files] == ["articles/carte.png"]
    assert 'href="/voisin/"' in section.html
    assert 'href="/voisin/#z"' in section.html
    assert "carte.png" not in section.html
    assert [link for link, _ in body.links] == ["articles/voisin.md"]


def test_text_that_looks_like_an_address_in_raw_html_stays_text():
    """
    Only attributes are resolved.
    """
    assert 'Écrire  src="x.png".' in public(rendered('<p>Écrire  src="x.png".</p>', ""))


@pytest.mark.parametrize(
    "where", ["{0} et la suite de ce texte\n{{: title='{1}' #{1} }}", "Un *{0} et la suite*{{: title='{1}' }} du texte"]
)
def test_what_is_cut_inside_keeps_no_title(where):
    """
    A title or an id of a paragraph that is public in part may tell of the other part.
    """
    body = rendered(where.format("mot", SECRET), teaser=TeaserRule(characters=6, cut="character"))

    assert "data-teaser-cut" in public(body)
    assert SECRET not in public(body)
    assert SECRET in sections(body)[0].html


def test_no_break_spaces_alone_are_nothing_to_seal():
    """
    A section has something to say.
    """
    with pytest.raises(Problems) as raised:
        rendered("Un.\n\n<!-- paywall -->\n\n&nbsp;")

    assert [error.code for error in raised.value.errors] == ["empty-section"]
