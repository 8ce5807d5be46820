"""Edits of texts only: what was not touched is not looked at, and whatever is out of the ordinary is."""

import json
import os
import sqlite3
from contextlib import closing

import pytest
from test_builds import press
from whole_site import WholeSite

import generator.pipeline.entry
from generator.engine.cache import Cache
from generator.engine.records import pack
from generator.pipeline import differing, grace
from generator.pipeline.press_stage import TEMPLATES
from generator.press.layout import references, templates
from generator.press.layout.templates import Templates


@pytest.fixture
def site(tmp_path) -> WholeSite:
    """A paper that was built."""
    made = press(tmp_path)
    assert made.build().status == 0
    return made


def edit(site: WholeSite, name: str, old: str, new: str) -> None:
    path = site.root / "content/articles" / name
    text = path.read_text()
    assert old in text
    path.write_text(text.replace(old, new))


@pytest.fixture
def nobody_reads(site, monkeypatch) -> None:
    """Whoever reads the settings or the documents as a whole fails."""

    def fail(*_args: object, **_kwargs: object) -> None:
        raise AssertionError("the whole site was read")

    monkeypatch.setattr("generator.pipeline.build.read_documents", fail)
    monkeypatch.setattr("generator.pipeline.opening.read_settings", fail)


@pytest.mark.usefixtures("nobody_reads")
@pytest.mark.parametrize(("name", "old"), [("a1.md", "ceux qui paient"), ("a2.md", "Un texte public")])
def test_an_edited_text_is_all_that_is_read(site, name, old):
    """
    The result is what a full build of the same sources makes.
    """
    edit(site, name, old, "ceux qui aiment lire tous les matins")

    report = json.loads(site.build("--json").out)

    assert (report["rendered"], report["reused"]) == (1, 9)
    assert not report["errors"]


@pytest.mark.parametrize(
    ("name", "old"), [("a1.md", "ceux qui paient"), ("a2.md", "Un texte public"), ("a1.md", "Un début")]
)
def test_the_output_is_that_of_a_full_build(site, name, old):
    """
    Lists, feeds and neighbours that show the changed summary are made anew, too.
    """
    edit(site, name, old, "Tout ce que l’on sait ce matin")
    assert site.build().status == 0
    narrow = site.output()

    assert site.build("--clean").status == 0

    assert site.output() == narrow


def test_a_mistake_in_a_text_is_told_as_ever_and_the_mended_text_published(site):
    """
    Errors need the whole site for their hints.
    """
    before = site.output()
    edit(site, "a2.md", "Un texte public", "[Un texte](a9.md) public")

    assert site.build().codes == ["broken-link"]
    assert site.output() == before
    edit(site, "a2.md", "[Un texte](a9.md) public", "Un [texte](a1.md) public")

    assert site.build().status == 0
    assert '<a href="/imagerie/a1/">texte</a>' in site["imagerie/a2/index.html"]


@pytest.mark.usefixtures("nobody_reads")
@pytest.mark.parametrize(
    ("old", "new", "code"),
    [
        ("title:", "titel:", "unknown-key"),
        ("tags: [irm]", "tags: [irm", "yaml"),
        ("---\n\n", "\n\n", "front-matter"),
        ("Un texte public.", "", "no-text"),
        ("Un texte public.", '<script src="x"></script>', "unsafe-html"),
    ],
)
def test_a_mistake_in_one_document_is_told_without_reading_the_others(site, old, new, code, monkeypatch):
    """
    The words are those of a full build; that others link to the document is no second mistake.
    """
    monkeypatch.undo()
    edit(site, "a1.md", "Un début", "[Un début](a2.md)")
    assert site.build().status == 0
    edit(site, "a2.md", old, new)
    monkeypatch.setattr("generator.pipeline.build.read_documents", None)

    told = site.build()

    assert code in told.codes
    monkeypatch.undo()
    assert site.build("--clean").err == told.err


@pytest.mark.usefixtures("nobody_reads")
def test_the_mistakes_of_several_documents_are_told_at_once(site):
    """
    One of the front matter, one of the text; and what is right is not told to be wrong.
    """
    edit(site, "a2.md", "title:", "titel:")
    edit(site, "a4.md", "Un texte public", "[Un texte](a9.md)")
    edit(site, "a6.md", "Un texte public", "[Un texte](a2.md)")

    assert sorted(site.build().codes) == ["broken-link", "missing-key", "unknown-key"]


