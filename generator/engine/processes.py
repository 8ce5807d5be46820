"""
Tasks in a pool of worker processes.

Each worker is given the shared value once, when it starts. Few chunks are under way at a time, so results that
nobody has taken yet do not pile up. Workers end with the build, however it ends: they ignore Ctrl-C, which is the
build's to answer, and they watch the build's process, which may be killed.
"""

import multiprocessing
import os
import signal
import sys
import threading
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import FIRST_COMPLETED, Future, ProcessPoolExecutor, wait
from concurrent.futures.process import BrokenProcessPool
from contextlib import contextmanager
from multiprocessing.context import BaseContext
from typing import Any

from generator.engine.aside import is_single_threaded
from generator.engine.mapper import Chunk, Result, Shared
from generator.errors import Location, SourceError

AHEAD = 2  # chunks waiting for each worker: it never waits for us, and memory stays flat


class Processes:
    """Runs tasks in *jobs* worker processes, which live as long as one `map`."""

    def __init__(self, jobs: int, *, is_fresh: bool = False) -> None:
        """*is_fresh* is for tasks that need much memory, and little of what this process has."""
        self.jobs = jobs
        self.is_fresh = is_fresh

    def map(
        self,
        function: Callable[[Chunk, Shared], Result],
        chunks: Iterable[Chunk],
        shared: Shared,
        *,
        ordered: bool = True,
    ) -> Iterator[Result]:
        """
        Return the results as they come, in the order of *chunks* or, if not *ordered*, as they are ready.

        Raises:
            SourceError: `worker-lost` if the system ended a worker, most often for want of memory.
        """
        context = _context(is_fresh=self.is_fresh)
        others = set(multiprocessing.active_children())
        pool = ProcessPoolExecutor(self.jobs, context, _begin, (shared,))
        finished = False
        try:
            yield from _results(pool, function, iter(chunks), ordered=ordered, window=self.jobs * AHEAD)
            finished = True
        except BrokenProcessPool as error:
            raise _lost(self.jobs) from error
        finally:
            if not finished:
                # At once: a build that was interrupted waits for no task.
                for worker in set(multiprocessing.active_children()) - others:
                    worker.kill()
            pool.shutdown(wait=True, cancel_futures=True)


def _results(
    pool: ProcessPoolExecutor,
    function: Callable[[Chunk, Any], Result],
    chunks: Iterator[Chunk],
    *,
    ordered: bool,
    window: int,
) -> Iterator[Result]:
    waiting: deque[Future[Result]] = deque()
    while True:
        for chunk in chunks:
            with _without_interrupts(), _without_main():
                waiting.append(pool.submit(_run, function, chunk))
            if len(waiting) >= window:
                break
        if not waiting:
            return
        if not ordered:
            done, _ = wait(waiting, return_when=FIRST_COMPLETED)
            waiting = deque(sorted(waiting, key=lambda future: future not in done))
        yield waiting.popleft().result()


def _context(*, is_fresh: bool) -> BaseContext:
    """Return fork where it is safe, for it starts in 12 ms and copies nothing; else, and on demand, a fresh interpreter."""
    if not is_fresh and "fork" in multiprocessing.get_all_start_methods() and is_single_threaded():
        return multiprocessing.get_context("fork")
    return multiprocessing.get_context("spawn")


@contextmanager
def _without_interrupts() -> Iterator[None]:
    """Let Ctrl-C wait, also in the processes that begin now, until `_begin` has them ignore it: it is the build's to answer."""
    if not hasattr(signal, "pthread_sigmask"):
        yield
        return
    before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


@contextmanager
def _without_main() -> Iterator[None]:
    """
    Keep the processes that begin now from running the program that builds once more: no task of ours is in it.

    A program of somebody else's would build again there, or end before it has read what it is given, and this one would
    wait for that for ever.
    """
    main = sys.modules["__main__"]
    names: dict[str, object] = vars(main)
    kept: dict[str, object] = {name: names[name] for name in ("__file__", "__spec__") if name in names}
    names.pop("__file__", None)
    names["__spec__"] = None
    try:
        yield
    finally:
        names |= kept


def _lost(jobs: int) -> SourceError:
    problem = f"the system ended one of {jobs} worker processes, most often because memory ran out"
    hint = f"build with `--jobs {max(1, jobs // 2)}`, or look for a very large document or picture"
    return SourceError(Location("build"), "worker-lost", problem, hint)


# What the worker process was given at its start.
_shared: Any = None


def _begin(shared: object) -> None:
    """Make this process a worker."""
    global _shared  # an initializer has no other place
    _shared = shared
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    if hasattr(signal, "pthread_sigmask"):
        signal.pthread_sigmask(signal.SIG_UNBLOCK, {signal.SIGINT})
    threading.Thread(target=_end_with_parent, daemon=True).start()


def _end_with_parent() -> None:
    parent = multiprocessing.parent_process()
    if parent is not None:
        parent.join()
        os._exit(1)  # nobody will take the result


def _run(function: Callable[[Chunk, Any], Result], chunk: Chunk) -> Result:
    return function(chunk, _shared)
