"""The lock: one build at a time, and no lock that outlives its build."""

import json
import os
import re
import signal
import socket
import stat
import subprocess
import sys
from pathlib import Path

import pytest

from generator.engine.lock import hold
from generator.engine.owner import Owner, start_of, this_process, to_text
from generator.errors import SourceError

HOLDER = """
import sys
from pathlib import Path
from generator.engine.lock import hold
with hold(Path(sys.argv[1])):
    print("held", flush=True)
    sys.stdin.read()
"""


def start_holder(folder: Path) -> "subprocess.Popen[str]":
    """Return a process that holds the lock until its input ends."""
    process = subprocess.Popen(
        [sys.executable, "-c", HOLDER, str(folder)], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    )
    assert process.stdout is not None
    assert process.stdout.readline() == "held\n"
    return process


def end(process: "subprocess.Popen[str]") -> None:
    process.communicate()


def write_owner(folder: Path, **changes: object) -> None:
    """Leave a lock file behind as a build without the kernel's lock would."""
    folder.mkdir()
    owner = json.loads(to_text(this_process()))
    (folder / "lock").write_text(to_text(Owner(**{**owner, **changes})))


@pytest.mark.slow
def test_a_second_build_is_told_who_builds(tmp_path: Path) -> None:
    """The message has the time, the process and its command; when that build ends, the next may begin."""
    holder = start_holder(tmp_path / ".marbre")

    with pytest.raises(SourceError) as raised, hold(tmp_path / ".marbre"):
        pass

    assert raised.value.code == "build-running"
    assert re.fullmatch(
        rf"a build has been running since \d{{4}}-\d\d-\d\dT[\d:+]+ \(process {holder.pid} on .*\)",
        raised.value.problem,
    )
    assert str(holder.pid) in raised.value.hint
    end(holder)
    with hold(tmp_path / ".marbre"):
        pass


@pytest.mark.slow
def test_the_lock_of_a_killed_build_is_free(tmp_path: Path) -> None:
    """SIGKILL leaves the text behind but not the lock."""
    holder = start_holder(tmp_path / ".marbre")
    holder.send_signal(signal.SIGKILL)
    end(holder)
    assert f'"pid": {holder.pid}' in (tmp_path / ".marbre/lock").read_text()

    with hold(tmp_path / ".marbre"):
        assert f'"pid": {os.getpid()}' in (tmp_path / ".marbre/lock").read_text()


PARENT_OF_WORKER = """
import os, signal, sys
from pathlib import Path
from generator.engine.lock import hold
with hold(Path(sys.argv[1])):
    if os.fork() == 0:
        # The worker says so itself: what a fork lets go of, it lets go of before this line, and not before the parent's.
        print(os.getpid(), flush=True)
        signal.pause()
    sys.stdin.read()
"""


@pytest.mark.slow
def test_a_worker_that_outlives_its_build_does_not_keep_the_lock(tmp_path: Path) -> None:
    """Forked children let go of the lock, which belongs to the open file and not to the process."""
    parent = subprocess.Popen(
        [sys.executable, "-c", PARENT_OF_WORKER, str(tmp_path)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )
    assert parent.stdout is not None
    worker = int(parent.stdout.readline())
    parent.kill()
    try:
        parent.wait()
        with hold(tmp_path):
            pass
    finally:
        os.kill(worker, signal.SIGKILL)
        end(parent)


def test_two_builds_in_one_process_exclude_each_other(tmp_path: Path) -> None:
    """The preview's build and another one in a thread of the same process are two builds."""
    with hold(tmp_path), pytest.raises(SourceError) as raised, hold(tmp_path):
        pass

    assert raised.value.code == "build-running"


def test_a_lock_is_private_and_empty_after_the_build(tmp_path: Path) -> None:
    """The file stays, for removing it would race with the next build, but names nobody."""
    with hold(tmp_path / ".marbre"):
        assert stat.S_IMODE((tmp_path / ".marbre/lock").stat().st_mode) == 0o600

    assert (tmp_path / ".marbre/lock").read_text() == ""
    assert stat.S_IMODE((tmp_path / ".marbre").stat().st_mode) == 0o700


def test_a_failing_build_gives_the_lock_back(tmp_path: Path) -> None:
    """An error inside the block comes through, and the next build may begin."""
    with pytest.raises(ZeroDivisionError), hold(tmp_path):
        _ = 1 / 0

    with hold(tmp_path):
        pass


@pytest.mark.parametrize("rest", ["", "not json", "{}", '{"pid": "x"}', "\x00" * 50])
def test_a_lock_file_without_a_readable_owner_is_taken(tmp_path: Path, rest: str) -> None:
    """Text left by a power cut or another program holds nothing."""
    (tmp_path / "lock").write_text(rest)

    with hold(tmp_path), pytest.raises(SourceError), hold(tmp_path):
        pass


def test_without_kernel_locks_a_live_owner_is_respected(tmp_path: Path) -> None:
    """On a file system that cannot lock, the named process is looked up."""
    write_owner(tmp_path / ".marbre")

    with pytest.raises(SourceError) as raised, hold(tmp_path / ".marbre", by_kernel=False):
        pass

    assert raised.value.code == "build-running"


def test_without_kernel_locks_another_machine_is_believed(tmp_path: Path) -> None:
    """Whether a process of another machine lives cannot be seen, so its lock counts."""
    write_owner(tmp_path / ".marbre", host=f"not-{socket.gethostname()}", pid=999_999_999)

    with pytest.raises(SourceError, match="not-"), hold(tmp_path / ".marbre", by_kernel=False):
        pass


def test_without_kernel_locks_the_lock_of_a_dead_process_is_taken_over(tmp_path: Path) -> None:
    """A pid that no process has is a build that was killed."""
    dead = subprocess.Popen(["true"])
    dead.wait()
    write_owner(tmp_path / ".marbre", pid=dead.pid)

    with hold(tmp_path / ".marbre", by_kernel=False):
        pass


@pytest.mark.skipif(not start_of(os.getpid()), reason="needs /proc")
def test_without_kernel_locks_a_pid_used_again_is_not_the_owner(tmp_path: Path) -> None:
    """The process has the pid of a build that is gone, and began later."""
    write_owner(tmp_path / ".marbre", started="1")

    with hold(tmp_path / ".marbre", by_kernel=False):
        pass


def test_a_lock_that_cannot_be_made_is_told(tmp_path: Path) -> None:
    """A link in the lock's place is not followed, and a file in the folder's place is no folder."""
    (tmp_path / "a").write_text("")
    (tmp_path / "b").mkdir()
    (tmp_path / "b/lock").symlink_to(tmp_path / "a")

    for folder in (tmp_path / "a", tmp_path / "b"):
        with pytest.raises(SourceError) as raised, hold(folder):
            pass
        assert raised.value.code == "no-workspace"
