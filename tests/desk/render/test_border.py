"""Notes, links, headings and definitions on both sides of the border."""

import re

import pytest
from rendering import codes, public, rendered, sections

NOTES = """
Public[^a] et encore[^b].

<!-- paywall -->

Réservé[^c], puis[^a].

[^c]: Secrète, voir aussi[^d].
[^b]: Deuxième.
[^a]: Première.
[^d]: Citée par une note.
[^e]: Jamais citée.
"""


def test_notes_follow_the_text_that_uses_them():
    """
    Each part numbers its own notes in the order of use; one used on both sides is copied.
    """
    body = rendered(NOTES)
    open_html, sealed = public(body), sections(body)[0].html

    assert open_html.index("Première") < open_html.index("Deuxième")
    assert "Secrète" not in open_html
    assert "Jamais" not in open_html + sealed
    assert sealed.index("Secrète") < sealed.index("Première") < sealed.index("Citée")
    assert 'href="#s1-fn-1"' in sealed
    assert 'id="s1-fnref-3"' in sealed
    assert 'id="fnref-2"' in open_html


def test_every_note_link_has_its_target():
    """
    Marks lead to notes and notes back to marks, in each part by itself.
    """
    body = rendered(NOTES)
    for html in (public(body), sections(body)[0].html):
        ids = set(re.findall(r'id="([^"]+)"', html))
        assert set(re.findall(r'href="#([^"]+)"', html)) <= ids


def test_definitions_work_across_the_border_and_stay_on_their_side():
    """
    A link or abbreviation that only sealed text uses leaves no trace in public.
    """
    markdown = (
        "Lire [ici][x], en IRM.\n\n<!-- paywall -->\n\nEt [là][y], au CHU.\n\n"
        "[x]: https://example.org/ouvert\n[y]: https://example.org/ferme\n*[IRM]: imagerie\n*[CHU]: hospice\n"
    )
    body = rendered(markdown)

    assert "example.org/ouvert" in public(body)
    assert "imagerie" in public(body)
    assert "ferme" not in public(body)
    assert "hospice" not in public(body)
    assert 'title="hospice"' in sections(body)[0].html


def test_sealed_headings_are_opaque_and_links_to_them_lead_to_the_section():
    """
    An id made of words would tell what is sealed.
    """
    markdown = "[TOC]\n\n## Ouvert\n\n[vers](#la-cle) et [ici](#ouvert)\n\n<!-- paywall -->\n\n## La clé\n\n[haut](#ouvert) [soi](#la-cle)"
    body = rendered(markdown)
    open_html, sealed = public(body), sections(body)[0].html

    assert "cle" not in open_html.replace("article", "")
    assert '<a href="#s1">vers</a>' in open_html
    assert '<h2 id="s1-h1">La clé</h2>' in sealed
    assert '<a href="#s1-h1">soi</a>' in sealed
    assert '<a href="#ouvert">haut</a>' in sealed
    assert open_html.count("<li") == 1


def test_links_between_documents_become_addresses():
    """
    Authors link to files; readers get pages.
    """
    assert 'href="/voisin/"' in public(rendered("[ici](voisin.md) [là](../articles/voisin.md#x)", ""))


@pytest.mark.parametrize(
    ("markdown", "code"),
    [
        ("[x](voisn.md)", "broken-link"),
        ("[x](brouillon.md)", "link-unpublished"),
        ("[x](../../etc/passwd.md)", "broken-link"),
        ("![x](absente.png)", "missing-file"),
        ("[x](../../../etc/passwd)", "missing-file"),
        ("[x](javascript:alert(1))", "unsafe-address"),
        ("[x](&#106;avascript:alert(1))", "unsafe-address"),
        ("[x](data:text/html,x)", "unsafe-address"),
        ("![x](data:image/png;base64,AAAA)", "unsafe-address"),
        ("[x](vbscript:x)", "unsafe-address"),
        ("un [mot](voisin.md){onclick=alert(1)}", "unsafe-html"),
        ("## Titre {style=color:red}", "unsafe-html"),
        ("<script>alert(1)</script>", "unsafe-html"),
        ('<p onclick="x">y</p>', "unsafe-html"),
        ('Un <img src="x" onerror="y"> mot', "unsafe-html"),
        ('<a href="javascript:x">y</a>', "unsafe-html"),
        ('<a href="java&#9;script:x">y</a>', "unsafe-html"),
        ("<iframe src='https://example.org/'></iframe>", "unsafe-html"),
        ("<form action='//x.example'><input></form>", "unsafe-html"),
        ("<style>@import url(x)</style>", "unsafe-html"),
        ("<base href='//x.example'>", "unsafe-html"),
        ("<meta http-equiv='refresh' content='0'>", "unsafe-html"),
        ("<svg><script>x</script></svg>", "unsafe-html"),
        ("<math><mi>x</mi></math>", "unsafe-html"),
        ("<template>x</template>", "unsafe-html"),
        ("<!DOCTYPE html>", "unsafe-html"),
        ("<?php echo 1 ?>", "unsafe-html"),
        ("<x-element>y</x-element>", "unsafe-html"),
        ('<div markdown="1" onclick="x">\n\ny\n\n</div>', "unsafe-html"),
    ],
)
def test_addresses_and_html_that_nobody_should_publish_are_errors(markdown, code):
    """
    Nothing is dropped silently: the author is told.
    """
    assert code in [found for _, found in codes(f"Un texte.\n\n{markdown}\n", "")]


def test_harmless_html_is_kept():
    """
    Authors may use what only structures text.
    """
    html = public(
        rendered('H<sub>2</sub>O et <span lang="en">words</span>\n\n<details><summary>a</summary>b</details>', "")
    )

    assert "H<sub>2</sub>O" in html
    assert '<span lang="en">words</span>' in html
    assert "<details><summary>a</summary>b</details>" in html


def test_mail_addresses_are_plain_links():
    """
    An address in angle brackets is no file of the article.
    """
    assert '<a href="mailto:a@example.org">a@example.org</a>' in public(rendered("Écrire à <a@example.org>.", ""))


def test_table_alignment_is_a_class():
    """
    Pages have no inline style, so that the content policy can forbid it.
    """
    html = public(rendered("| a | b |\n|--:|:-:|\n| 1 | 2 |", ""))

    assert "style=" not in html
    assert 'class="align-right"' in html


def test_figures_have_captions_and_credits():
    """
    A picture alone is a figure; the directive adds caption and credit.
    """
    markdown = '![Une salle](a.png "Légende")\n\n::: figure\n![Autre](b.png)\n\nUne *légende*.\n\nCrédit : D. R.\n:::'
    html = public(rendered(markdown, "", files=("articles/a.png", "articles/b.png")))

    assert "<figcaption>Légende</figcaption>" in html
    assert 'Une <em>légende</em>. <small class="credit">D.\u00a0R.</small>' in html
    assert "<p><img" not in html


def test_an_unknown_speaker_is_an_error_with_a_suggestion():
    """
    Initials are easily mistyped.
    """
    assert codes("::: interview\nMB / Bonjour ?\n\nJR / Oui.\n:::", "") == [(5, "unknown-speaker")]


def test_long_names_come_first_and_short_ones_later():
    """
    The first turn of a speaker shows the long name, wherever the border is.
    """
    body = rendered("MA / Un ?\n\n<!-- paywall -->\n\nJR / Deux.\n\nMA / Trois ?\n\nJR / Quatre.")

    assert "Le Magazine\u00a0/" in public(body)
    sealed = sections(body)[0].html
    assert sealed.index("Jeanne Roux") < sealed.index("L. M.") < sealed.index("J. R.")
