"""Builds of one process, as the preview makes them: each begins with what the one before left in memory."""

import re
from collections.abc import Collection
from datetime import datetime
from pathlib import Path
from unittest.mock import Mock

import pytest
from test_builds import press
from whole_site import NOW, article

from generator.engine.cache import Cache
from generator.errors import Problems
from generator.model.catalog import Entry
from generator.model.page import Card
from generator.pipeline import differing as looking
from generator.pipeline.audit_stage import MEMORY
from generator.pipeline.entry import Builds
from generator.pipeline.request import BuildRequest, BuildResult
from generator.press.layout import feeds
from generator.press.layout.scope import Scope

A2 = "content/articles/a2.md"


class Process:
    """A site and the builds of one process."""

    def __init__(self, root: Path) -> None:
        self.site = press(root)
        self.builds = Builds()
        self.build()
        self.edit("Une première retouche.")
        assert self.build().rendered == 1  # from here on, something is in memory

    def build(self, *differing: str) -> BuildResult:
        request = BuildRequest(self.site.root / "site.yaml", datetime.fromisoformat(NOW))
        return self.builds.build(request, frozenset(differing) if differing else None)

    def edit(self, text: str, name: str = A2) -> None:
        path = self.site.root / name
        path.write_text(f"{path.read_text()}\n{text}\n")

    def assert_as_clean(self) -> None:
        """Compare the output with that of a clean build."""
        warm = self.site.output()
        assert self.site.build("--clean").status == 0
        assert self.site.output() == warm


@pytest.fixture
def process(tmp_path: Path) -> Process:
    return Process(tmp_path)


@pytest.fixture
def nobody_walks(process: Process, monkeypatch: pytest.MonkeyPatch) -> None:
    """Whoever looks at all sources, or at all published files, fails."""

    def fail(*_args: object) -> None:
        raise AssertionError("everything was looked at")

    monkeypatch.setattr(looking, "_gathered", fail)
    monkeypatch.setattr(looking, "load_manifest", fail)


@pytest.mark.usefixtures("nobody_walks")
def test_only_what_may_differ_is_looked_at(process: Process) -> None:
    for word in ("bleu", "blanc", "rouge"):
        process.edit(f"Encore un mot {word}.")
        assert process.build(A2).rendered == 1
        assert f"Encore un mot {word}." in process.site["imagerie/a2/index.html"]
    assert process.build(A2, "content/articles/a4.md").rendered == 0


def test_what_the_audit_remembers_is_read_once(process: Process, monkeypatch: pytest.MonkeyPatch) -> None:
    """Of what the build before read or stored, nothing is read again."""
    read: list[set[str]] = []
    get_many = Cache.get_many

    def counted(cache: Cache, namespace: str, keys: Collection[str]) -> dict[str, bytes]:
        read[-1].update(keys if namespace == MEMORY else ())
        return get_many(cache, namespace, keys)

    monkeypatch.setattr(Cache, "get_many", counted)
    for word in ("bleu", "blanc"):
        read.append(set())
        process.edit(f"Encore un mot {word}.")
        assert process.build(A2).rendered == 1

    assert read[0].isdisjoint({"about", "explained", "public/late"})  # the build before them was one of this process
    assert not read[1]
    process.assert_as_clean()


def test_what_feeds_say_of_other_articles_is_made_once(process: Process, monkeypatch: pytest.MonkeyPatch) -> None:
    """Every article stands in four feeds; of those that were not edited nothing is written again."""
    written: list[str] = []
    entry_xml = feeds._entry_xml

    def noted(scope: Scope, card: Card, entry: Entry) -> str:
        written.append(entry.id)
        return entry_xml(scope, card, entry)

    monkeypatch.setattr(feeds, "_entry_xml", noted)
    process.edit("Encore une phrase.")
    process.build(A2)
    process.edit("Et encore une autre.", "content/articles/a4.md")
    process.build("content/articles/a4.md")

    assert written == ["articles/a2", "articles/a4"]
    monkeypatch.undo()
    process.assert_as_clean()


def test_who_signs_may_be_another_at_the_next_build(process: Process, monkeypatch: pytest.MonkeyPatch) -> None:
    """What is made of articles names their author."""
    monkeypatch.setattr("generator.pipeline.build.read_documents", None)  # nothing but the author is read
    author = process.site.root / "content/authors/claire.md"
    for role in ("Envoyée spéciale", "Rédactrice en chef"):
        author.write_text(re.sub("(?m)^role: .*$", f"role: {role}", author.read_text()))
        process.build("content/authors/claire.md")
        process.edit("Encore une phrase.")
        process.build(A2)
        assert f'"jobTitle":"{role}"' in process.site["imagerie/a2/index.html"].replace('": "', '":"')

    monkeypatch.undo()
    process.assert_as_clean()


