"""The preview from start to Ctrl-C: sockets, the process that builds, the server."""

import asyncio
import secrets
import signal
import socket
import sys
import webbrowser
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from types import FrameType

import uvicorn

from generator.preview.application import Application, Service
from generator.preview.board import Board
from generator.preview.building import Order
from generator.preview.guard import PARAMETER, Guard, is_loopback
from generator.preview.sockets import listen
from generator.preview.studio import Studio

GRACE = 1  # seconds that answers under way get at the end


@dataclass(frozen=True, slots=True)
class Choices:
    """
    What `serve` was asked for.

    Attributes:
        opens: Opens the browser.
        drafts: Shows drafts and documents of the future.
        keyservice: Mounts the key service.
        jobs: Processes that build at most.
    """

    site_file: Path
    host: str
    port: int
    opens: bool
    drafts: bool
    keyservice: bool
    jobs: int
    quiet: bool


def serve(choices: Choices) -> None:
    """
    Serve the preview until it is interrupted.

    Raises:
        OSError: There is no port to listen on.
        KeyboardInterrupt: It was interrupted, and everything has ended.
    """
    port, sockets = listen(choices.host, choices.port)
    say = _nothing if choices.quiet else _say
    if port != choices.port:
        say(f"port {choices.port} is in use: taking {port}")
    guard = Guard(choices.host, port, "" if is_loopback(choices.host) else secrets.token_urlsafe(24))
    url = address(guard)
    _say(f"preview on {url}")
    if guard.token:
        _say(f"warning[not-loopback]: the network reaches {choices.host}; only the address above lets anybody in")
    signal.signal(signal.SIGTERM, _interrupt)
    if choices.opens:
        webbrowser.open(url)
    asyncio.run(_run(choices, guard, sockets, say))


async def _run(choices: Choices, guard: Guard, sockets: list[socket.socket], say: Callable[[str], None]) -> None:
    site_file = choices.site_file.absolute()
    output = site_file.parent / ".marbre" / "preview"
    board, service = Board(secrets.token_hex(4)), Service()
    order = Order(site_file, output, choices.drafts, choices.jobs)
    studio = Studio(order, board, service, say, port=guard.port, mounts=choices.keyservice)
    application = Application(output, board, guard, service, secrets.token_urlsafe(18))
    try:
        await Server(_settings(application), board).serve(sockets)
    finally:
        studio.end()


def _settings(application: Application) -> uvicorn.Config:
    return uvicorn.Config(
        application,
        http="h11",
        ws="none",
        lifespan="off",
        log_level="critical",
        access_log=False,
        server_header=False,
        proxy_headers=False,
        timeout_graceful_shutdown=GRACE,
    )


class Server(uvicorn.Server):
    """uvicorn's server, which lets open pages go before it waits for them."""

    def __init__(self, config: uvicorn.Config, board: Board) -> None:
        super().__init__(config)
        self._board = board

    async def shutdown(self, sockets: list[socket.socket] | None = None) -> None:
        """End all streams, then do what uvicorn does."""
        self._board.close()
        await super().shutdown(sockets)


def address(guard: Guard) -> str:
    """Return the address to open: with the token, where one is needed."""
    host = socket.gethostname() if guard.host in {"0.0.0.0", "::"} else guard.host  # noqa: S104
    shown = f"[{host}]" if ":" in host else host
    return f"http://{shown}:{guard.port}/" + (f"?{PARAMETER}={guard.token}" if guard.token else "")


def _interrupt(_signal: int, _frame: FrameType | None) -> None:
    raise KeyboardInterrupt


def _say(line: str) -> None:
    print(line, file=sys.stderr, flush=True)


def _nothing(_line: str) -> None:
    """Say nothing."""
