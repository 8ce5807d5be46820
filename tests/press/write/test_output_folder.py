"""The output folder: ours, or left alone."""

import shutil
from datetime import timedelta
from hashlib import sha256
from pathlib import Path

import pytest
from editions import FIRST, SECOND, SITE, Site

from generator.errors import SourceError
from generator.press.write.folder import MARKER, check_output, read_marker
from generator.press.write.manifest import FORMAT, load_manifest, strangers
from generator.press.write.places import places


def refusal(site: Site, output: Path, *, site_id: str = SITE) -> str:
    """Return why *output* may not be written."""
    with pytest.raises(SourceError) as raised:
        check_output(output, site.workspace, site=site_id, sources=[site.root / "content", site.root / "themes"])
    assert raised.value.code == "foreign-output"
    return raised.value.problem


def test_a_new_folder_is_made_and_marked(site: Site) -> None:
    """The marker says whose folder it is; the files are exactly those of the build."""
    site.build(FIRST)

    assert read_marker(site.output) == SITE
    assert site.files() == FIRST


def test_an_empty_folder_is_accepted(site: Site) -> None:
    """An operator may have made it, with the rights it needs."""
    site.output.mkdir()
    site.build(FIRST)

    assert site.files() == FIRST


def test_a_folder_with_other_files_is_refused_and_left_alone(site: Site) -> None:
    """Nothing in it is touched."""
    site.output.mkdir()
    (site.output / "these.odt").write_text("three years of work")

    assert "did not put there" in refusal(site, site.output)
    assert [path.name for path in site.output.iterdir()] == ["these.odt"]


def test_another_sites_folder_is_refused(site: Site) -> None:
    """Two publications never share an output."""
    site.build(FIRST)

    assert "'www.example.fr'" in refusal(site, site.output, site_id="autre.example.fr")


def test_places_that_are_no_output_are_refused(site: Site) -> None:
    """The site itself, what is around it, its sources and its workspace, home, a file, a link to elsewhere."""
    (site.root / "content").mkdir()
    (site.root / "file").write_text("")
    (site.root / "outside").symlink_to(site.root.parent)
    (site.root / "inside").symlink_to("content")
    (site.root / "elsewhere").symlink_to("/srv/nowhere")
    root = site.root

    assert "own folder" in refusal(site, root)
    assert "own folder" in refusal(site, root / "content" / "..")
    assert "own folder" in refusal(site, root.parent)
    assert "own folder" in refusal(site, Path("/"))
    assert "home" in refusal(site, Path.home())
    for folder in ("content", "content/public", "themes/gazette/static", ".marbre", ".marbre/public", ".git", "inside"):
        assert "in each other" in refusal(site, root / folder)
    assert "no folder" in refusal(site, root / "file")
    assert "own folder" in refusal(site, root / "outside")
    assert "outside the site" in refusal(site, root / "elsewhere")


def test_a_fresh_clone_adopts_its_cached_output(site: Site) -> None:
    """Without `.marbre`, known bytes are not written again, and files that nobody knows stay."""
    site.build(FIRST)
    shutil.rmtree(site.workspace)
    before = (site.output / "robots.txt").stat().st_mtime_ns

    done = site.build(SECOND)

    assert "robots.txt" not in done.written
    assert (site.output / "robots.txt").stat().st_mtime_ns == before
    assert done.removed == ()
    assert site.files() == {**FIRST, **SECOND}
    manifest = load_manifest(site.output, site.workspace, SITE)
    assert list(strangers(site.output, manifest)) == sorted(FIRST.keys() - SECOND.keys())


def test_an_output_without_its_marker_is_known_by_its_files(site: Site) -> None:
    """A marker that somebody swept away is written again."""
    site.build(FIRST)
    (site.output / MARKER).unlink()

    site.build(SECOND, grace=timedelta(0))

    assert read_marker(site.output) == SITE
    assert site.files() == SECOND


def test_a_damaged_manifest_removes_nothing(site: Site) -> None:
    """Whatever bit is wrong, the build warns, writes what differs, and leaves what it does not know."""
    site.build(FIRST)
    path = places(site.output, site.workspace).manifest
    data = path.read_bytes()

    for damaged in (
        b"",
        data[:-1],
        data.replace(b"securite", b"securitf", 1),
        b"\xff" * 9,
        data.replace(b"1 ", b"2 ", 1),
        *(_checked(FORMAT, body) for body in (b"null", b'{"more": ' + b"[" * 100_000, b'{"site": 1, "files": {}}')),
        _checked(FORMAT, b'{"site": "example.com", "files": {"a.html": ["aa", 1, 1, 1, 1, 0]}}'),
        _checked(FORMAT, b'{"site": "example.com", "files": {"a.html": ["aa", 1, "now", 1, 1, 0, 0]}}'),
    ):
        path.write_bytes(damaged)
        found = load_manifest(site.output, site.workspace, SITE)
        assert [warning.code for warning in found.warnings] == ["manifest-damaged"]
        assert found.entries == {}

    assert site.build(SECOND).removed == ()
    assert site.files() == {**FIRST, **SECOND}


def _checked(form: str, body: bytes) -> bytes:
    """Return a file whose checksum is right, and nothing else: one that another program wrote."""
    return f"{form} {sha256(body).hexdigest()}\n".encode() + body


def test_the_manifest_of_another_output_is_not_used(site: Site, tmp_path: Path) -> None:
    """Each output folder has its own, so `--output` never removes what another one holds."""
    site.build(FIRST)
    other = Site(site.root, tmp_path / "other")
    other.build(SECOND)

    assert site.files() == FIRST
    assert other.files() == SECOND
    assert site.build(SECOND, grace=timedelta(0)).removed
    assert site.files() == other.files() == SECOND


def test_moving_the_checkout_keeps_the_manifest(site: Site, tmp_path: Path) -> None:
    """Nothing is written again after the whole folder moved."""
    site.build(FIRST)
    site.root.rename(tmp_path / "moved")
    moved = Site(tmp_path / "moved", tmp_path / "moved" / "public")

    assert moved.build(FIRST).written == ()
