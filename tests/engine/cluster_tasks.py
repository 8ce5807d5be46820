"""Tasks that workers of a cluster find by name."""

import os
import pickle
import re
import signal
from pathlib import Path

from distributed import Worker

from generator.engine.deadline import deadline
from generator.errors import Location, SourceError


def scale(chunk: list[int], shared: dict[str, int]) -> list[int]:
    print("what a task prints is no answer")
    return [number * shared["factor"] for number in chunk]


def echo(chunk: str, shared: str) -> str:
    return chunk + shared


def held(dask_worker: Worker) -> list[bytes]:
    """Return what a worker keeps of tasks, as it would write it to its disk."""
    return [pickle.dumps(value) for value in dask_worker.data.values()]


def explode(chunk: list[int], shared: object) -> list[int]:
    raise ZeroDivisionError(f"in {chunk}")


def die(chunk: str, shared: object) -> None:
    os.kill(os.getpid(), signal.SIGKILL)


def die_once(chunk: list[int], marker: Path) -> list[int]:
    """The first process that is given 3 ends, as for want of memory."""
    if chunk == [3]:
        try:
            marker.touch(exist_ok=False)
        except FileExistsError:
            return chunk
        os.kill(os.getpid(), signal.SIGKILL)
    return chunk


def hold_once(chunk: list[int], shared: tuple[Path, Path]) -> list[int]:
    """The first process that is given 3 says whose it is, and never comes to an end."""
    marker, pipe = shared
    if chunk == [3]:
        try:
            marker.touch(exist_ok=False)
        except FileExistsError:
            return chunk
        hold(chunk, pipe)
    return chunk


def hold(chunk: list[int], pipe: Path) -> None:
    pipe.write_text(f"{os.getppid()}\n")
    while True:
        signal.pause()


def get_stuck(chunk: str, shared: float) -> str:
    """A document makes a regular expression backtrack for longer than the universe will last."""
    try:
        with deadline(shared, Location("slow.md"), "rendering its Markdown"):
            re.match(r"(a+)+$", chunk)
    except SourceError as error:
        return error.code
    return "done"
