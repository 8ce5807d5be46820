"""Sources that somebody saves while a build begins or runs: the next build knows, whatever they say by then."""

import json
from collections.abc import Callable
from contextlib import suppress
from datetime import datetime
from pathlib import Path

import pytest
from whole_site import NOW, WholeSite, article

import generator.pipeline.build as full
from generator.errors import LeakError, Problems
from generator.pipeline import inputs, opening
from generator.pipeline.audit_stage import AuditStage
from generator.pipeline.entry import Builds
from generator.pipeline.request import BuildRequest
from generator.pipeline.rereading import Rereading

WORDS = "ligne à ligne, avec les noms"
OPEN = article(f"Un début public.\n\nEncore un peu de texte.\n\nLe détail des comptes de Brévoine, {WORDS}.")
SEALED = article(
    f"Un début public.\n\n<!-- paywall -->\n\nLe détail des comptes de Brévoine, {WORDS}.", access="abonnes"
)
A = "content/articles/enquetes/a.md"


@pytest.fixture
def site(tmp_path: Path) -> WholeSite:
    files = {
        A: OPEN,
        "content/articles/b.md": article("Autre chose."),
        "content/data/offers.yaml": "offers:\n  - {id: mois, tier: abonnes, title: Au mois, price: 900, currency: EUR, interval: month}\n",
    }
    return WholeSite(tmp_path, files)


def request(site: WholeSite) -> BuildRequest:
    return BuildRequest(site.root / "site.yaml", datetime.fromisoformat(NOW))


def shown(site: WholeSite) -> list[str]:
    return [path for path, data in site.output().items() if WORDS in data.decode("utf-8", "replace")]


def assert_settled(site: WholeSite) -> None:
    """The next build makes what a clean one makes."""
    assert site.build().status == 0
    warm = site.output()
    assert site.build("--clean").status == 0
    assert site.output() == warm


@pytest.mark.parametrize(
    ("name", "old", "new"),
    [
        (
            "site.yaml",
            "title: Essai",
            "title: Essai\naccess: {rules: [{path: 'articles/enquetes/**', access: abonnes}]}",
        ),
        ("content/data/offers.yaml", "price: 900", "price: 1100"),
        (A, OPEN, SEALED),
    ],
)
def test_what_is_saved_while_settings_are_read_is_a_change(
    site: WholeSite, monkeypatch: pytest.MonkeyPatch, name: str, old: str, new: str
) -> None:
    """Settings, data and keys are read first, and a cold build takes some time to look at all the rest."""
    open_site = full.open_site

    def saved_after(one: BuildRequest) -> object:
        found = open_site(one)
        path = site.root / name
        path.write_text(path.read_text().replace(old, new))
        return found

    monkeypatch.setattr(full, "open_site", saved_after)
    Builds().build(request(site))
    monkeypatch.undo()

    assert_settled(site)


@pytest.mark.parametrize("is_narrow", [False, True])
def test_a_text_that_is_another_for_a_moment_is_not_published(
    site: WholeSite, monkeypatch: pytest.MonkeyPatch, is_narrow: bool
) -> None:
    """Its marker is lost in one save and back in the next: the build between them has looked at the file before."""
    site.write({A: SEALED})
    builds = Builds()
    if is_narrow:
        builds.build(request(site))
        site.write({A: f"{SEALED}\nEncore une phrase.\n"})
    good, bad = (site.root / A).read_text(), OPEN if not is_narrow else SEALED.replace("public.", f"public, {WORDS}.")

    def for_a_moment(read: Callable[..., object]) -> Callable[..., object]:
        def reading(*args: object, **given: object) -> object:
            site.write({A: bad})
            return read(*args, **given)

        return reading

    monkeypatch.setattr(full, "read_documents", for_a_moment(full.read_documents))
    monkeypatch.setattr(Rereading, "read", for_a_moment(Rereading.read))
    with pytest.raises(Problems) as raised:
        builds.build(request(site))
    monkeypatch.undo()

    assert [error.code for error in raised.value.errors] == ["changed"]
    site.write({A: good})
    builds.build(request(site))
    assert shown(site) == []


MENUS = "main:\n  - {label: Accueil, url: /}\n"


