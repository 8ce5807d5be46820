"""
Running one function over many chunks, in this process or in several.

The function is given a chunk and the shared value: settings, catalog, whatever all tasks read. It is a module-level
function, because other processes find it by its name. A task returns an author's mistakes as values, so that all
mistakes of a run come back and not only the first; what it raises ends the run.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import Protocol, TypeVar

Chunk = TypeVar("Chunk")
Shared = TypeVar("Shared")
Result = TypeVar("Result")
Item = TypeVar("Item")

CHUNK_SIZE = 25  # documents, about 75 ms of work: enough to forget the cost of sending them
ROUNDS = 4  # chunks for each worker at least, so that the last one does not keep the others waiting
WORTH_PROCESSES = 40  # documents, about 120 ms of work: a pool takes 12 ms (fork) to 140 ms (spawn) to start


class Mapper(Protocol):
    """Runs tasks. `Serial`, `Processes`, `Cluster`. `jobs` is how many it runs at a time."""

    @property
    def jobs(self) -> int: ...

    def map(
        self,
        function: Callable[[Chunk, Shared], Result],
        chunks: Iterable[Chunk],
        shared: Shared,
        *,
        ordered: bool = True,
    ) -> Iterator[Result]:
        """Return the results as they come, in the order of *chunks* or, if not *ordered*, as they are ready."""
        ...


class Serial:
    """Runs tasks here, one after the other."""

    jobs = 1

    def map(
        self,
        function: Callable[[Chunk, Shared], Result],
        chunks: Iterable[Chunk],
        shared: Shared,
        *,
        ordered: bool = True,  # noqa: ARG002 - they come in order anyway
    ) -> Iterator[Result]:
        for chunk in chunks:
            yield function(chunk, shared)


def chunks_for(
    mapper: Mapper, items: Sequence[Item], weigh: Callable[[Item], int] = lambda _: 1
) -> list[Sequence[Item]]:
    """
    Return *items* in chunks that suit *mapper*, which is not asked, and so connects to nothing, if there are none.

    *weigh* tells how much of an ordinary item's work one is: what makes much is soon a chunk of its own, so that few results
    wait at a time.
    """
    return chunked(items, mapper.jobs, weigh) if items else []


def chunked(items: Sequence[Item], jobs: int, weigh: Callable[[Item], int] = lambda _: 1) -> list[Sequence[Item]]:
    """Return *items* in chunks of a size that keeps *jobs* workers busy to the end."""
    size = max(1, min(CHUNK_SIZE, len(items) // (jobs * ROUNDS)))
    chunks: list[Sequence[Item]] = []
    start = weight = 0
    for at, item in enumerate(items):
        if weight >= size:
            chunks.append(items[start:at])
            start, weight = at, 0
        weight += weigh(item)
    return [*chunks, items[start:]] if items else []
