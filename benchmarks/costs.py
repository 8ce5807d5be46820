"""What one command costs: wall time, CPU time of all its processes, and memory of the largest."""

import os
import subprocess
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from statistics import median


@dataclass(frozen=True, slots=True)
class Cost:
    """
    Attributes:
        wall, cpu: Seconds; `cpu` is user and system time of the command and all that it waited for.
        memory: Largest resident size of one process, in MB.
        written: Files of the output that it wrote.
        output: What it printed on stdout.
    """

    wall: float
    cpu: float
    memory: float
    written: int = 0
    output: str = ""


class CommandFailedError(Exception):
    """A measured command ended with an error: there is nothing to compare."""


def measure(command: Sequence[str], folder: Path, environment: Mapping[str, str]) -> Cost:
    """
    Run *command* in *folder* and return what it cost.

    Raises:
        CommandFailedError: With the end of what it printed.
    """
    log = folder.parent / f"{folder.name}.log"
    with log.open("w+", encoding="utf-8") as errors, log.with_suffix(".out").open("w+", encoding="utf-8") as printed:
        began = time.perf_counter()
        process = subprocess.Popen(
            command, cwd=folder, env=dict(environment), stdin=subprocess.DEVNULL, stdout=printed, stderr=errors
        )
        _, status, usage = os.wait4(process.pid, 0)
        wall = time.perf_counter() - began
        process.returncode = os.waitstatus_to_exitcode(status)
        if process.returncode:
            errors.seek(0)
            printed.seek(0)
            raise CommandFailedError(f"{' '.join(command)}\n{(errors.read() + printed.read())[-4000:]}")
        printed.seek(0)
        # ru_maxrss is in KiB on Linux
        return Cost(wall, usage.ru_utime + usage.ru_stime, usage.ru_maxrss / 1024, output=printed.read())


def middle(costs: Sequence[Cost]) -> Cost:
    """Return the medians of several runs, each figure by itself."""
    return Cost(
        median(cost.wall for cost in costs),
        median(cost.cpu for cost in costs),
        median(cost.memory for cost in costs),
        round(median(cost.written for cost in costs)),
        costs[-1].output,
    )
