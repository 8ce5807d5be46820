"""What goes on behind the pages: builds, and the key service as soon as there is something to serve."""

import asyncio
import threading
import traceback
from collections.abc import Callable

from starlette.types import ASGIApp

from generator.preview.application import Service
from generator.preview.board import Board
from generator.preview.builder import Builder
from generator.preview.building import Order
from generator.preview.outcome import Built, Failed, Outcome
from generator.preview.publication import Publication, read_publication
from generator.preview.readers import mount_service
from generator.preview.rebuilding import Rebuilding
from generator.preview.renaming import under_one_name
from generator.preview.watching import Watch


class Studio:
    """
    Builds, and tells *board*; mounts the key service, and tells *service*. Made in the event loop.

    Args:
        say: Writes a line on the terminal.
        mounts: Whether the key service is wanted.
    """

    def __init__(
        self, order: Order, board: Board, service: Service, say: Callable[[str], None], *, port: int, mounts: bool
    ) -> None:
        self._loop = asyncio.get_running_loop()
        self._workspace = order.output.parent
        self._board = board
        self._service = service
        self._say = say
        self._port = port
        self._mounts = mounts
        self._said = ""
        self._mounted: Publication | None = None
        if not mounts:
            service.settled.set()
        root = order.site_file.parent
        watch = Watch(root, say, site_file=order.site_file.name)
        self._rebuilding = Rebuilding(watch, Builder(order), self)
        self._rebuilding.start()

    def end(self) -> None:
        """End everything, and wait for it."""
        self._rebuilding.end()

    def begun(self) -> None:
        """Tell the pages that a build has begun."""
        self._later(self._board.begin)

    def ended(self, outcome: Outcome) -> None:
        """Tell terminal and pages what a build came to."""
        if (text := told(outcome)) != self._said:
            self._say(text)  # waiting for another build is said once
        self._said = text if isinstance(outcome, Failed) else ""
        publication = read_publication(self._workspace / "service.json") if isinstance(outcome, Built) else None
        self._later(lambda: self._board.end(outcome, publication))
        if self._mounts and publication is not None and publication != self._mounted:
            before, self._mounted = self._mounted, publication
            threading.Thread(target=self._mount, args=(before, publication), daemon=True).start()

    def _mount(self, before: Publication | None, publication: Publication) -> None:
        """Mount the key service, or bring its readers up to date; runs in a thread of its own."""
        if not publication.service:
            self._say("warning[keyservice]: keyservice.url is another origin; in the preview sections stay locked")
            self._later(self._service.settled.set)
            return
        if before is not None and before.service != publication.service:
            self._say("warning[keyservice]: keyservice.url has changed: start the preview again")
            return
        try:
            application = mount_service(publication, self._workspace, f"http://127.0.0.1:{self._port}/")
        except Exception as error:  # noqa: BLE001 - the preview goes on without its key service
            self._say(f"warning[keyservice]: the key service does not start: {error}\n{traceback.format_exc()}")
            self._later(self._service.settled.set)
            return
        self._later(lambda: self._serve(publication, under_one_name(application, self._port)))

    def _serve(self, publication: Publication, application: ASGIApp) -> None:
        self._service.path = publication.service
        self._service.application = application
        self._service.settled.set()
        self._board.serve()

    def _later(self, step: Callable[[], None]) -> None:
        if not self._loop.is_closed():
            self._loop.call_soon_threadsafe(step)


def told(outcome: Outcome) -> str:
    """Return how the terminal tells an outcome."""
    if isinstance(outcome, Failed):
        return f"{outcome.text}\nthe last good pages stay"
    warnings = f", {len(outcome.warnings)} warnings" if outcome.warnings else ""
    return f"built {outcome.pages} pages ({outcome.rendered} documents rendered{warnings}) in {outcome.seconds:.2f} s"
