"""What an author wrote in public is no leak, though a section says it too; and the rest of the section still is."""

import html
import re

import pytest

from generator.model.config import TeaserRule
from tests.press.audit.audited_site import BUDGET, PAGE, SEALED, SENTENCE, BuiltSite, budget_site, page

QUOTED = "Toute fusion de dossiers se fait à deux, et jamais devant le même écran, explique Nadège Pruvost."


def test_a_standfirst_may_quote_the_interview() -> None:
    """Front matter is public, so its words may be on every list and in every feed."""
    site = budget_site(f"<p>{QUOTED}</p>").write("feed.xml", f"<summary>{QUOTED}</summary>")
    assert site.audited().leaks

    site.sources["articles/budget.md"] = BUDGET.replace("standfirst: ", f"kicker: >-\n  {QUOTED}\nstandfirst: ")

    assert site.audited().leaks == ()


@pytest.mark.parametrize(
    "written",
    [
        QUOTED,
        QUOTED.replace("deux, et jamais", "deux,\net jamais"),
        (
            "> *Toute fusion* de [dossiers](https://example.org/a(b)) se fait à **deux**, et jamais devant le même "
            "écran, explique [Nadège Pruvost][np]."
        ),
        "Toute fusion de dossiers se fait à deux[^1], et jamais devant le même écran, explique Nadège Pruvost{.nom}.",
        "- Toute fusion de dossiers se fait à deux, et jamais devant le même écran, explique Na\u00addège Pruvost.",
    ],
)
def test_another_article_may_quote_a_sentence_in_its_public_text(written: str) -> None:
    """Emphasis, links, notes and line ends of the Markdown do not hide that its author said it."""
    site = budget_site()
    site.sources["articles/revue.md"] = f"---\ntitle: Revue\naccess: public\n---\n{written}\n"
    site.write("revue/index.html", f"<article data-article='articles/revue'><p>{QUOTED}</p></article>")

    assert site.audited().leaks == ()


def test_what_another_article_seals_explains_nothing() -> None:
    """The sealed part of one source is no excuse for another."""
    site = budget_site()
    site.sources["articles/revue.md"] = f"---\naccess: abonnes\n---\nLe début.\n\n<!-- paywall -->\n\n{QUOTED}\n"
    element = site.seal("articles/revue", f"<p>{QUOTED}</p>")
    site.write("revue/index.html", page("articles/revue", element)).write("feed.xml", QUOTED)

    assert {leak.section for leak in site.audited().leaks} == {"articles/budget#s1", "articles/revue#s1"}


PARAGRAPH = (
    "La cellule de Valombre démêle chaque matin les dossiers que la nuit a mélangés, puis elle appelle les services un "
    "par un pour comprendre comment deux patients ont pu partager la même identité pendant plusieurs semaines."
)


def teaser_site(shown: str, **settings: object) -> BuiltSite:
    """Return a gated article without a marker, of which *shown* is on the page; the cut paragraph is sealed whole."""
    source = f"---\ntitle: Identité\naccess: abonnes\n---\n\n{PARAGRAPH}\n\nLa suite raconte autre chose encore.\n"
    site = BuiltSite({"articles/identite.md": source}, **settings)  # type: ignore[arg-type]
    element = site.seal("articles/identite", f"<p>{PARAGRAPH}</p>\n<p>La suite raconte autre chose encore.</p>")
    return site.write("identite/index.html", page("articles/identite", f"<p data-teaser-cut>{shown}</p>", element))


@pytest.mark.parametrize("size", [60, 100, 119, 121])
def test_the_public_half_of_a_cut_paragraph_is_no_leak(size: int) -> None:
    """The paragraph that is cut stands whole at the head of its section, its first half on the page."""
    site = teaser_site(PARAGRAPH[:size], teaser=TeaserRule(characters=120, cut="character"))

    assert site.audited().leaks == ()


