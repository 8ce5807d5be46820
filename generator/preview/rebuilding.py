"""One build after another, in a thread of its own: the last state of the sources wins."""

import threading
import time
from collections.abc import Callable, Iterable
from datetime import UTC, datetime
from typing import Protocol

from generator.preview.builder import Builder, BuilderStopped
from generator.preview.outcome import Built, Failed, Outcome
from generator.preview.watching import Watch

AFTER_OTHERS = 0.4  # seconds until the next try when another build held the lock or a file changed under ours
LONGEST_WAIT = 24 * 3600.0  # seconds: clocks are set, machines sleep


class Listener(Protocol):
    """Who is told about builds, in the thread that builds."""

    def begun(self) -> None:
        """A build has begun."""

    def ended(self, outcome: Outcome) -> None:
        """A build has ended."""


class Rebuilding(threading.Thread):
    """Builds at once, and again whenever sources or the time have changed something."""

    def __init__(self, watch: Watch, builder: Builder, listener: Listener) -> None:
        super().__init__(name="marbre rebuilding", daemon=True)
        self._watch = watch
        self._builder = builder
        self._listener = listener
        self._ending = threading.Event()
        # Since the last build that published; before the first, nobody knows what differs.
        self._differing: frozenset[str] | None = None

    def run(self) -> None:
        """Build until `end`."""
        self._watch.look()
        try:
            while not self._ending.is_set():
                self._listener.begun()
                outcome = self._builder.build(self._differing)
                if isinstance(outcome, Failed) and outcome.passes:
                    outcome = self._try_again(outcome)
                if isinstance(outcome, Built):
                    self._differing = frozenset()
                self._listener.ended(outcome)
                self._next(outcome)
        except BuilderStopped:
            return

    def end(self) -> None:
        """End builder, watch and thread, and wait until they have."""
        self._ending.set()
        self._watch.end()
        self._builder.stop()
        self.join(timeout=1)

    def _try_again(self, outcome: Outcome) -> Outcome:
        """Return the outcome of a later build, if the first only came at a bad moment."""
        for _ in range(3):
            self._ending.wait(AFTER_OTHERS)
            self._take(self._watch.look())
            outcome = self._builder.build(self._differing)
            if not (isinstance(outcome, Failed) and outcome.passes):
                break
        return outcome

    def _next(self, outcome: Outcome) -> None:
        """Wait for a reason to build again."""
        until = moment_of(outcome)
        if isinstance(outcome, Failed) and outcome.passes:
            until = time.monotonic() + AFTER_OTHERS
        while not self._ending.is_set():
            changed = self._watch.wait(until)
            self._take(changed)
            if any(path.startswith("plugins/") for path in changed):
                self._builder.restart()
            if changed or (until is not None and time.monotonic() >= until):
                return

    def _take(self, changed: Iterable[str]) -> None:
        if self._differing is not None:
            self._differing = self._differing.union(changed)


def moment_of(outcome: Outcome, now: Callable[[], datetime] = lambda: datetime.now(UTC)) -> float | None:
    """Return the reading of `time.monotonic` at which time alone changes the site; None if it never does."""
    if not isinstance(outcome, Built) or outcome.next_change is None:
        return None
    left = (outcome.next_change - now()).total_seconds()
    return time.monotonic() + min(max(left, 1.0), LONGEST_WAIT)
