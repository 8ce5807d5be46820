"""The index by itself: what is in it, that it comes out the same, and what is said when it cannot be made."""

import gzip
import json
import random
import subprocess
import sys
from pathlib import Path

import cbor2
import pytest

from generator.errors import SourceError
from generator.model.output import OutputFile
from generator.press.search import bundle, engine
from generator.press.search.index import index_of
from generator.press.search.marking import fingerprint

WORDS = [f"{one}{two}" for one in ("sca", "dos", "ima", "ser", "pa") for two in ("nner", "ier", "ge", "vice", "nne")]


def page(number: int, body: str = "") -> str:
    """Return a page with all that an index knows: filters, a sort, metadata, an anchor."""
    words = random.Random(number)
    text = body or " ".join(words.choices(WORDS, k=80))
    return (
        f'<!doctype html><html lang="{"en" if number % 7 == 0 else "fr"}"><body><p>Menu secret</p>'
        f"<article data-pagefind-body><h1>Titre {number}</h1>"
        f'<p data-pagefind-ignore><span data-pagefind-filter="rubric" data-pagefind-meta="kicker">r{number % 5}</span> '
        f'<span data-pagefind-filter="author">a{number % 9}</span> '
        f'<time datetime="2026-{number % 12 + 1:02}-01" data-pagefind-sort="date[datetime]">x</time></p>'
        f'<p id="p{number}">{text}</p></article></body></html>'
    )


def site(folder: Path, numbers: list[int]) -> dict[str, Path]:
    """Write pages in the order of *numbers*, and return where they are."""
    found = {}
    for number in numbers:
        file = folder / f"{number}.html"
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(page(number), "utf-8")
        found[f"rubrique/a{number}/index.html"] = file
    return found


def bytes_of(files: tuple[OutputFile, ...]) -> dict[str, bytes]:
    return {file.path: file.data for file in files}


def fragments(files: dict[str, bytes]) -> list[dict[str, object]]:
    return [
        json.loads(gzip.decompress(data).removeprefix(b"pagefind_dcd"))
        for path, data in files.items()
        if path.endswith(".pf_fragment")
    ]


def test_equal_pages_give_equal_bytes_in_any_folder(tmp_path: Path) -> None:
    """Pagefind writes its filters in another order at each run; ours does not."""
    numbers = list(range(120))
    first = bytes_of(index_of(site(tmp_path / "one", numbers), tmp_path))
    random.Random(2).shuffle(numbers)
    again = [bytes_of(index_of(site(tmp_path / "deeper" / "two", numbers), tmp_path)) for _ in range(3)]

    assert all(one == first and list(one) == list(first) for one in again)
    assert list(first)[-1] == "pagefind/pagefind-entry.json"
    assert sorted(path.name for path in tmp_path.iterdir()) == ["deeper", "one"]


def test_every_name_in_a_list_is_a_file(tmp_path: Path) -> None:
    """What is sorted and named anew still fits together, and nothing is there that no page loads."""
    files = bytes_of(index_of(site(tmp_path / "pages", list(range(30))), tmp_path))
    entry = json.loads(files["pagefind/pagefind-entry.json"])
    named = {"pagefind/pagefind.js", "pagefind/pagefind-entry.json"}
    for language in entry["languages"].values():
        meta = f"pagefind/pagefind.{language['hash']}.pf_meta"
        _, pages, chunks, filters, sorts, _ = cbor2.loads(gzip.decompress(files[meta])[12:])
        assert [name for name, _ in filters] == ["author", "rubric"]
        assert [name for name, _ in sorts] == ["date"]
        named |= {meta, f"pagefind/wasm.{language['wasm']}.pagefind"}
        named |= {f"pagefind/fragment/{name}.pf_fragment" for name, _ in pages}
        named |= {f"pagefind/index/{chunk[-1]}.pf_index" for chunk in chunks}
        named |= {f"pagefind/filter/{name}.pf_filter" for _, name in filters}

    assert sorted(entry["languages"]) == ["en", "fr"]
    assert named == files.keys()


