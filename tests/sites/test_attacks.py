"""Attacks on whole sites: what a hostile or unlucky author writes, and what must not come of it."""

import pytest
from whole_site import WholeSite, article

from generator.desk.seal.svg import inline_svg
from generator.errors import Location, SourceError

SECRET = "k7wq3zsecret"
DRAWING = '<svg xmlns="http://www.w3.org/2000/svg"><path d="M0 0" stroke-width="3" onclick="x"/></svg>'
WHERE = Location("content/articles/x.md")


def sealed(body: str) -> str:
    """Return an article with this text behind the marker."""
    return article(f"Un début que tout le monde peut lire.\n\n<!-- paywall -->\n\n{body}", access="abonnes")


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16"])
def test_a_document_type_in_a_sealed_svg_is_refused_in_any_encoding(encoding):
    """
    Entities could be bombs, or read files; the parser stops before it expands any.
    """
    text = f'<?xml version="1.0" encoding="{encoding}"?><!DOCTYPE svg [<!ENTITY a "aaaa">]>{DRAWING}'

    with pytest.raises(SourceError) as raised:
        inline_svg(text.encode(encoding), "", WHERE)

    assert raised.value.code == "unsafe-svg"


def test_a_sealed_svg_keeps_the_width_of_its_strokes():
    """
    What draws stays, what runs goes.
    """
    drawn = inline_svg(DRAWING.encode(), "Un trait", WHERE)

    assert 'stroke-width="3"' in drawn
    assert "onclick" not in drawn


def test_an_svg_may_be_shown_and_offered_in_one_section(tmp_path):
    """
    The picture stands in the HTML, the download is an asset; nothing of our keys is left.
    """
    site = WholeSite(
        tmp_path,
        {
            "content/articles/x/index.md": sealed("![Un plan](plan.svg) et le fichier [à part](plan.svg)."),
            "content/articles/x/plan.svg": DRAWING,
        },
    )

    assert site.build().status == 0
    assert len([path for path in site.output() if path.endswith(".spw")]) == 2
    assert site.find("plan") == []
    assert not any("\ue000" in data.decode("utf-8", "replace") for data in site.output().values())


@pytest.mark.parametrize(
    "data", [b"", b"no picture", b"\x89PNG\r\n\x1a\n", b"GIF89a\x01", b"\xff\xd8\xff\xe0\x00\x10JFIF"]
)
def test_a_damaged_sealed_picture_stops_the_build_without_its_name(tmp_path, data):
    """
    The message has the line that names it, and is the same in every run.
    """
    site = WholeSite(
        tmp_path,
        {
            "content/articles/x/index.md": sealed(f"![Une photo]({SECRET}.png)"),
            f"content/articles/x/{SECRET}.png": data,
        },
    )

    run = site.build()

    assert run.status == 1
    assert run.codes == ["bad-image"]
    assert SECRET not in run.err
    assert " object at 0x" not in run.err


def test_a_picture_in_sealed_raw_html_is_sealed(tmp_path):
    """
    Its name and its bytes are nowhere in the output.
    """
    site = WholeSite(
        tmp_path,
        {
            "content/articles/x/index.md": sealed(
                f'<p>Un plan : <a href="{SECRET}.csv">le tableau</a> des chiffres.</p>'
            ),
            f"content/articles/x/{SECRET}.csv": f"a;{SECRET}\n" * 20,
        },
    )

    assert site.build().status == 0
    assert site.find(SECRET) == []
    assert len([path for path in site.output() if path.endswith(".spw")]) == 2


def test_the_public_page_is_the_same_whatever_is_sealed(tmp_path):
    """
    But for the section's header and address: no id, number or count of the public part knows the sealed one.
    """
    pages = []
    for name, text in {
        "a": "## Budget\n\nUn &amp; deux <b>trois</b>[^n].\n\n[^n]: Note.",
        "b": "Un simple mot tout seul.",
    }.items():
        site = WholeSite(
            tmp_path / name,
            {
                "content/articles/x.md": article(
                    f"# Un <i>titre</i>\n\nTexte &amp; note[^a].\n\n[^a]: La note.\n\n::: paywall premium\n{text}\n:::\n\n"
                    "## Budget\n\nSuite &amp; <b>fin</b>[^b].\n\n[^b]: Une autre.",
                    remaining="false",
                )
            },
        )
        assert site.build().status == 0, name
        page = site["x/index.html"]
        pages.append(
            page[page.index("<h2") : page.index("<paywalled-section")] + page[page.index("</paywalled-section") :]
        )

    assert 'id="budget"' in pages[0]
    assert pages[0].split("</article>")[0] == pages[1].split("</article>")[0]
