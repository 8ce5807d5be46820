"""Whatever a build reads is looked at by the next one: folders of any name, and what links lead to."""

import json
from datetime import datetime
from pathlib import Path

import pytest
from whole_site import WholeSite, article

from generator.pipeline.entry import Builds
from generator.pipeline.request import BuildRequest

PUBLIC = "Un début public, lisible par tous.\n\nLe détail des comptes de Brévoine, ligne à ligne, avec les noms."
SEALED = PUBLIC.replace("\n\n", "\n\n<!-- paywall -->\n\n")
WORDS = "ligne à ligne, avec les noms"


def published(site: WholeSite, words: str = WORDS) -> list[str]:
    """Return the published files that say what is sealed or withdrawn later."""
    files = [path for path in (site.root / "public").rglob("*") if path.is_file()]
    return [path.name for path in files if words in path.read_text("utf-8", "replace")]


@pytest.mark.parametrize("folder", ["preview", "keyservice", "__pycache__"])
def test_no_name_of_a_folder_hides_what_is_in_it(tmp_path: Path, folder: str) -> None:
    """An article that is sealed, and one that is deleted."""
    bundle = f"content/articles/{folder}/index.md"
    site = WholeSite(
        tmp_path, {bundle: article(PUBLIC, slug="apercu"), "content/articles/b.md": article("Autre chose.")}
    )
    assert site.build().status == 0
    assert published(site)

    site.write({bundle: article(SEALED, slug="apercu", access="abonnes")})
    assert site.build().status == 0
    assert published(site) == []

    (tmp_path / bundle).unlink()
    assert site.build().status == 0
    assert "apercu/index.html" not in site


@pytest.fixture
def linked(tmp_path: Path) -> WholeSite:
    """An article that is a link to another one, and one that is a link out of content/."""
    site = WholeSite(
        tmp_path,
        {
            "content/articles/a.md": article(PUBLIC, title="Le premier"),
            "content/articles/b.md": article("Autre chose."),
            "shared/c.md": article(PUBLIC, title="Le troisième"),
        },
    )
    (tmp_path / "content/articles/l.md").symlink_to("a.md")
    (tmp_path / "content/articles/c.md").symlink_to("../../shared/c.md")
    assert site.build().status == 0
    return site


def test_what_a_link_leads_to_is_an_input(linked: WholeSite) -> None:
    """Also where nothing in content/ has changed."""
    there = "comptes de Valombre"
    linked.write({"shared/c.md": article(PUBLIC.replace("Brévoine", "Valombre"))})
    assert linked.build().status == 0
    assert published(linked, there)

    linked.write({"shared/c.md": article(SEALED.replace("Brévoine", "Valombre"), access="abonnes")})
    assert linked.build().status == 0

    assert published(linked, there) == []
    assert json.loads(linked.build("--json").out)["written"] == 0


def test_a_sentence_is_withdrawn_wherever_a_link_shows_it(linked: WholeSite) -> None:
    """An edit of a text only, from one command to the next."""
    for name in ("content/articles/a.md", "shared/c.md"):
        path = linked.root / name
        path.write_text(path.read_text().replace(WORDS, "en gros"))

    assert json.loads(linked.build("--json").out)["rendered"] == 3

    assert published(linked) == []


def test_the_preview_looks_at_all_links(linked: WholeSite) -> None:
    """Nobody tells it of the others: the file that changed is all that is named."""
    request = BuildRequest(linked.root / "site.yaml", datetime.fromisoformat("2026-11-24T09:00:00+01:00"))
    builds = Builds()
    builds.build(request)
    for name in ("content/articles/a.md", "shared/c.md"):
        path = linked.root / name
        path.write_text(path.read_text().replace(WORDS, "en gros"))

    assert builds.build(request, ["content/articles/a.md"]).rendered == 3

    assert published(linked) == []


def test_two_sources_with_one_id_are_a_mistake(tmp_path: Path) -> None:
    """Neither takes the other's page away, and nothing is published."""
    site = WholeSite(tmp_path, {"content/articles/a.md": article(PUBLIC, id="pareil")})
    assert site.build().status == 0
    before = site.output()

    site.write({"content/articles/b.md": article("Autre chose.", id="pareil")})
    run = site.build()

    assert run.codes == ["id-collision"]
    assert site.output() == before
