"""Typography in whole sites: on by default, off where the site or a page says so, and no way around the audit."""

from whole_site import RUBRIC, SITE, WholeSite, article

N, T = "\u00a0", "\u202f"
BODY = 'L\'an "deux" : 50% ?\n\nUn [renvoi](cible.md#l-ete-1er).'
FILES = {
    "content/rubrics/imagerie.md": RUBRIC,
    "content/articles/essai.md": article(BODY, title='"L\'eau ?"', kicker='"L\'amont"', standfirst='"D\'ici ?"'),
    "content/articles/cible.md": article("# L'été 1er\n\nTexte.", title="Cible"),
    "content/articles/tel-quel.md": article(BODY, title='"L\'eau ?"', typography="false"),
    "content/articles/english.md": article('It\'s "so" ?', title="Isn't it", language="en"),
    "content/articles/deutsch.md": article('"So" ist\'s ?', title="So", language="de"),
    "content/wire/2026-11-20-0800.md": "---\npublished: 2026-11-20T08:00:00\ntitle: \"L'info ?\"\n---\nL'info !\n",
}
SET = f"L’an «{N}deux{N}»{N}: 50{N}% ?".replace(" ?", f"{T}?")


def test_rules_are_on_and_a_page_may_turn_them_off(tmp_path):
    """
    By default French and English are set, other languages and a page with `typography: false` stay as typed.
    """
    site = WholeSite(tmp_path, dict(FILES))
    built = site.build()
    assert built.status == 0, built.err

    page = site["essai/index.html"]
    assert SET in page
    assert "L’amont" in page
    assert f"D’ici{T}?" in page
    assert f"<title>L’eau{T}?" in page
    assert "L'" not in page
    assert 'href="/cible/#l-ete-1er"' in page
    assert '<h2 id="l-ete-1er">L’été 1<sup>er</sup></h2>' in site["cible/index.html"]
    assert 'L\'an "deux" : 50% ?' in site["tel-quel/index.html"]
    assert "It’s “so” ?" in site["english/index.html"]
    assert "Isn’t it" in site["english/index.html"]
    assert '"So" ist\'s ?' in site["deutsch/index.html"]
    assert f"L’info{T}!" in site["fil/index.html"]
    assert f"L’info{T}?" in site["fil/index.html"]


def test_the_switch_of_the_site(tmp_path):
    """
    `language_rules: false` leaves all as typed, addresses the same; a list names the languages; a page may turn them on.
    """
    site = WholeSite(tmp_path, dict(FILES), site=f"{SITE}typography: {{language_rules: false}}\n")
    site.write({"content/articles/mise.md": article(BODY, title="Mise", typography="true")})
    built = site.build()
    assert built.status == 0, built.err
    assert 'L\'an "deux" : 50% ?' in site["essai/index.html"]
    assert 'href="/cible/#l-ete-1er"' in site["essai/index.html"]
    assert '<h2 id="l-ete-1er">L\'été 1er</h2>' in site["cible/index.html"]
    assert SET in site["mise/index.html"]

    site.write({"site.yaml": f"{SITE}typography: {{language_rules: [en], guillemets: nnbsp}}\n"})
    assert site.build().status == 0
    assert 'L\'an "deux" : 50% ?' in site["essai/index.html"]
    assert "It’s “so” ?" in site["english/index.html"]
    assert f"«{T}deux{T}»" in site["mise/index.html"]

    site.write({"site.yaml": f"{SITE}typography: {{language_rules: [de]}}\n"})
    assert site.build().status == 1


def test_a_quotation_that_was_set_is_no_leak_and_a_copy_of_it_is(tmp_path):
    """
    The standfirst may quote what is sealed, however both are typed; a file with the sealed words as typed is found.
    """
    said = "l'audit n'a duré qu'1 h 30, \"un record\" pour les 1 000 agents du 1er étage..."
    sealed = article(
        f"Avant.\n\n<!-- paywall -->\n\nIl répond : {said}", access="abonnes", standfirst=f">-\n  Selon lui, {said}"
    )
    site = WholeSite(tmp_path, {"content/articles/gardien.md": sealed})
    built = site.build()
    assert built.status == 0, built.err

    other = "le second témoin n'a vu que 12 km de câbles, \"tous neufs\", dans l'armoire du 2e sous-sol ?"
    site.write({"content/articles/autre.md": article(f"Avant.\n\n<!-- paywall -->\n\n{other}", access="abonnes")})
    assert site.build().status == 0
    site.write({"content/static/notes.txt": other})
    assert site.build().status == 3
