"""
One build at a time.

The kernel's lock on an open file ends with the process that holds it, however it ends, so there is no stale lock to
clear away. The text in the file only tells people who holds it. File systems without such locks (some network
ones) fall back on that text: the process it names is looked up, with its start, for a pid is used again.
"""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from generator.engine.owner import Owner, from_text, this_process, to_text
from generator.errors import Location, SourceError

try:
    import fcntl
except ImportError:  # pragma: no cover - not on Windows
    fcntl = None  # type: ignore[assignment]  # the fallback below asks for it

LOCK_NAME = "lock"

# A worker that outlives a killed build must not keep its lock, so a forked child lets go of it at once.
_held: set[int] = set()


def _let_go() -> None:
    for descriptor in _held:
        os.close(descriptor)
    _held.clear()


if hasattr(os, "register_at_fork"):
    os.register_at_fork(after_in_child=_let_go)


@contextmanager
def hold(folder: Path, *, by_kernel: bool = fcntl is not None) -> Iterator[None]:
    """
    Hold the lock of *folder*, the site's `.marbre`, which is made if missing (mode 0700).

    Args:
        by_kernel: False leaves it to the text in the lock file, for file systems that cannot lock.

    Raises:
        SourceError: `build-running` while another build holds it; `no-workspace` if the folder cannot be used.
    """
    descriptor = _open(folder)
    try:
        _claim(descriptor, folder / LOCK_NAME, by_kernel=by_kernel)
        _held.add(descriptor)
        try:
            yield
        finally:
            os.ftruncate(descriptor, 0)
    finally:
        _held.discard(descriptor)
        os.close(descriptor)


def _open(folder: Path) -> int:
    flags = os.O_RDWR | os.O_CREAT | getattr(os, "O_CLOEXEC", 0) | getattr(os, "O_NOFOLLOW", 0)
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        return os.open(folder / LOCK_NAME, flags, 0o600)
    except OSError as error:
        problem = f"the build cannot write its lock: {error.strerror}"
        raise SourceError(_place(folder / LOCK_NAME), "no-workspace", problem) from error


def _claim(descriptor: int, path: Path, *, by_kernel: bool) -> None:
    if by_kernel:
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise _running(path, _read(descriptor)) from None
        except OSError:
            by_kernel = False
    if not by_kernel:
        owner = _read(descriptor)
        if owner is not None and owner.is_alive():
            raise _running(path, owner)
    os.ftruncate(descriptor, 0)
    os.pwrite(descriptor, to_text(this_process()).encode(), 0)


def _read(descriptor: int) -> Owner | None:
    return from_text(os.pread(descriptor, 4096, 0).decode("utf-8", "replace"))


def _running(path: Path, owner: Owner | None) -> SourceError:
    if owner is None:
        return SourceError(_place(path), "build-running", "another build has just begun")
    return SourceError(
        _place(path),
        "build-running",
        f"a build has been running since {owner.since} ({owner})",
        f"wait for it, or end process {owner.pid}",
    )


def _place(path: Path) -> Location:
    return Location(f"{path.parent.name}/{path.name}")