@pytest.mark.parametrize(
    ("name", "step", "content"),
    [
        ("content/static/a.txt", "_stages", "Un autre fichier."),
        ("content/articles/b.md", "read_documents", None),
    ],
)
@pytest.mark.parametrize("is_first", [False, True])
def test_what_is_another_for_a_moment_is_looked_at_again(
    site: WholeSite, monkeypatch: pytest.MonkeyPatch, name: str, step: str, content: str | None, is_first: bool
) -> None:
    """Somebody checks out another branch while a build of everything runs, and comes back."""
    site.write({"content/data/menus.yaml": MENUS, "content/static/a.txt": "Un fichier."})
    if not is_first:
        Builds().build(request(site))
    site.write({"content/static/trigger.txt": "x"})
    path, took = site.root / name, getattr(full, step)
    good = path.read_text()

    def for_a_moment(*args: object, **given: object) -> object:
        path.unlink()
        if content is not None:
            path.write_text(content)
        try:
            return took(*args, **given)
        finally:
            path.write_text(good)

    monkeypatch.setattr(full, step, for_a_moment)
    Builds().build(request(site))
    monkeypatch.undo()

    assert_settled(site)
    assert json.loads(site.build("--json").out)["written"] == 0


TEXTS = 'msgid ""\nmsgstr "Content-Type: text/plain; charset=utf-8\\n"\n\nmsgid "Page not found"\nmsgstr "%s"\n'
opened = full.open_site


def during(
    monkeypatch: pytest.MonkeyPatch, owner: object, step: str, before: Callable[[], object], after: Callable[[], object]
) -> None:
    """Have a *step* of a build run between two changes."""
    took = getattr(owner, step)

    def wrapped(*args: object, **given: object) -> object:
        before()
        try:
            return took(*args, **given)
        finally:
            after()

    monkeypatch.setattr(owner, step, wrapped)