def test_only_the_marked_part_is_indexed(tmp_path: Path) -> None:
    """Menus are not; what a label says is known without being text of the page."""
    files = bytes_of(index_of(site(tmp_path / "pages", [1]), tmp_path))
    (only,) = fragments(files)

    assert only["url"] == "/rubrique/a1/"
    assert only["meta"] == {"kicker": "r1", "title": "Titre 1"}
    assert only["filters"] == {"author": ["a1"], "rubric": ["r1"]}
    assert not any(
        "secret" in gzip.decompress(data).decode("utf-8", "replace") for path, data in files.items() if ".pf_" in path
    )


def test_a_page_counts_as_changed_by_what_may_be_in_the_index() -> None:
    """Not by the name of its sealed file, which is another one after each word that nobody may search."""
    sealed = b'<p data-pagefind-body>x<paywalled-section id="s1" src="/sealed/%b.spw" header="%b"></paywalled-section>'

    assert fingerprint(sealed % (b"aa", b"AQ")) == fingerprint(sealed % (b"bb", b"AR")) != ""
    assert fingerprint(sealed % (b"aa", b"AQ")) != fingerprint(sealed.replace(b">x<", b">y<") % (b"aa", b"AQ"))
    assert fingerprint(b"<p>no mark</p>") == ""


@pytest.mark.parametrize("missing", ["pagefind_bin", "cbor2"])
def test_a_missing_package_is_told_with_a_hint(missing: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """The package is optional: whoever has the setting and not the package reads what to do."""
    monkeypatch.setitem(sys.modules, missing, None)

    with pytest.raises(SourceError) as caught:
        engine.executable()
    assert caught.value.code == "search-missing"
    assert "marbre[search]" in caught.value.hint


def test_a_failing_program_is_told_in_its_own_words(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Nothing is published then."""
    program = tmp_path / "pagefind"
    program.write_text("#!/bin/sh\necho 'no room on device' >&2\nexit 3\n", "utf-8")
    program.chmod(0o755)
    monkeypatch.setattr(engine, "executable", lambda: program)

    with pytest.raises(SourceError, match="no room on device") as caught:
        index_of(site(tmp_path / "pages", [1]), tmp_path)
    assert caught.value.code == "search-failed"


def test_another_form_of_its_files_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A later Pagefind may write other lists: better no build than a search that finds nothing."""

    def run(_pages: Path, output: Path, _here: Path) -> None:
        subprocess.run(["mkdir", "-p", str(output)], check=True)
        (output / "pagefind-entry.json").write_text('{"languages": {"fr": {"hash": "fr_x", "wasm": "fr"}}}', "utf-8")
        (output / "pagefind.js").write_bytes(b"")
        (output / "wasm.fr.pagefind").write_bytes(b"")
        (output / "pagefind.fr_x.pf_meta").write_bytes(gzip.compress(b"pagefind_dcd\x81\x01"))

    monkeypatch.setattr(engine, "run", run)

    with pytest.raises(SourceError, match="another form"):
        index_of(site(tmp_path / "pages", [1]), tmp_path)


def test_what_a_killed_build_left_is_in_no_index(tmp_path: Path) -> None:
    """Its folder goes, and where a link lies in its place the link goes, not what it leads to."""
    (tmp_path / "scratch" / "search-old" / "index").mkdir(parents=True)
    elsewhere = tmp_path / "public" / "planted"
    elsewhere.mkdir(parents=True)
    (elsewhere / "page.html").write_text("x", "utf-8")
    (tmp_path / "scratch" / "search-link").symlink_to(elsewhere)
    place = tmp_path / "a.html"
    place.write_text(page(1), "utf-8")

    files = index_of({"a/index.html": place}, tmp_path / "scratch")

    assert files
    assert list((tmp_path / "scratch").iterdir()) == []
    assert [path.name for path in elsewhere.iterdir()] == ["page.html"]


def test_files_that_no_list_names_are_left_out(tmp_path: Path) -> None:
    """Another program may still be writing where Pagefind wrote."""
    site, here, output = (tmp_path / name for name in ("site", "here", "output"))
    for folder in (site, here):
        folder.mkdir()
    (site / "a.html").write_text(page(1), "utf-8")
    engine.run(site, output, here)
    named = bundle.ordered(output).keys()
    fragment = next(iter((output / "fragment").iterdir()))
    (output / "fragment" / "fr_0000000.pf_fragment").write_bytes(fragment.read_bytes())

    assert bundle.ordered(output).keys() == named