@pytest.mark.parametrize(
    "settings",
    [
        {"teaser": TeaserRule(characters=80)},
        {"teaser": TeaserRule(characters=0, words=12)},
        {"teaser": TeaserRule(characters=1000, at_most=0.35)},
        {"limits": {"articles/identite.md": 80}},
    ],
)
def test_the_other_half_of_a_cut_paragraph_is_a_leak(settings: dict[str, object]) -> None:
    """No allowance goes further than the rule, whatever the page shows."""
    assert teaser_site(PARAGRAPH[:80], **settings).audited().leaks == ()

    assert teaser_site(PARAGRAPH, **settings).audited().leaks


def test_nothing_after_a_marker_is_allowed_however_short_the_teaser() -> None:
    """With a marker, the rule for articles without one does not count."""
    site = budget_site(f"<p>{SENTENCE}</p>")
    site.teaser = TeaserRule(characters=100_000, at_most=1)
    site.limits = {"articles/budget.md": 100_000}

    assert {leak.output for leak in site.audited().leaks} == {PAGE}


def test_a_block_sealed_inside_a_public_article_is_allowed_no_word() -> None:
    """What `::: paywall` encloses is sealed, what stands around it is public."""
    source = f"---\naccess: public\n---\n{PARAGRAPH}\n\n::: paywall premium\n::: note\n{SENTENCE}\n:::\n:::\n\nLa fin est libre.\n"
    site = BuiltSite({"articles/a.md": source})
    element = site.seal("articles/a", f"<p>{SENTENCE}</p>")
    site.write("a/index.html", page("articles/a", f"<p>{PARAGRAPH}</p>", element, "<p>La fin est libre.</p>"))
    assert site.audited().leaks == ()

    assert site.write("feed.xml", SENTENCE).audited().leaks


def test_a_definition_that_the_public_part_uses_is_public_wherever_it_stands() -> None:
    """Notes, links and abbreviations are often written at the end of a file."""
    note = "Un doublon signalé à Valombre est traité en quatre jours ouvrés en moyenne."
    secret = "Mesure interne sur soixante-deux fusions annulées entre janvier et juin derniers."
    source = (
        "---\naccess: abonnes\n---\nLes doublons[^d] coûtent.\n\n<!-- paywall -->\n\nLa suite[^s].\n\n"
        f"[^d]: {note}\n[^s]: {secret}\n"
    )
    site = BuiltSite({"articles/a.md": source})
    element = site.seal(
        "articles/a", f"<p>La suite, avec des mots en nombre suffisant.</p><p>{note}</p><p>{secret}</p>"
    )
    site.write("a/index.html", page("articles/a", f"<p>Les doublons coûtent.</p><ol><li>{note}</li></ol>", element))
    assert site.audited().leaks == ()

    assert site.write("feed.xml", secret).audited().leaks


def test_turns_of_an_interview_are_public_under_the_names_of_their_speakers() -> None:
    """The source has ids, the page long names and short ones."""
    question = "comment avez-vous tenu pendant les trois premières nuits de la crise"
    source = (
        "---\naccess: abonnes\nspeakers:\n  DI: {name: Docteur Imago, short: D. I., role: question}\n---\n"
        f"DI / Et {question}, au juste ?\n\nDI / La suite de cet entretien reste réservée aux abonnés du journal.\n"
    )
    site = BuiltSite({"articles/a.md": source}, limits={"articles/a.md": 85})
    element = site.seal(
        "articles/a", f"<p><span>D. I. /</span> Et {question}, au juste ?</p><p>Docteur Imago / La suite.</p>"
    )
    site.write("a/index.html", page("articles/a", f"<p><span>D. I. /</span> Et {question}</p>", element))

    assert site.audited().leaks == ()


def test_words_of_the_theme_and_of_data_files_are_no_leaks() -> None:
    """A section may use the words of the wall, of an offer, of a footer."""
    wall = "Cet article est réservé à nos abonnés, qui financent notre indépendance rédactionnelle."
    site = budget_site(f"<p>{wall}</p>")
    element = site.seal("articles/budget", f"<p>« {wall} » : la phrase figure sur toutes les pages.</p>", section="s2")
    site.write(PAGE, site.outputs[PAGE].decode() + element)
    assert site.audited().leaks

    site.texts = {"locales/fr.po": 'msgstr ""\n"Cet article est réservé à nos abonnés, "\n"qui financent notre indépendance rédactionnelle."'}  # fmt: skip

    assert site.audited().leaks == ()


