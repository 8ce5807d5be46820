"""The audit in whole builds: it finds what is given away, and keeps quiet where chance or an author spoke."""

import pytest
from whole_site import RUBRIC, SITE, WholeSite, article

PASSAGE = (
    "Le directeur technique avait pourtant prévenu son conseil dès le printemps : sans second lien, une panne du routeur "
    "principal couperait les quatre bâtiments, et personne ne saurait la réparer avant le lendemain matin."
)


def test_a_build_that_gives_sealed_text_away_is_exit_status_3(tmp_path):
    """
    A static file that holds a sealed passage: file, section and line are named, and nothing is published.
    """
    site = WholeSite(
        tmp_path,
        {
            "content/articles/x.md": article(f"Un début.\n\n<!-- paywall -->\n\n{PASSAGE}", access="abonnes"),
            "content/static/notes.txt": f"Brouillon : {PASSAGE}\n",
        },
    )

    run = site.build()

    assert run.status == 3
    assert "content/articles/x.md:11: error[leak]: section articles/x#s1 is readable in notes.txt" in run.err
    assert "routeur" not in run.err
    assert not (tmp_path / "public").exists()
    assert site.build("--clean").status == 3


def test_a_passage_that_leaks_word_by_word_is_found(tmp_path):
    """
    A theme that puts each word of a static file into an element of its own hides nothing.
    """
    pieces = "".join(f"<li>{word}</li>" for word in PASSAGE.split())
    site = WholeSite(
        tmp_path,
        {
            "content/articles/x.md": article(f"Un début.\n\n<!-- paywall -->\n\n{PASSAGE}", access="abonnes"),
            "content/static/liste.html": f"<ul>{pieces}</ul>",
        },
    )

    assert site.build().status == 3


def test_the_command_finds_a_leak_in_a_built_tree(tmp_path):
    """
    Somebody who edits the output by hand is found out.
    """
    site = WholeSite(
        tmp_path, {"content/articles/x.md": article(f"Un début.\n\n<!-- paywall -->\n\n{PASSAGE}", access="abonnes")}
    )
    site.build()
    assert site.run("audit").status == 0

    (tmp_path / "public/llms.txt").write_text(PASSAGE)

    run = site.run("audit", str(tmp_path / "public"))
    assert (run.status, run.codes) == (3, ["leak"])
    assert "avait pourtant" in site.run("audit", "--show-text").err


def test_a_quotation_by_the_authors_own_hand_is_no_leak(tmp_path):
    """
    A standfirst may quote the interview; so may another article.
    """
    site = WholeSite(
        tmp_path,
        {
            "content/articles/x.md": article(
                f"Un début.\n\n<!-- paywall -->\n\n{PASSAGE}",
                access="abonnes",
                standfirst=f"« {PASSAGE} »".replace(":", "-"),
            ),
            "content/articles/y.md": article(f"Il l’a redit : {PASSAGE}", title="Écho"),
        },
    )

    assert site.build().status == 0


def test_the_end_of_a_summary_and_the_next_title_make_no_leak(tmp_path):
    """
    Words of two elements that a sealed sentence happens to have in a row are chance.
    """
    site = WholeSite(
        tmp_path,
        {
            "content/articles/a.md": article(
                "Un texte.",
                title="Premier",
                published="2026-11-22T08:00:00",
                standfirst="On votera au terme de longs débats",
            ),
            "content/articles/b.md": article("Un texte.", title="Le convoi du fleuve", published="2026-11-21T08:00:00"),
            "content/articles/x.md": article(
                "Un début.\n\n<!-- paywall -->\n\nLe préfet tranche au terme de longs débats. Le convoi du fleuve repart.",
                access="abonnes",
                published="2026-11-01T08:00:00",
            ),
        },
    )

    assert site.build().status == 0


