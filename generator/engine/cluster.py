"""
Tasks on the workers of a Dask scheduler.

What tasks share is sent to each worker once, and a few chunks are under way at a time, as with local processes. When a
worker is lost, Dask gives its chunks to the others. That the bytes are those of a local build is seen to beforehand:
every worker must run our program and have our files.
"""

import itertools
import pickle
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import ExitStack, suppress
from typing import Any

import dask
from distributed import Future

from generator.engine.cluster_worker import Answer, Errand, Parcel, run_errand
from generator.engine.connection import CONNECT, GREETING, Connection, name
from generator.engine.envelope import closed, new_key, opened
from generator.engine.executor import Executor
from generator.engine.mapper import Chunk, Result, Shared
from generator.engine.worker_process import program_here

AHEAD = 2  # chunks for each thread of the cluster: none waits for us, and memory stays flat
RETRIES = 2  # more tries for a chunk whose process ended

CONFIG = {
    "distributed.comm.timeouts.connect": CONNECT,
    "distributed.comm.retry.count": 0,
    # A chunk with large pictures is no mistake worth a warning.
    "distributed.admin.large-graph-warning-threshold": "1GB",
}


class Cluster:
    """Runs tasks on all workers of a scheduler; connects when there is something to do. A context manager."""

    def __init__(self, executor: Executor, files: Sequence[tuple[str, str]] = ()) -> None:
        """Make the workers of *executor* known; *files* are path and SHA-256 of what each of them must have."""
        self.executor = executor
        self.files = files
        self._connection: Connection | None = None
        self._config = ExitStack()

    def __enter__(self) -> "Cluster":
        self._config.enter_context(dask.config.set(CONFIG))
        return self

    def __exit__(self, *_: object) -> None:
        if self._connection is not None:
            self._connection.close()
            self._connection = None
        self._config.close()

    @property
    def jobs(self) -> int:
        """How many tasks the workers run at a time."""
        connection = self._connected()
        with connection.told():
            return max(1, sum(connection.threads().values()))

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
            SourceError: `executor-unreachable`, `executor-open`, `worker-differs`, `executor-lost` (no worker or no
                scheduler any more), `worker-lost` (a chunk that ended every process it was given to).
        """
        chunks = iter(chunks)
        for first in chunks:
            yield from self._results(function, itertools.chain([first], chunks), shared, ordered=ordered)

    def _results(
        self, function: Callable[..., Result], chunks: Iterator[Chunk], shared: object, *, ordered: bool
    ) -> Iterator[Result]:
        window = self.jobs * AHEAD
        connection, key = self._connected(), new_key()
        waiting: deque[Future[Answer]] = deque()
        parcel = Parcel(program_here(), closed(key, pickle.dumps((shared, self.files))))
        with connection.told():
            sent = connection.client.scatter(parcel, broadcast=True, hash=False, timeout=GREETING)
        try:
            while True:
                for chunk in itertools.islice(chunks, window - len(waiting)):
                    errand = Errand(key, pickle.dumps((function, chunk)))
                    with connection.told():
                        waiting.append(_submitted(connection, sent, errand))
                if not waiting:
                    return
                with connection.told():
                    answer = _next(connection, waiting, ordered=ordered)
                yield _value(key, answer)
        finally:
            with suppress(Exception):  # what ended the run is the error to be told
                connection.client.cancel(list(waiting))
                sent.release()

    def _connected(self) -> Connection:
        if self._connection is None:
            self._connection = Connection(self.executor)
        return self._connection


def _submitted(connection: Connection, parcel: Future[Parcel], errand: Errand) -> Future[Answer]:
    return connection.client.submit(run_errand, parcel, errand, key=name(), retries=RETRIES, pure=False)


def _next(connection: Connection, waiting: deque[Future[Answer]], *, ordered: bool) -> Answer:
    """Return the answer that is first in order, or first to be ready, and take it off the list."""
    chosen = [waiting[0]] if ordered else list(waiting)
    connection.wait_for_any(chosen)
    ready = next(future for future in chosen if future.done())
    waiting.remove(ready)
    return ready.result()


def _value(key: bytes, answer: Answer) -> Any:
    if answer.refused is not None:
        raise answer.refused
    finished, value = pickle.loads(opened(key, answer.result))  # noqa: S301 - of a worker that has our keys
    if not finished:
        raise value
    return value
