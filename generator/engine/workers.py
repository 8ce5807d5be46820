"""
Whoever runs tasks: this process, several, or a cluster. Each is imported when it is needed, for most builds need none.
"""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

from generator.engine.deadline import can_interrupt
from generator.engine.executor import Executor
from generator.engine.mapper import CHUNK_SIZE, WORTH_PROCESSES, Mapper, Serial
from generator.errors import Location, SourceError

if TYPE_CHECKING:
    from generator.engine.cluster import Cluster


def mapper_for(jobs: int, items: int, *, is_fresh: bool = False) -> Mapper:
    """
    Return what runs *items* pieces of work best with up to *jobs* processes.

    Little work stays in this process, unless its thread could not be interrupted when a task takes too long. Processes that
    are *fresh* take longer to start, and do not count what this one holds as their memory.
    """
    if can_interrupt() and (jobs < 2 or items < WORTH_PROCESSES):
        return Serial()
    from generator.engine.processes import Processes

    return Processes(max(1, min(jobs, items // CHUNK_SIZE + 1)), is_fresh=is_fresh)


@contextmanager
def workers_at(executor: Executor | None, files: Iterable[tuple[str, str]]) -> Iterator["Cluster | None"]:
    """
    Give the workers of *executor*, who must have *files* (path and SHA-256) too; None if there is no executor.

    Raises:
        SourceError: `no-dask`: Dask is not installed.
    """
    if executor is None:
        yield None
        return
    with _cluster()(executor, tuple(files)) as cluster:
        yield cluster


def _cluster() -> "type[Cluster]":
    try:
        import dask

        # What it logs in this process we tell as errors. Read when `distributed` is imported; an operator's own wins.
        dask.config.update_defaults({"logging": {"distributed": "critical", "distributed.client": "critical"}})
        from generator.engine.cluster import Cluster
    except ModuleNotFoundError as error:
        if error.name is None or error.name.partition(".")[0] not in ("dask", "distributed"):
            raise
        hint = "install it with `pip install 'marbre[dask]'`, or build without --executor"
        raise SourceError(Location("--executor"), "no-dask", "Dask is not installed", hint) from error
    return Cluster
