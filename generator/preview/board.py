"""
What every open page is told: whether a build is under way, the last good one, and what is wrong now.

Builds that published are numbered: the number is the *epoch*. A page knows the epoch that it was served in and is
told what changed since, so a page that missed something catches up. Lives in the event loop's thread.
"""

import asyncio
from collections import deque
from collections.abc import Iterable
from dataclasses import asdict, dataclass
from typing import Any

from generator.preview.outcome import Built, Failed, Outcome, Told
from generator.preview.publication import Publication

REMEMBERED = 200  # builds
MOST_PATHS = 500  # changed files that are named; with more, every page looks for itself
MOST_WARNINGS = 200
MOST_MARKED = 200


@dataclass(frozen=True, slots=True)
class Shown:
    """
    The preview at one moment.

    Attributes:
        version: Grows with every change of this value.
        epoch: Number of the last good build, 0 when there is none yet.
        good: The last build that published.
        errors: What is wrong with the sources now.
    """

    version: int = 0
    epoch: int = 0
    building: bool = True
    good: Built | None = None
    errors: tuple[Told, ...] = ()
    publication: Publication | None = None
    service: bool = False


class Board:
    """The present `Shown`, and those who wait for the next."""

    def __init__(self, run: str) -> None:
        self.run = run
        self.shown = Shown()
        self.closed = False
        self._history: deque[tuple[int, frozenset[str]]] = deque(maxlen=REMEMBERED)
        self._news = asyncio.Event()

    def begin(self) -> None:
        """A build has begun."""
        self._show(building=True)

    def end(self, outcome: Outcome, publication: Publication | None) -> None:
        """A build has ended. After a failure the last good one stays."""
        if isinstance(outcome, Failed):
            self._show(building=False, errors=outcome.errors)
            return
        epoch = self.shown.epoch + 1
        self._history.append((epoch, frozenset(outcome.changed)))
        self._show(building=False, errors=(), good=outcome, epoch=epoch, publication=publication)

    def serve(self) -> None:
        """The key service answers from now on."""
        self._show(service=True)

    def close(self) -> None:
        """The preview ends: nobody waits any longer."""
        self.closed = True
        self._news.set()

    async def beyond(self, version: int) -> Shown | None:
        """Return the preview once it differs from *version*; None when it ends."""
        while not self.closed and self.shown.version == version:
            await self._news.wait()
        return None if self.closed else self.shown

    def changed_since(self, epoch: int) -> frozenset[str] | None:
        """Return which output files changed after *epoch*, None if that is not known or they are too many."""
        missed = self.shown.epoch - epoch
        if missed < 0 or missed > len(self._history):
            return None
        paths: set[str] = set()
        for number, changed in self._history:
            if number > epoch:
                paths |= changed
        return frozenset(paths) if len(paths) <= MOST_PATHS else None

    def _show(self, **changes: Any) -> None:
        now = {name: getattr(self.shown, name) for name in Shown.__slots__} | changes
        self.shown = Shown(**{**now, "version": self.shown.version + 1})
        self._news.set()
        self._news = asyncio.Event()


def message(board: Board, shown: Shown, since: int | None) -> dict[str, Any]:
    """Return *shown* as a page gets it that was served in the epoch *since*, None for one of another run."""
    good, publication = shown.good, shown.publication
    changed = None if since is None else board.changed_since(since)
    return {
        "run": board.run,
        "epoch": shown.epoch,
        "building": shown.building,
        "changed": None if changed is None else sorted(changed),
        "errors": _told(shown.errors),
        "warnings": _told(good.warnings[:MOST_WARNINGS]) if good else [],
        "warning_count": len(good.warnings) if good else 0,
        "pages": good.pages if good else 0,
        "seconds": round(good.seconds, 3) if good else None,
        "marked": _marked(good, publication),
        "root": publication.root if publication else "/",
        "views": list(publication.views) if publication and shown.service else [],
    }


def _told(told: Iterable[Told]) -> list[dict[str, Any]]:
    return [asdict(one) for one in told]


def _marked(good: Built | None, publication: Publication | None) -> list[dict[str, Any]]:
    root = publication.root.rstrip("/") if publication else ""
    marked = sorted(good.marked.items()) if good else []
    return [{"url": f"{root}{url}", "marks": list(marks)} for url, marks in marked[:MOST_MARKED]]
