"""A Dask scheduler and its workers on loopback, as processes of their own, on ports that the system chooses."""

import os
import subprocess
import sys
import threading
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import IO

ROOT = Path(__file__).parents[1]
# What workers find besides the program: the tasks of the tests.
PATHS = (str(ROOT), str(ROOT / "tests" / "engine"))


class Started:
    """A process that has said that it is ready; its log grows in `said`."""

    def __init__(self, arguments: Sequence[str], ready: str, paths: Sequence[str] = PATHS) -> None:
        environment = {**os.environ, "PYTHONPATH": os.pathsep.join(paths)}
        self.process = subprocess.Popen(
            [sys.executable, "-P", "-m", "dask", *arguments],
            stderr=subprocess.PIPE,
            text=True,
            env=environment,
            cwd="/",  # Dask finds modules in the folder that it stands in
        )
        assert self.process.stderr is not None
        self.said: list[str] = []
        for line in self.process.stderr:
            self.said.append(line)
            if ready in line:
                break
        else:
            self.process.wait()
            self.process.stderr.close()
            raise AssertionError(self.log)
        self._reader = threading.Thread(target=self._read, args=(self.process.stderr,))
        self._reader.start()

    def _read(self, log: IO[str]) -> None:
        self.said.extend(log)

    @property
    def log(self) -> str:
        return "".join(self.said)

    def kill(self) -> None:
        self.process.kill()
        self.process.wait()

    def end(self) -> None:
        """End the process, and those it started, which see that it has gone."""
        self.kill()
        self._reader.join()
        assert self.process.stderr is not None
        self.process.stderr.close()

    def children(self) -> list[int]:
        """Return the processes that work for this worker."""
        found: list[int] = []
        for task in Path(f"/proc/{self.process.pid}/task").glob("*/children"):
            found.extend(map(int, task.read_text().split()))
        return found


class DaskCluster:
    """A scheduler, and workers that are started one by one."""

    def __init__(self, folder: Path, tls: Mapping[str, Path] | None = None) -> None:
        self.folder = folder
        self.common = ["--host", "127.0.0.1", "--no-dashboard"]
        if tls:
            self.common += ["--protocol", "tls", "--tls-ca-file", str(tls["ca"])]
            self.common += ["--tls-cert", str(tls["cert"]), "--tls-key", str(tls["key"])]
        self.scheduler = Started(["scheduler", *self.common, "--port", "0"], "Scheduler at:")
        self.address = next(line for line in self.scheduler.said if "Scheduler at:" in line).split()[-1]
        self.workers: list[Started] = []

    def start_worker(self, paths: Sequence[str] = PATHS, *, listens: Sequence[str] = ()) -> Started:
        options = ["--no-nanny", "--nthreads", "1", "--local-directory", str(self.folder)]
        worker = Started(["worker", self.address, *(listens or self.common), *options], "Registered to:", paths)
        self.workers.append(worker)
        return worker


@contextmanager
def dask_cluster(folder: Path, workers: int = 2, tls: Mapping[str, Path] | None = None) -> Iterator[DaskCluster]:
    """Give a cluster with this many workers, all of which have ended afterwards."""
    cluster = DaskCluster(folder, tls)
    try:
        for _ in range(workers):
            cluster.start_worker()
        yield cluster
    finally:
        for started in [*cluster.workers, cluster.scheduler]:
            started.end()
