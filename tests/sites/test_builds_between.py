"""Builds with something else in between: previews, other folders, lost caches, keys. What is published follows the sources."""

import json
import shutil

import pytest
from test_builds import SEALED, press
from test_canary import picture as picture_of
from whole_site import WholeSite, article

LATER = {
    "content/articles/later.md": article(
        SEALED, title="Demain seulement", access="abonnes", published="2026-12-01T08:00:00"
    )
}


def sealed(site: WholeSite) -> set[str]:
    return {path for path in site.output() if path.endswith(".spw")}


def replace(site: WholeSite, path: str, old: str, new: str) -> None:
    text = (site.root / path).read_text()
    assert old in text
    site.write({path: text.replace(old, new)})


@pytest.mark.slow
def test_a_preview_of_the_future_in_the_same_folder_is_taken_back(tmp_path):
    """
    No list names the article any more, and its sealed file gets no grace.
    """
    site = press(tmp_path)
    site.write(LATER)
    site.build()
    before = site.output()
    site.build("--future")
    assert site.find("Demain seulement")

    assert site.build().status == 0

    assert site.output() == before


@pytest.mark.slow
def test_a_build_into_another_folder_makes_no_page_of_this_one_look_made(tmp_path):
    """
    The cache knows what it made last, and that may lie elsewhere.
    """
    site = press(tmp_path)
    site.build()
    replace(site, "content/articles/a2.md", "Article 2", "Un autre titre")
    site.build("--output", str(tmp_path / "elsewhere"))

    site.build()

    assert site.find("Un autre titre")
    assert not site.find("Article 2")


@pytest.mark.slow
def test_a_cache_older_than_what_is_published_is_not_believed(tmp_path):
    """
    A build killed after it published leaves the cache of the build before; so does a build server that restores one.
    """
    site = press(tmp_path)
    site.build()
    before = site.output()
    shutil.copytree(tmp_path / ".marbre", tmp_path / "old")
    replace(site, "content/articles/a2.md", "Article 2", "Un autre titre")
    site.build()
    for name in ("cache-build.sqlite3", "state-build"):
        shutil.copy2(tmp_path / "old" / name, tmp_path / ".marbre" / name)
    replace(site, "content/articles/a2.md", "Un autre titre", "Article 2")

    site.build()

    assert site.output() == before


@pytest.mark.slow
@pytest.mark.parametrize("between", ["clean", "elsewhere", "no cache"])
def test_what_gets_a_tighter_access_goes_at_once_without_a_memory_of_it(tmp_path, between):
    """
    The headers of the old files say for whom they are: neither `--clean`, another folder nor a lost cache keeps them.
    """
    site = press(tmp_path)
    site.build()
    old = sealed(site)
    replace(site, "content/articles/a1.md", "access: abonnes", "access: premium")
    (tmp_path / "content/articles/a3.md").unlink()
    if between == "elsewhere":
        site.build("--output", str(tmp_path / "elsewhere"))
    if between == "no cache":
        (tmp_path / ".marbre/cache-build.sqlite3").unlink()

    site.build(*(["--clean"] if between == "clean" else []))

    assert len(old & sealed(site)) == 1


@pytest.mark.slow
def test_a_sealed_block_of_a_dearer_tier_takes_its_old_file_along(tmp_path):
    """
    The article's own access is the same; the block's is not.
    """
    site = press(tmp_path)
    site.write({"content/articles/a2.md": article("Un début.\n\n::: paywall abonnes\nUne suite à payer.\n:::")})
    site.build()
    old = sealed(site)
    replace(site, "content/articles/a2.md", "paywall abonnes", "paywall premium")

    site.build()

    assert len(old - sealed(site)) == 1


@pytest.mark.slow
def test_files_under_a_retired_key_get_no_grace(tmp_path):
    """
    Nobody can open them any more, and perhaps the key has leaked.
    """
    site = press(tmp_path)
    site.build()
    old = sealed(site)
    kid = site.run("keys", "rotate").out.split()[-1]
    site.run("keys", "promote", kid)
    site.run("keys", "retire", "dev-1")

    report = json.loads(site.build("--json").out)

    assert not old & sealed(site)
    assert report["warnings"] == []


@pytest.mark.slow
def test_a_damaged_file_gets_no_grace(tmp_path):
    """
    It opens for nobody, and the audit could not read it.
    """
    site = press(tmp_path)
    site.build()
    old = sealed(site)
    replace(site, "content/articles/a1.md", "paient", "paient bien")
    site.build()
    pages = [data for name, data in site.output().items() if name.endswith(".html")]
    (kept,) = (path for path in old if not any(path.encode() in data for data in pages))
    (tmp_path / "public" / kept).write_bytes(b"damaged")

    report = json.loads(site.build("--json").out)

    assert kept not in site
    assert report["warnings"] == []


@pytest.mark.slow
def test_a_sealed_picture_may_become_public_in_another_article(tmp_path):
    """
    The file that the grace period would keep is no reason to call the public one a leak.
    """
    site = press(tmp_path)
    picture = picture_of("un aimant")
    site.write(
        {
            "content/articles/x/index.md": article(f"{SEALED}\n\n![Un aimant](aimant.png)", access="abonnes"),
            "content/articles/x/aimant.png": picture,
        }
    )
    site.build()
    site.write(
        {
            "content/articles/x/index.md": article(SEALED, access="abonnes"),
            "content/articles/y/index.md": article("Un texte.\n\n![Un aimant](aimant.png)"),
            "content/articles/y/aimant.png": picture,
        }
    )
    (tmp_path / "content/articles/x/aimant.png").unlink()

    assert site.build().status == 0


@pytest.mark.slow
@pytest.mark.parametrize("damage", [None, b"\xff\xfe", b"{}"])
def test_what_the_key_service_is_told_is_written_again_when_it_is_lost(tmp_path, damage):
    """
    A build with no change in the sources looks at this file too.
    """
    site = press(tmp_path)
    site.build()
    path = tmp_path / ".marbre/service.json"
    before = path.read_bytes()
    path.unlink()
    if damage:
        path.write_bytes(damage)

    assert site.build().status == 0

    assert path.read_bytes() == before