def test_a_moved_marker_reseals_and_the_old_section_stays_for_its_grace(site):
    """
    The same readers may open the old page from a cache.
    """
    old = {path for path in site.output() if path.endswith(".spw")}
    edit(site, "a1.md", "<!-- paywall -->\n\nLa suite, ré", "Encore un mot.\n\n<!-- paywall -->\n\nRé")

    assert site.build().status == 0

    assert old < {path for path in site.output() if path.endswith(".spw")}
    assert "Encore un mot." in site["imagerie/a1/index.html"]


@pytest.mark.usefixtures("nobody_reads")
def test_files_in_grace_are_not_opened_again_for_each_edit(site, monkeypatch):
    """
    A paper that corrects a hundred articles a day has thousands of them.
    """
    for number in range(3):
        edit(site, "a1.md", "à ceux", f"au matin {number} à ceux")
        assert site.build().status == 0
    sealed = {path for path in site.output() if path.endswith(".spw")}
    opened = []
    header = grace._header
    monkeypatch.setattr(grace, "_header", lambda place: opened.append(place) or header(place))
    edit(site, "a1.md", "à ceux", "en toute lettre à ceux")

    assert site.build().status == 0

    assert len(set(opened)) == 2  # the one that was offered, and the one that is
    assert sealed < set(site.output())


def copied(site: WholeSite) -> None:
    """Give every file another time, as a fresh clone and a restored cache have."""
    for folder in ("content", "themes", "public"):
        for path in (site.root / folder).rglob("*"):
            os.utime(path, (1_700_000_000, 1_700_000_000))


@pytest.mark.usefixtures("nobody_reads")
def test_an_edit_in_a_fresh_clone_is_as_narrow_as_any(site, monkeypatch):
    """
    What a job sees that clones a repository and restores the cache; the next build knows the new times.
    """
    edit(site, "a1.md", "à ceux", "au matin à ceux")
    assert site.build().status == 0  # what was there before is in its grace now
    copied(site)
    edit(site, "a1.md", "à ceux", "en toute lettre à ceux")

    report = json.loads(site.build("--json").out)

    assert (report["rendered"], report["reused"]) == (1, 9)
    read = []
    has_digest = differing._has_digest
    monkeypatch.setattr(differing, "_has_digest", lambda *about: read.append(about) or has_digest(*about))
    assert json.loads(site.build("--json").out)["written"] == 0
    assert len(read) == 1  # what the key service must know


def test_an_edit_in_a_fresh_clone_gives_what_a_full_build_does(site):
    edit(site, "a1.md", "à ceux", "au matin à ceux")
    copied(site)

    assert site.build().status == 0

    narrow = site.output()
    assert site.build("--clean").status == 0
    assert site.output() == narrow


def test_a_published_file_that_somebody_changed_is_made_anew_in_a_fresh_clone_too(site):
    """
    The same length and another byte: its digest tells.
    """
    edit(site, "a1.md", "à ceux", "au matin à ceux")
    copied(site)
    page = site.root / "public/imagerie/a2/index.html"
    page.write_bytes(page.read_bytes().replace(b"public.", b"secret."))

    assert site.build().status == 0

    assert "public." in page.read_text()
    assert "secret." not in page.read_text()


@pytest.mark.usefixtures("nobody_reads")
def test_all_versions_of_a_section_go_once_it_is_gone(site):
    """
    Those in grace were judged by an earlier build, which still offered the section.
    """
    others = {path for path in site.output() if path.endswith(".spw")}
    for number in range(2):
        edit(site, "a2.md", "Un texte public.", f"Un texte public.\n\n::: paywall abonnes\nLe secret {number}.\n:::")
        assert site.build().status == 0
        edit(
            site,
            "a2.md",
            f"::: paywall abonnes\nLe secret {number}.\n:::",
            f"::: paywall abonnes\nUn mot {number}.\n:::",
        )
        assert site.build().status == 0
        edit(site, "a2.md", f"Un texte public.\n\n::: paywall abonnes\nUn mot {number}.\n:::", "Un texte public.")
        if number == 0:
            assert len({path for path in site.output() if path.endswith(".spw")} - others) == 2
        assert json.loads(site.build("--json").out)["rendered"] == 1
        assert {path for path in site.output() if path.endswith(".spw")} == others


