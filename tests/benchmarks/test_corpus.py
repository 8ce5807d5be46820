"""The corpus of the benchmarks: always the same, and a site that builds."""

import json
from contextlib import redirect_stdout
from io import StringIO
from pathlib import Path

import pytest

from benchmarks import corpus
from benchmarks.articles import AUTHORS, RUBRICS, SEALED, TAGS, article, slugify
from benchmarks.engines import ENGINES
from benchmarks.engines.engine import THEMES
from generator.cli import main
from tests.benchmarks.chrome import FURNITURE, furniture

CHROMES = {
    "marbre": "marbre/templates/base.html",
    "hugo": "hugo/layouts/baseof.html",
    "eleventy": "eleventy/_includes/base.njk",
    "pelican": "pelican/theme/templates/base.html",
    "mkdocs": "mkdocs/theme/main.html",
}


def files(root: Path) -> dict[str, bytes]:
    return {path.relative_to(root).as_posix(): path.read_bytes() for path in root.rglob("*") if path.is_file()}


@pytest.mark.parametrize("engine", ENGINES)
def test_the_corpus_is_the_same_every_time(tmp_path: Path, engine: str) -> None:
    """Two runs write the same bytes into the same files."""
    corpus.write(engine, tmp_path / "a", 12)
    corpus.write(engine, tmp_path / "b", 12)

    assert files(tmp_path / "a") == files(tmp_path / "b")


@pytest.mark.parametrize("engine", ENGINES)
def test_an_article_is_the_same_for_every_count(tmp_path: Path, engine: str) -> None:
    """A larger corpus holds the smaller one: links lead to older articles only."""
    corpus.write(engine, tmp_path / "few", 12)
    corpus.write(engine, tmp_path / "many", 24)

    few, many = files(tmp_path / "few"), files(tmp_path / "many")
    of_articles = [ENGINES[engine].article(article(number))[0] for number in range(12)]
    assert [few[path] for path in of_articles] == [many[path] for path in of_articles]


def test_articles_have_the_size_of_press_articles() -> None:
    """About 700 words and 5 KB, a table in one of ten, code in one of twenty, a picture in one of three."""
    bodies = [article(number).body for number in range(300)]

    assert 650 < sum(len(body.split()) for body in bodies) / 300 < 850
    assert 4500 < sum(len(body.encode()) for body in bodies) / 300 < 6000
    assert 15 < sum("| --- |" in body for body in bodies) < 50
    assert 5 < sum("```" in body for body in bodies) < 30
    assert 70 < sum("![" in body for body in bodies) < 130


def test_names_lead_to_different_addresses() -> None:
    """No engine can merge two authors or two tags."""
    assert len({slugify(name) for name in AUTHORS}) == 40
    assert len({slugify(tag) for tag in TAGS}) == 300
    assert len(RUBRICS) == 12
    assert len(SEALED) == 4


@pytest.mark.slow
def test_thirty_articles_build_and_a_third_of_them_is_sealed(tmp_path: Path) -> None:
    """The site is one that Marbre accepts, with a theme that extends nothing."""
    corpus.write("marbre", tmp_path, 30)

    with redirect_stdout(StringIO()) as told:
        status = main(["build", "--json", "--quiet", "--jobs", "1", "--site", str(tmp_path / "site.yaml")])

    assert status == 0
    result = json.loads(told.getvalue())
    assert result["sealed"] == 10
    assert result["warnings"] == []
    pages = [tmp_path / "public" / ENGINES["marbre"].article_page(article(number).head) for number in range(30)]
    assert sum("<paywalled-section" in page.read_text("utf-8") for page in pages) == 10


@pytest.mark.parametrize("engine", CHROMES)
def test_every_theme_has_the_same_furniture(engine: str) -> None:
    """Header and footer differ in the template language only, so no engine writes less than another."""
    found = furniture((THEMES / CHROMES[engine]).read_text("utf-8"))

    assert found == furniture((THEMES / CHROMES["marbre"]).read_text("utf-8"))
    assert all(word in found for word in FURNITURE)
