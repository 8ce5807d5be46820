"""Publishing: what is there afterwards, what went, what stays for a while, and what was never touched."""

import os
from datetime import timedelta
from pathlib import Path

import pytest
from editions import FIRST, NOW, SECOND, SITE, WEEK, Site, kind_of

from generator.errors import SourceError
from generator.model.output import Kind
from generator.press.write.manifest import load_manifest

IN_GRACE = {"assets/theme-1111.css", "sealed/aaaa.spw"}


def test_an_edition_replaces_the_one_before(site: Site) -> None:
    """Pages and pictures that nothing makes any more go at once; sealed files and theme assets stay."""
    site.build(FIRST)
    done = site.build(SECOND)

    assert site.files() == {**SECOND, **{path: FIRST[path] for path in IN_GRACE}}
    assert set(done.written) == {path for path in SECOND if SECOND[path] != FIRST.get(path)}
    assert set(done.removed) == {"images/salle.jpg", "securite/alerte/index.html"}
    assert set(done.kept_in_grace) == IN_GRACE


def test_no_page_is_published_before_what_it_needs(site: Site) -> None:
    """Assets, sealed files, new pages, lists and feeds, then replaced ones; within each, the order of the build."""
    site.build(FIRST)
    written = site.build({**dict(reversed(SECOND.items())), "systemes/feed.xml": "Fil"}).written

    assert [kind_of(path) for path in written[:2]] == [Kind.ASSET, Kind.SEALED]
    assert written[2:] == (
        "systemes/archives/index.html",
        "systemes/index.html",
        "systemes/feed.xml",
        "metiers/portrait/index.html",
        "securite/budget/index.html",
        "index.html",
        "feed.xml",
    )


def test_a_build_with_no_change_writes_nothing(site: Site) -> None:
    """No file, no time, no manifest: neither in the output nor in the workspace."""
    site.build(FIRST)
    site.build(SECOND)
    before = site.snapshot()

    done = site.build(SECOND)

    assert (done.written, done.removed) == ((), ())
    assert site.snapshot() == before


def test_kept_files_are_published_as_they_were(site: Site) -> None:
    """A build that only makes what changed publishes the same edition."""
    site.build(FIRST)
    before = site.snapshot()
    changed = {"index.html": "Autre une"}

    done = site.build(changed, keep=FIRST.keys() - changed.keys())

    assert done.written == ("index.html",)
    assert site.files() == {**FIRST, **changed}
    untouched = str(site.output / "securite/budget/index.html")
    assert site.snapshot()[untouched] == before[untouched]


def test_what_goes_is_removed_backwards(site: Site) -> None:
    """A picture or a style goes only after the page that shows it, and a page after the list that names it."""
    site.build(FIRST)

    assert site.build({}, grace=timedelta(0)).removed == (
        "robots.txt",
        "feed.xml",
        "index.html",
        "securite/budget/index.html",
        "securite/alerte/index.html",
        "metiers/portrait/index.html",
        "sealed/aaaa.spw",
        "assets/theme-1111.css",
        "images/salle.jpg",
    )


def test_grace_ends(site: Site) -> None:
    """What stayed goes in the first build after its time, and the manifest names that time."""
    site.build(FIRST)
    site.build(SECOND, now=NOW)
    due = load_manifest(site.output, site.workspace, SITE).next_expiry
    assert due == int((NOW + WEEK).timestamp())

    just_before = site.build(SECOND, now=NOW + WEEK - timedelta(seconds=1))
    then = site.build(SECOND, now=NOW + WEEK)

    assert just_before.removed == ()
    assert set(then.removed) == IN_GRACE
    assert site.files() == SECOND
    assert load_manifest(site.output, site.workspace, SITE).next_expiry is None


def test_a_shorter_grace_counts_at_once(site: Site) -> None:
    """An operator who lowers the setting need not wait for the old one."""
    site.build(FIRST)
    site.build(SECOND)

    assert set(site.build(SECOND, grace=timedelta(0)).removed) == IN_GRACE