@pytest.mark.usefixtures("nobody_reads")
def test_a_text_that_was_public_and_is_sealed_from_now_on_is_all_that_is_read(site):
    """
    The audit knows that the page said it until now; the page is read as a whole, the site is not.
    """
    said = "Une longue phrase publique que chacun a pu lire ici depuis lundi matin"
    around = "\n\n".join(f"Au paragraphe {number}, rien de neuf n’est arrivé ce jour-là." for number in range(60))
    edit(site, "a1.md", "<!-- paywall -->", f"{around}\n\n{said}.\n\n<!-- paywall -->")
    assert site.build().status == 0
    assert said in site["imagerie/a1/index.html"]

    edit(site, "a1.md", f"{said}.\n\n<!-- paywall -->", f"<!-- paywall -->\n\n{said}.")

    assert json.loads(site.build("--json").out)["rendered"] == 1
    assert said not in site["imagerie/a1/index.html"]


def test_a_warning_goes_with_its_cause(site):
    """
    What the last build told of other documents is told again, what is mended is not.
    """
    edit(site, "a2.md", "Un texte public.", "Un texte public.\n\n[^x]: Une note sans appel.")
    edit(site, "a4.md", "Un texte public.", "Un texte public.\n\n[^x]: Une note sans appel.")
    assert site.build().err.count("unused-note") == 2

    edit(site, "a2.md", "Un texte public.", "Un texte public[^x].")

    run = site.build()
    assert run.err.count("unused-note") == 1
    assert "a4.md" in run.err


def test_a_build_into_another_folder_meanwhile_leaves_no_page_behind(site, monkeypatch):
    """
    The cache has the edited page made already, for the other folder; this one has the old page still.
    """
    edit(site, "a2.md", "Un texte public", "Une phrase toute neuve")
    look = generator.pipeline.entry.before
    others = [str(site.root / "autre")]

    def look_first(request):
        found = look(request)
        if others:
            site.build("--output", others.pop())
        return found

    monkeypatch.setattr("generator.pipeline.entry.before", look_first)

    assert site.build().status == 0

    assert not others
    assert "Une phrase toute neuve" in site["imagerie/a2/index.html"]


@pytest.mark.usefixtures("nobody_reads")
def test_one_edit_after_the_other_is_narrow(site):
    """
    A narrow build leaves what the next one needs.
    """
    for word in ("bleu", "blanc", "rouge"):
        (site.root / "content/articles/a2.md").write_text(
            (site.root / "content/articles/a2.md").read_text() + f"\nEncore un mot {word}.\n"
        )
        assert site.build().status == 0
        assert f"Encore un mot {word}." in site["imagerie/a2/index.html"]


@pytest.mark.slow
@pytest.mark.parametrize("lost", ["frame", "known", "records", "bodies", "targets", "layouts", "shown", "audit"])
def test_what_the_cache_has_lost_is_made_anew(site, lost):
    """
    A part that is gone, or damaged, is a reason to look at the whole site and no crash.
    """
    edit(site, "a1.md", "ceux qui paient", "ceux qui aiment lire")
    with closing(sqlite3.connect(site.root / ".marbre/cache-build.sqlite3")) as cache, cache:
        cache.execute("DELETE FROM records WHERE namespace = ?", (lost,))

    assert site.build().status == 0
    warm = site.output()

    assert site.build("--clean").status == 0
    assert site.output() == warm


@pytest.fixture
def _as_a_new_process(site, monkeypatch) -> None:
    """Forget what processes keep of a theme."""
    monkeypatch.setattr(templates, "_cache", {})
    monkeypatch.setattr(references, "_of_themes", {})


@pytest.mark.usefixtures("nobody_reads", "_as_a_new_process")
def test_which_templates_name_which_is_found_once_for_all_builds(site, monkeypatch):
    """
    Those that a page is made of are compiled, and no others are read.
    """
    read = []
    monkeypatch.setattr(Templates, "_parse_references", lambda _, name: read.append(name))
    edit(site, "a2.md", "Un texte public", "Un texte remanié")

    assert site.build().status == 0

    assert not read
    assert "Un texte remanié" in site["imagerie/a2/index.html"]


@pytest.mark.usefixtures("_as_a_new_process")
@pytest.mark.parametrize("damaged", [b"", b"\x80\x05", pack([]), pack({"article.html": "base.html"})])
def test_what_is_known_of_templates_and_cannot_be_read_is_found_anew(site, monkeypatch, damaged):
    get_many = Cache.get_many
    monkeypatch.setattr(
        Cache,
        "get_many",
        lambda self, name, keys: dict.fromkeys(keys, damaged) if name == TEMPLATES else get_many(self, name, keys),
    )
    edit(site, "a2.md", "Un texte public", "Un texte remanié")

    assert site.build().status == 0

    assert "Un texte remanié" in site["imagerie/a2/index.html"]
