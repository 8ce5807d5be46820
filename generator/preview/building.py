"""
What runs in the process that builds: one order after another, until the other end of the pipe is gone.

A process of its own, because a build wants the main thread (time limits need signals) and a single-threaded
process (forking workers is fast and safe only there), and because it keeps Markdown and Jinja warm.
"""

import gc
import os
import signal
import traceback
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from itertools import count
from multiprocessing.connection import Connection
from pathlib import Path

from generator.errors import GeneratorError
from generator.pipeline.entry import Builds
from generator.pipeline.request import BuildRequest, BuildResult
from generator.preview.outcome import Built, Outcome, crashed, failed, warned

# What a shell may hold for production: the preview seals with the development keyset only.
FOREIGN = ("MARBRE_KEYSET", "MARBRE_ENV")
ALL = 100  # builds after which cycles are looked for among all values, and not only among new ones
_NEW, _EVERY = 1, 2  # generations of the collector


@dataclass(frozen=True, slots=True)
class Order:
    """What the preview builds, each time anew with the present time."""

    site_file: Path
    output: Path
    drafts: bool
    jobs: int

    def request(self, now: datetime) -> BuildRequest:
        """Return the request for a build at *now*."""
        environment = {name: value for name, value in os.environ.items() if name not in FOREIGN}
        return BuildRequest(
            site_file=self.site_file,
            now=now,
            output=self.output,
            drafts=self.drafts,
            future=self.drafts,
            jobs=self.jobs,
            indexes=False,
            environment=environment,
        )


def work(pipe: Connection, order: Order) -> None:
    """
    Build whenever *pipe* says what differs, and send back the outcome. Ctrl-C is the other process's to answer.
    """
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    builds = Builds()
    gc.disable()  # an editor waits for each build, and for nothing between two
    for number in count(1):
        try:
            differing: frozenset[str] | None = pipe.recv()
        except (EOFError, OSError):
            return
        pipe.send(outcome(builds, order, differing))
        gc.collect(_NEW if number % ALL else _EVERY)


def outcome(
    builds: Builds,
    order: Order,
    differing: frozenset[str] | None = None,
    now: Callable[[], datetime] = lambda: datetime.now(UTC),
) -> Outcome:
    """Build once, and return what it came to, whatever that is; *differing* is as `Builds.build` takes it."""
    root = order.site_file.absolute().parent
    try:
        return built(builds.build(order.request(now()), differing))
    except GeneratorError as error:
        return failed(error, root)
    except Exception as error:  # noqa: BLE001 - a bug of ours must not end the preview
        problem = f"the build stopped: {type(error).__name__}: {error}"
        return crashed(problem, traceback.format_exc())


def built(result: BuildResult) -> Built:
    """Return what the preview needs of a build's result."""
    return Built(
        pages=result.pages,
        rendered=result.rendered,
        changed=(*result.written, *result.removed),
        warnings=tuple(warned(one) for one in result.warnings),
        marked=dict(result.marked),
        next_change=result.next_publication,
        seconds=result.seconds,
    )
