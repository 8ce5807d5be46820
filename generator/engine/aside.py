"""A short piece of work that a copy of this process does meanwhile: a pool of processes takes longer to begin."""

import os
import signal
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Final

_FAILED: Final = 255


@contextmanager
def aside(work: Callable[[], int]) -> Iterator[Callable[[], int]]:
    """
    Give what returns the answer of *work*, from 0 to 100, and raises what it raises.

    A copy of this process finds the answer, and is ended with the block; where one is not safe to make, or fails, this
    process does the work when it is asked.
    """
    if not is_single_threaded():
        yield work
        return
    try:
        process = _begun(work)
    except OSError:  # no room for another process
        yield work
        return
    try:

        def answer() -> int:
            nonlocal process
            status = _status(process)
            process = 0
            if status is None:
                return work()
            code = os.waitstatus_to_exitcode(status)
            return code if 0 <= code < _FAILED else work()

        yield answer
    finally:
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


def _begun(work: Callable[[], int]) -> int:
    process = os.fork()
    if process:
        return process
    code = _FAILED
    try:
        code = work()
    finally:
        os._exit(code)  # nothing that was to be written, and nobody who waits, twice