def test_names_dates_and_figures_that_others_use_in_public_are_no_leaks() -> None:
    """Proper nouns of a menu, the date of a page, a telephone number of a contact page, a slug of another article."""
    site = budget_site()
    site.sources["pages/contact.md"] = "---\ntitle: Contact\n---\nAppelez Nadège Pruvost-Castelnaudary au 0612345678.\n"
    site.sources["articles/interoperabilite-hospitaliere.md"] = "---\ntitle: Interopérabilité\naccess: public\n---\nx\n"
    html = (
        "<p>Nadège Pruvost-Castelnaudary, jointe le mardi 29 septembre 2026 à 8 heures au 0612345678, renvoie à "
        '<a href="/systemes/interoperabilite-hospitaliere/">notre enquête</a> sur l’interopérabilité.</p>'
    )
    element = site.seal("articles/budget", html, section="s2")
    site.write(PAGE, site.outputs[PAGE].decode() + element)
    site.write("contact/index.html", "<nav>Nadège Pruvost-Castelnaudary</nav><p>Appelez-la au 0612345678.</p>")
    site.write("systemes/interoperabilite-hospitaliere/index.html", "<h1>Interopérabilité</h1>")

    assert site.audited().leaks == ()


def test_words_that_meet_by_chance_across_an_edge_are_no_leak() -> None:
    """The end of one summary and the title below it are no sentence."""
    site = budget_site("<h3>toute fusion de dossiers</h3>", "<p>se fait à deux</p>", "<h3>Autre titre</h3>")

    assert site.audited().leaks == ()


def test_the_bars_of_a_table_are_no_characters() -> None:
    """A table before the cut does not make the audit stop counting before the builder does."""
    rows = "\n".join(f"| Valombre | {number} | lits |" for number in range(1000, 1012))
    table = f"| Ville | Nombre | Quoi |\n| --- | --- | --- |\n{rows}"
    shown = PARAGRAPH[:120]
    cells = " ".join(rows.replace("|", " ").split()) + " Ville Nombre Quoi"
    source = f"---\ntitle: Identité\naccess: abonnes\n---\n\n{table}\n\n{PARAGRAPH}\n\nLa suite raconte autre chose.\n"
    site = BuiltSite({"articles/a.md": source}, limits={"articles/a.md": len(cells) + 120})
    element = site.seal("articles/a", f"<p>{PARAGRAPH}</p>\n<p>La suite raconte autre chose encore.</p>")
    site.write("a/index.html", page("articles/a", f"<p>{cells}</p><p data-teaser-cut>{shown}</p>", element))

    assert site.audited().leaks == ()


def test_a_cell_of_a_public_table_stands_for_itself() -> None:
    """Another article may seal the same words as a cell or a link."""
    public = (
        "---\ntitle: B\naccess: public\n---\n\n| Ville | Quoi |\n| --- | --- |\n| Valombre | la collection partagée |\n"
    )
    sealed = "---\ntitle: A\naccess: abonnes\n---\nA\n\n<!-- paywall -->\n\nLa suite.\n"
    site = BuiltSite({"articles/a.md": sealed, "articles/b.md": public})
    cell = "<td>la collection partagée</td>"
    element = site.seal("articles/a", f"<p>{PARAGRAPH}</p><table><tr>{cell}</tr></table>")
    site.write("a/index.html", page("articles/a", element))
    site.write("b/index.html", page("articles/b", f"<table><tr><td>Valombre</td>{cell}</tr></table>"))

    assert site.audited().leaks == ()


@pytest.mark.parametrize("mark", ["**", "*", "`", "_"])
def test_emphasis_in_public_stands_for_itself(mark: str) -> None:
    """What one article emphasises another may seal as a link."""
    words = "la coalition maritime"
    public = f"---\ntitle: B\naccess: public\n---\n\n{PARAGRAPH} Un port éclaire {mark}{words}{mark} à Valombre. {PARAGRAPH}\n"
    sealed = "---\ntitle: A\naccess: abonnes\n---\nA\n\n<!-- paywall -->\n\nLa suite.\n"
    site = BuiltSite({"articles/a.md": sealed, "articles/b.md": public})
    element = site.seal("articles/a", f'<p>{PARAGRAPH}</p><p><a href="https://example.org/x">{words}</a></p>')
    site.write("a/index.html", page("articles/a", element))
    text = f"<p>{PARAGRAPH} Un port éclaire <strong>{words}</strong> à Valombre. {PARAGRAPH}</p>"
    site.write("b/index.html", page("articles/b", text))

    assert site.audited().leaks == ()


