"""The process that builds, seen from the preview: started, asked, started again when it dies, ended."""

import multiprocessing
import threading
from contextlib import suppress
from multiprocessing.connection import Connection
from multiprocessing.process import BaseProcess

from generator.preview.building import Order, work
from generator.preview.outcome import Outcome, crashed

PATIENCE = 0.5  # seconds for a build under way when the preview ends; being killed does it no harm


class Builder:
    """One process that builds. `build` is called by one thread; `stop` by any."""

    def __init__(self, order: Order) -> None:
        self._order = order
        self._stopped = False
        self._changing = threading.Lock()
        self._process, self._pipe = self._start()

    def build(self, differing: frozenset[str] | None = None) -> Outcome:
        """
        Return what one build came to.

        Args:
            differing: Sources that may differ from what the last build that published saw; None if nobody knows.

        Raises:
            BuilderStopped: `stop` was called.
        """
        try:
            self._pipe.send(differing)
            outcome: Outcome = self._pipe.recv()
        except (EOFError, OSError) as error:
            if self._stopped:
                raise BuilderStopped from None
            return self._again(error)
        return outcome

    def restart(self) -> None:
        """
        Begin a new process, which imports a site's plugins anew.

        Raises:
            BuilderStopped: `stop` was called.
        """
        with self._changing:
            if self._stopped:
                raise BuilderStopped
            self._end()
            self._process, self._pipe = self._start()

    def stop(self) -> None:
        """End the process, and wait until it is gone."""
        self._stopped = True
        with self._changing:
            self._end()

    def _again(self, error: Exception) -> Outcome:
        self._process.join(PATIENCE)
        problem = f"the process that builds ended by itself (status {self._process.exitcode})"
        self.restart()
        return crashed(problem, f"{problem}: {error!r}")

    def _start(self) -> tuple[BaseProcess, Connection]:
        # Spawned, not forked: this process has threads, and the other must not hold its sockets.
        context = multiprocessing.get_context("spawn")
        here, there = context.Pipe()
        # Not a daemon in the sense of multiprocessing: those may have no worker processes.
        process = context.Process(target=work, args=(there, self._order), name="marbre builder")
        process.start()
        there.close()
        return process, here

    def _end(self) -> None:
        process = self._process
        process.terminate()
        process.join(PATIENCE)
        if process.is_alive():
            process.kill()
            process.join()
        with suppress(OSError):
            self._pipe.close()


class BuilderStopped(Exception):  # noqa: N818 - it is no error
    """The preview is ending."""
