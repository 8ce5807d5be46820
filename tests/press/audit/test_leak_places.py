"""A sealed sentence, planted at every place of a site, is found there, with its section and its source line."""

import pytest

from generator.errors import Leak
from tests.press.audit.audited_site import KEYSET, PAGE, SEALED, SENTENCE, SENTENCE_LINE, BuiltSite, budget_site, page

SOURCE = "content/articles/budget.md"
ELSEWHERE = {
    "feed of the site": ("feed.xml", "<feed><entry><summary>{}</summary></entry></feed>"),
    "sitemap": ("sitemap.xml", "<urlset><url><image:caption>{}</image:caption></url></urlset>"),
    "search index": ("search/index.json", '{{"fragments": [{{"content": "{}"}}]}}'),
    "source map": ("assets/opener.js.map", '{{"sourcesContent": ["// {}"]}}'),
    "script": ("assets/opener.js", "const note = '{}';"),
    "stylesheet": ("assets/main.css", 'p::after {{ content: "{}" }}'),
    "text twin": ("systemes/budget/index.md", "# Budget\n\n{}\n"),
    "list of a tag": ("tags/budget/index.html", "<ul><li>{}</li></ul>"),
    "headers": ("_headers", "/systemes/budget/\n  X-Description: {}\n"),
    "redirects": ("_redirects", "/a /b?said={} 301\n"),
    "manifest": ("manifest.webmanifest", '{{"description": "{}"}}'),
    "page that is not found": ("404.html", "<h1>404</h1><p>{}</p>"),
}
ON_THE_PAGE = {
    "text": "<p>{}</p>",
    "text with inline marks": "<p><em>Toute</em> fusion de <b>dos</b>siers se fait à deux, et <a href='/x/'>jamais</a> devant</p>",
    "text over several blocks": "<ul><li>Toute fusion</li><li>de dossiers se</li><li>fait à deux, et</li><li>jamais devant</li></ul>",
    "description": '<meta name="description" content="{}">',
    "title of an image": '<img src="/assets/a.png" alt="" title="{}">',
    "data attribute": '<div data-source="{}"></div>',
    "comment": "<!-- {} -->",
    "JSON-LD": '<script type="application/ld+json">{{"@type": "NewsArticle", "articleBody": "{}"}}</script>',
    "template": "<template><p>{}</p></template>",
    "upper case": "<p>TOUTE FUSION DE DOSSIERS SE FAIT À DEUX, ET JAMAIS DEVANT</p>",
    "without accents": "<p>toute fusion de dossiers se fait a deux et jamais devant</p>",
    "soft hyphens": "<p>Tou&shy;te fu\u00adsion de dos\u200bsiers se fait à deux, et jamais devant</p>",
    "letter by letter composed": "<p>Toute fusion de dossiers se fait a\u0300 deux, et jamais devant</p>",
    "address": '<a href="/notes/toute-fusion-de-dossiers-se-fait-a-deux-et-jamais/">notes</a>',
}

FEW = "fusion de dossiers se fait à deux, et jamais devant"
FEW_WORDS = {
    "comment": "<!-- {} -->",
    "CDATA": "<description><![CDATA[{}]]></description>",
    "comment in a feed": "<content>&lt;!-- {} --&gt;</content>",
    "instruction": "<?note {} ?>",
    "title of a footnote's mark": '<p>Le comité<sup><a href="#fn1" title="{}">1</a></sup> répond.</p>',
    "around a footnote's mark": '<p>fusion de dossiers se<sup id="r1"><a href="#fn1">1</a></sup> fait à deux, et jamais</p>',
    "escaped markup in an attribute": '<meta content="fusion de dossiers &lt;em&gt;se fait&lt;/em&gt; à deux, et jamais">',
    "markup in an attribute": '<meta content="fusion de dossiers <em>se fait</em> à deux, et jamais">',
    "escaped twice": "<p>fusion de dossiers se fait &amp;agrave; deux, et jamais devant</p>",
    "control characters": "<p>fusion\x01de\x01dossiers\x01se\x02fait\x01à\x01deux,\x01et\x01jamais\x01devant</p>",
    "string of JSON with quotes": '<script>{{"d": "fusion de \\"dossiers\\" se fait à deux, et jamais devant"}}</script>',
}
APOSTROPHES = "C'est l'heure d'aller qu'on n'a jamais d'ailleurs l'idée d'une fusion qu'il s'agit d'examiner"


@pytest.mark.parametrize("place", ELSEWHERE)
def test_a_sealed_sentence_in_another_file_is_a_leak(place: str) -> None:
    """Every kind of file is read, not only pages."""
    path, template = ELSEWHERE[place]
    site = budget_site().write(path, template.format(SENTENCE))

    leaks = site.audited().leaks

    assert leaks == (Leak(path, "articles/budget#s1", leaks[0].source, "plain", leaks[0].words),)
    assert (leaks[0].source.path, leaks[0].source.line) == (SOURCE, SENTENCE_LINE)


