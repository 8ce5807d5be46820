"""Sources that somebody saves while a build begins or runs: the next build knows, whatever they say by then."""

import json
from collections.abc import Callable
from datetime import datetime
from pathlib import Path

import pytest
from whole_site import NOW, WholeSite, article

import generator.pipeline.build as full
from generator.errors import Problems
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
        ("content/data/menus.yaml", "open_site", MENUS.replace("Accueil", "La une")),
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
