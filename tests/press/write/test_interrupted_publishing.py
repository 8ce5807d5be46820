"""Builds that are killed: no torn file, no dead link, and the next build ends as if nothing had happened."""

import os
import random
import shutil
import signal
import subprocess
import sys
from collections.abc import Iterator
from datetime import timedelta
from hashlib import sha256
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from editions import FIRST, SECOND, Site, dead_links

from generator.press.write.places import places
from generator.press.write.publish import recover

HERE = Path(__file__).parent
NO_GRACE = timedelta(0)
STRACE = ("strace", "-f", "--seccomp-bpf")  # stops at the named system calls only
QUIET = -1  # a step that never comes; nothing is printed
SHARED_MEMORY = Path("/dev/shm")  # another file system than that of most temporary folders


def run(site: Site, step: int, *prefix: str) -> "subprocess.CompletedProcess[str]":
    """Build the second edition in a process of its own, killed before *step*."""
    return subprocess.run(
        [*prefix, sys.executable, "-B", HERE / "killed_build.py", site.root, site.output, str(step)],
        env={**os.environ, "PYTHONPATH": f"{HERE.parents[2]}:{HERE}"},
        capture_output=True,
        text=True,
        check=False,
    )


def restore(site: Site, saved: Path) -> None:
    """Put the publication back to its first edition."""
    for folder in (site.root, site.output):
        shutil.rmtree(folder, ignore_errors=True)
    shutil.copytree(saved / "root", site.root)
    shutil.copytree(saved / "output", site.output, dirs_exist_ok=True)


def publish_first(site: Site, saved: Path) -> None:
    """Publish the first edition and save it."""
    site.build(FIRST, grace=NO_GRACE)
    shutil.copytree(site.root, saved / "root")
    shutil.copytree(site.output, saved / "output")


def assert_readable(site: Site) -> None:
    """Every file is that of one edition, whole, and no reader comes to a dead link."""
    files = site.files()
    for path, text in files.items():
        assert text in (FIRST.get(path), SECOND.get(path)), f"{path} is torn: {text!r}"
    assert FIRST.keys() & SECOND.keys() <= files.keys()
    assert dead_links(files) == []


def assert_recovers(site: Site) -> None:
    """The next build needs no hand and leaves nothing behind."""
    site.build(SECOND, grace=NO_GRACE)
    assert site.files() == SECOND
    left = [path for path in site.output.rglob(".marbre-*") if path.name != ".marbre-output"]
    assert left == []
    assert [path.name for path in places(site.output, site.workspace).folder.iterdir()] == ["manifest"]
    assert not any(path.is_dir() and not any(path.iterdir()) for path in site.output.rglob("*"))
    assert site.build(SECOND, grace=NO_GRACE).written == ()


@pytest.fixture
def memory(tmp_path: Path) -> Iterator[Path]:
    """A folder in memory, where a thousand fsyncs cost nothing; else the ordinary one."""
    if not SHARED_MEMORY.is_dir() or SHARED_MEMORY.stat().st_dev == tmp_path.stat().st_dev:
        yield tmp_path
        return
    with TemporaryDirectory(prefix="marbre-test-", dir=SHARED_MEMORY) as folder:
        yield Path(folder)


@pytest.fixture
def site(memory: Path) -> Site:
    (memory / "journal").mkdir()
    return Site(memory / "journal", memory / "journal/public")


@pytest.fixture(params=["same file system", "two file systems"])
def either(request: pytest.FixtureRequest, site: Site, tmp_path: Path) -> Site:
    """A publication whose output lies beside its workspace, or on another file system."""
    if request.param == "same file system":
        return site
    if site.root.stat().st_dev == tmp_path.stat().st_dev:
        pytest.skip("there is one file system only")
    return Site(site.root, tmp_path / "elsewhere/public")


@pytest.mark.slow
def test_a_build_killed_at_any_step_is_finished_by_the_next(either: Site, tmp_path: Path) -> None:
    """SIGKILL before each change of the file system, from the first staged file to the last removal."""
    publish_first(either, tmp_path)
    done = run(either, 0)
    steps = int(done.stdout)
    assert steps > 40
    assert either.files() == SECOND

    for step in range(1, steps + 1):
        restore(either, tmp_path)
        assert run(either, step).returncode == -signal.SIGKILL
        assert_readable(either)
        assert_recovers(either)


@pytest.mark.slow
def test_a_first_build_killed_at_any_step_does_not_lock_itself_out(site: Site) -> None:
    """The output folder is known as ours from the moment on when something is in it."""
    steps = int(run(site, 0).stdout)

    for step in range(1, steps + 1):
        shutil.rmtree(site.root)
        site.root.mkdir()
        assert run(site, step).returncode == -signal.SIGKILL
        assert dead_links(site.files()) == []
        assert_recovers(site)


