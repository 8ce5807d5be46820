"""Sites of so many files that several processes read them, and that what is learned goes through files."""

import random
import tempfile
from array import array
from pathlib import Path

import pytest

from generator.model.config import TeaserRule
from generator.press.audit import buckets, comparison, index, spool
from generator.press.audit.files import AuditedFile
from generator.press.audit.index import Index
from generator.press.audit.plain import plain_of
from generator.press.audit.reader import Reader
from generator.press.audit.scanner import Scanner
from generator.press.audit.scanning import Read, Scanning, scan_chunk
from generator.press.audit.secrecy import Keyed
from generator.press.audit.tasks import FileTask
from tests.press.audit.audited_site import BuiltSite, page

ARTICLES = 60
NAMES = ("Ambazac", "Bellac", "Châlus", "Dournazac", "Eymoutiers", "Felletin")


def paper() -> BuiltSite:
    """Return a clean site: every second article has a sealed sentence of its own."""
    site = BuiltSite()
    for number in range(ARTICLES):
        name = f"articles/a{number}"
        town = f"{NAMES[number % 6]} {number * 7919}"
        public = f"La mairie de {town} a publié son budget ce matin."
        sealed = sentence(number) if number % 2 else ""
        site.sources[f"{name}.md"] = f"---\ntitle: {town}\n---\n\n{public}\n" + (
            f"\n<!-- paywall -->\n\n{sealed}\n" if sealed else ""
        )
        element = site.seal(name, f"<p>{sealed}</p>") if sealed else ""
        site.write(f"a{number}/index.html", page(name, f"<p>{public}</p>", element))
    site.write("feed.xml", "\n".join(f"<title>{number}</title>" for number in range(ARTICLES)))
    return site


def sentence(number: int) -> str:
    """Return twelve words that no other number has."""
    chance = random.Random(number)
    return " ".join("".join(chance.choices("abcdefglmnoprstu", k=8)) for _ in range(12)) + "."


