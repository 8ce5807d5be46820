"""`build --executor`: a build on a Dask cluster publishes what a local build publishes, or nothing."""

import os
import threading
from collections.abc import Callable, Iterator
from pathlib import Path
from types import SimpleNamespace

import pytest
from test_builds import SEALED, press
from test_canary import picture
from whole_site import WholeSite, article

from generator.desk.seal.body import Sealed
from generator.desk.work import Outcome
from generator.engine import connection
from generator.engine.digest import digest_bytes
from generator.pipeline.file_digests import FileDigests, other_files
from tests.dask_cluster import DaskCluster, Started, dask_cluster

ILLUSTRATED = {
    "content/articles/x/index.md": article(f"{SEALED}\n\n![Un aimant](aimant.png)", access="abonnes"),
    "content/articles/x/aimant.png": picture("p"),
}


@pytest.fixture(scope="module")
def dask(tmp_path_factory: pytest.TempPathFactory) -> Iterator[DaskCluster]:
    """Two workers, which no test of those that share them may end."""
    with dask_cluster(tmp_path_factory.mktemp("dask")) as running:
        yield running


def paper(root: Path) -> WholeSite:
    """Return a small paper with a sealed picture, built here."""
    site = press(root)
    site.write(ILLUSTRATED)
    assert site.build().status == 0
    return site


def far(site: WholeSite) -> dict[str, bytes]:
    """Return every file of the output that a cluster made."""
    public = site.root / "far"
    return {path.relative_to(public).as_posix(): path.read_bytes() for path in public.rglob("*") if path.is_file()}


def kill_when_at_work(workers: list[Started], build: Callable[[], None]) -> list[int]:
    """Run *build*, kill each of these workers as soon as a process works for it, and return those processes."""
    done = threading.Event()
    at_work: list[int] = []

    def kill() -> None:
        for worker in workers:
            while not (found := worker.children()) and not done.is_set():
                os.sched_yield()
            at_work.extend(found)
            worker.kill()

    killer = threading.Thread(target=kill)
    killer.start()
    try:
        build()
    finally:
        done.set()
        killer.join()
    return at_work


@pytest.mark.slow
def test_a_cluster_makes_the_same_bytes(tmp_path: Path, dask: DaskCluster) -> None:
    """Pages, feeds, sealed sections and pictures; and a build after it finds nothing to do."""
    site = paper(tmp_path)

    ran = site.build("--executor", dask.address, "--output", str(tmp_path / "far"))

    assert ran.status == 0, ran.err
    assert len(far(site)) > 20
    assert far(site) == site.output()
    assert any(path.endswith(".spw") for path in far(site))


@pytest.mark.slow
def test_a_cluster_renders_and_its_cache_serves_a_local_build(tmp_path: Path, dask: DaskCluster) -> None:
    """The cache is one: what a cluster rendered is not rendered again here, nor the reverse."""
    site = paper(tmp_path)
    local = site.output()

    ran = site.build("--clean", "--executor", dask.address, "--json")
    again = site.build("--executor", "tcp://127.0.0.1:1")  # nothing listens there, and nobody asks

    assert ran.status == 0, ran.err
    assert '"rendered": 0' not in ran.out
    assert again.status == 0, again.err
    assert site.output() == local


@pytest.mark.slow
def test_a_worker_killed_in_the_middle_changes_nothing(tmp_path: Path) -> None:
    """What it had under way is done by the other; the tree is that of a local build."""
    site = paper(tmp_path)
    with dask_cluster(tmp_path / "dask") as dask:
        runs = []
        at_work = kill_when_at_work(
            dask.workers[:1],
            lambda: runs.append(site.build("--clean", "--executor", dask.address, "--output", str(tmp_path / "far"))),
        )

    assert at_work
    assert runs[0].status == 0, runs[0].err
    assert far(site) == site.output()


@pytest.mark.slow
def test_all_workers_killed_publish_nothing(tmp_path: Path) -> None:
    """An error with a hint, in bounded time, and readers see what they saw before."""
    site = paper(tmp_path)
    before = site.times()
    site.write({"content/articles/a1.md": article("Un texte nouveau.")})
    with dask_cluster(tmp_path / "dask", workers=1) as dask:
        runs = []
        assert kill_when_at_work(dask.workers, lambda: runs.append(site.build("--executor", dask.address)))

    assert runs[0].status == 1
    assert runs[0].codes == ["executor-lost"]
    assert "Traceback" not in runs[0].err
    public = {path: stat for path, stat in before.items() if path.startswith("public/")}
    assert {path: stat for path, stat in site.times().items() if path.startswith("public/")} == public


@pytest.mark.slow
def test_mistakes_come_back_from_a_cluster_as_from_here(tmp_path: Path, dask: DaskCluster) -> None:
    """Every one with file, line and hint."""
    site = press(tmp_path)
    site.write({f"content/articles/a{one}.md": article("Voir [ceci](absent.md).", rubric="imagerie") for one in (1, 2)})

    here, there = site.build(), site.build("--executor", dask.address)

    assert there.status == here.status == 1
    assert len(here.codes) == 2
    assert there.err == here.err


@pytest.mark.parametrize("address", ["tcp://192.0.2.7:8786", "tls://presse.example.fr:8786", "presse"])
def test_an_address_that_will_not_do_is_wrong_usage(tmp_path: Path, address: str) -> None:
    """Refused with the forms that do, before anything is read."""
    site = WholeSite(tmp_path)

    ran = site.build("--executor", address)

    assert ran.status == 2
    assert "hint:" in ran.err
    assert not (tmp_path / ".marbre").exists()


def test_no_scheduler_is_an_error_with_a_hint(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """In bounded time."""
    monkeypatch.setattr(connection, "CONNECT", 0.2)
    site = press(tmp_path)

    ran = site.build("--executor", "tcp://127.0.0.1:1")

    assert ran.status == 1
    assert ran.codes == ["executor-unreachable"]
    assert "public/index.html" not in site.times()


def test_a_picture_that_is_another_one_there_is_named(tmp_path: Path) -> None:
    """A worker's folder of yesterday would publish yesterday's picture."""
    path = "articles/x/aimant.png"
    (tmp_path / "content/articles/x").mkdir(parents=True)
    (tmp_path / "content" / path).write_bytes(b"today")
    digests = FileDigests(SimpleNamespace(root=tmp_path))

    def told(data: bytes) -> list[str]:
        sealed = Sealed(body=None, card=None, files=(), used=((path, digest_bytes(data)),), public_characters=0)
        return [f"{error.where}: {error.code}" for error in other_files(Outcome("x", sealed), digests)]

    assert told(b"today") == []
    assert told(b"yesterday") == [f"content/{path}: worker-differs"]
    assert list(other_files(Outcome("x", None), digests)) == []