@pytest.mark.slow
def test_a_recovery_that_is_killed_too_is_finished_by_the_next(either: Site, tmp_path: Path) -> None:
    """Twice in a row, at eight pairs of random steps."""
    publish_first(either, tmp_path)
    steps = int(run(either, 0).stdout)
    seed = random.randrange(2**32)
    print(f"seed {seed}")
    chance = random.Random(seed)

    for _ in range(8):
        restore(either, tmp_path)
        for stop in (chance.randrange(1, steps + 1), chance.randrange(1, steps // 2)):
            run(either, stop)
            assert_readable(either)
        assert_recovers(either)


@pytest.mark.slow
def test_files_torn_by_a_power_cut_are_not_published(either: Site, tmp_path: Path) -> None:
    """A journal outlives the machine, the files that it names may not: they are made again."""
    publish_first(either, tmp_path)
    place = places(either.output, either.workspace)
    for step in range(int(run(either, 0).stdout), 0, -1):
        restore(either, tmp_path)
        run(either, step)
        if place.journal.exists() and len(list(place.staged.glob("*"))) > 3:
            break
    assert place.journal.exists()
    for path in (*place.staged.iterdir(), *either.output.rglob(".marbre-*.part")):
        path.write_bytes(b"")

    recover(either.output, either.workspace)

    assert all(either.files().values())
    assert_recovers(either)


@pytest.mark.slow
@pytest.mark.skipif(shutil.which("strace") is None, reason="needs strace")
def test_a_rename_that_the_kernel_never_finishes_is_finished_by_the_next(site: Site, tmp_path: Path) -> None:
    """SIGKILL inside the system call, as strace injects it, at every third rename."""
    publish_first(site, tmp_path)
    calls = "rename,renameat,renameat2"
    probe = run(site, 0, *STRACE, "-o", str(tmp_path / "trace"), "-e", f"trace={calls}")
    if probe.returncode:
        pytest.skip(f"strace may not trace here: {probe.stderr.strip()[:80]}")
    renames = (tmp_path / "trace").read_text().count("rename")

    for number in range(1, renames + 1, 3):
        restore(site, tmp_path)
        run(site, 0, *STRACE, "-o", "/dev/null", "-e", f"inject={calls}:signal=SIGKILL:when={number}")
        assert_readable(site)
        assert_recovers(site)


@pytest.mark.slow
@pytest.mark.skipif(shutil.which("strace") is None, reason="needs strace")
@pytest.mark.parametrize(("fault", "code", "every"), [("ENOSPC", "no-space", 1), ("EIO", "unwritable", 3)])
def test_a_disk_that_fails_before_the_journal_changes_nothing(
    site: Site, tmp_path: Path, fault: str, code: str, every: int
) -> None:
    """Writes and fsyncs in turn: an error with a reason, and the output is byte for byte what it was."""
    publish_first(site, tmp_path)
    failed = 0
    for number in range(1, 40, every):
        restore(site, tmp_path)
        inject = f"inject=write,fsync:error={fault}:when={number}"
        done = run(site, QUIET, *STRACE, "-o", "/dev/null", "-e", inject)
        if done.returncode == 0:
            break
        if "error[" not in done.stderr:
            pytest.skip(f"strace may not trace here: {done.stderr.strip()[:80]}")
        failed += 1
        assert f"error[{code}]" in done.stderr
        if not places(site.output, site.workspace).journal.exists():
            assert site.files() == FIRST
        assert_recovers(site)
    assert failed >= 10 // every


def test_nothing_to_recover_is_nothing_done(site: Site) -> None:
    """After a build that came to its end, and before the first, recovering changes nothing."""
    assert recover(site.output, site.workspace).finished == 0
    site.build(FIRST)
    before = site.snapshot()

    assert recover(site.output, site.workspace).finished == 0
    assert site.snapshot() == before


def test_a_damaged_journal_is_given_up_with_a_warning(site: Site, tmp_path: Path) -> None:
    """Nothing is done by half a journal; the build that follows compares every file."""
    publish_first(site, tmp_path)
    folder = places(site.output, site.workspace)
    for data in (
        b"",
        b"\xff\x00",
        b"marbre-journal 1 0000\n{}",
        *(
            f"marbre-journal 1 {sha256(body).hexdigest()}\n".encode() + body
            for body in (
                b"null",
                b"[" * 100_000,
                b'{"writes": [], "clear": [], "removals": [], "folders": []}',
                b'{"writes": [], "clear": [], "removals": ["../a.html"], "folders": [], "marked": false}',
                b'{"writes": [["0", "a.html", 1]], "clear": [], "removals": [], "folders": [], "marked": false}',
            )
        ),
    ):
        folder.journal.write_bytes(data)
        found = recover(site.output, site.workspace)
        assert [warning.code for warning in found.warnings] == ["journal-damaged"]
        assert not folder.journal.exists()
        assert site.files() == FIRST
    assert_recovers(site)
