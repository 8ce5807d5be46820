"""Sections of a few words: looked for whole from 20 characters on, else told as not auditable."""

import pytest

from tests.press.audit.audited_site import BuiltSite, page


def short_site(html: str) -> BuiltSite:
    site = BuiltSite({"articles/a.md": "---\naccess: abonnes\n---\nA\n\n<!-- paywall -->\n\n…\n"})
    return site.write("a/index.html", page("articles/a", site.seal("articles/a", html)))


@pytest.mark.parametrize(
    ("html", "hidden"),
    [
        ("<p>The deficit is 4.2 billion.</p>", "They say that the deficit is 4.2 billion this year."),
        ("<p>Oui, le ministre a menti.</p>", '{"answer": "On dit : oui, le ministre a menti, et alors ?"}'),
        ("<p>Non : il a dit la vérité.</p>", "<td>non, il a dit</td><td>la vérité</td>"),
        ("<p>anticonstitutionnellement parlant</p>", "il est anticonstitutionnellement parlant nul"),
    ],
)
def test_a_short_section_is_found_whole(html: str, hidden: str) -> None:
    """Anywhere, not only where it stands for itself."""
    site = short_site(html)
    assert site.audited() == site.audited()
    assert site.audited().leaks == ()

    assert {leak.output for leak in site.write("feed.xml", hidden).audited().leaks} == {"feed.xml"}


def test_a_short_section_is_found_in_files_that_an_older_audit_read() -> None:
    """The first section of its length makes old files be read again."""
    site = short_site("<p>Un texte assez long pour que la section ne soit pas courte du tout.</p>")
    site.write("feed.xml", "On dit que oui, le ministre a menti hier.")
    memory = site.audited().memory
    site.sources["articles/b.md"] = "---\naccess: abonnes\n---\n<!-- paywall -->\nx\n"
    site.write("b/index.html", page("articles/b", site.seal("articles/b", "<p>Oui, le ministre a menti.</p>")))

    assert [leak.output for leak in site.audited(memory).leaks] == ["feed.xml"]


LONG = "<p>Un texte assez long pour que la section ne soit pas courte du tout, ni d’ici ni de là.</p>"


@pytest.mark.parametrize("explains", [True, False])
def test_a_short_section_that_is_gone_does_not_count_any_more(explains: bool) -> None:
    """What stands inside another text is looked for, and explains, only while a section is as short."""
    site = short_site("<p>Oui, le ministre a menti.</p>")
    for number in range(9):  # where most files are others, all are read again
        site.write(f"{number}/index.html", f"<p>Une page numéro {number}.</p>")
    memory = dict(site.audited().memory)
    sealed = site.seal("articles/a", f"<p>Oui, le ministre a menti.</p>\n{LONG}")
    site.write("a/index.html", page("articles/a", sealed))
    inside = "On dit que oui, le ministre a menti hier, et alors ?"
    if explains:
        site.sources["articles/q.md"] = f"---\ntitle: Q\n---\n{inside}\n"
        site.write("q/index.html", page("articles/q", f"<p>{inside}</p>"))
    for path in [one for one in site.outputs if one.startswith("sealed/") and one not in sealed]:
        del site.outputs[path]
    memory |= site.audited(memory).memory
    site.write("notes.html", "<p>Oui, le ministre a menti.</p>" if explains else f"<p>{inside}</p>")

    assert bool(site.audited(memory).leaks) is explains
    assert site.audited(memory).leaks == site.audited().leaks


@pytest.mark.parametrize("html", ["<p>Oui.</p>", "<p>Non, pas du tout.</p>", "<p>4,2 milliards</p>"])
def test_a_section_too_short_to_tell_is_a_warning(html: str) -> None:
    """Every audit says so, the ones that read nothing too."""
    site = short_site(html)

    first = site.audited()
    second = site.audited(first.memory)

    assert [(str(one.where), one.code) for one in first.warnings] == [("content/articles/a.md", "not-auditable")]
    assert second.warnings == first.warnings


def test_a_section_of_one_picture_is_no_warning() -> None:
    """Its picture is looked for."""
    html = '<p><img data-sealed="00112233445566778899aabbccddeeff.spw" alt="Plan"></p>'

    assert short_site(html).audited().warnings == ()
