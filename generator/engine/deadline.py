"""A limit on how long one task may take, for a document on which a parser never ends."""

import contextlib
import signal
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from types import FrameType

from generator.errors import Location, SourceError

AGAIN = 0.5  # seconds: the alarm rings again, should a broad `except` have swallowed the first


class _Alarm(BaseException):
    """Not an Exception, so that no library takes it for one of its own."""


class _Limit:
    """
    Whether a task's time is over, when the alarm rings.

    A process that was stopped for a while, from a shell or by a sleeping machine, has used no time of the processor: it
    gets as long again, and so does a task that waits for something.
    """

    def __init__(self, seconds: float) -> None:
        self.is_armed = False
        self._seconds = seconds
        self._used = time.process_time()
        self._rung: float | None = None

    def is_over(self) -> bool:
        if 2 * (time.process_time() - self._used) >= self._seconds:
            return True
        if self._rung is None:
            self._rung = time.monotonic()
        return time.monotonic() - self._rung >= self._seconds


def can_interrupt() -> bool:
    """Tell whether a task of this thread can be ended: signals reach only the main thread, and not on Windows."""
    return hasattr(signal, "setitimer") and threading.current_thread() is threading.main_thread()


@contextmanager
def deadline(seconds: float, where: Location, doing: str) -> Iterator[None]:
    """
    End the block after *seconds*, also inside a regular expression that backtracks without end.

    Args:
        seconds: Of wall-clock time, twice as long for a task that hardly works; 0 means no limit.
        where: The file that the task is about.
        doing: The work in words: `rendering its Markdown`.

    Raises:
        SourceError: `too-slow`.
        RuntimeError: In a thread that cannot be interrupted. `mapper_for` gives such threads a worker process.
    """
    if not seconds:
        yield
        return
    if not can_interrupt():
        raise RuntimeError("a time limit needs the main thread of a process")
    limit = _Limit(seconds)
    began = time.monotonic()
    before = _arm(seconds, limit)
    try:
        try:
            limit.is_armed = True  # in here: the alarm may ring as soon as it is set
            yield
        finally:
            limit.is_armed = False
    except _Alarm:
        problem = f"{doing} takes longer than {seconds:g} s"
        hint = "look for a deeply nested or very long construct, or split the file"
        raise SourceError(where, "too-slow", problem, hint) from None
    finally:
        _restore(before, time.monotonic() - began)


_Before = tuple[tuple[float, float], object]


def _arm(seconds: float, limit: _Limit) -> _Before:
    def ring(_number: int, frame: FrameType | None) -> None:
        # On the way out of the block it would be raised where nobody catches it; should it be inside, it rings again.
        is_leaving = frame is not None and frame.f_code.co_filename == contextlib.__file__
        if limit.is_armed and not is_leaving and limit.is_over():
            raise _Alarm

    handler = signal.signal(signal.SIGALRM, ring)
    return signal.setitimer(signal.ITIMER_REAL, seconds, AGAIN), handler


def _restore(before: _Before, passed: float) -> None:
    """Give the timer back to whom it belonged, less the time that passed."""
    (delay, interval), handler = before
    signal.setitimer(signal.ITIMER_REAL, 0)
    signal.signal(signal.SIGALRM, handler)  # type: ignore[arg-type]  # as signal.signal returned it
    if delay:
        signal.setitimer(signal.ITIMER_REAL, max(delay - passed, 0.001), interval)
