"""Traps: what an author may have meant as paid stops the build, and nothing of it is published."""

import pytest
from whole_site import WholeSite, article

SECRET = "k7wq3zsecretpassage"
TEXT = f"Un début que tout le monde peut lire.\n\n{{}}\n\nLe passage réservé : {SECRET}."

MARKERS = {
    "no spaces": "<!--paywall-->",
    "one space": "<!-- paywall-->",
    "more spaces": "<!--  paywall -->",
    "capital": "<!-- Paywall -->",
    "letter missing": "<!-- paywal -->",
    "letters swapped": "<!-- pyawall -->",
    "two words": "<!-- pay wall -->",
    "with a tier": "<!-- paywall premium -->",
    "with text behind": "<!-- paywall --> suite",
    "with text before": "Suite <!-- paywall -->",
    "indented": "  <!-- paywall -->",
    "indented by a tab": "\t<!-- paywall -->",
    "in a list": "- <!-- paywall -->",
    "in a quote": "> <!-- paywall -->",
    "in a heading": "## <!-- paywall -->",
    "one dash": "<!- paywall ->",
    "no bang": "<-- paywall -->",
    "typographic dashes": "<!— paywall —>",
    "entities": "&lt;!-- paywall --&gt;",
    "invisible space": "<!-- pay\u200bwall -->",
    "no-break space": "<!--\u00a0paywall -->",
    "full width": "＜!-- paywall --＞",
    "on three lines": "<!--\npaywall\n-->",
    "inside a comment": "<!-- à revoir\n\n<!-- paywall -->",
    "of another system": "<!--members-only-->",
    "as an element": "<paywall>",
    "as our own element": '<paywalled-section id="s1">',
    "in braces": "{% paywall %}",
    "twice": "<!-- paywall -->\n\nTexte.\n\n<!-- paywall -->",
    "block without space": ":::paywall",
    "block misspelt": "::: paywal",
    "block with two colons": ":: paywall",
    "block with four colons": ":::: paywall",
    "block never closed": "::: paywall premium",
    "block of an unknown tier": "::: paywall gold\nTexte.\n:::",
    "block for everyone": "::: paywall public\nTexte.\n:::",
    "block empty": "::: paywall premium\n:::",
    "block nested": "::: paywall premium\nUn.\n\n::: paywall abonnes\nDeux.\n:::\n:::",
    "block closed twice": "::: paywall premium\nUn.\n:::\n:::",
    "block indented": "  ::: paywall premium\n  Un.\n  :::",
    "in a raw element": "<div>\n\n<!-- paywall -->\n\nUn.\n\n</div>",
    "in an open raw element": "<div>\n\n<!-- paywall -->",
    "in a table cell": "| a |\n|---|\n| <!-- paywall --> |",
    "in Markdown in HTML": '<div markdown="1">\n\n<!-- paywall -->\n\n</div>',
    "after an open fence": "```\nfoo\n\n<!-- paywall -->",
    "on the edge of a fence": "```\nfoo\n``` <!-- paywall -->",
    "in an aside": "::: aside\n\n<!-- paywall -->\n\nUn.\n:::",
}

ACCESS = ["no", "false", "off", "Paid", "paid", '""', "''", "~", "null", "1", "0", "[paid]", "[]", "[abonnes, no]", "Public",
          "PUBLIC", "free", "all", "abonne", "Abonnes", "abonnes premium", "{tier: abonnes}", "public, abonnes", "[public, abonnes]",
          "!!str public", "*x", "yes", "2026-01-01", "public\naccess: public"]  # fmt: skip

KEYS = ["acces", "Access", "ACCESS", "accés", "acess", "tier", "paywall", "visibility"]

RAW = {
    "element never closed": "<div>\n\nUn mot.",
    "element crossing the border": "<b>gras\n\n<!-- paywall -->\n\nsuite</b>",
    "comment never closed": "<!-- à revoir",
    "script": "<script>alert(1)</script>",
    "template": "<template>Un mot.</template>",
    "iframe with a document": '<iframe srcdoc="x"></iframe>',
    "event": '<p onclick="x">Un mot.</p>',
    "address that runs": "[x](javascript:alert(1))",
    "our element closed early": "</paywalled-section>",
}


def refused(root, files: dict[str, str | bytes]) -> list[str]:
    """Return the error codes of a site that must not build, after checking that it left nothing."""
    site = WholeSite(root, {"content/articles/ouvert.md": article("Un texte public."), **files})
    run = site.build()

    assert run.status in (1, 3), run.err
    assert "Traceback" not in run.err
    assert not (root / "public").exists()
    assert SECRET not in run.err
    workspace = b"".join(path.read_bytes() for path in (root / ".marbre").rglob("*") if path.is_file())
    assert SECRET.encode() not in workspace
    return run.codes


@pytest.mark.parametrize("access", ["abonnes", "public"])
@pytest.mark.parametrize("name", MARKERS)
def test_a_doubtful_marker_stops_the_build(tmp_path, name, access):
    """
    In a gated article and in a public one: whoever writes something like a marker means to seal.
    """
    assert refused(tmp_path, {"content/articles/x.md": article(TEXT.format(MARKERS[name]), access=access)})


@pytest.mark.parametrize("value", ACCESS)
def test_an_access_value_that_is_none_of_ours_stops_the_build(tmp_path, value):
    """
    `access` is public, registered, a tier, or a list of these. Nothing else means public.
    """
    assert refused(tmp_path, {"content/articles/x.md": article(TEXT.format("Un mot."), access=value)})


@pytest.mark.parametrize("key", KEYS)
def test_a_misspelt_access_key_stops_the_build(tmp_path, key):
    """
    An unknown key may be the one that was meant to seal.
    """
    assert refused(tmp_path, {"content/articles/x.md": article(TEXT.format("Un mot."), **{key: "abonnes"})})


@pytest.mark.parametrize("name", RAW)
def test_raw_html_that_could_move_the_border_stops_the_build(tmp_path, name):
    """
    What opens on one side and closes on the other, or could run, is an error.
    """
    assert refused(tmp_path, {"content/articles/x.md": article(TEXT.format(RAW[name]), access="abonnes")})


@pytest.mark.parametrize(
    "settings",
    [
        "access: {default: abonne}",
        "access: {default: no}",
        "access: {defaut: abonnes}",
        "access: {rules: [{path: 'articles/**', access: abonne}]}",
        "access: {rules: [{paths: 'articles/**', access: abonnes}]}",
        "acces: {default: abonnes}",
    ],
)
def test_settings_that_could_have_sealed_stop_the_build(tmp_path, settings):
    """
    A slip in site.yaml would publish a whole folder.
    """
    files = {"content/articles/x.md": article(TEXT.format("Un mot."))}
    site = WholeSite(tmp_path, files)
    site.write({"site.yaml": (tmp_path / "site.yaml").read_text() + settings + "\n"})

    run = site.build()

    assert run.status == 1
    assert run.codes
    assert not (tmp_path / "public").exists()


def test_the_same_site_without_a_trap_builds(tmp_path):
    """
    The traps are what is refused, not the site around them.
    """
    site = WholeSite(tmp_path, {"content/articles/x.md": article(TEXT.format("<!-- paywall -->"), access="abonnes")})

    assert site.build().status == 0
    assert site.find(SECRET) == []