def test_a_document_that_is_there_for_a_moment_is_not_published(
    site: WholeSite, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = site.root / "content/articles/c.md"
    during(monkeypatch, full, "_stages", lambda: path.write_text(article("Pas encore.", title="C")), path.unlink)
    with pytest.raises(Problems) as raised:
        Builds().build(request(site))
    monkeypatch.undo()

    assert [(error.code, error.where.path) for error in raised.value.errors] == [("changed", "content/articles/c.md")]
    assert_settled(site)


@pytest.mark.parametrize("name", ["content/static/c.txt", "content/data/menus.yaml", "themes/gazette/locales/fr.po"])
def test_no_other_file_that_is_there_for_a_moment_is_published(
    site: WholeSite, monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    """Nor one in a folder that nobody has looked at, for it was not there."""
    path = site.root / name
    folders = [one for one in path.parents if not one.exists()]

    def appear() -> None:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(MENUS if name.endswith("yaml") else TEXTS % "Ailleurs")
        if name.startswith("themes"):
            (site.root / "themes/gazette/theme.yaml").write_text("extends: base\n")

    def vanish() -> None:
        (site.root / "themes/gazette/theme.yaml").unlink(missing_ok=True)
        path.unlink()
        for one in folders:
            one.rmdir()

    settings = site.root / "site.yaml"
    settings.write_text(f"{settings.read_text()}theme: gazette\n")
    monkeypatch.setattr(full, "open_site", lambda one: (appear(), opened(one))[1])
    during(monkeypatch, full, "_build", lambda: None, vanish)
    with pytest.raises(Problems) as raised:
        Builds().build(request(site))
    monkeypatch.undo()

    assert [error.code for error in raised.value.errors] == ["changed"]
    assert_settled(site)


@pytest.mark.parametrize(
    ("name", "step"),
    [
        ("content/articles/enquetes", "_stages"),
        ("content/articles/enquetes", "read_documents"),
        ("content/static", "_stages"),
        ("content/data", "open_site"),
        ("themes/maison/static", "open_site"),
    ],
)
def test_a_folder_that_is_renamed_and_back_is_looked_at_again(
    site: WholeSite, monkeypatch: pytest.MonkeyPatch, name: str, step: str
) -> None:
    """That changes the times of no file in it."""
    site.write({"content/static/a.txt": "a", "content/data/menus.yaml": MENUS})
    site.write({"themes/maison/theme.yaml": "extends: base\n", "themes/maison/static/main.css": "p { margin: 1px }"})
    settings = site.root / "site.yaml"
    settings.write_text(f"{settings.read_text()}theme: maison\n")
    here, away = site.root / name, site.root / "away"
    during(monkeypatch, full, step, lambda: here.rename(away), lambda: away.rename(here))
    Builds().build(request(site))
    monkeypatch.undo()

    assert_settled(site)


def test_a_linked_document_of_which_a_folder_on_the_way_is_another_for_a_moment(
    site: WholeSite, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Neither the link nor what it leads to was touched."""
    site.write({"v1/l.md": SEALED, "v2/l.md": OPEN, A: article("Une enquête.")})
    (site.root / "now").symlink_to("v1")
    (site.root / "content/articles/l.md").symlink_to("../../now/l.md")

    def switch(version: str) -> None:
        (site.root / "new").symlink_to(version)
        (site.root / "new").replace(site.root / "now")

    during(monkeypatch, full, "_stages", lambda: switch("v2"), lambda: switch("v1"))
    with pytest.raises(Problems) as raised:
        Builds().build(request(site))
    monkeypatch.undo()

    assert [error.code for error in raised.value.errors] == ["changed"]
    assert_settled(site)
    assert shown(site) == []


def test_a_linked_file_of_which_a_folder_on_the_way_is_another_for_a_moment(
    site: WholeSite, monkeypatch: pytest.MonkeyPatch
) -> None:
    site.write({"v1/a.txt": "Un.", "v2/a.txt": "Deux."})
    (site.root / "now").symlink_to("v1")
    (site.root / "content/static").mkdir()
    (site.root / "content/static/a.txt").symlink_to("../../now/a.txt")

    def switch(version: str) -> None:
        (site.root / "new").symlink_to(version)
        (site.root / "new").replace(site.root / "now")

    during(monkeypatch, full, "_stages", lambda: switch("v2"), lambda: switch("v1"))
    Builds().build(request(site))
    monkeypatch.undo()

    assert_settled(site)
    assert site["a.txt"] == "Un."


def assert_told(site: WholeSite, monkeypatch: pytest.MonkeyPatch) -> None:
    """The leak in notes.txt is not published, neither while something excuses it for a moment nor afterwards."""
    with pytest.raises((Problems, LeakError)):
        Builds().build(request(site))
    monkeypatch.undo()

    assert site.build().status == 3
    assert "notes.txt" not in site


@pytest.mark.parametrize("is_first", [True, False])
@pytest.mark.parametrize("name", ["content/articles/b.md", A, "content/authors/lea.md"])
def test_what_a_source_says_for_a_moment_explains_no_leak(
    site: WholeSite, monkeypatch: pytest.MonkeyPatch, name: str, is_first: bool
) -> None:
    """The audit reads sources after everything else has, and believes what it read for as long as their digests last."""
    site.write({A: SEALED, "content/authors/lea.md": "---\nname: Léa Brun\n---\n\nElle écrit.\n"})
    if not is_first:
        Builds().build(request(site))
    site.write({"content/static/notes.txt": f"Le détail des comptes de Brévoine, {WORDS}."})
    path = site.root / name
    old = path.read_text()
    says = f"{old}\nLe détail des comptes de Brévoine, {WORDS}.\n".replace("<!-- paywall -->\n", "")
    during(monkeypatch, AuditStage, "run", lambda: path.write_text(says), lambda: path.write_text(old))
    assert_told(site, monkeypatch)


def test_texts_of_a_theme_that_are_others_for_a_moment_are_not_published(
    site: WholeSite, monkeypatch: pytest.MonkeyPatch
) -> None:
    site.write({"themes/maison/theme.yaml": "extends: base\n", "themes/maison/locales/fr.po": TEXTS % "Introuvable"})
    settings, path = site.root / "site.yaml", site.root / "themes/maison/locales/fr.po"
    settings.write_text(f"{settings.read_text()}theme: maison\n")
    good, bad = path.read_text(), TEXTS % "Ailleurs"
    during(monkeypatch, opening, "directives_of", lambda: path.write_text(bad), lambda: path.write_text(good))
    with pytest.raises(Problems) as raised:
        Builds().build(request(site))
    monkeypatch.undo()

    assert [(error.code, error.where.path) for error in raised.value.errors] == [
        ("changed", "themes/maison/locales/fr.po")
    ]
    assert_settled(site)


def test_a_file_that_goes_during_the_last_look_fails_nothing(site: WholeSite, monkeypatch: pytest.MonkeyPatch) -> None:
    """It is published already."""
    scratch = site.root / "content/articles/scratch.txt"
    is_leftover, keep_state = inputs.is_leftover, full.keep_state

    def going(name: str) -> bool:
        if name == scratch.name:
            scratch.unlink(missing_ok=True)
        return is_leftover(name)

    def kept(*args: object, **given: object) -> None:
        scratch.write_text("z")
        monkeypatch.setattr(inputs, "is_leftover", going)
        keep_state(*args, **given)  # type: ignore[arg-type]

    monkeypatch.setattr(full, "keep_state", kept)
    Builds().build(request(site))
    monkeypatch.undo()

    assert not scratch.exists()
    assert_settled(site)


def test_a_folder_with_another_time_is_no_change(site: WholeSite, monkeypatch: pytest.MonkeyPatch) -> None:
    """A clone gives one to every folder, and what a folder says is its files."""
    assert site.build().status == 0
    here, away = site.root / "content/articles/enquetes", site.root / "away"
    here.rename(away)
    away.rename(here)
    monkeypatch.setattr(full, "full_build", lambda *_: pytest.fail("it looked at everything"))
    assert Builds().build(request(site)).written == ()


@pytest.mark.parametrize("name", ["content/data/menus.yaml", "site.yaml"])
@pytest.mark.parametrize("is_linked", [False, True])
def test_settings_and_data_that_are_others_for_a_moment_are_not_published(
    site: WholeSite, monkeypatch: pytest.MonkeyPatch, name: str, is_linked: bool
) -> None:
    """They may say what is sealed. A link is led elsewhere and back: what it leads to has the same times then."""
    rules = "access: {rules: [{path: 'articles/enquetes/**', access: abonnes}]}\n"
    settings = (site.root / "site.yaml").read_text()
    texts = {"site.yaml": (settings + rules, settings), "content/data/menus.yaml": (MENUS, MENUS.replace("Acc", "Bcc"))}
    path, (good, bad) = site.root / name, texts[name]
    site.write({"v1": good, "v2": bad, name: good, "site.yaml": settings + rules} | {name: good})

    def switch(version: str) -> None:
        if is_linked:
            path.with_name("new").symlink_to(site.root / version)
            path.with_name("new").replace(path)
        else:
            path.write_text((site.root / version).read_text())

    switch("v1")
    Builds().build(request(site))
    site.write({"content/articles/d.md": article("De plus.")})
    during(monkeypatch, full, "open_site", lambda: switch("v2"), lambda: switch("v1"))
    with pytest.raises(Problems) as raised:
        Builds().build(request(site))
    monkeypatch.undo()

    assert [(error.code, error.where.path) for error in raised.value.errors] == [("changed", name)]
    assert_settled(site)


def test_settings_that_are_others_for_a_moment_at_the_first_build_are_read_again(
    site: WholeSite, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Nobody knows yet what they said before."""
    settings = (site.root / "site.yaml").read_text()
    rules = "access: {rules: [{path: 'articles/enquetes/**', access: abonnes}]}\n"
    site.write({"v1": settings + rules, "v2": settings})
    path, new = site.root / "site.yaml", site.root / "new"

    def switch(version: str) -> None:
        new.symlink_to(version)
        new.replace(path)

    switch("v1")
    during(monkeypatch, full, "open_site", lambda: switch("v2"), lambda: switch("v1"))
    with suppress(Problems):
        Builds().build(request(site))
    monkeypatch.undo()
    assert site.build().status == 0

    assert shown(site) == []
    assert_settled(site)


@pytest.mark.parametrize("name", ["site.yaml", "content/data/menus.yaml", "content/data/notes.yaml"])
def test_what_settings_and_data_say_for_a_moment_explains_no_leak(
    site: WholeSite, monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    site.write(
        {
            A: SEALED,
            "content/data/menus.yaml": MENUS,
            "content/static/notes.txt": f"Le détail des comptes de Brévoine, {WORDS}.",
        }
    )
    path = site.root / name
    old = path.read_text() if path.exists() else ""
    says = f"{old}# Le détail des comptes de Brévoine, {WORDS}.\n"
    during(
        monkeypatch, AuditStage, "run",
        lambda: path.write_text(says), lambda: path.write_text(old) if old else path.unlink(),
    )  # fmt: skip
    assert_told(site, monkeypatch)


def test_a_full_build_of_a_process_that_goes_on_building_is_no_reason_for_another(
    site: WholeSite, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Editors save by renaming, which changes the times of folders; nobody looked at these since the first build."""
    builds = Builds()
    builds.build(request(site))
    site.write({"content/articles/b.md": article("Autre chose, autrement.")})
    builds.build(request(site), ["content/articles/b.md"])
    new = site.root / "content/articles/new"
    new.write_text(article("Autre chose encore."))
    new.replace(site.root / "content/articles/b.md")
    site.write({"content/articles/d.md": article("De plus.")})
    builds.build(request(site), ["content/articles/b.md", "content/articles/d.md"])
    monkeypatch.setattr(full, "full_build", lambda *_: pytest.fail("it looked at everything"))

    assert Builds().build(request(site)).written == ()
