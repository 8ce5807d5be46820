"""Staging: only what changed, only below the output, and nothing published."""

from pathlib import Path

import pytest
from editions import FIRST, SITE, Site, output_file

from generator.errors import SourceError
from generator.model.output import Kind, OutputFile
from generator.press.write.manifest import Manifest
from generator.press.write.paths import check_path
from generator.press.write.staging import Staging


def stage(site: Site, *files: OutputFile) -> Staging:
    staging = Staging(site.output, site.workspace, site.begin())
    for file in files:
        staging.add(file)
    return staging


def test_only_changed_bytes_are_staged(site: Site) -> None:
    """The audit is shown the new bytes of changed files, and the published place of the others."""
    site.build(FIRST)

    with stage(site, *(output_file(path, text) for path, text in {**FIRST, "index.html": "Autre"}.items())) as staging:
        assert [(path, file.read_text()) for path, file in staging.changed()] == [("index.html", "Autre")]
        assert dict(staging.kept()) == {path: site.output / path for path in FIRST if path != "index.html"}
        assert staging.size == len("Autre")


def test_nothing_is_published_by_staging(site: Site) -> None:
    """A build that fails after staging leaves output and workspace as they were."""
    site.build(FIRST)
    before = site.snapshot()

    with pytest.raises(ZeroDivisionError), stage(site, output_file("index.html", "Autre")):
        _ = 1 / 0

    assert site.snapshot().keys() == before.keys()
    assert {path: state for path, state in site.snapshot().items() if "public" in path.split("/")} == {
        path: state for path, state in before.items() if "public" in path.split("/")
    }


def test_a_file_that_somebody_changed_is_staged_again(site: Site) -> None:
    """The manifest's digest is not believed when the published file has another size or time."""
    site.build(FIRST)
    (site.output / "robots.txt").write_text("User-agent: x")  # the same size

    with stage(site, output_file("robots.txt", FIRST["robots.txt"])) as staging:
        assert [path for path, _ in staging.changed()] == ["robots.txt"]
        assert staging.manifest.touched(site.output) == {"robots.txt"}


def test_a_file_that_was_only_touched_is_not_written_again(site: Site) -> None:
    """The bytes decide when the time does not fit."""
    site.build(FIRST)
    (site.output / "robots.txt").touch()

    with stage(site, output_file("robots.txt", FIRST["robots.txt"])) as staging:
        assert list(staging.changed()) == []


def test_a_deleted_file_is_noticed(site: Site) -> None:
    """The plan makes it again, although its inputs are the same."""
    site.build(FIRST)
    (site.output / "index.html").unlink()

    assert site.begin().touched(site.output) == {"index.html"}


def test_only_what_is_published_whole_can_be_kept(site: Site) -> None:
    """A deleted or altered page is made again; one that was only touched is kept, with its new time."""
    site.build(FIRST)
    (site.output / "index.html").unlink()
    (site.output / "robots.txt").write_text("User-agent: x")
    (site.output / "feed.xml").touch()

    with stage(site) as staging:
        assert {path for path in (*FIRST, "unknown") if not staging.can_keep(path)} == {
            "index.html",
            "robots.txt",
            "unknown",
        }
        staging.keep("feed.xml")
        assert staging.made["feed.xml"].mtime_ns == (site.output / "feed.xml").stat().st_mtime_ns


def test_keeping_what_was_never_published_is_refused(site: Site) -> None:
    """The plan and the manifest must agree, or a page would be missing."""
    site.build(FIRST)

    with pytest.raises(KeyError), stage(site) as staging:
        staging.keep("systemes/index.html")


def test_the_same_file_from_two_sources_is_one_file(site: Site) -> None:
    """Two articles with one picture publish it once."""
    picture = output_file("assets/1.png", "picture")

    with stage(site, picture, picture) as staging:
        assert [path for path, _ in staging.changed()] == ["assets/1.png"]


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("a/index.html", "a/index.html"),
        ("a/Budget.html", "a/budget.html"),
        ("e\u0301te.html", "\u00e9te.html"),
        ("STRASSE/x", "stra\u00dfe/x"),
        ("a", "a/index.html"),
        ("a/b/c", "a/b"),
        ("A", "a/index.html"),
    ],
)
def test_two_sources_of_one_path_are_both_named(site: Site, one: str, other: str) -> None:
    """Also where only a file system without case, or with its own accents, takes two paths for one."""
    first, second = (
        OutputFile(path, source.encode(), Kind.PAGE, (source,))
        for path, source in ((one, "articles/premier.md"), (other, "articles/second.md"))
    )

    with stage(site, first) as staging, pytest.raises(SourceError) as raised:
        staging.add(second)

    assert raised.value.code == "output-collision"
    assert raised.value.where.path == "articles/second.md"
    assert "articles/premier.md" in raised.value.problem


@pytest.mark.parametrize(
    "path",
    ["", "/", "/etc/passwd", "..", "../x", "a/../b", "a/..", "./a", "a//b", "a/", "a\\b", "a\0b", "a\nb", "a\x7fb",
     "\ud800", "x" * 256, "é" * 128, "a/" * 1600 + "b", ".marbre-output", "a/.marbre-3.part", ".git/config", "a/.GIT/b"],
)  # fmt: skip
def test_a_path_that_leads_elsewhere_is_refused(site: Site, path: str) -> None:
    """Whatever made the path, nothing outside the output folder is written."""
    with stage(site) as staging, pytest.raises(SourceError) as raised:
        staging.add(OutputFile(path, b"", Kind.PAGE))

    assert raised.value.code == "output-path"


@pytest.mark.parametrize("path", ["index.html", ".well-known/security.txt", "x" * 255, "œuvre/à-côté.html", "a b/c…"])
def test_ordinary_paths_are_accepted(path: str) -> None:
    """Accents, spaces and hidden files are nobody's danger."""
    check_path(path)


def test_a_workspace_that_cannot_be_written_is_told(tmp_path: Path) -> None:
    """A file where the workspace should be is an error with the place, not a traceback."""
    (tmp_path / ".marbre").write_text("")
    staging = Staging(tmp_path / "public", tmp_path / ".marbre", Manifest(SITE))

    with pytest.raises(SourceError) as raised:
        staging.add(output_file("index.html", "Une"))

    assert raised.value.code == "unwritable"
