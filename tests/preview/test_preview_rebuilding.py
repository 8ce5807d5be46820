"""What happens between a change of the sources and the next state of the preview."""

import os
import select
import shutil
import signal
import subprocess
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from watchdog.observers.api import BaseObserver, EventEmitter

from generator.errors import Leak, LeakError, Location
from generator.preview import watching
from generator.preview.outcome import failed
from generator.preview.sources import Snapshot, changed, glance, snapshot
from generator.preview.watching import Watch
from tests.preview.running import FILES, PARAGRAPH, Running, article, free_port, running, settled, write

SCANNER = "content/articles/scanner.md"


def sourced(preview: Running, wanted: str) -> None:
    """Wait until a settled preview shows *wanted* on the page of the scanner."""
    with preview.events() as states:
        next(state for state in states if settled(state) and wanted in preview.ask("/scanner/")[1])


@pytest.mark.slow
def test_an_edit_changes_its_own_page_and_renders_nothing_else(preview: Running) -> None:
    """The next state names the page; the terminal says that one document was rendered."""
    before = preview.state(settled)

    write(preview.root, {SCANNER: article("Le scanner", "Il est reparti.\n")})

    after = preview.state(
        lambda state: settled(state) and state["epoch"] > before["epoch"],
        f"?run={before['run']}&epoch={before['epoch']}",
    )
    assert "scanner/index.html" in after["changed"]
    assert "autre/index.html" not in after["changed"]
    assert "Il est reparti." in preview.ask("/scanner/")[1]
    assert preview.said("(1 documents rendered")


@pytest.mark.slow
def test_a_page_that_missed_builds_catches_up(preview: Running) -> None:
    """It is told what changed since the epoch it was served in; a page of another run, that this is not known."""
    first = preview.state(settled)
    for number, name in enumerate(("scanner", "autre"), start=1):
        write(preview.root, {f"content/articles/{name}.md": article(name, f"Version {number}.\n")})
        preview.state(lambda state, wanted=first["epoch"] + number: settled(state) and state["epoch"] == wanted)

    missed = preview.state(settled, f"?run={first['run']}&epoch={first['epoch']}")
    nothing = preview.state(settled, f"?run={first['run']}&epoch={missed['epoch']}")
    foreign = preview.state(settled, f"?run=other&epoch={first['epoch']}")

    assert {"scanner/index.html", "autre/index.html"} <= set(missed["changed"])
    assert nothing["changed"] == []
    assert foreign["changed"] is None


@pytest.mark.slow
def test_a_mistake_leaves_the_last_good_page_and_says_where_it_is(preview: Running) -> None:
    """Code, file, line, hint and the source lines around it; all gone once it is mended."""
    good = (preview.root / SCANNER).read_text("utf-8")

    write(preview.root, {SCANNER: good.replace("title:", "titel:"), "content/articles/autre.md": "rien\n"})
    broken = preview.state(lambda state: len(state["errors"]) > 1 and not state["building"])
    page = preview.ask("/scanner/")
    write(preview.root, {SCANNER: good, "content/articles/autre.md": FILES["content/articles/autre.md"]})
    mended = preview.state(settled)

    error = next(one for one in broken["errors"] if one["code"] == "unknown-key")
    assert (error["path"], error["line"]) == (SCANNER, 2)
    assert [2, "titel: Le scanner"] in error["excerpt"]
    assert "title" in error["hint"]
    assert any(one["path"] == "content/articles/autre.md" for one in broken["errors"])
    assert page[0].status == 200
    assert PARAGRAPH[:30] in page[1]
    assert mended["errors"] == []


@pytest.mark.slow
def test_without_a_good_build_there_is_a_page_of_errors_that_recovers(root: Path) -> None:
    """The page is escaped, names file and line, and the site comes as soon as it can be built."""
    write(root, {SCANNER: "---\ntitle: Le scanner\n<script>alert(1)</script>: x\npublished: 2024-05-02\n---\nText\n"})

    with running(root, "--no-keyservice") as preview:
        preview.state(lambda state: bool(state["errors"]))
        answer, page = preview.ask("/scanner/")
        write(root, {SCANNER: FILES[SCANNER]})
        preview.state(settled)

        assert answer.status == 500
        assert f"{SCANNER}:3" in page
        assert "<script>alert" not in page
        assert preview.ask("/scanner/")[0].status == 200


@pytest.mark.slow
def test_a_storm_of_a_thousand_saves_ends_in_the_last_state(preview: Running) -> None:
    """However fast a file is written, what is shown in the end is its last text."""
    for number in range(1001):
        write(preview.root, {SCANNER: article("Le scanner", f"Version {number:04}.\n")})

    sourced(preview, "Version 1000.")


@pytest.mark.slow
def test_a_file_that_is_replaced_by_a_rename_is_seen(preview: Running) -> None:
    """Editors write beside a file and rename."""
    beside = preview.root / "content/articles/.scanner.md.new"
    beside.write_text(article("Le scanner", "Renommé.\n"), encoding="utf-8")
    beside.replace(preview.root / SCANNER)

    sourced(preview, "Renommé.")