def test_what_a_failed_build_stored_is_not_remembered(process: Process, monkeypatch: pytest.MonkeyPatch) -> None:
    """The audit has stored its part when publishing fails; the next build begins with what was there before."""
    process.edit("Une phrase qui se perd.")
    monkeypatch.setattr("generator.pipeline.narrow.publish", Mock(side_effect=OSError("no room")))
    with pytest.raises(OSError, match="no room"):
        process.build(A2)
    monkeypatch.undo()

    process.edit("Une phrase qui reste.")
    process.build(A2)

    process.assert_as_clean()
    assert process.site.run("audit").status == 0


@pytest.mark.usefixtures("nobody_walks")
def test_a_mistake_is_told_at_once_and_the_mended_text_published(
    process: Process, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The words of the error are those of a build that looks at everything; nobody looks at everything."""
    path = process.site.root / A2
    good = path.read_text()
    process.edit("[Un lien](a9.md) et [un autre](/nulle-part/).")

    with pytest.raises(Problems) as raised:
        process.build(A2)

    monkeypatch.undo()
    assert str(raised.value) in process.site.build().err
    monkeypatch.setattr(looking, "load_manifest", None)
    path.write_text(f"{good}\nUn [lien](a1.md) qui mène quelque part.\n")
    assert process.build(A2).rendered == 1
    assert "qui mène quelque part" in process.site["imagerie/a2/index.html"]


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("content/articles/neuf.md", article("Un texte neuf.", title="Neuf")),
        ("content/articles/a4.md", None),
        (A2, article("Un autre texte.", title="Un autre titre")),
        (A2, article("Un autre texte seulement.", title="Article 2", published="2026-11-12T08:00:00")),
        ("content/articles/a2.txt", "Un fichier qui n’est à personne."),
        ("site.yaml", None),
        ("themes/maison/static/main.css", "h1 { color: red }"),
    ],
)
def test_whatever_else_differs_is_built_as_ever(process: Process, name: str, text: str | None) -> None:
    """New, gone, another title, another setting."""
    path = process.site.root / name
    if name == "site.yaml":
        path.write_text(path.read_text().replace("Essai", "Autre essai"))
    elif text is None:
        path.unlink()
    else:
        process.site.write({name: text})

    process.build(name)

    process.assert_as_clean()


def test_a_change_that_is_not_named_waits_until_everything_is_looked_at(process: Process) -> None:
    """It is the caller who says what may differ."""
    process.edit("Une phrase oubliée.", "content/articles/a4.md")
    process.edit("Une phrase nommée.")

    process.build(A2)

    assert "nommée" in process.site["imagerie/a2/index.html"]
    assert "oubliée" not in process.site["imagerie/a4/index.html"]
    process.build()
    process.assert_as_clean()


def test_a_file_that_came_and_went_is_no_change(process: Process) -> None:
    """As when an editor saves through a file of its own."""
    process.edit("Une phrase.")

    assert process.build(A2, "content/articles/a2.md.tmp").rendered == 1


def test_a_build_of_somebody_else_is_noticed(process: Process) -> None:
    """What is in memory is of a state that is there no more."""
    process.edit("Une phrase d’ici.", "content/articles/a4.md")
    assert process.site.build().status == 0
    process.edit("Une autre phrase.")

    process.build(A2)

    process.assert_as_clean()


def test_an_output_that_was_removed_is_made_anew(process: Process) -> None:
    """Published files are believed to be there, but for the folder as a whole."""
    for path in sorted((process.site.root / "public").rglob("*"), reverse=True):
        path.rmdir() if path.is_dir() else path.unlink()
    process.edit("Une phrase.")

    process.build(A2)

    process.assert_as_clean()


def test_swap_files_of_editors_are_no_inputs(process: Process, monkeypatch: pytest.MonkeyPatch) -> None:
    """A build beside an open editor is as narrow as without."""
    process.site.write({"content/articles/.a2.md.swp": "x", "content/articles/a2.md~": "x"})
    process.edit("Une phrase.")
    monkeypatch.setattr("generator.pipeline.build.read_documents", None)

    assert process.build().rendered == 1
    assert (
        process.builds.build(
            BuildRequest(process.site.root / "site.yaml", datetime.fromisoformat(NOW)), frozenset()
        ).rendered
        == 0
    )
