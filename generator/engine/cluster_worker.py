"""What a Dask worker does: it keeps what tasks share, and gives chunks to processes of its own."""

import weakref
from dataclasses import dataclass, field

from distributed import get_worker

from generator.engine.worker_process import WorkerProcess, program_here
from generator.errors import Location, SourceError


class Parcel:
    """
    What all tasks of one run share, closed; sent to each worker once.

    On a worker it also has the processes that were given it and have nothing to do. They end when the worker drops
    the parcel: when the run is over, or its build has gone away without a word.
    """

    def __init__(self, program: str, closed_shared: bytes) -> None:
        self.program = program
        self.closed_shared = closed_shared
        self.idle: list[WorkerProcess] = []
        weakref.finalize(self, _end, self.idle)

    def __reduce__(self) -> tuple[type["Parcel"], tuple[str, bytes]]:
        return Parcel, (self.program, self.closed_shared)

    def __sizeof__(self) -> int:
        return len(self.closed_shared)  # a worker counts its memory by it


@dataclass(frozen=True, slots=True)
class Errand:
    """A chunk and its function, pickled, and the key of the run. Workers log a failed task's arguments: no bytes."""

    key: bytes = field(repr=False)
    chunk: bytes = field(repr=False)


@dataclass(frozen=True, slots=True)
class Answer:
    """A closed result, or why this worker cannot give one."""

    result: bytes = field(default=b"", repr=False)
    refused: SourceError | None = None


@dataclass(frozen=True, slots=True)
class Greeting:
    """Which program a worker would run, and the addresses at which it listens."""

    program: str
    listening: tuple[str, ...]


def greeting() -> Greeting:
    """Return what is asked of each worker before it is given anything."""
    return Greeting(program_here(), tuple(listener.listen_address for listener in get_worker().listeners))


def run_errand(parcel: Parcel, errand: Errand) -> Answer:
    """
    Return the answer of a process of this worker, a new one if all are busy.

    Raises:
        WorkerProcessLostError: The process ended; Dask gives the task to another.
    """
    try:
        process = parcel.idle.pop()
    except IndexError:
        process = WorkerProcess(errand.key, parcel.closed_shared)
    try:
        refused = _refusal(parcel, process)
        if refused is not None:
            process.end()
            return Answer(refused=refused)
        answer = Answer(process.do(errand.chunk))
    except BaseException:
        process.end()
        raise
    parcel.idle.append(process)
    return answer


def _refusal(parcel: Parcel, process: WorkerProcess) -> SourceError | None:
    worker = get_worker().address
    if process.program != parcel.program:
        return other_program(worker)
    if process.differing:
        problem = f"the worker has other files than this build: {', '.join(process.differing)}"
        hint = "give it the site's folder as it is here, at the same path, and build again"
        return SourceError(Location(worker), "worker-differs", problem, hint)
    return None


def other_program(worker: str) -> SourceError:
    """Return the error for a worker that would make other bytes."""
    problem = "another version of Marbre, of its libraries or of Python runs there than here"
    hint = "install and start the same version there, for scheduler and workers, and build again"
    return SourceError(Location(worker), "worker-differs", problem, hint)


def _end(idle: list[WorkerProcess]) -> None:
    while idle:
        idle.pop().end()
