"""Themes: which file wins, where themes are found, and chains that cannot be."""

import pytest

from generator.desk.read.static import read_static
from generator.desk.read.theme import read_theme
from generator.errors import Problems

OWN = {
    "themes/base/theme.yaml": "",
    "themes/base/templates/article.html": "base article",
    "themes/base/templates/page.html": "base page",
    "themes/base/static/a/style.css": "base",
    "themes/base/locales/fr.po": "base",
    "themes/fille/theme.yaml": "extends: base\ntitle: Fille",
    "themes/fille/templates/article.html": "other article",
    "themes/fille/static/a/style.css": "other",
    "themes/fille/locales/fr.po": "other",
    "themes/fille/locales/en.po": "other",
}


def test_the_nearest_theme_wins_and_each_keeps_its_own_name(site):
    """An override hides the file below it, and can still extend it by the theme's name."""
    theme = read_theme(site(OWN).root, "fille")

    assert theme.chain == ("fille", "base")
    assert {name: file.theme for name, file in theme.templates.items()} == {
        "article.html": "fille",
        "page.html": "base",
        "base/article.html": "base",
        "base/page.html": "base",
        "fille/article.html": "fille",
        "fille/page.html": "base",
    }
    assert theme.static["a/style.css"].theme == "fille"
    assert {name: [file.theme for file in files] for name, files in theme.locales.items()} == {
        "en": ["fille"],
        "fr": ["fille", "base"],
    }


def test_a_site_elsewhere_can_use_the_themes_that_come_with_us(site):
    """`gazette` is found beside the package when the site has no such theme, and so is what it extends."""
    theme = read_theme(site({}).root, "gazette")

    assert theme.chain == ("gazette", "base")


def test_the_digest_follows_every_file_and_no_folder(site, tmp_path_factory):
    """The same files elsewhere have the same digest; one other byte gives another."""
    made = site(OWN)
    first = read_theme(made.root, "fille").digest
    made.write({"themes/base/templates/page.html": "base page!"})

    assert read_theme(made.root, "fille").digest != first


@pytest.mark.parametrize(
    ("files", "code"),
    [
        ({"themes/fille/theme.yaml": "extends: fille"}, "theme-circle"),
        ({"themes/fille/theme.yaml": "extends: base", "themes/base/theme.yaml": "extends: fille"}, "theme-circle"),
        ({"themes/fille/theme.yaml": "extends: bse"}, "unknown-theme"),
        ({"themes/fille/theme.yaml": "extends: ../base"}, "unknown-theme"),
        ({"themes/fille/theme.yaml": "extend: base"}, "unknown-key"),
        ({"themes/fille/theme.yaml": "- a"}, "wrong-type"),
        ({"themes/fille/templates/a.html": ""}, "missing-file"),
        ({}, "unknown-theme"),
    ],
)
def test_a_chain_that_cannot_be_is_told(site, files, code):
    """A circle, a missing theme and a missing or wrong theme.yaml are errors."""
    made = site(files)

    with pytest.raises(Problems) as caught:
        read_theme(made.root, "fille")

    assert [error.code for error in caught.value.errors] == [code]


def test_a_link_out_of_a_theme_is_told(site):
    """Files of a theme are confined like content."""
    made = site(OWN)
    (made.root / "themes/fille/static/passwd").symlink_to("/etc/passwd")

    with pytest.raises(Problems) as caught:
        read_theme(made.root, "fille")
    assert [error.code for error in caught.value.errors] == ["link-outside"]


def test_static_files_are_listed_by_their_place_in_the_output(site):
    """Nothing is opened; a link that leads out is an error among the others."""
    made = site({"content/static/favicon.ico": b"1", "content/static/a/b.txt": b"12"})
    (made.root / "content/static/out").symlink_to("/etc/passwd")

    found = read_static(made.root)

    assert {name: file.size for name, file in found.files.items()} == {"favicon.ico": 1, "a/b.txt": 2}
    assert [error.code for error in found.errors] == ["link-outside"]
