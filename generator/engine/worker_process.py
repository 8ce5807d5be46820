"""
A process that works for one thread of a Dask worker.

Of its own, for three reasons: a time limit needs a main thread (`engine.deadline`); Markdown that hangs must not keep
the worker from answering its scheduler; and it is the program as it lies on the disk now, not as it was when the worker
started. It gets messages on its input and answers on its output; it ends when its input does.
"""

import os
import pickle
import signal
import subprocess
import sys
import threading
import traceback
from collections.abc import Callable, Iterable
from hashlib import sha256
from pathlib import Path
from queue import SimpleQueue
from typing import IO, Any

import generator
from generator.engine.envelope import closed, opened
from generator.engine.program import program_digest

PACKAGE = Path(generator.__file__).parent
FILE_LIMIT = 3  # files named in a message


class WorkerProcessLostError(Exception):
    """The process ended before it answered, most often because the system wanted its memory."""


class WorkerProcess:
    """One such process, and what it answered when it began."""

    def __init__(self, key: bytes, shared: bytes) -> None:
        """Start a process with the closed *shared* value; `program` and `differing` are its answer."""
        paths = [str(PACKAGE.parent), *filter(None, [os.environ.get("PYTHONPATH")])]
        self.process = subprocess.Popen(
            # -P: a folder that the worker happens to stand in gives no modules
            [sys.executable, "-P", "-c", f"from {__name__} import main; main()"],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            env={**os.environ, "PYTHONPATH": os.pathsep.join(paths)},
        )
        self.program, self.differing = self._ask((key, shared))

    def do(self, chunk: bytes) -> bytes:
        """Return the closed result of a chunk."""
        answer: bytes = self._ask(chunk)
        return answer

    def end(self) -> None:
        """End the process at once."""
        self.process.kill()
        self.process.communicate()

    def _ask(self, message: object) -> Any:
        asked, answers = self.process.stdin, self.process.stdout
        if asked is None or answers is None:
            raise WorkerProcessLostError("it has no pipes")
        try:
            pickle.dump(message, asked)
            asked.flush()
            return pickle.load(answers)  # noqa: S301 - of our own process
        except (EOFError, OSError, pickle.UnpicklingError) as error:
            self.process.kill()
            self.process.wait()
            raise WorkerProcessLostError(f"it ended with {self.process.returncode}") from error


def program_here() -> str:
    """Return what says which program a process would run: ours as it lies on the disk, libraries, Python."""
    major, minor = sys.version_info[:2]
    return f"{program_digest(PACKAGE)} python {major}.{minor}"


def main() -> None:
    """Work until the input ends."""
    asked, answers = os.fdopen(os.dup(0), "rb"), os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)  # what a task prints is no answer
    os.dup2(os.open(os.devnull, os.O_RDONLY), 0)
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    messages: SimpleQueue[Any] = SimpleQueue()
    threading.Thread(target=_receive, args=(asked, messages), daemon=True).start()
    key, closed_shared = messages.get()
    shared, files = pickle.loads(opened(key, closed_shared))  # noqa: S301 - of the build, which commands us
    _answer(answers, (program_here(), differing(files)))
    while True:
        _answer(answers, closed(key, _result(messages.get(), shared)))


def differing(files: Iterable[tuple[str, str]]) -> tuple[str, ...]:
    """Return the first few paths at which this machine has not the bytes of that SHA-256."""
    found = []
    for path, digest in files:
        try:
            same = sha256(Path(path).read_bytes()).hexdigest() == digest
        except OSError:
            same = False
        if not same:
            found.append(path)
        if len(found) == FILE_LIMIT:
            break
    return tuple(found)


def _receive(asked: IO[bytes], messages: "SimpleQueue[Any]") -> None:
    """Hand on messages; in a thread, because the end of the input must be seen in the middle of a task."""
    try:
        while True:
            messages.put(pickle.load(asked))  # noqa: S301 - of the process that started us
    finally:
        os._exit(0)  # nobody will take the result


def _answer(answers: IO[bytes], answer: object) -> None:
    pickle.dump(answer, answers)
    answers.flush()


def _result(packed: bytes, shared: object) -> bytes:
    """Return whether the task came to its end, and its result or what it raised."""
    try:
        function: Callable[[Any, Any], object]
        function, chunk = pickle.loads(packed)  # noqa: S301 - of the build
        return pickle.dumps((True, function(chunk, shared)))
    except Exception as error:  # noqa: BLE001 - it travels to whoever asked, and is raised there
        error.add_note(f"in a worker's process:\n{traceback.format_exc()}")
        return _packed(error)


def _packed(error: Exception) -> bytes:
    try:
        return pickle.dumps((False, error))
    except Exception:  # noqa: BLE001 - an error that cannot travel is told in words
        return pickle.dumps((False, RuntimeError("\n".join([repr(error), *error.__notes__]))))