def test_what_is_withdrawn_gets_no_grace(site: Site) -> None:
    """Neither when its page goes, nor when it is withdrawn later, while it waits."""
    site.build(FIRST)
    site.build(SECOND, drop_now={"sealed/aaaa.spw"})
    assert "sealed/aaaa.spw" not in site.files()

    site.build(SECOND, drop_now={"assets/theme-1111.css"})
    assert site.files() == SECOND


def test_what_is_made_again_leaves_its_grace(site: Site) -> None:
    """Going back to the first edition writes only what is not there any more."""
    site.build(FIRST)
    site.build(SECOND)

    done = site.build(FIRST)

    assert IN_GRACE.isdisjoint(done.written)
    assert site.build(FIRST, now=NOW + 2 * WEEK).removed == ("sealed/bbbb.spw", "assets/theme-2222.css")
    assert site.files() == FIRST


def test_a_public_picture_that_became_sealed_goes_at_once(site: Site) -> None:
    """Pictures of content are assets with a source: no grace."""
    site.build(FIRST)
    done = site.build({path: text for path, text in FIRST.items() if path != "images/salle.jpg"})

    assert done.removed == ("images/salle.jpg",)


def test_empty_folders_go_and_others_stay(site: Site) -> None:
    """A folder with a file of the operator's is not empty."""
    site.build(FIRST)
    (site.output / "metiers" / "CNAME").write_text("www.example.fr")
    site.build({"index.html": "Une"}, grace=timedelta(0))

    assert site.files() == {"index.html": "Une", "metiers/CNAME": "www.example.fr"}
    assert sorted(path.name for path in site.output.iterdir()) == [".marbre-output", "index.html", "metiers"]


def test_a_file_becomes_a_folder_and_back(site: Site) -> None:
    """Only a file of ours makes way."""
    site.build({"a": "file", "b/c/d": "deep"})
    site.build({"a/index.html": "page", "b": "file"})
    assert site.files() == {"a/index.html": "page", "b": "file"}

    site.build({"a": "file", "b/c/d": "deep"})
    assert site.files() == {"a": "file", "b/c/d": "deep"}


def test_a_name_that_changes_its_case_is_one_file(site: Site) -> None:
    """The old name goes first: on some machines it is the new one."""
    site.build({"Budget.html": "one"})
    site.build({"budget.html": "two"})

    assert site.files() == {"budget.html": "two"}


@pytest.mark.parametrize("thing", ["file", "folder"])
def test_somebody_elses_file_in_the_way_stops_the_build(site: Site, thing: str) -> None:
    """It is not overwritten by a folder or removed for a file, and the output stays as it was."""
    site.build(FIRST)
    if thing == "file":
        (site.output / "notes").write_text("mine")
    else:
        (site.output / "notes/2026").mkdir(parents=True)
    before = site.files()

    with pytest.raises(SourceError) as raised:
        site.build({**SECOND, ("notes/index.html" if thing == "file" else "notes"): "ours"})

    assert raised.value.code == "output-blocked"
    assert site.files() == before
    assert (site.output / "notes").exists()


def test_a_link_in_the_output_is_not_followed(site: Site, tmp_path: Path) -> None:
    """Neither for writing nor for removing: nothing outside the output changes."""
    site.build(FIRST)
    (tmp_path / "elsewhere").mkdir()
    (site.output / "systemes").symlink_to(tmp_path / "elsewhere")

    with pytest.raises(SourceError) as raised:
        site.build(SECOND)
    assert raised.value.code == "foreign-output"

    (site.output / "securite").rename(tmp_path / "securite")
    (site.output / "securite").symlink_to(tmp_path / "securite")
    site.build({"index.html": "Une"})
    assert (tmp_path / "securite/alerte/index.html").exists()
    assert list((tmp_path / "elsewhere").iterdir()) == []


def test_the_umask_decides_who_reads(site: Site) -> None:
    """A web server reads files of mode 0644; whoever sets another umask wants another mode."""
    before = os.umask(0o022)
    try:
        site.build(FIRST)
        assert (site.output / "index.html").stat().st_mode & 0o777 == 0o644
        os.umask(0o077)
        site.build(SECOND)
        assert (site.output / "index.html").stat().st_mode & 0o777 == 0o600
    finally:
        os.umask(before)