def test_emphasis_before_a_cut_stands_for_itself_as_far_as_it_goes() -> None:
    """The paragraph that is cut has its marks on the page, up to the cut."""
    words = "la coalition maritime"
    line = f"Un port éclaire **{words}** à Valombre, et {PARAGRAPH}"
    plain = line.replace("**", "")
    gated = f"---\ntitle: B\naccess: abonnes\n---\n\n{line}\n\nLa suite raconte autre chose encore.\n"
    sealed = "---\ntitle: A\naccess: abonnes\n---\nA\n\n<!-- paywall -->\n\nLa suite.\n"
    site = BuiltSite({"articles/a.md": sealed, "articles/b.md": gated}, limits={"articles/b.md": 100})
    link = f'<p>{PARAGRAPH}</p><p><a href="https://example.org/x">{words}</a></p>'
    site.write("a/index.html", page("articles/a", site.seal("articles/a", link)))
    shown = (
        f"<p data-teaser-cut>Un port éclaire <strong>{words}</strong>{plain[len('Un port éclaire ' + words) : 100]}</p>"
    )
    element = site.seal("articles/b", f"<p>{plain}</p><p>La suite raconte autre chose encore.</p>")
    site.write("b/index.html", page("articles/b", shown, element))

    assert site.audited().leaks == ()


@pytest.mark.parametrize(
    "written",
    [
        "Le [plan]({}) est là.",
        "Le plan est là : <{}>.",
        'Le <a href="{}">plan</a> est là.',
        "Le [plan][1] est là.\n\n[1]: {}",
    ],
)
def test_an_address_that_an_author_links_to_in_public_is_no_leak(written: str) -> None:
    """Two to seven words of it stand for themselves on the page, between quotes."""
    address = "https://www.example.org/le-quai-marchand"
    assert len(re.findall(r"\w+", address)) == 7
    sealed = "---\ntitle: A\naccess: abonnes\n---\nA\n\n<!-- paywall -->\n\nLa suite.\n"
    site = BuiltSite({"articles/a.md": sealed})
    element = site.seal("articles/a", f'<p>{PARAGRAPH}</p><p><a href="{address}">plan</a></p>')
    site.write("a/index.html", page("articles/a", element))
    site.write("b/index.html", page("articles/b", f'<p>Le <a href="{address}">plan</a> est là.</p>'))
    assert site.audited().leaks

    site.sources["articles/b.md"] = f"---\ntitle: B\naccess: public\n---\n\n{written.format(address)}\n"

    assert site.audited().leaks == ()


def test_a_sign_of_less_than_takes_no_words_out_of_what_an_author_says() -> None:
    """What stands between a "<" and a later ">" is public, and what stands around them is no sentence."""
    words = "toute fusion de dossiers se fait à deux, et jamais"
    site = budget_site().write("n.txt", words)
    site.sources["articles/autre.md"] = (
        "---\ntitle: A\naccess: public\n---\n\nIci, toute fusion de dossiers <3\n\nAutre chose.\n\n-> se fait à deux, et jamais.\n"
    )
    assert site.audited().leaks

    site.sources["articles/autre.md"] = (
        f"---\ntitle: A\naccess: public\n---\n\nMerci <3 à tous.\n\n{QUOTED}\n\nParis -> Lyon.\n"
    )
    assert site.audited().leaks == ()


WORDS = "la coalition maritime"
CUT_LINE = (
    f"Selon nos calculs, publiés hier soir et contestés par ceux qui les ont lus, {WORDS} de Valombre, et {PARAGRAPH}"
)