@pytest.mark.slow
def test_a_deleted_folder_that_comes_back_is_watched_again(preview: Running) -> None:
    """The whole of content/ goes and returns, and later edits in it are still seen."""
    shutil.rmtree(preview.root / "content")
    preview.state(lambda state: settled(state) and preview.ask("/scanner/")[0].status == 404)
    write(preview.root, {name: text for name, text in FILES.items() if name.startswith("content/")})
    sourced(preview, PARAGRAPH[:30])

    write(preview.root, {SCANNER: article("Le scanner", "Après le retour.\n")})

    sourced(preview, "Après le retour.")


@pytest.mark.slow
def test_a_broken_template_is_an_error_until_it_is_mended(preview: Running) -> None:
    """A theme's mistake is told like an author's, and does not end the preview."""
    template = "themes/maison/templates/article.html"
    write(preview.root, {template: "{% if %}\n"})
    broken = preview.state(lambda state: bool(state["errors"]))

    write(preview.root, {template: '{% extends "base:article.html" %}\n'})
    (preview.root / template).unlink()
    mended = preview.state(settled)

    assert any(template in error["path"] for error in broken["errors"]), broken["errors"]
    assert mended["errors"] == []


@pytest.mark.slow
def test_a_checkout_of_many_files_ends_in_its_state(root: Path) -> None:
    """`git checkout` of a branch with hundreds of articles, and back."""

    def git(*arguments: str) -> None:
        names = ["-c", "user.name=Claire Dumas", "-c", "user.email=claire@example.org", "-c", "init.defaultBranch=un"]
        subprocess.run(["git", *names, *arguments], cwd=root, check=True, capture_output=True)

    write(root, {".gitignore": ".marbre\n"})
    git("init")
    git("add", "content", "site.yaml", "themes", ".gitignore")
    git("commit", "-m", "un")
    git("checkout", "-b", "deux")
    write(root, {f"content/articles/n/a{number}.md": article(f"Numéro {number}", PARAGRAPH) for number in range(300)})
    git("add", "content")
    git("commit", "-m", "deux")
    git("checkout", "un")
    with running(root, "--no-keyservice") as preview:
        pages = preview.state(settled)["pages"]

        git("checkout", "deux")
        more = preview.state(lambda state: settled(state) and preview.ask("/a299/")[0].status == 200)
        git("checkout", "un")
        preview.state(lambda state: settled(state) and state["pages"] == pages)

        assert more["pages"] >= pages + 300
        assert preview.ask("/a299/")[0].status == 404


@pytest.mark.slow
@pytest.mark.parametrize("ending", [signal.SIGINT, signal.SIGTERM])
def test_it_ends_within_two_seconds_and_leaves_no_process(root: Path, ending: signal.Signals) -> None:
    """Open pages do not keep it, and the process that builds ends with it."""
    with running(root, "--no-keyservice") as preview, preview.events() as states:
        next(state for state in states if settled(state))
        children = [os.pidfd_open(child) for child in children_of(preview.process.pid)]

        preview.process.send_signal(ending)
        status = preview.process.wait(timeout=2)

        assert status == 130
        assert children
        for child in children:
            assert select.select([child], [], [], 2)[0], "a process is left"
            os.close(child)


def children_of(pid: int) -> list[int]:
    """Return the processes that *pid* started and that run."""
    return [int(child) for child in Path(f"/proc/{pid}/task/{pid}/children").read_text("ascii").split()]


@pytest.mark.slow
def test_the_builder_that_was_killed_is_started_again(preview: Running) -> None:
    """Memory may run out: the error is told, and the next edit builds as before."""
    for child in children_of(preview.process.pid):
        if b"spawn_main" in Path(f"/proc/{child}/cmdline").read_bytes():
            subprocess.run(["kill", "-9", str(child)], check=True)
    write(preview.root, {SCANNER: article("Le scanner", "Pendant.\n")})
    preview.state(lambda state: any(error["code"] == "internal" for error in state["errors"]))

    write(preview.root, {SCANNER: article("Le scanner", "Après.\n")})

    sourced(preview, "Après.")


@pytest.mark.slow
def test_drafts_are_left_out_on_request(root: Path) -> None:
    """Without drafts the preview is what would be published; with them their marks are told."""
    with running(root, "--no-keyservice", "--no-drafts", "--port", str(free_port())) as preview:
        state = preview.state(settled)
        assert preview.ask("/brouillon/")[0].status == 404
        assert state["marked"] == []


class Refusing(BaseObserver):
    """What watchdog is where the limit of inotify watches is reached."""

    def __init__(self) -> None:
        super().__init__(EventEmitter)

    def start(self) -> None:
        raise OSError(28, "inotify watch limit reached")


def test_without_file_events_sources_are_looked_at_and_that_is_said_once(tmp_path: Path) -> None:
    """Changes are found by looking, after one warning."""
    said: list[str] = []
    write(tmp_path, {"content/articles/a.md": "un"})
    watch = Watch(tmp_path, said.append, observer=Refusing)
    watch.look()

    write(tmp_path, {"content/articles/a.md": "deux", "content/articles/b.md": "trois"})
    changed = watch.wait()
    write(tmp_path, {"content/articles/b.md": "quatre"})

    assert changed == ("content/articles/a.md", "content/articles/b.md")
    assert watch.wait() == ("content/articles/b.md",)
    assert len(said) == 1
    watch.end()