@pytest.mark.parametrize("matter", [{"draft": "true"}, {"published": "2027-01-01T08:00:00"}])
def test_a_document_that_is_not_published_makes_nothing_public(tmp_path, matter):
    """
    A draft that says what another article seals explains no file that says it; its name stays out of the cache.
    """
    site = WholeSite(
        tmp_path,
        {
            "content/articles/a.md": article(f"Le début.\n\n<!-- paywall -->\n\n{PASSAGE}", access="abonnes"),
            "content/articles/b-brouillon.md": article(PASSAGE, **matter),
        },
    )
    assert site.build().status == 0
    kept = [
        path.name for path in (tmp_path / ".marbre").rglob("*") if path.is_file() and b"brouillon" in path.read_bytes()
    ]
    assert kept == []

    site.write({"content/static/note.txt": PASSAGE})
    assert site.build().status == 3

    site.write({"content/articles/b-brouillon.md": article(PASSAGE)})
    assert site.build().status == 0

    site.write({"content/articles/b-brouillon.md": article(PASSAGE, **matter)})
    assert site.build().status == 3


def test_names_in_a_byline_are_public(tmp_path):
    """
    A sealed part that names the paper's authors in the order of the byline gives nothing away.
    """
    names = {"ada": "Ada Lorme", "bruno": "Bruno Castel", "chloe": "Chloé Duverney", "denis": "Denis Marsac"}
    files = {f"content/authors/{key}.md": f"---\nname: {name}\n---\n" for key, name in names.items()}
    body = "Un début.\n\n<!-- paywall -->\n\nOnt enquêté Ada Lorme, Bruno Castel, Chloé Duverney et Denis Marsac, pendant un an."
    files["content/articles/x.md"] = article(body, access="abonnes", authors="[ada, bruno, chloe, denis]")
    files["content/rubrics/imagerie.md"] = RUBRIC

    assert WholeSite(tmp_path, files).build().status == 0


def test_a_link_in_the_cut_paragraph_is_public_up_to_the_cut(tmp_path):
    """
    The cut paragraph stands whole in the section too; the address of a link before the cut is public.
    """
    paragraph = (
        "Le rapport est [sur le site de la préfecture](https://www.example.org/documents/2026/rapport-final-preliminaire) depuis "
        "lundi. " + PASSAGE
    )
    site = WholeSite(
        tmp_path, {"content/articles/x.md": article(paragraph, access="abonnes", teaser="{characters: 90}")}
    )

    assert site.build().status == 0
    assert "rapport-final-preliminaire" in site["x/index.html"]
    assert site.find("routeur") == []


def test_the_command_reads_the_sites_rules_as_the_build_does(tmp_path):
    """
    What a rule seals and a page shows without a section was never sealed, whatever the form of the rule's glob.
    """
    site = WholeSite(tmp_path, {"content/articles/securite/a.md": article("Un texte public.")}, site=SITE)
    assert site.build().status == 0
    assert site.run("audit").status == 0

    for rule in ("securite/", "articles/securite/", "articles/**/a*", "/articles/securite/a.md"):
        site.write({"site.yaml": f"{SITE}access:\n  rules:\n    - {{path: {rule!r}, access: abonnes}}\n"})
        run = site.run("audit")
        assert (run.status, "never sealed" in run.err) == (3, True), rule


def test_strings_of_data_that_meet_by_chance_are_no_leak(tmp_path):
    """
    The end of one string of a JSON file and the beginning of the next are no sentence, whatever is escaped in them.
    """
    site = WholeSite(
        tmp_path, {"content/articles/a.md": article(f"Le début.\n\n<!-- paywall -->\n\n{PASSAGE}", access="abonnes")}
    )
    data = '{"a": "dit : « sans second lien, une »\\n", "b": "panne du routeur principal, c’est\\ttout"}'
    site.write({"content/static/data.json": data})
    assert site.build().status == 0

    site.write({"content/static/data.json": '{"a": "sans second lien, une panne du routeur principal\\n couperait"}'})
    assert site.build().status == 3


def test_a_short_text_between_dashes_is_public_where_its_author_typed_it(tmp_path):
    """
    Typography makes a dash of two hyphens: what stands between them stands for itself on the page, and in the source.
    """
    sealed = article(
        f"Le début.\n\n<!-- paywall -->\n\n[le rapport transparent](https://example.org/r)\n\n{PASSAGE}",
        access="abonnes",
    )
    long = "Une phrase qui dure, et dont la longueur ne doit rien au hasard, car elle sert à un essai. " * 4
    public = article(f"{long}*Enfin* -- le rapport transparent -- a paru. {long}")
    site = WholeSite(tmp_path, {"content/articles/a.md": sealed, "content/articles/b.md": public})

    assert site.build().status == 0
