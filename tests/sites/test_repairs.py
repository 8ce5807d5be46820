"""Published files and caches that somebody damaged: the next build that has work makes them whole."""

import sqlite3
from contextlib import closing
from pathlib import Path

import pytest
from test_builds import SEALED, press


def work() -> dict[str, str | bytes]:
    """Return one edited brief: work for a build that would else end at the first look."""
    return {"content/wire/a.md": "---\npublished: 2026-11-23T07:30:00\n---\nUne brève corrigée.\n"}


@pytest.mark.parametrize("damage", [Path.unlink, lambda path: path.write_bytes(b"autre chose")])
@pytest.mark.parametrize("kind", ["page", "section"])
def test_a_published_file_that_was_damaged_is_made_again(tmp_path, damage, kind):
    """
    A build that keeps what did not change looks whether it is still there.
    """
    site = press(tmp_path)
    assert site.build().status == 0
    page = tmp_path / "public/imagerie/a1/index.html"
    path = page if kind == "page" else next((tmp_path / "public/sealed").glob("*.spw"))
    before = path.read_bytes()
    damage(path)
    site.write(work())

    assert site.build().status == 0

    assert path.read_bytes() == before


def test_a_copied_output_is_kept(tmp_path):
    """
    Other times with the same bytes are no damage: what a checkout or a restored cache looks like.
    """
    site = press(tmp_path)
    assert site.build().status == 0
    for path in (tmp_path / "public").rglob("*.html"):
        path.write_bytes(path.read_bytes())
    site.write(work())

    run = site.build("--json")

    assert '"rendered": 1,' in run.out


def test_bodies_that_the_cache_lost_are_rendered_again(tmp_path):
    """
    Records without bodies are of no use when a page must be laid out.
    """
    site = press(tmp_path)
    assert site.build().status == 0
    with closing(sqlite3.connect(tmp_path / ".marbre/cache-build.sqlite3")) as cache:
        cache.execute("DELETE FROM records WHERE namespace = 'bodies'")
        cache.commit()
    site.write({"content/authors/claire.md": "---\nname: Claire Dumas-Roy\n---\nUne biographie.\n"})

    assert site.build().status == 0

    assert "Claire Dumas-Roy" in site["imagerie/a1/index.html"]
    assert SEALED.split("\n")[0] in site["imagerie/a1/index.html"]


def test_a_promoted_key_is_no_damage(tmp_path):
    """
    Everything is sealed anew, and nobody is told that the cache was damaged.
    """
    site = press(tmp_path)
    assert site.build().status == 0
    kid = site.run("keys", "rotate").out.splitlines()[-1]
    assert site.run("keys", "promote", kid).status == 0

    run = site.build()

    assert run.status == 0
    assert "cache-damaged" not in run.err


def test_a_file_in_grace_that_was_deleted_does_not_keep_builds_busy(tmp_path):
    """
    The build after the one that notices has nothing to do.
    """
    site = press(tmp_path)
    assert site.build().status == 0
    old = set((tmp_path / "public/sealed").glob("*.spw"))
    text = (tmp_path / "content/articles/a1.md").read_text()
    site.write({"content/articles/a1.md": f"{text}\nUne phrase de plus.\n"})
    assert site.build().status == 0
    kept = old - {path for path in old if path.name in site["imagerie/a1/index.html"]}
    for path in kept:
        path.unlink(missing_ok=True)

    site.build()

    assert '"stages": {}' in site.build("--json").out