@pytest.fixture
def watched(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[tuple[Watch, list[Path]]]:
    """A watch over two articles, and a list to which each walk over all sources comes."""
    walks: list[Path] = []

    def counted(root: Path, site_file: str) -> Snapshot:
        walks.append(root)
        return snapshot(root, site_file)

    monkeypatch.setattr(watching, "snapshot", counted)
    monkeypatch.setattr(watching, "LOOK", 60.0)
    write(tmp_path, {"content/articles/a.md": "un", "content/articles/b.md": "deux"})
    watch = Watch(tmp_path, print)
    watch.look()
    walks.clear()
    yield watch, walks
    watch.end()


def test_a_file_that_was_saved_is_looked_at_alone(
    watched: tuple[Watch, list[Path]], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Written in place, or beside and then renamed; swap files of the editor do not count."""
    watch, walks = watched
    # However slow the machine is: two events of one save are not told as a pause.
    monkeypatch.setattr(watching, "SAVED", 0.5)

    write(tmp_path, {"content/articles/a.md": "trois"})
    assert watch.wait() == ("content/articles/a.md",)
    write(tmp_path, {"content/articles/.b.md.swp": "quatre"})
    (tmp_path / "content/articles/.b.md.swp").rename(tmp_path / "content/articles/b.md")
    assert watch.wait() == ("content/articles/b.md",)

    assert walks == []


def test_files_that_were_saved_together_are_found_by_a_walk(
    watched: tuple[Watch, list[Path]], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """No event has to be believed for that."""
    watch, walks = watched
    monkeypatch.setattr(watching, "QUIET", 0.5)

    write(tmp_path, {"content/articles/a.md": "trois", "content/articles/b.md": "quatre", "content/c.md": "cinq"})

    assert watch.wait() == ("content/articles/a.md", "content/articles/b.md", "content/c.md")
    assert len(walks) == 1


def test_a_walk_comes_in_time_however_often_one_file_is_saved(
    watched: tuple[Watch, list[Path]], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What the system did not tell of is found nevertheless."""
    watch, walks = watched
    monkeypatch.setattr(watching, "LOOK", 0.0)

    write(tmp_path, {"content/articles/a.md": "trois"})

    assert watch.wait(time.monotonic() + 30) == ("content/articles/a.md",)
    assert walks


def test_what_editors_leave_beside_a_file_is_no_change(tmp_path: Path) -> None:
    """Swap and backup files build nothing."""
    write(tmp_path, {"content/a.md": "un"})
    watch = Watch(tmp_path, print)
    watch.look()

    write(tmp_path, {"content/.a.md.swp": "x", "content/a.md~": "x", "content/.git/index": "x"})

    assert watch.look() == ()
    watch.end()


def test_a_leak_is_told_without_its_words(tmp_path: Path) -> None:
    """Neither the error nor an excerpt quotes what was to be sealed."""
    write(tmp_path, {"content/articles/a.md": "le mot secret\n"})
    leak = Leak("feed.xml", "articles/a#s1", Location("content/articles/a.md", 1), "plain", "le mot secret")

    told = failed(LeakError([leak]), tmp_path)

    assert "feed.xml" in told.errors[0].problem
    assert "secret" not in f"{told!r}{told.text}"


def test_what_a_link_leads_to_is_a_change(tmp_path: Path) -> None:
    """No event tells of it where it lies outside of what is watched; the next look does, and so does a glance."""
    write(tmp_path, {"content/a.md": "1\n", "shared/b.md": "2\n"})
    (tmp_path / "content/b.md").symlink_to("../shared/b.md")
    before = snapshot(tmp_path)

    write(tmp_path, {"shared/b.md": "deux\n"})

    assert changed(before, snapshot(tmp_path)) == ("content/b.md",)
    assert changed(before, glance(before, tmp_path, "content/b.md")) == ("content/b.md",)
    assert changed(before, glance(before, tmp_path, "content/a.md")) == ()


def test_an_excerpt_never_comes_from_where_the_keys_are(tmp_path: Path) -> None:
    """An error about the keyset quotes no line of it."""
    from generator.preview.excerpt import excerpt

    write(tmp_path, {".marbre/dev-keyset.json": "ROOT\n", "content/a.md": "1\n2\n3\n4\n", "secret.txt": "x\n"})
    (tmp_path / "content/lien.md").symlink_to(tmp_path / "secret.txt")

    assert excerpt(tmp_path, ".marbre/dev-keyset.json", 1) == ()
    assert excerpt(tmp_path, "content/../.marbre/dev-keyset.json", 1) == ()
    assert excerpt(tmp_path, "content/lien.md", 1) == ()
    assert excerpt(tmp_path, "content/a.md", 1) == ((1, "1"), (2, "2"), (3, "3"))
