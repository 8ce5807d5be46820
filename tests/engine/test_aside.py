"""Work that a copy of the process does: its answer, its failures, its end."""

import os
import signal
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

from generator.engine import aside as forking
from generator.engine.aside import aside


def children() -> list[str]:
    """Return the processes that this one has."""
    return Path(f"/proc/self/task/{threading.get_native_id()}/children").read_text().split()


def open_files() -> int:
    """Return how many files this process has open."""
    return len(list(Path("/proc/self/fd").iterdir()))


@pytest.fixture(autouse=True)
def nothing_is_left() -> Iterator[None]:
    before = children(), open_files()
    yield
    assert (children(), open_files()) == before


@pytest.fixture
def alone(monkeypatch: pytest.MonkeyPatch) -> None:
    """The threads that run the tests hold no lock that the copy needs."""
    monkeypatch.setattr(forking, "is_single_threaded", lambda: True)


@pytest.mark.usefixtures("alone")
def test_another_process_finds_the_answer() -> None:
    own = os.getpid()
    with aside(lambda: b"41" if os.getpid() == own else b"42") as answer:
        assert answer() == b"42"


def test_where_threads_run_this_process_does_the_work() -> None:
    own, over = os.getpid(), threading.Event()
    thread = threading.Thread(target=over.wait)
    thread.start()
    try:
        with aside(lambda: b"41" if os.getpid() == own else b"42") as answer:
            assert answer() == b"41"
    finally:
        over.set()
        thread.join()


@pytest.mark.usefixtures("alone")
def test_what_the_work_raises_is_raised_here() -> None:
    def work() -> bytes:
        raise PermissionError("public/")

    with aside(work) as answer, pytest.raises(PermissionError):
        answer()


@pytest.mark.usefixtures("alone")
def test_a_process_that_was_killed_is_done_without() -> None:
    own = os.getpid()

    def work() -> bytes:
        if os.getpid() != own:
            os.kill(os.getpid(), signal.SIGKILL)
        return b"7"

    with aside(work) as answer:
        assert answer() == b"7"


@pytest.mark.usefixtures("alone")
def test_an_answer_may_be_long() -> None:
    """Longer than a pipe holds; and nobody waits for who writes one that is not asked for."""
    own = os.getpid()
    with aside(lambda: b"here" if os.getpid() == own else bytes(5_000_000)) as answer:
        assert answer() == bytes(5_000_000)
    with aside(lambda: bytes(5_000_000)):
        pass


@pytest.mark.usefixtures("alone")
def test_nobody_waits_for_an_answer_that_is_not_asked_for() -> None:
    with pytest.raises(KeyError), aside(lambda: bytes(signal.pause() or 0)):
        raise KeyError


@pytest.fixture
def ignored_children() -> Iterator[None]:
    """A supervisor that ignores the end of its children hands that on."""
    before = signal.signal(signal.SIGCHLD, signal.SIG_IGN)
    yield
    signal.signal(signal.SIGCHLD, before)


@pytest.mark.usefixtures("alone", "ignored_children")
def test_an_answer_that_the_system_has_thrown_away_is_found_here() -> None:
    with aside(lambda: b"7") as answer:
        assert answer() == b"7"
    with aside(lambda: b"7"):
        pass


@pytest.mark.usefixtures("alone")
def test_where_no_process_can_be_made_this_one_does_the_work(monkeypatch: pytest.MonkeyPatch) -> None:
    def fork() -> int:
        raise BlockingIOError

    monkeypatch.setattr(os, "fork", fork)

    with aside(lambda: b"7") as answer:
        assert answer() == b"7"
