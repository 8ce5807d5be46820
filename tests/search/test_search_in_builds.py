"""The search index as a part of builds: what is in it, when it is made, what may never be in it."""

import importlib.metadata
import json
import sys
from pathlib import Path

import pytest

from generator.press.search import engine
from generator.press.search.index import index_of
from tests.search.searched_paper import SEALED, TEASER, fragments, paper
from tests.sites.whole_site import SITE, WholeSite, article

pytestmark = pytest.mark.slow

HIDDEN = "klystrons"
NOT_SEARCHED = {"/metiers/", "/imagerie/", "/auteurs/claire/", "/fil/", "/numeros/", "/archives/", "/"}


@pytest.fixture
def runs(monkeypatch: pytest.MonkeyPatch) -> list[Path]:
    """How often Pagefind ran."""
    found: list[Path] = []
    really = engine.run

    def run(pages: Path, output: Path, here: Path) -> None:
        found.append(pages)
        really(pages, output, here)

    monkeypatch.setattr(engine, "run", run)
    return found


@pytest.fixture
def site(tmp_path: Path) -> WholeSite:
    """The paper, built."""
    made = paper(tmp_path / "paper")
    assert made.build().status == 0
    return made


def edit(site: WholeSite, name: str, old: str, new: str) -> None:
    path = site.root / name
    text = path.read_text("utf-8")
    assert old in text
    path.write_text(text.replace(old, new), "utf-8")


def test_what_readers_look_for_is_indexed_and_lists_are_not(site: WholeSite) -> None:
    """Articles, days of the wire, editions and pages, each language by itself; no menu, no wall, no related card."""
    found = fragments(site)
    languages = json.loads(site["pagefind/pagefind-entry.json"])["languages"]

    assert set(found) == {
        "/imagerie/avis/", "/metiers/ferme/", "/review/", "/fil/2026-11-19/", "/a-propos/", "/numeros/7/",
    }  # fmt: skip
    assert {name: one["page_count"] for name, one in languages.items()} == {"fr": 5, "en": 1}
    sealed = found["/imagerie/avis/"]
    assert sealed["content"].startswith(f"Un avis très attendu. Ce que dit la commission. {TEASER}")
    assert "abonner" not in sealed["content"].lower()
    assert sealed["meta"] | {"image": "", "image_alt": ""} == {
        "title": "Un avis très attendu", "kicker": "Imagerie", "authors": "Par Claire Dumas",
        "badge": "Article réservé aux abonnés", "published": "2026-11-20T08:00+01:00", "image": "", "image_alt": "",
    }  # fmt: skip
    assert sealed["filters"] == {"access": ["reserved"], "author": ["Claire Dumas"], "rubric": ["Imagerie"]}
    assert [anchor["id"] for anchor in found["/fil/2026-11-19/"]["anchors"]] == ["18-05", "7-30"]


def test_no_sealed_word_is_in_the_index(site: WholeSite) -> None:
    """In no file of the output, read as it is and inflated, not even as a single word of the list of words."""
    assert SEALED.split()[2] == "confidentiel"
    assert site.find(HIDDEN[:-1]) == []
    assert site.find("confidentiel") == []
    assert any("pagefind/index" in path for path in site.find("commiss"))


def test_the_search_page_and_its_policy(site: WholeSite) -> None:
    """WebAssembly may run where search is on, and nothing else that could not; every page leads to the search."""
    page, headers = site["recherche/index.html"], site["_headers"]

    assert "default-src 'self'; script-src 'self' 'wasm-unsafe-eval'; connect-src 'self'; " in headers
    assert "unsafe-inline" not in headers
    assert "/pagefind/*\n  X-Robots-Tag: noindex" in headers
    assert '<meta name="robots" content="noindex">' in page
    for path in ("index.html", "imagerie/avis/index.html", "404.html"):
        assert 'class="search" href="/recherche/"' in site[path]
    assert "/recherche/" not in site["sitemap.xml"]


def test_an_english_paper_has_its_own_address_and_another_one_may_be_given(tmp_path: Path) -> None:
    """French by the site's language; `permalinks.search` where that is taken."""
    english = paper(tmp_path / "en", settings="search: true\nlanguage: en\n")
    given = paper(tmp_path / "fr", settings="search: true\npermalinks: {search: /chercher/}\n")
    assert (english.build().status, given.build().status) == (0, 0)

    assert "<h1>Search</h1>" in english["search/index.html"]
    assert "chercher/index.html" in given
    given.write({"content/pages/chercher.md": "---\ntitle: Autre\n---\nTexte.\n"})
    assert given.build().codes == ["url-collision"]


def test_without_the_key_nothing_is_searched_and_nothing_is_needed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """No index, no page, no link, no loosened policy, and no package."""
    monkeypatch.setitem(sys.modules, "pagefind_bin", None)
    site = paper(tmp_path, settings="")
    assert site.build().status == 0

    assert not any(path.startswith(("pagefind/", "recherche/")) for path in site.output())
    assert "wasm" not in site["_headers"]
    assert 'class="search"' not in site["index.html"]


