"""A short piece of work that a copy of this process does meanwhile: a pool of processes takes longer to begin."""

import os
import signal
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Final

_FAILED: Final = 255
_AT_ONCE: Final = 1 << 20  # bytes


@contextmanager
def aside(work: Callable[[], bytes]) -> Iterator[Callable[[], bytes]]:
    """
    Give what returns the answer of *work*, and raises what it raises.

    A copy of this process finds the answer, and is ended with the block; where one is not safe to make, or fails, this
    process does the work when it is asked.
    """
    if not is_single_threaded():
        yield work
        return
    try:
        process, answers = _begun(work)
    except OSError:  # no room for another process
        yield work
        return
    try:

        def answer() -> bytes:
            nonlocal process
            found = b"".join(iter(lambda: os.read(answers, _AT_ONCE), b""))
            status = _status(process)
            process = 0
            return found if status == 0 else work()

        yield answer
    finally:
        os.close(answers)
        if process:
            # Still ours: it is nobody else's before it was waited for. Where that is nobody's task, it may be gone.
            with suppress(ProcessLookupError):
                os.kill(process, signal.SIGKILL)
            _status(process)


def _status(process: int) -> int | None:
    """Wait for a process; return how it ended, None where that is lost: this one was begun with SIGCHLD ignored."""
    try:
        return os.waitpid(process, 0)[1]
    except ChildProcessError:
        return None


def is_single_threaded() -> bool:
    """Tell whether forking is safe: another thread might hold a lock that the copy would wait for."""
    tasks = Path("/proc/self/task")
    return tasks.is_dir() and len(list(tasks.iterdir())) == 1


def _begun(work: Callable[[], bytes]) -> tuple[int, int]:
    """Return the copy of this process, and where it writes its answer."""
    answers, to_write = os.pipe()
    try:
        process = os.fork()
    except OSError:
        os.close(answers)
        os.close(to_write)
        raise
    if process:
        os.close(to_write)
        return process, answers
    code = _FAILED
    try:
        os.close(answers)
        with open(to_write, "wb") as stream:  # noqa: PTH123 - no path
            stream.write(work())
        code = 0
    finally:
        os._exit(code)  # nothing that was to be written, and nobody who waits, twice
