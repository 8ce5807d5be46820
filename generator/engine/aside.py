"""A short piece of work that a copy of this process does meanwhile: a pool of processes takes longer to begin."""

import os
import signal
from collections.abc import Callable, Iterator
from contextlib import contextmanager
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
    process = _begun(work)
    try:

        def answer() -> int:
            nonlocal process
            _, status = os.waitpid(process, 0)
            process = 0
            code = os.waitstatus_to_exitcode(status)
            return code if 0 <= code < _FAILED else work()

        yield answer
    finally:
        if process:
            os.kill(process, signal.SIGKILL)
            os.waitpid(process, 0)


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