def test_the_key_without_the_package_stops_the_build(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """With what to do about it; what is published stays."""

    def version(name: str) -> str:
        raise importlib.metadata.PackageNotFoundError(name)

    site = paper(tmp_path, settings="")
    assert site.build().status == 0
    before = site.output()
    monkeypatch.setattr(importlib.metadata, "version", version)
    site.write({"site.yaml": f"{SITE}search: true\n"})
    run = site.build()

    assert (run.status, run.codes) == (1, ["search-missing"])
    assert "pip install 'marbre[search]'" in run.err
    assert site.output() == before


def test_the_index_is_made_when_text_changes_that_can_be_searched(site: WholeSite, runs: list[Path]) -> None:
    """Not for nothing, not for a sealed word; for a word of the teaser in the same build."""
    times = site.times()
    assert site.build().status == 0
    assert (site.times(), runs) == (times, [])

    edit(site, "content/articles/avis.md", "neuf cents", "huit cents")
    assert site.build().status == 0
    assert runs == []

    edit(site, "content/articles/avis.md", "tient en une page", "tient en deux pages")
    assert site.build().status == 0
    assert len(runs) == 1
    assert "tient en deux pages" in fragments(site)["/imagerie/avis/"]["content"]
    assert len(fragments(site)) == 6


def test_a_warm_index_is_a_cold_one(site: WholeSite, tmp_path: Path) -> None:
    """After an edit, an article more and one less, the bytes are those of a first build elsewhere, with another key."""
    edit(site, "content/articles/ferme.md", "est ouverte", "est fermée")
    assert site.build().status == 0
    site.write({"content/articles/neuf.md": article("Un texte tout neuf.", title="Neuf", rubric="metiers")})
    assert site.build().status == 0
    (site.root / "content/articles/review.md").unlink()
    assert site.build().status == 0
    cold = paper(tmp_path / "elsewhere" / "cold")
    (cold.root / "content/articles/review.md").unlink()
    for name in ("content/articles/ferme.md", "content/articles/neuf.md"):
        cold.write({name: (site.root / name).read_bytes()})
    assert cold.build().status == 0

    assert "en" not in json.loads(site["pagefind/pagefind-entry.json"])["languages"]
    warm = {path: data for path, data in site.output().items() if path.startswith("pagefind/")}
    assert warm == {path: data for path, data in cold.output().items() if path.startswith("pagefind/")}


def test_a_lost_file_of_the_index_is_made_again(site: WholeSite) -> None:
    """Somebody deleted it; the next build with work sees it."""
    before = site.output()
    (lost,) = (site.root / "public/pagefind").glob("pagefind.en*.pf_meta")
    lost.unlink()
    assert site.build().status == 0

    assert site.output() == before


def test_text_that_is_sealed_now_leaves_the_index_at_once(site: WholeSite) -> None:
    """No grace: the fragment with the old text goes with the build that seals it."""
    assert site.find("La ferme de calcul")
    edit(site, "content/articles/ferme.md", "---\n\n", "access: abonnes\n---\n\nDébut ouvert.\n\n<!-- paywall -->\n\n")
    run = site.build()
    assert run.status == 0, run.err

    assert site.find("La ferme de calcul") == []


def test_switched_off_the_index_goes(site: WholeSite) -> None:
    """All of it, in the next build."""
    site.write({"site.yaml": SITE})
    assert site.build().status == 0

    assert not any("pagefind" in path or "recherche" in path for path in site.output())


def test_a_theme_that_marks_nothing_is_told(tmp_path: Path) -> None:
    """An empty search is no error, but nobody wants one."""
    site = paper(tmp_path, settings="search: true\ntheme: mien\n")
    site.write({
        "themes/mien/theme.yaml": "extends: base\n",
        "themes/mien/templates/partials/indexed.html": "{# nothing #}\n",
    })  # fmt: skip
    run = site.build()

    assert run.status == 0
    assert "warning[search-empty]" in run.err
    assert not any(path.startswith("pagefind/") for path in site.output())


def test_the_audit_finds_a_sealed_sentence_that_only_the_index_has(site: WholeSite, tmp_path: Path) -> None:
    """As if a template had put it into the marked part of a page: the command reads inside the index's files."""
    assert site.run("audit").status == 0
    page = tmp_path / "page.html"
    page.write_text(f'<html lang="fr"><body><p data-pagefind-body>{SEALED}</p></body></html>', "utf-8")
    for file in index_of({"fuite/index.html": page}, tmp_path):
        if file.path.endswith(".pf_fragment"):
            (site.root / "public" / file.path).write_bytes(file.data)
            leaking = file.path
    run = site.run("audit", str(site.root / "public"))

    assert run.status == 3
    assert f"is readable in {leaking} (gzip)" in run.err


@pytest.mark.parametrize("warm", [False, True])
def test_a_build_whose_index_leaks_publishes_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, warm: bool
) -> None:
    """The audit comes after the index, in a full build and in one that looks at an edited text only."""
    site = paper(tmp_path / "paper")
    if warm:
        assert site.build().status == 0
        edit(site, "content/articles/ferme.md", "est ouverte", "est fermée")
    before = site.output()
    really = engine.run

    def run(pages: Path, output: Path, here: Path) -> None:
        extra = pages / "fuite" / "index.html"
        extra.parent.mkdir()
        extra.write_text(f'<html lang="fr"><body><p data-pagefind-body>{SEALED}</p></body></html>', "utf-8")
        really(pages, output, here)

    monkeypatch.setattr(engine, "run", run)
    answer = site.build()

    assert answer.status == 3
    assert "pagefind/fragment/" in answer.err
    assert site.output() == before
