"""Whatever a build reads is looked at by the next one: folders of any name, and what links lead to."""

import json
import os
from datetime import datetime
from pathlib import Path

import pytest
from whole_site import WholeSite, article

from generator.pipeline import inputs
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


@pytest.mark.parametrize("status", ["draft: true", "published: 2027-01-05T08:00:00", "expires: 2026-11-20T08:00:00"])
def test_a_new_brief_may_not_have_the_id_of_what_is_not_published(tmp_path: Path, status: str) -> None:
    """Else the mistake would be told when the other one comes out, and the brief is public long since."""
    one = "---\npublished: 2026-11-23T{}\n---\n\nUne brève du jour.\n"
    hidden = f"---\ntitle: Attend\nid: wire/b2\n{status}\n---\n\nUn texte.\n"
    site = WholeSite(tmp_path, {"content/articles/d.md": hidden, "content/wire/b1.md": one.format("08:00:00")})
    assert site.build().status == 0

    site.write({"content/wire/b2.md": one.format("09:30:00")})

    assert site.build().codes == ["id-collision"]


def test_a_link_out_of_the_folder_is_never_opened(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """It may lead to what never ends: files of the system, a share that answers no more."""
    site = WholeSite(tmp_path / "site", {"content/articles/a.md": article(PUBLIC)})
    elsewhere = tmp_path / "elsewhere.md"
    elsewhere.write_text(article(PUBLIC))
    (site.root / "content/articles/l.md").symlink_to(elsewhere)
    opened: list[str] = []
    bytes_of = inputs.bytes_of

    def noted(path: str) -> bytes:
        opened.append(str(path))
        return bytes_of(path)

    monkeypatch.setattr(inputs, "bytes_of", noted)

    assert site.build().codes == ["link-outside"]
    assert site.build().codes == ["link-outside"]
    assert any(path.endswith("a.md") for path in opened)
    assert not any(path.endswith("l.md") for path in opened)


@pytest.mark.parametrize("is_first", [True, False])
def test_a_pipe_among_the_sources_is_told_at_once(tmp_path: Path, is_first: bool) -> None:
    """Whoever opens it waits for somebody to write."""
    site = WholeSite(tmp_path, {"content/articles/a.md": article(PUBLIC), "content/static/a.txt": "Un fichier."})
    if not is_first:
        assert site.build().status == 0
    os.mkfifo(tmp_path / "content/static/pipe")

    assert site.build().codes == ["not-a-file"]


def test_a_file_that_no_build_takes_is_not_read(tmp_path: Path) -> None:
    """A gigabyte that is not there: its size is told, and its bytes are nobody's."""
    site = WholeSite(tmp_path, {"content/articles/a.md": article(PUBLIC)})
    with (tmp_path / "content" / "articles" / "large.pdf").open("wb") as stream:
        stream.truncate(inputs.LARGEST + 1)

    assert inputs.Ledger(b"x").digest("content/articles/large.pdf", stream.name) != ""
    assert site.build().status == 0  # no document names it
