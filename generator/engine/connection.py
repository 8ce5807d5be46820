"""
The connection to a Dask scheduler, and what is seen to before any plaintext goes over it.

Faults of the cluster are told as `SourceError` of the scheduler's or a worker's address, in bounded time: Dask itself
would wait for the next worker, or for an answer, for ever.
"""

import time
import uuid
from asyncio import CancelledError as LoopCancelledError
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager, suppress
from typing import Any

from distributed import CancelledError, Client, Future, KilledWorker, Security, wait
from distributed.client import ClosedClientError

from generator.engine.cluster_worker import Greeting, greeting, other_program
from generator.engine.executor import Executor, is_loopback
from generator.engine.worker_process import WorkerProcessLostError, program_here
from generator.errors import Location, SourceError

CONNECT = 10.0  # seconds for the scheduler to answer
GREETING = 30.0  # seconds for every worker to say which program it runs
BEAT = 1.0  # seconds between looks at whether there still is a worker
BEREFT = 10.0  # seconds for the first worker to come
FAREWELL = 1.0  # seconds to take leave


class Connection:
    """A scheduler that answered, and whose workers are known to be ours."""

    def __init__(self, executor: Executor) -> None:
        """
        Connect, and look at every worker.

        Raises:
            SourceError: `executor-unreachable`, `executor-open`, `executor-lost`, `worker-differs`.
        """
        self.executor = executor
        self.client = self._connect()
        try:
            with self.told():
                self._greet()
        except BaseException:
            self.close()
            raise

    def close(self) -> None:
        """Take leave; what the scheduler and the workers still have of ours they drop."""
        with suppress(TimeoutError, OSError, LoopCancelledError):
            self.client.close(timeout=FAREWELL)

    def threads(self) -> dict[str, int]:
        """Return how many tasks each worker runs at a time, by its address."""
        found: dict[str, int] = self.client.nthreads(callback_timeout=CONNECT)
        return found

    def wait_for_any(self, futures: Sequence[Future[Any]]) -> None:
        """Return when one of *futures* is done; raises `executor-lost` if there is nobody who could do it."""
        while not any(future.done() for future in futures):
            with suppress(TimeoutError):
                wait(futures, timeout=BEAT, return_when="FIRST_COMPLETED")
                return
            if not self.threads():
                raise self._error("executor-lost", "its last worker is gone", "start workers, and build again")

    @contextmanager
    def told(self) -> Iterator[None]:
        """Tell faults of the cluster as people understand them."""
        try:
            yield
        except (KilledWorker, WorkerProcessLostError) as error:
            problem = "a chunk of documents ended every worker that it was given to, most often because memory ran out"
            hint = "look for a very large document or picture, or give workers more memory"
            raise self._error("worker-lost", problem, hint) from error
        except ModuleNotFoundError as error:
            raise other_program(self.executor.address) from error
        except (CancelledError, LoopCancelledError, ClosedClientError, TimeoutError, OSError) as error:
            hint = "see that scheduler and workers run, and build again"
            raise self._error("executor-lost", "the cluster went away in the middle of the build", hint) from error

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

    def _greet(self) -> None:
        """See that no plaintext leaves this machine unencrypted, and that every worker runs our program."""
        with suppress(TimeoutError):
            self.client.wait_for_workers(1, timeout=BEREFT)
        workers = list(self.threads())
        if not workers:
            hint = f"start `dask worker {self.executor.address}`"
            raise self._error("executor-lost", "it has no worker", hint)
        self._refuse_open((self.client.scheduler_info()["address"], *workers))
        asked = {
            worker: self.client.submit(greeting, workers=[worker], allow_other_workers=False, key=name(), pure=False)
            for worker in workers
        }
        limit = time.monotonic() + GREETING
        for worker, answer in asked.items():
            self._hear(worker, answer, limit)

    def _refuse_open(self, addresses: Iterable[str]) -> None:
        for address in addresses:
            if not (address.startswith("tls://") if self.executor.is_encrypted else is_loopback(address)):
                problem = f"{address} may be reached from outside, and workers are sent plaintext and keys"
                hint = "start scheduler and workers with `--host 127.0.0.1`, or use tls://"
                raise self._error("executor-open", problem, hint)

    def _hear(self, worker: str, answer: Future[Greeting], limit: float) -> None:
        while not answer.done():
            with suppress(TimeoutError):
                wait([answer], timeout=BEAT)
                break
            if worker not in self.threads():
                problem = "the worker went away when it was asked for its version, most often because it has no Marbre"
                hint = "install the same Marbre there, start it again, and build again"
                raise SourceError(Location(worker), "worker-differs", problem, hint)
            if time.monotonic() > limit:
                problem, hint = "the worker does not answer", "stop this worker, and build again"
                raise SourceError(Location(worker), "executor-lost", problem, hint)
        if answer.status == "error":  # it could not even find the question: no program there, or one of long ago
            raise other_program(worker) from answer.exception()
        said = answer.result()
        self._refuse_open(said.listening)
        if said.program != program_here():
            raise other_program(worker)

    def _error(self, code: str, problem: str, hint: str) -> SourceError:
        return SourceError(Location(self.executor.address), code, problem, hint)


def name() -> str:
    """Return a name for a task, which says nothing."""
    return f"marbre-{uuid.uuid4().hex}"


def _cause(error: BaseException) -> str:
    """Return the innermost words of a chain of errors."""
    inner = error.__cause__ or error.__context__
    return (_cause(inner) if inner else "") or str(error)
