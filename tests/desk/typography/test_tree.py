"""Typography in rendered articles: across elements, in sealed parts, and never where text is code, an address or foreign."""

import sys
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).parents[1] / "render"))

from rendering import public, rendered, sections

N, T = "\u00a0", "\u202f"


def html(markdown: str, **options: object) -> str:
    return public(rendered(markdown, "", **options))  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("markdown", "wanted"),
    [
        ('"*mot*" et *"mot"*', f"<p>«{N}<em>mot</em>{N}» et <em>«{N}mot{N}»</em></p>"),
        ("« *mot* »", f"<p>«{N}<em>mot</em>{N}»</p>"),
        ("«* mot *»", f"<p>«{N}* mot *{N}»</p>"),
        (
            "l'*Humanité* d'[hier](https://x.fr/l'an)",
            '<p>l’<em>Humanité</em> d’<a href="https://x.fr/l\'an">hier</a></p>',
        ),
        ("*Quoi* ? **Non** !", f"<p><em>Quoi</em>{T}? <strong>Non</strong>{T}!</p>"),
        ("**50** % et **3** km", f"<p><strong>50</strong>{N}% et <strong>3</strong>{N}km</p>"),
        ("le **1er** mars", "<p>le <strong>1<sup>er</sup></strong> mars</p>"),
        ("le 1er, le 2e et *fin* 3e", "<p>le 1<sup>er</sup>, le 2<sup>e</sup> et <em>fin</em> 3<sup>e</sup></p>"),
        ("le 1<sup>er</sup> mars", "<p>le 1<sup>er</sup> mars</p>"),
        ("l'`d'eau...` ?", f"<p>l’<code>d'eau...</code>{T}?</p>"),
        ('"`a` b"', f"<p>«{N}<code>a</code> b{N}»</p>"),
        ("l'<code>d'eau</code> d'ici", "<p>l’<code>d'eau</code> d’ici</p>"),
        ("<b>l'eau</b> ?", f"<p><b>l’eau</b>{T}?</p>"),
        ('un <span lang="de">das "Wort" ?</span> ?', f'<p>un <span lang="de">das "Wort" ?</span>{T}?</p>'),
        ('un *"word" ?*{: lang="en"} ?', f'<p>un <em lang="en">“word” ?</em>{T}?</p>'),
        ('un *"mot" ?*{: lang="fr-CH"}', f'<p>un <em lang="fr-CH">«{N}mot{N}»{T}?</em></p>'),
        ('un *"mot" ?*{: translate="no"} ?', f'<p>un <em translate="no">"mot" ?</em>{T}?</p>'),
        ("<https://x.fr/l'an...> ?", f"<p><a href=\"https://x.fr/l'an...\">https://x.fr/l'an...</a>{T}?</p>"),
        ("<a.b'c@x.fr> d'ici", "<p><a href=\"mailto:a.b'c@x.fr\">a.b'c@x.fr</a> d’ici</p>"),
        ("voir https://x.fr/l'an ?", f"<p>voir https://x.fr/l'an{T}?</p>"),
        ("\\... et \\--", "<p>... et --</p>"),
        ("    l'eau ?\n    d'ici", "<pre><code>l'eau ?\nd'ici\n</code></pre>"),
        ("```\nl'eau ?\n```", "<pre><code>l'eau ?\n</code></pre>"),
        ("<div>l'eau ?</div>", "<div>l'eau ?</div>"),
        ("# L'été : 2e\n\nl'an", f'<h2 id="l-ete-2e">L’été{N}: 2<sup>e</sup></h2>\n<p>l’an</p>'),
        ('- l\'un ?\n- "deux"', f"<ul>\n<li>l’un{T}?</li>\n<li>«{N}deux{N}»</li>\n</ul>"),
        ('> "Non" !', f"<blockquote>\n<p>«{N}Non{N}»{T}!</p>\n</blockquote>"),
        ('"Un  \ndeux"', f"<p>«{N}Un<br>\ndeux{N}»</p>"),
        ('"ouvert\n\nfermé"', f'<p>«{N}ouvert</p>\n<p>fermé"</p>'),
        ("mot[^1] ?\n\n[^1]: L'eau ?", None),
        ("La RATP ?\n\n*[RATP]: Régie d'hier", f'<p>La <abbr title="Régie d’hier">RATP</abbr>{T}?</p>'),
        ("mot&nbsp;! &laquo; a &raquo;", f"<p>mot{T}! «{N}a{N}»</p>"),
        ("a < b ? c > d", f"<p>a &lt; b{T}? c &gt; d</p>"),
        ("<!-- l'an --> l'an ?", None),
    ],
)
def test_articles_are_set(markdown, wanted):
    """
    One construct at a time, in public.
    """
    made = html(markdown)
    if wanted is None:
        assert "’" in made
        assert f"{T}?" in made
        assert "'" not in made
    else:
        assert made == wanted