@pytest.fixture(params=["in memory", "through files", "looked for in files", "in fresh processes"])
def through(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> str:
    """Where what is learned waits for the index; files are made in a folder that is looked at afterwards."""
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    if request.param == "looked for in files":
        monkeypatch.setattr(index, "_AS_LONG", 0)
    if "files" in request.param:
        monkeypatch.setattr(spool, "LARGEST", 50)
        monkeypatch.setattr(index, "LARGEST", 50)
        monkeypatch.setattr(buckets, "_BUCKET", 8)
        monkeypatch.setattr(index, "_AT_ONCE", 4)
        monkeypatch.setattr(index, "_MOST_RUNS", 3)
    if request.param == "in fresh processes":
        monkeypatch.setattr(comparison, "_MANY", 0)
    return str(request.param)


@pytest.mark.slow
@pytest.mark.usefixtures("through")
@pytest.mark.parametrize("jobs", [1, 2, 3])
def test_what_one_of_many_files_says_is_found(jobs: int, tmp_path: Path) -> None:
    site = paper()
    assert site.audited(jobs=jobs).leaks == ()

    site.write("a20/index.html", page("articles/a20", f"<p>{sentence(31)}</p>"))
    leaks = site.audited(jobs=jobs).leaks

    assert [(leak.output, leak.section) for leak in leaks] == [("a20/index.html", "articles/a31#s1")]
    assert list(tmp_path.iterdir()) == []


@pytest.mark.slow
@pytest.mark.usefixtures("through")
@pytest.mark.parametrize("jobs", [1, 2])
def test_what_a_first_audit_of_many_files_learned_is_there_for_the_next(jobs: int) -> None:
    """A sentence that nobody sealed when its file was read, a section that was sealed before the file was there."""
    site = paper()
    site.outputs = {"old.html": page("x", f"<p>{sentence(40)}</p>").encode(), **site.outputs}
    memory = site.audited(jobs=jobs).memory

    site.sources["articles/new.md"] = f"---\ntitle: Neuf\n---\n\n<!-- paywall -->\n\n{sentence(40)}\n"
    site.write("new/index.html", page("articles/new", site.seal("articles/new", f"<p>{sentence(40)}</p>")))
    site.write("late.html", page("x", f"<p>{sentence(51)}</p>"))
    leaks = site.audited(memory, jobs=jobs).leaks

    assert {(leak.output, leak.section) for leak in leaks} == {
        ("old.html", "articles/new#s1"),
        ("late.html", "articles/a51#s1"),
    }


def test_what_a_killed_audit_left_goes_with_the_next(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Keyed hashes of a build that was killed stay in the workspace until the next build, and no longer."""
    monkeypatch.setattr(spool, "LARGEST", 50)
    left = tmp_path / "audit" / "left"
    left.parent.mkdir()
    left.write_bytes(b"x")

    assert paper().audited(folder=tmp_path).leaks == ()

    assert list(tmp_path.iterdir()) == []


def test_a_sentence_is_found_where_nearly_all_files_are_new() -> None:
    """The memory of what they were before is of no use then, and is not believed."""
    site = paper()
    memory = site.audited().memory
    for path in [path for path in site.outputs if path.endswith(".html")]:
        site.write(path, site.outputs[path].replace(b"<h1>", b"<h1 >").replace(b"</body>", b"<hr></body>"))
    assert site.audited(memory).leaks == ()

    site.write("404.html", page("x", f"<p>{sentence(7)}</p>"))
    assert [leak.output for leak in site.audited(memory).leaks] == ["404.html"]


def test_a_memory_that_lost_a_part_is_made_anew(monkeypatch: pytest.MonkeyPatch) -> None:
    """Also if that is noticed only when the parts are sorted anew, after all was read."""
    site = paper()
    memory = dict(site.audited().memory)
    monkeypatch.setattr(index, "_LARGEST_LATE", 0)
    monkeypatch.setattr(index, "_SHARE_YOUNG", 1_000_000)
    part = next(name for name in memory if name.startswith("public/old/"))
    del memory[part]

    site.write("404.html", page("x", "<p>Rien ici.</p>"))
    result = site.audited(memory)

    assert result.leaks == ()
    assert part in result.memory


@pytest.mark.parametrize("name", ["public/late", "sealed/late", "explained", "public/old", "sealed/old"])
def test_a_memory_that_lost_its_end_is_made_anew(name: str) -> None:
    site = paper()
    memory = dict(site.audited().memory)
    part = next(one for one in memory if one.startswith(name))
    memory[part] += b"x"

    site.write("404.html", page("x", f"<p>{sentence(7)}</p>"))

    assert [leak.output for leak in site.audited(memory).leaks] == ["404.html"]


def test_an_index_in_which_everything_changes_stays_as_large(monkeypatch: pytest.MonkeyPatch) -> None:
    """What is gone does not count for what is there."""
    monkeypatch.setattr(index, "_LARGEST_LATE", 50)
    monkeypatch.setattr(buckets, "_BUCKET", 8)
    stored: dict[str, bytes] = {}
    sizes = []
    table = Index("public", lambda names: {name: stored[name] for name in names})
    for owner in range(1, 120):
        rng = random.Random(owner)
        table.add(owner, [rng.getrandbits(64) for _ in range(100)])
        for parts in table.rebuilt(owner.__eq__) if table.is_grown else table.settled():
            stored.update(parts)
        late = table.sorted_late().tobytes()
        table = Index("public", lambda names: {name: stored[name] for name in names}, table.shapes, late)
        sizes.append(sum(shape.size for shape in table.shapes))

    assert max(sizes[20:]) <= max(sizes[:20])


def test_parts_are_stored_as_they_are_made() -> None:
    """Nothing of them is kept in memory; together they are what they would be."""
    stored: list[dict[str, bytes]] = []
    site = paper()

    result = site.audited(store=lambda parts: stored.append(dict(parts)))

    assert len(stored) > 5
    assert not result.memory
    assert {name: part for some in stored for name, part in some.items()} == site.audited().memory


def test_what_all_pages_share_belongs_to_pages_that_hardly_change(tmp_path: Path) -> None:
    """
    In every process: else the first page that one of them reads has it, and when that changes all of its pages are suspects.
    """
    menu, wall = '<nav>\n<a href="/">La une de Brévoine</a>\n</nav>', "<aside>\n<p>Pour les abonnés</p>\n</aside>"

    def task(number: int, path: str, *blocks: str) -> FileTask:
        data = "\n".join((menu, *blocks, "")).encode()
        return FileTask(number, AuditedFile(path, "", lambda: data, is_page=True), is_sealed=False)

    new, newer = task(1, "a/index.html", "<p>Un.</p>", wall), task(2, "b/index.html", "<p>Deux.</p>", wall)
    old, missing = task(3, "c/index.html", "<p>Trois.</p>", wall), task(4, "404.html", "<p>Rien ici.</p>")
    files = [new, newer, *(task(9 + at, f"{at}/index.html", f"<p>{at}</p>", wall) for at in range(39)), old, missing]
    plain, keyed = plain_of(files), Keyed(bytes(32))
    assert [one.number for one, _ in plain] == [4, *range(9, 48), 3]

    def process(*tasks: FileTask, knows: bool = True) -> list[Read]:
        shared = Scanning(Scanner(Reader()), keyed, TeaserRule(), None, str(tmp_path), plain if knows else ())
        return scan_chunk(tasks, shared).reads

    reads = [*process(missing, new), *process(newer, old)]
    alone = process(missing, *(one for one, _ in plain[1:-1]), old, knows=False)

    assert [list(array("I", read.units)) for read in reads] == [[4], [1, 4, 9], [2, 4, 9], [3, 4, 9]]
    assert [set(array("Q", reads[at].hashes)) for at in (0, 3)] == [set(array("Q", alone[at].hashes)) for at in (0, -1)]
