"""
Tasks on the workers of a Dask scheduler.

What tasks share is sent to each worker once, and a few chunks are under way at a time, as with local processes. When a
worker is lost, Dask gives its chunks to the others. That the bytes are those of a local build is seen to beforehand:
every worker must run our program and have our files.
"""

import itertools
import pickle
import time
import uuid
from asyncio import CancelledError as LoopCancelledError
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import ExitStack, contextmanager, suppress
from typing import Any

import dask
from distributed import CancelledError, Client, Future, KilledWorker, Security, wait

from generator.engine.cluster_worker import Answer, Errand, Parcel, greeting, other_program, run_errand
from generator.engine.envelope import closed, new_key, opened
from generator.engine.executor import Executor, is_loopback
from generator.engine.mapper import Chunk, Result, Shared
from generator.engine.worker_process import WorkerProcessLostError, program_here
from generator.errors import Location, SourceError

AHEAD = 2  # chunks for each thread of the cluster: none waits for us, and memory stays flat
RETRIES = 2  # more tries for a chunk whose process ended
CONNECT = 10.0  # seconds for the scheduler to answer
GREETING = 30.0  # seconds for every worker to say which program it runs
BEAT = 1.0  # seconds between looks at whether there still is a worker
BEREFT = 10.0  # seconds without any worker: a nanny needs some to start its worker again
FAREWELL = 2.0  # seconds to take leave

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
        self._client: Client | None = None
        self._config = ExitStack()

    def __enter__(self) -> "Cluster":
        self._config.enter_context(dask.config.set(CONFIG))
        return self

    def __exit__(self, *_: object) -> None:
        if self._client is not None:
            with suppress(TimeoutError, OSError, LoopCancelledError):
                self._client.close(timeout=FAREWELL)
            self._client = None
        self._config.close()

    @property
    def jobs(self) -> int:
        """How many tasks the workers run at a time."""
        with self._told():
            return max(1, sum(self._threads(self._connected()).values()))

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
        waiting: deque[Future[Answer]] = deque()
        window = self.jobs * AHEAD
        with self._told():
            client, key = self._connected(), new_key()
            parcel = self._sent(client, key, shared)
        try:
            while True:
                for chunk in itertools.islice(chunks, window - len(waiting)):
                    errand = Errand(key, pickle.dumps((function, chunk)))
                    waiting.append(client.submit(run_errand, parcel, errand, key=_name(), retries=RETRIES, pure=False))
                if not waiting:
                    return
                with self._told():
                    answer = self._next(client, waiting, ordered=ordered)
                yield _value(key, answer)
        finally:
            with suppress(Exception):
                client.cancel(list(waiting))
                parcel.release()

    def _sent(self, client: Client, key: bytes, shared: object) -> "Future[Parcel]":
        parcel = Parcel(program_here(), closed(key, pickle.dumps((shared, self.files))))
        sent: Future[Parcel] = client.scatter(parcel, broadcast=True, hash=False, timeout=GREETING)
        return sent

    def _next(self, client: Client, waiting: "deque[Future[Answer]]", *, ordered: bool) -> Answer:
        """Return the answer that is first in order, or first to be ready, and take it off the list."""
        chosen = [waiting[0]] if ordered else list(waiting)
        last_seen = time.monotonic()
        while not any(future.done() for future in chosen):
            with suppress(TimeoutError):
                wait(chosen, timeout=BEAT, return_when="FIRST_COMPLETED")
                break
            if self._threads(client):
                last_seen = time.monotonic()
            elif time.monotonic() - last_seen > BEREFT:
                raise self._error("executor-lost", "its last worker is gone", "start workers, and build again")
        ready = next(future for future in chosen if future.done())
        waiting.remove(ready)
        return ready.result()

    def _connected(self) -> Client:
        if self._client is None:
            client = self._connect()
            try:
                self._greet(client)
            except BaseException:
                client.close(timeout=FAREWELL)
                raise
            self._client = client
        return self._client

    def _connect(self) -> Client:
        executor, security = self.executor, None
        if executor.is_encrypted:
            security = Security(
                require_encryption=True,
                tls_ca_file=str(executor.ca),
                tls_client_cert=str(executor.cert),
                tls_client_key=str(executor.key),
            )
        try:
            return Client(executor.address, timeout=CONNECT, security=security, name="marbre")
        except (OSError, ValueError) as error:
            hint = "start `dask scheduler` there, or name another address"
            if executor.is_encrypted:
                hint += "; its certificate and yours must be of one authority"
            raise self._error("executor-unreachable", f"no scheduler answers: {_cause(error)}", hint) from error

    def _greet(self, client: Client) -> None:
        """See that no plaintext leaves this machine unencrypted, and that every worker runs our program."""
        with suppress(TimeoutError):
            client.wait_for_workers(1, timeout=BEREFT)
        workers = list(self._threads(client))
        if not workers:
            raise self._error("executor-lost", "it has no worker", f"start `dask worker {self.executor.address}`")
        self._refuse_open((client.scheduler_info()["address"], *workers))
        asked = {
            address: client.submit(greeting, workers=[address], allow_other_workers=False, key=_name(), pure=False)
            for address in workers
        }
        limit = time.monotonic() + GREETING
        for address, answer in asked.items():
            self._hear(client, address, answer, limit)

    def _refuse_open(self, addresses: Iterable[str]) -> None:
        for address in addresses:
            if not (address.startswith("tls://") if self.executor.is_encrypted else is_loopback(address)):
                problem = f"{address} may be reached from outside, and workers are sent plaintext and keys"
                hint = "start scheduler and workers with `--host 127.0.0.1`, or use tls://"
                raise self._error("executor-open", problem, hint)

    def _hear(self, client: Client, address: str, answer: "Future[tuple[str, tuple[str, ...]]]", limit: float) -> None:
        while True:
            try:
                program, listening = answer.result(timeout=BEAT)
                self._refuse_open(listening)
                if program != program_here():
                    raise other_program(address)
            except ModuleNotFoundError as error:
                problem = f"worker or scheduler lacks a module of the program: {error.name}"
                hint = "install the same Marbre for scheduler and workers"
                raise SourceError(Location(address), "worker-differs", problem, hint) from error
            except TimeoutError as error:
                if address not in self._threads(client):
                    return  # lost already; the others remain
                if time.monotonic() > limit:
                    hint = "stop this worker, and build again"
                    raise SourceError(Location(address), "executor-lost", "the worker does not answer", hint) from error
            else:
                return

    def _threads(self, client: Client) -> dict[str, int]:
        found: dict[str, int] = client.nthreads(callback_timeout=CONNECT)
        return found

    @contextmanager
    def _told(self) -> Iterator[None]:
        """Tell faults of the cluster as people understand them."""
        try:
            yield
        except (KilledWorker, WorkerProcessLostError) as error:
            problem = "a chunk of documents ended every worker that it was given to, most often because memory ran out"
            hint = "look for a very large document or picture, or give workers more memory"
            raise self._error("worker-lost", problem, hint) from error
        except (CancelledError, LoopCancelledError, TimeoutError, OSError) as error:
            hint = "see that scheduler and workers run, and build again"
            raise self._error("executor-lost", "the cluster went away in the middle of the build", hint) from error

    def _error(self, code: str, problem: str, hint: str) -> SourceError:
        return SourceError(Location(self.executor.address), code, problem, hint)


def _value(key: bytes, answer: Answer) -> Any:
    if answer.refused is not None:
        raise answer.refused
    finished, value = pickle.loads(opened(key, answer.result))  # noqa: S301 - of a worker that has our keys
    if not finished:
        raise value
    return value


def _cause(error: BaseException) -> str:
    """Return the innermost words of a chain of errors."""
    inner = error.__cause__ or error.__context__
    return (_cause(inner) if inner else "") or str(error)


def _name() -> str:
    return f"marbre-{uuid.uuid4().hex}"