def test_tables_and_definitions_are_set():
    """
    Each cell is a text of its own: a quotation does not go on in the next.
    """
    made = html("| l'un | \"a |\n|---|---|\n| 50 % | b\" |\n\nMot\n: L'eau ?")

    assert "<th>l’un</th>" in made
    assert f"<td>50{N}%</td>" in made
    assert '<td>b"</td>' in made
    assert f"<dd>L’eau{T}?</dd>" in made


def test_pictures_have_set_descriptions_and_captions():
    """
    `alt` and the title that becomes the caption are text; the address stays.
    """
    made = html('![L\'œil de "Jo"](l-oeil.png "D\'ici ?")', files=("articles/l-oeil.png",))

    assert f'alt="L’œil de «{N}Jo{N}»"' in made
    assert f"<figcaption>D’ici{T}?</figcaption>" in made


def test_sealed_text_is_set_like_public_text():
    """
    The same paragraph before and behind the border gives the same HTML.
    """
    text = 'L\'an *"mot"* 1er : 50 % ?'
    body = rendered(f"{text}\n\n<!-- paywall -->\n\n{text}")

    assert public(body) == sections(body)[0].html
    assert "’" in public(body)


def test_turns_of_an_interview_keep_their_labels():
    """
    The id is found before anything is set; what the speaker says is set.
    """
    made = html('MA / L\'eau ?\n\nJR / "Oui" !\n\nMA / Ah ?')

    assert f'<span class="speaker">Le Magazine{N}/</span> L’eau{T}?' in made
    assert f'<span class="speaker">Jeanne Roux{N}/</span> «{N}Oui{N}»{T}!' in made


def test_front_matter_is_set():
    """
    A title with and without Markdown, a standfirst; the plain texts have no elements.
    """
    plain = rendered("Texte.", "", title='L\'an 1er : "oui"', standfirst="*L'eau* ?").matter
    rich = rendered("Texte.", "", title="*L'an* 1er `l'a`").matter

    assert plain.title == f"L’an 1er{N}: «{N}oui{N}»"
    assert plain.title_html == f"L’an 1<sup>er</sup>{N}: «{N}oui{N}»"
    assert plain.standfirst_html == f"<em>L’eau</em>{T}?"
    assert rich.title_html == "<em>L’an</em> 1<sup>er</sup> <code>l'a</code>"


@pytest.mark.parametrize("cut", ["character", "word", "sentence"])
def test_a_cut_never_parts_a_sign_from_its_space(cut):
    """
    At every length: no public end is a no-break space, and none stands before the sign that belongs to it.
    """
    from generator.model.config import TeaserRule

    words = "Quoi ? « Non ! » dit-il : 50 % de 10 000 km, le 1er mars. " * 2
    for characters in range(1, 110):
        body = rendered(words, teaser=TeaserRule(characters=characters, cut=cut, at_most=1.0))  # type: ignore[arg-type]
        shown = public(body).replace("</p>", "").replace("</sup>", "").replace("<sup>", "")
        end = shown.rpartition(">")[2]
        whole = sections(body)[0].html.replace("</sup>", "").replace("<sup>", "").rpartition("<p>")[2]
        if end:
            assert end[-1] not in f" {N}{T}", characters
            assert whole[len(end)] not in f"{N}{T}", (characters, end)
