"""Published files are looked at in a second process while this one looks at the sources; what it finds counts."""

import json
import os
from collections.abc import Callable

import pytest
from test_builds import press
from whole_site import WholeSite, article

from generator.engine import aside as forking
from generator.pipeline import build as full
from generator.pipeline import differing

PAGE = "public/imagerie/a1/index.html"


@pytest.fixture
def site(tmp_path, monkeypatch) -> WholeSite:
    """A built site, whose few files are worth a second process."""
    monkeypatch.setattr(differing, "_MANY", 0)
    monkeypatch.setattr(forking, "is_single_threaded", lambda: True)
    built = press(tmp_path)
    assert built.build("--jobs", "2").status == 0
    return built


def report(site: WholeSite) -> dict[str, object]:
    found: dict[str, object] = json.loads(site.build("--jobs", "2", "--json").out)
    return found


def test_nothing_changed(site):
    assert {name: report(site)[name] for name in ("rendered", "written")} == {"rendered": 0, "written": 0}


def later(site: WholeSite) -> None:
    os.utime(site.root / PAGE, (0, 0))


def longer(site: WholeSite) -> None:
    (site.root / PAGE).write_text("Autre chose.")


def gone(site: WholeSite) -> None:
    (site.root / PAGE).unlink()


def source_gone(site: WholeSite) -> None:
    (site.root / "content/articles/a2.md").unlink()


def waiting(site: WholeSite) -> None:
    gone(site)
    os.mkfifo(site.root / PAGE)


def linked(site: WholeSite) -> None:
    (site.root / PAGE).rename(site.root / "page.html")
    (site.root / PAGE).symlink_to(site.root / "page.html")


def endless(site: WholeSite) -> None:
    gone(site)
    (site.root / PAGE).symlink_to("/dev/zero")


@pytest.mark.parametrize("change", [later, longer, gone, source_gone, waiting, linked, endless])
def test_what_differs_is_as_a_clean_build_has_it(site, change: Callable[[WholeSite], None]):
    change(site)

    report(site)

    assert not (site.root / PAGE).is_symlink()
    warm = site.output()
    assert site.build("--clean").status == 0
    assert site.output() == warm


def test_the_second_process_finds_it(site, monkeypatch):
    """Without it this one would have to look: here it cannot."""
    own = os.getpid()
    kept = differing._kept
    monkeypatch.setattr(differing, "_kept", lambda *about: kept(*about) if os.getpid() != own else pytest.fail("here"))

    assert report(site)["rendered"] == 0
    longer(site)
    assert report(site)["written"] == 1


def test_a_full_build_does_not_look_at_all_inputs_again(site, monkeypatch):
    """What was found before it is what the next build compares with; only folders have other times meanwhile."""
    looked_at: list[str] = []
    inputs_of = full.inputs_of
    monkeypatch.setattr(full, "inputs_of", lambda *about: (looked_at.extend(about[2]), inputs_of(*about))[1])
    monkeypatch.setattr(full, "look", lambda _request: pytest.fail("again"))
    site.write({"content/articles/neuf.md": article("Un texte neuf.", title="Neuf")})

    assert report(site)["rendered"] == 1
    assert looked_at
    assert all(name.endswith("/") for name in looked_at)
    assert report(site)["rendered"] == 0


@pytest.mark.parametrize("jobs", ["1", "2"])
def test_a_file_that_changes_after_the_look_is_seen_by_the_next_build(site, monkeypatch, jobs):
    """While a cache is restored, say: the time that counts is that before a file was read."""
    for path in (site.root / "public").rglob("*.*"):
        os.utime(path, (0, 0))
    kept, page = differing._kept, site.root / "public/robots.txt"
    text = page.read_text()

    def look(*about: object) -> bytes:
        found = kept(*about)
        page.write_text(text.swapcase())
        return found

    monkeypatch.setattr(differing, "_kept", look)
    site.write({"content/articles/a2.md": (site.root / "content/articles/a2.md").read_text() + "Une phrase.\n"})
    assert json.loads(site.build("--jobs", jobs, "--json").out)["rendered"] == 1
    assert page.read_text() != text
    monkeypatch.setattr(differing, "_kept", kept)

    assert report(site)["written"] == 1

    assert page.read_text() == text


def test_a_clean_build_believes_no_time(site):
    """Whatever stands in the output with the size and the time of what was published is replaced."""
    page = site.root / PAGE
    text, times = page.read_text(), page.stat()
    page.write_text(text.swapcase())
    os.utime(page, ns=(times.st_atime_ns, times.st_mtime_ns))

    assert json.loads(site.build("--clean", "--json").out)["written"] == 1

    assert page.read_text() == text