@pytest.mark.parametrize("place", ON_THE_PAGE)
def test_a_sealed_sentence_on_its_own_page_is_a_leak(place: str) -> None:
    """Tags, attributes, comments and data blocks of the page hide nothing."""
    leaks = budget_site(ON_THE_PAGE[place].format(SENTENCE)).audited().leaks

    assert {(leak.output, leak.section, leak.source.line) for leak in leaks} == {
        (PAGE, "articles/budget#s1", SENTENCE_LINE)
    }


@pytest.mark.parametrize("place", FEW_WORDS)
def test_a_few_sealed_words_are_a_leak_wherever_they_stand_together(place: str) -> None:
    """What the scan finds is not excused as chance because the closer look cuts a page in another way."""
    assert budget_site(FEW_WORDS[place].format(FEW)).audited().leaks


def test_apostrophes_do_not_end_a_value_between_double_quotes() -> None:
    site = budget_site(f'<meta name="description" content="{APOSTROPHES}">')
    site.seal("articles/budget", f"<p>{APOSTROPHES}</p>", section="s2")

    assert site.audited().leaks


def test_chance_on_one_page_excuses_no_other_page() -> None:
    """That words met across an edge, and were no leak there, is not remembered for the page that says them in one go."""
    chance = "<p>fusion de dossiers se fait</p><p>à deux et jamais</p>"
    site = budget_site().write("a/index.html", page("articles/x", chance))
    before = site.audited()
    assert not before.leaks

    site.write("b/index.html", page("articles/y", "<p>Une fusion de dossiers se fait à deux, et jamais.</p>"))

    assert {leak.output for leak in site.audited(before.memory).leaks} == {"b/index.html"}


def test_chance_on_one_page_hides_no_page_that_shared_its_words_with_one_that_changed() -> None:
    """The home page had the sentence first and has it no more; the other page was never read by itself."""
    said = "comptent leurs pas chaque nuit dans"
    around = "Selon une note de septembre, signée par la direction de la logistique et relue par deux chefs de service,"
    shared = f"<p>{around} les soignants {said} un endroit que nul plan ne montre et dont la porte reste {around}</p>"
    site = budget_site().write("index.html", page("articles/home", f"<p>Accueil</p>\n{shared}\n<p>Fin</p>"))
    site.write("a/index.html", page("articles/x", f"<p>Voici {said[:18]}</p>\n<p>{said[18:]} ici</p>"))
    site.write("b/index.html", page("articles/y", f"<p>Autre</p>\n{shared}\n<p>Encore</p>"))
    memory = site.audited().memory

    site.write("index.html", page("articles/home", "<p>Accueil nouveau</p>"))
    site.seal("articles/budget", f"<p>Les soignants {said} les longs couloirs vides du sous-sol.</p>", section="s2")

    assert {leak.output for leak in site.audited(memory).leaks} == {"b/index.html"}


@pytest.mark.parametrize("start", range(12))
def test_any_eight_words_in_a_row_are_a_leak(start: int) -> None:
    """Needles overlap so that no eight words of a sealed sentence lie between them."""
    words = SENTENCE.split()[start : start + 8]

    leaks = budget_site(f"<p>Bien des gens savent que {' '.join(words)} sont les mots du jour.</p>").audited().leaks

    assert len(words) < 8 or leaks


def test_the_anchor_of_a_sealed_heading_is_a_leak() -> None:
    """A table of contents shows headings by their text or by their slugs."""
    for hidden in ('<a href="#la-regle-des-deux-regards">1</a>', "<li>La règle des deux regards</li>"):
        leaks = budget_site(hidden).audited().leaks

        assert [leak.source.line for leak in leaks] == [11]


def test_a_file_named_after_sealed_text_is_a_leak() -> None:
    """Names of files are read as their bytes are."""
    leaks = budget_site().write("og/la-regle-des-deux-regards.3f9c.png", b"\x89PNG\r\n\x1a\n").audited().leaks

    assert [(leak.output, leak.encoding) for leak in leaks] == [("og/la-regle-des-deux-regards.3f9c.png", "path")]


@pytest.mark.parametrize(
    "hidden",
    ["Voir 7Q4XK2VALOMBRE ou VALOMBRE-7Q4XK2X9.", "https://cdn.example/tokenized9X7Q/pic.png"],
)
def test_words_of_nobody_are_no_leak(hidden: str) -> None:
    """Words that look like tokens and stand in no section trigger nothing."""
    assert budget_site(f"<p>{hidden}</p>").audited().leaks == ()


