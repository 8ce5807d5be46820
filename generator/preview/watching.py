"""
When sources have changed.

The system's events only say that it is worth looking; a walk over the sources says whether anything changed. So
nothing depends on an event that got lost: a queue that overflowed during a checkout, a folder that was deleted and
made again, a network drive that tells nothing. One file that was saved, the everyday case, is looked at alone, if
the last walk was not long ago.
"""

import os
import threading
import time
from collections.abc import Callable
from contextlib import suppress
from functools import partial
from pathlib import Path

from watchdog import events
from watchdog.observers import Observer
from watchdog.observers.api import BaseObserver, ObservedWatch

from generator.model.leftovers import is_leftover
from generator.preview.sources import FOLDERS, Snapshot, changed, glance, snapshot

QUIET = 0.06  # seconds without an event after which a burst is over
SAVED = 0.005  # the same, if all that was heard is that one file was written and closed
LONGEST = 0.5  # seconds that a burst may keep a build waiting
LOOK = 2.0  # seconds between two looks without an event
LOOK_ALONE = 0.5  # the same where events cannot be had
# Reading a file is no change, and a build reads them all.
HEARD: list[type[events.FileSystemEvent]] = [
    events.FileModifiedEvent,
    events.FileCreatedEvent,
    events.FileDeletedEvent,
    events.FileMovedEvent,
    events.FileClosedEvent,
    events.DirCreatedEvent,
    events.DirDeletedEvent,
    events.DirMovedEvent,
]
# After these a file is as somebody meant it to be.
COMPLETE = (events.FileClosedEvent, events.FileDeletedEvent, events.FileMovedEvent)
SHARE = 30  # a look may take one part in so many of the time


class Watch(events.FileSystemEventHandler):
    """
    Tells one thread when the sources below *root* have changed.

    Args:
        say: Is told once if the system gives no events.
        observer: Makes what asks the system for events.
    """

    def __init__(
        self,
        root: Path,
        say: Callable[[str], None],
        *,
        site_file: str = "site.yaml",
        observer: Callable[[], BaseObserver] = Observer,
    ) -> None:
        self._root = root
        self._site_file = site_file
        self._say = say
        self._events = threading.Event()
        self._heard: dict[str, bool] = {}  # paths of which events told, and whether they are complete
        self._walked = 0.0  # reading of `time.monotonic` at the last walk
        self._ended = False
        self._watches: dict[Path, tuple[int, ObservedWatch]] = {}
        self._seen: Snapshot = {}
        self._took = 0.0  # seconds of the last look
        self._observer: BaseObserver | None = observer()
        self._ask(self._observer.start)
        self._follow()

    def look(self) -> tuple[str, ...]:
        """Return what changed since the last look."""
        began = self._walked = time.monotonic()
        self._events.clear()
        self._heard = {}
        self._follow()
        before, self._seen = self._seen, snapshot(self._root, self._site_file)
        self._took = time.monotonic() - began
        return changed(before, self._seen)

    def wait(self, until: float | None = None) -> tuple[str, ...]:
        """
        Return what changed, once it has settled; nothing if *until* came first or the watch has ended.

        Args:
            until: A reading of `time.monotonic`.
        """
        while not self._ended:
            left = self._interval if until is None else min(self._interval, until - time.monotonic())
            if left <= 0:
                return ()
            told = self._events.wait(left)
            saved = self._settle() if told else None
            if found := self._glance(saved) if saved else self.look():
                return found if told else self._rest(found)
        return ()

    def wake(self) -> None:
        """Let `wait` look at once."""
        self._events.set()

    def end(self) -> None:
        """Stop watching; `wait` returns."""
        self._ended = True
        self._events.set()
        if self._observer is not None:
            with suppress(RuntimeError):  # it was never started
                self._observer.stop()

    def on_any_event(self, event: events.FileSystemEvent) -> None:
        """Hear from the system."""
        for path in (event.src_path, event.dest_path):
            if path:
                self._heard[os.fsdecode(path)] = isinstance(event, COMPLETE)
        self._events.set()

    @property
    def _interval(self) -> float:
        return max(LOOK if self._observer else LOOK_ALONE, self._took * SHARE)

    def _settle(self) -> str | None:
        """
        Wait until events pause, or no longer than a build may be kept waiting.

        Returns the path of the file that was saved, if that is all that was heard and the last walk was not long ago.
        """
        latest = time.monotonic() + LONGEST
        while not self._ended and time.monotonic() < latest:
            self._events.clear()
            saved = self._saved()
            if not self._events.wait(SAVED if saved else QUIET):
                return saved if time.monotonic() - self._walked < self._interval else None
        return None

    def _saved(self) -> str | None:
        """Return the path of the one file that was written and closed, if nothing else was heard."""
        heard = [one for one in tuple(self._heard.items()) if not is_leftover(Path(one[0]).name)]
        return heard[0][0] if len(heard) == 1 and heard[0][1] else None

    def _glance(self, path: str) -> tuple[str, ...]:
        """Return what changed since the last look, of nothing but the file at *path*."""
        self._heard = {}
        name = os.path.relpath(path, self._root).replace(os.sep, "/")
        before, self._seen = self._seen, glance(self._seen, self._root, name, self._site_file)
        return changed(before, self._seen)

    def _rest(self, found: tuple[str, ...]) -> tuple[str, ...]:
        """Wait for the end of a burst that no event told of."""
        everything = set(found)
        latest = time.monotonic() + LONGEST
        while not self._ended and time.monotonic() < latest:
            self._events.wait(QUIET)
            more = self.look()
            if not more:
                break
            everything.update(more)
        return tuple(sorted(everything))

    def _follow(self) -> None:
        """Watch the folders that are there; one that was made again is another folder."""
        for path in (self._root, *(self._root / folder for folder in FOLDERS)):
            try:
                inode = path.stat().st_ino if path.is_dir() else 0
            except OSError:
                inode = 0
            known = self._watches.get(path)
            if known and known[0] != inode:
                del self._watches[path]
                self._ask(partial(self._unwatch, known[1]))
            if inode and path not in self._watches:
                self._ask(partial(self._watch, path, inode))

    def _watch(self, path: Path, inode: int) -> None:
        if self._observer is not None:
            watch = self._observer.schedule(self, str(path), recursive=path != self._root, event_filter=HEARD)
            self._watches[path] = (inode, watch)

    def _unwatch(self, watch: ObservedWatch) -> None:
        if self._observer is not None:
            with suppress(KeyError):
                self._observer.unschedule(watch)

    def _ask(self, step: Callable[[], None]) -> None:
        """Take a step with the observer; if the system refuses, do without events from now on."""
        try:
            step()
        except FileNotFoundError:
            return  # gone between two lines; the next look finds out
        except OSError as error:
            observer, self._observer = self._observer, None
            self._watches.clear()
            if observer is not None:
                with suppress(RuntimeError):
                    observer.stop()
                self._say(
                    f"warning[watching]: the system gives no more file events ({error.strerror}): "
                    f"looking at all sources every {LOOK_ALONE} s instead"
                )