def cut_site(limit: int, shown: int) -> BuiltSite:
    """Return a site with an article of which so many characters are shown, and another that seals `WORDS` as a cell."""
    gated = f"---\ntitle: B\naccess: abonnes\n---\n\n{CUT_LINE}\n\nLa suite raconte autre chose encore.\n"
    sealed = "---\ntitle: A\naccess: abonnes\n---\nA\n\n<!-- paywall -->\n\nLa suite.\n"
    site = BuiltSite({"articles/a.md": sealed, "articles/b.md": gated}, limits={"articles/b.md": limit})
    table = f"<p>{PARAGRAPH}</p><table><tr><td>{WORDS}</td></tr></table>"
    site.write("a/index.html", page("articles/a", site.seal("articles/a", table)))
    element = site.seal("articles/b", f"<p>{CUT_LINE}</p><p>La suite raconte autre chose encore.</p>")
    return site.write("b/index.html", page("articles/b", f"<p data-teaser-cut>{CUT_LINE[:shown]}</p>", element))


@pytest.mark.parametrize("drift", [-10, 0, 10])
def test_the_last_words_before_a_cut_stand_for_themselves(drift: int) -> None:
    """
    The builder may count otherwise than the audit, by some characters.
    """
    end = CUT_LINE.index(WORDS) + len(WORDS)

    assert cut_site(end + drift, end).audited().leaks == ()


def test_the_first_words_behind_a_cut_do_not() -> None:
    """
    Nobody has said them in public, so elsewhere they are a leak.
    """
    site = cut_site(CUT_LINE.index(WORDS) - 1, CUT_LINE.index(WORDS) - 1)
    assert site.audited().leaks == ()

    site.write("n.txt", f"{WORDS}\n")

    assert site.audited().leaks


NAMED = "La Gazette d’Oloron & Cie"


@pytest.mark.parametrize("title", ["{} – {}", "{} | {}", "{1} · {0}"])
def test_a_title_and_the_name_of_the_publication_are_no_sentence(title: str) -> None:
    """
    A sealed text may say what another article's title ends with, and go on with the word that the name begins with.
    """
    said = "la saison exceptionnelle de la subvention Quéric"
    site = BuiltSite(
        {
            "articles/a.md": "---\ntitle: A\naccess: abonnes\n---\nA\n\n<!-- paywall -->\n\nLa suite.\n",
            "articles/b.md": f"---\ntitle: Le conseil prolonge {said}\naccess: public\n---\nB\n",
        },
        names=(NAMED,),
    )
    text = f"Le maire veut {said}. La Gazette n’en dit rien. On a lu hier que d’Oloron & Cie le conseil prolonge la saison."
    site.write(
        "a/index.html", page("articles/a", site.seal("articles/a", f"<p>{PARAGRAPH}</p><p>{html.escape(text)}</p>"))
    )
    written = html.escape(title.format(f"Le conseil prolonge {said}", NAMED))
    site.write("b/index.html", f"<html><head><title>{written}</title></head><body><p>B</p></body></html>")

    assert site.audited().leaks == ()


@pytest.mark.parametrize(
    "shown",
    [
        "<title>Toute fusion de dossiers se fait à deux, et jamais – Sagittale</title>",
        "<title>Démission surprise – Sagittale</title>",
        "<p>Démission surprise – Sagittale</p>",
        "<li>Banque Chaumeil condamnée – Sagittale</li>",
        "<p>coûte médicaux secrète treize perdus encore chaque : Sagittale</p>",
    ],
)
def test_sealed_words_before_the_name_of_the_publication_are_a_leak(shown: str) -> None:
    """
    The name is apart from titles only, and a short text is looked for with it.
    """
    html = (
        f"<h2>Démission surprise – Sagittale</h2>{SEALED}<ul><li>Banque Chaumeil condamnée – Sagittale</li></ul>"
        "<p>On coûte médicaux secrète treize perdus encore chaque : Sagittale, dit-il.</p>"
    )
    site = BuiltSite({"articles/budget.md": BUDGET})
    site.write(PAGE, page("articles/budget", site.seal("articles/budget", html)))
    assert site.audited().leaks == ()

    site.write("autre/index.html", f"<html><body>{shown}</body></html>")

    assert site.audited().leaks