@pytest.mark.parametrize(
    ("sealed", "hidden"),
    [
        ("<p>Le mot de passe est KX7QW2ZTPA.</p>", "<p>kx7qw2ztpa</p>"),
        ('<p>Voyez <a href="https://x.example/rapport-confidentiellement">ici</a>.</p>', "confidentiellement.pdf"),
        ('<img src="/assets/coupe-thoracoabdominale.1f2e3d.webp" alt="">', '<a href="/t/thoracoabdominale">x</a>'),
        ('<p><img data-sealed="00112233445566778899aabbccddeeff.spw" alt="Scanner de Mme Lefort en 2019"></p>',
         "<p>Scanner de Mme Lefort en 2019</p>"),
        ("<p>Appelez le 0612345678 avant midi.</p>", "tel:0612345678"),
        ("<pre><code>export_patients_valombre(dossier=17)</code></pre>", "<p>export_patients_valombre(dossier=17)</p>"),
        ("<table><tr><td>Coût total du projet régional</td></tr></table>", '{"label": "Coût total du projet régional"}'),
        ("<!-- à vérifier auprès de la direction générale avant jeudi soir -->", "vérifier auprès de la direction générale avant jeudi soir"),
    ],
)  # fmt: skip
def test_single_words_and_short_texts_that_tell_whose_they_are_are_leaks(sealed: str, hidden: str) -> None:
    """Tokens, targets of links, names of files, texts of images, telephone numbers, code, cells, comments."""
    site = BuiltSite({"articles/a.md": "---\naccess: abonnes\n---\n<!-- paywall -->\ntexte\n"})
    element = site.seal(
        "articles/a", sealed + "<p>Un texte assez long pour que la section ne soit pas courte du tout.</p>"
    )
    site.write("a/index.html", page("articles/a", element))
    assert site.audited().leaks == ()

    leaks = site.write("notes.txt", hidden).audited().leaks

    assert [(leak.output, leak.section) for leak in leaks] == [("notes.txt", "articles/a#s1")]


def test_a_leak_names_no_word_in_its_message_unless_asked() -> None:
    """Logs are public too."""
    (leak,) = budget_site().write("feed.xml", SENTENCE).audited().leaks

    assert "fusion" not in leak.message()
    assert leak.words in leak.message(show_text=True)


def test_every_section_of_every_article_is_looked_for_in_every_file() -> None:
    """Two leaks of two articles are two leaks, each with its own source."""
    site = budget_site()
    site.sources["articles/autre.md"] = (
        "---\naccess: premium\n---\n<!-- paywall -->\n\nLe commissaire principal refuse obstinément toute interview filmée.\n"
    )
    element = site.seal("articles/autre", "<p>Le commissaire principal refuse obstinément toute interview filmée.</p>")
    site.write("autre/index.html", page("articles/autre", element))
    site.write("feed.xml", f"{SENTENCE} Le commissaire principal refuse obstinément toute interview filmée.")

    leaks = site.audited().leaks

    assert [(leak.section, str(leak.source)) for leak in leaks] == [
        ("articles/autre#s1", "content/articles/autre.md:6"),
        ("articles/budget#s1", f"{SOURCE}:{SENTENCE_LINE}"),
    ]


def test_a_section_sealed_with_a_key_that_is_gone_is_a_warning() -> None:
    """What cannot be opened cannot be looked for, and the operator is told."""
    site = budget_site()
    path = next(path for path in site.outputs if path.endswith(".spw"))
    data = bytearray(site.outputs[path])
    data[-1] ^= 1
    site.outputs["sealed/00000000000000000000000000000000.spw"] = bytes(data)

    result = site.audited()

    assert [(str(one.where), one.code) for one in result.warnings] == [
        ("sealed/00000000000000000000000000000000.spw", "not-auditable")
    ]
    assert KEYSET.primary.kid not in str(result.warnings)


@pytest.mark.parametrize(
    "padded",
    [
        '"1","La règle des deux regards' + " " * 230 + '"',
        '"1","' + "\u200b".join("La règle des deux regards" * 1).replace("\u200b", "\u200b" * 9) + '"',
        " " * 400 + "La règle des deux regards\n",
    ],
)
def test_padding_hides_no_heading(padded: str) -> None:
    """Spaces and invisible signs count as nothing when a text is looked at for being short."""
    site = budget_site().write("n.csv", f"a;b\n{padded}\n")

    assert [leak.output for leak in site.audited().leaks] == ["n.csv"]


def test_a_short_heading_is_found_without_the_signs_around_its_words() -> None:
    site = budget_site()
    site.write("b/index.html", page("articles/b", site.seal("articles/b", f"{SEALED}<h2>Papa  —  «   Zola   »</h2>")))
    site.write("n.csv", '"1","Papa Zola"\n')

    assert "Papa Zola".lower() in {leak.words for leak in site.audited().leaks}


def test_a_row_of_dashes_takes_no_time() -> None:
    """Comments end with dashes, and so do drawings made of characters: three million of them are read in one go."""
    assert budget_site().write("n.html", f"<hr>{'-' * 3_000_000}").audited().leaks == ()
