"""Directives that a theme defines: part of the document's tree, and no way around its rules."""

from pathlib import Path

import pytest

from tests.elements.paper import FILES, SITE, element, picture
from tests.sites.whole_site import WholeSite, article

THEME = {
    "themes/journal/theme.yaml": "extends: gazette\n",
    "themes/journal/templates/directives/chiffre.html": (
        '<div class="chiffre" data-unit="{{ directive.options.get("unit", "") }}"><strong>{{ directive.words[0] }}</strong>\n'
        '{{ directive.body }}<p lang="{{ directive.language }}">{{ _("Read also") }}</p></div>\n'
    ),
    "themes/journal/templates/directives/lien.html": '<p><a href="{{ directive.words[0] }}">{{ directive.words[1] }}</a></p>\n',
}


def site(root: Path, body: str, files: dict[str, str | bytes] | None = None, **matter: str) -> WholeSite:
    own = {"content/articles/chiffres/index.md": article(body, rubric="imagerie", **matter)}
    return WholeSite(root, {**FILES, **THEME, **own, **(files or {})}, site=f"{SITE}theme: journal\n")


def test_a_directive_of_the_theme_surrounds_markdown(tmp_path: Path) -> None:
    """Words, options, a body with a link and a picture, the theme's texts in the document's language; they nest."""
    body = (
        '::: chiffre 412 unit="patients par an"\n\nUn **gros** chiffre, [voir](../reprise.md).\n\n![Un mur](mur.png)\n\n'
        "::: note Attention\n\nSous réserve.\n\n:::\n\n:::"
    )
    paper = site(tmp_path, body, {"content/articles/chiffres/mur.png": picture()})

    run = paper.build()
    assert run.status == 0, run.err
    box = element(paper["imagerie/chiffres/index.html"], r'<div class="chiffre" data-unit="patients par an">')

    assert "<strong>412</strong>" in box
    assert "Un <strong>gros</strong> chiffre" in box
    assert 'href="/securite/reprise/"' in box
    assert 'src="/assets/mur.' in box
    assert 'class="note"' in box
    assert '<p lang="fr">À lire aussi</p>' in box


def test_words_of_an_author_are_text_wherever_the_template_puts_them(tmp_path: Path) -> None:
    """Neither HTML nor Markdown nor attributes of Markdown get in through an argument."""
    paper = site(tmp_path, '::: chiffre "<b>x</b>{: onclick=a }" unit="&quot; onclick=a"\n\nTexte.\n\n:::')

    run = paper.build()
    assert run.status == 0, run.err
    box = element(paper["imagerie/chiffres/index.html"], r'<div class="chiffre"')

    assert "<strong>&lt;b&gt;x&lt;/b&gt;{: onclick=a }</strong>" in box
    assert " onclick=a" not in paper["imagerie/chiffres/index.html"].replace("{: onclick=a }", "").replace(
        "&quot; onclick=a", ""
    )


def test_a_directive_in_a_sealed_part_is_sealed_with_its_words(tmp_path: Path) -> None:
    """Nothing of it is public: not the words behind its name, not its text."""
    body = "Public.\n\n<!-- paywall -->\n\n::: chiffre CANARIMOT unit=CANARIUNITE\n\nCANARITEXTE.\n\n:::"
    paper = site(tmp_path, body, access="abonnes")

    run = paper.build()
    assert run.status == 0, run.err
    assert "<paywalled-section" in paper["imagerie/chiffres/index.html"]
    assert not any(b"CANARI" in data for data in paper.output().values())


@pytest.mark.parametrize(
    ("body", "code"),
    [
        ("::: chiffre 1\n\n::: paywall abonnes\n\nx\n\n:::\n\n:::", "nested-section"),
        ("::: chiffr 1\n\nx\n\n:::", "unknown-directive"),
        ("::: chiffre\n\nx\n\n:::", "directive-error"),
        ("::: lien javascript:alert(1) clic\n\n:::", "directive-error"),
        ("::: lien /a/ clic\n\nUn texte que le modèle ne montre pas.\n\n:::", "directive-error"),
        ("::: chiffre <!--paywall-->\n\nx\n\n:::", "bad-marker"),
        ("::: chiffre paywal\n\nx\n\n:::", "bad-marker"),
    ],
)
def test_what_is_doubtful_stops_the_build(tmp_path: Path, body: str, code: str) -> None:
    """Each with its line; nothing is published."""
    paper = site(tmp_path, body)

    run = paper.build()

    assert set(run.codes) - {"stray-close"} == {code}
    assert "chiffres/index.md:" in run.err


@pytest.mark.parametrize("name", ["paywal", "pay-wall", "premium", "note", "Grand"])
def test_a_theme_may_not_name_one_like_the_marker(tmp_path: Path, name: str) -> None:
    """A misspelt marker must stay an error, whatever the theme has."""
    paper = site(tmp_path, "Texte.", {f"themes/journal/templates/directives/{name}.html": "<p>x</p>\n"})

    assert paper.build().codes == ["theme-directive"]


@pytest.mark.parametrize(
    "template",
    [
        "<script>x</script>",
        '<p onclick="x">x</p>',
        '<p style="color: red">x</p>',
        '<div data-sealed="x">x</div>',
        '<div data-fragment="/fragments/wire.html">x</div>',
        "<paywalled-section></paywalled-section>",
        "<div>x",
        "</div>",
        '<iframe src="https://example.org/"></iframe>',
    ],
)
def test_a_template_may_not_make_what_the_policy_forbids(tmp_path: Path, template: str) -> None:
    """Script, style, frames, the builder's own attributes and unbalanced elements."""
    files = {"themes/journal/templates/directives/libre.html": template}

    run = site(tmp_path, "::: libre\n\n:::", files).build()

    assert run.codes == ["directive-error"]
    assert "themes/journal/templates/directives/libre.html" in run.err


def test_a_changed_template_makes_its_documents_anew(tmp_path: Path) -> None:
    """Also those that are sealed: their text is another."""
    paper = site(tmp_path, "::: chiffre 1\n\nx\n\n:::")
    assert paper.build().status == 0

    paper.write(
        {
            "themes/journal/templates/directives/chiffre.html": "<p>Autre {{ directive.words[0] }}</p>{{ directive.body }}\n"
        }
    )

    assert paper.build().status == 0
    assert "Autre 1" in paper["imagerie/chiffres/index.html"]


def test_messages_about_a_sealed_directive_do_not_quote_it(tmp_path: Path) -> None:
    """Logs of a build are read by many."""
    files = {
        "themes/journal/templates/directives/cru.html": "<div {{ directive.words[0] }}>x</div>\n",
        "themes/journal/templates/directives/faux.html": "<p>{{ directive.words[0] + 1 }}</p>\n",
    }
    for line in (
        "::: cru CANARI",
        "::: faux CANARI",
        "::: embed https://canari.example.org/CANARI",
        "::: canari CANARI",
    ):
        body = f"Public.\n\n<!-- paywall -->\n\nSuite.\n\n{line}\n\n:::"

        run = site(tmp_path / line.split()[1], body, files, access="abonnes").build()

        assert run.status == 1
        assert "canari" not in run.err.casefold()
