"""A build that looks at the whole site opens the sources that are not as the last build read them, and no other."""

import sqlite3
from collections.abc import Callable
from contextlib import closing

import pytest
from test_builds import press
from whole_site import AUTHOR, WholeSite, article

from generator.desk.read import content

Edit = Callable[[WholeSite], object]
SETTINGS = "title: Un autre nom\nbase_url: https://www.example.fr/\ntiers:\n  abonnes: {title: Abonnés}\n"


@pytest.fixture
def site(tmp_path) -> WholeSite:
    """A paper that was built, with a draft."""
    made = press(tmp_path)
    made.write({"content/articles/plus-tard.md": article("Un projet.", draft="true")})
    assert made.build().status == 0
    return made


@pytest.fixture
def read(monkeypatch) -> list[str]:
    """The sources that were read, as they are."""
    names: list[str] = []
    original = content.read_document

    def reading(root, file, *others):
        names.append(file.path.rpartition("/")[2])
        return original(root, file, *others)

    monkeypatch.setattr(content, "read_document", reading)
    return names


def edit(name: str, old: str, new: str) -> Edit:
    def edited(site: WholeSite) -> None:
        path = site.root / "content" / name
        text = path.read_text()
        assert old in text
        path.write_text(text.replace(old, new))

    return edited


def touch(site: WholeSite) -> None:
    path = site.root / "content/articles/a3.md"
    path.write_bytes(path.read_bytes())
    edit("articles/a2.md", "[irm]", "[scanner]")(site)


def links_to(site: WholeSite) -> None:
    source = site.root / "content/articles/a2.md"
    source.unlink()
    source.symlink_to("a4.md")


ONE: dict[str, tuple[Edit, set[str]]] = {
    "a tag": (edit("articles/a2.md", "[irm]", "[scanner]"), {"a2.md"}),
    "a date": (edit("articles/a1.md", "2026-11-11", "2026-11-18"), {"a1.md"}),
    "an article": (lambda site: site.write({"content/articles/a7.md": article("Un texte.")}), {"a7.md"}),
    "an author": (lambda site: site.write({"content/authors/paul.md": AUTHOR}), {"paul.md"}),
    "no article": (lambda site: (site.root / "content/articles/a6.md").unlink(), set()),
    "another time": (touch, {"a2.md"}),
    "a link": (links_to, {"a2.md"}),
    "a picture": (lambda site: site.write({"static/robots.svg": "<svg/>", "content/data/x.yaml": "a: 1\n"}), set()),
}


@pytest.mark.parametrize("case", ONE)
def test_what_is_as_it_was_is_not_read(site, read, case):
    """
    Only what is not published is read again, and the output is that of a build which reads everything.
    """
    change, expected = ONE[case]
    change(site)

    assert site.build().status == 0

    assert set(read) == {*expected, "plus-tard.md"}
    warm = site.output()
    assert site.build("--clean").status == 0
    assert site.output() == warm


def test_other_settings_may_read_a_front_matter_otherwise(site, read):
    """
    Then everything is read.
    """
    (site.root / "site.yaml").write_text(SETTINGS)

    assert site.build().status == 0

    assert len(read) == 11


def test_a_mistake_is_told_while_others_are_not_read(site, read):
    """
    Nor are they when it is mended.
    """
    edit("articles/a2.md", "tags: [irm]", "tags: [irm]\ntitel: Faute")(site)
    run = site.build()
    assert "a2.md:" in run.err
    assert run.codes == ["unknown-key"]
    edit("articles/a2.md", "titel: Faute", "kicker: Rien")(site)
    edit("articles/a4.md", "[irm]", "[scanner]")(site)

    assert site.build().status == 0

    assert set(read) == {"a2.md", "a4.md", "plus-tard.md"}


def test_an_undated_article_warns_each_time(tmp_path):
    """
    Warnings of what is not read are told as before.
    """
    site = press(tmp_path)
    site.write({"content/articles/sans-date.md": "---\ntitle: Sans date\n---\n\nUn texte.\n"})
    assert "no-date" in site.build().err
    edit("articles/a2.md", "[irm]", "[scanner]")(site)

    assert "no-date" in site.build().err


def test_what_the_cache_has_lost_is_read(site, read):
    """
    A record that is damaged is made again, and one that is of other bytes is not believed.
    """
    with closing(sqlite3.connect(site.root / ".marbre/cache-build.sqlite3")) as cache:
        of = "SELECT value FROM records WHERE namespace = 'known' AND key = ?"
        cache.execute(
            f"UPDATE records SET value = ({of}) WHERE namespace = 'known' AND key = ?",
            (b"articles/a4", b"articles/a2"),
        )
        cache.commit()
    edit("articles/a5.md", "[irm]", "[scanner]")(site)

    assert site.build().status == 0

    assert set(read) == {"a2.md", "a5.md", "plus-tard.md"}


def test_a_check_reads_everything(site, read):
    """
    It looks at no state of a build.
    """
    assert site.run("check").status == 0

    assert len(read) == 11
