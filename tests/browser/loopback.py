"""A server on loopback that answers from a dictionary of routes: the network of the browser tests."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Event, Thread

MODULES = Path(__file__).parents[2] / "generator" / "browser"


@dataclass(frozen=True, slots=True)
class Reply:
    """What the server answers. With `waits_for` it does so only once the event is set."""

    body: bytes
    type: str = "text/html; charset=utf-8"
    status: int = 200
    headers: tuple[tuple[str, str], ...] = ()
    waits_for: Event | None = None


@dataclass(frozen=True, slots=True)
class Request:
    """A request that came in."""

    method: str
    path: str
    body: bytes
    headers: dict[str, str]


Answer = Callable[[Request], Reply]


@dataclass(slots=True)
class Server:
    """
    A server on loopback.

    Attributes:
        origin: Its origin, `http://localhost:PORT`: a secure context, as WebCrypto needs.
        routes: Replies by path; a function is asked for each request.
        requests: What came in, in order.
    """

    origin: str
    routes: dict[str, Reply | Answer] = field(default_factory=dict, repr=False)
    requests: list[Request] = field(default_factory=list, repr=False)

    def asked(self, prefix: str) -> list[Request]:
        """Return the requests whose path begins with *prefix*."""
        return [request for request in self.requests if request.path.startswith(prefix)]

    def reply(self, request: Request) -> Reply:
        """Return the reply to *request*; an unknown path is a 404 page."""
        self.requests.append(request)
        route = self.routes.get(request.path.partition("?")[0], Reply(b"<!doctype html>404", status=404))
        return route if isinstance(route, Reply) else route(request)


def _handler(server: Server) -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        def answer(self) -> None:
            length = int(self.headers.get("Content-Length", 0))
            headers = {name.lower(): value for name, value in self.headers.items()}
            reply = server.reply(Request(self.command, self.path, self.rfile.read(length), headers))
            if reply.waits_for is not None:
                reply.waits_for.wait()
            self.send_response(reply.status)
            self.send_header("Content-Type", reply.type)
            self.send_header("Content-Length", str(len(reply.body)))
            for name, value in reply.headers:
                self.send_header(name, value)
            self.end_headers()
            self.wfile.write(reply.body)

        do_GET = do_POST = do_OPTIONS = answer  # noqa: N815 (the names are http.server's)

        def log_message(self, *_: object) -> None:
            """Keep the test's output clean."""

        def handle_one_request(self) -> None:
            try:
                super().handle_one_request()
            except ConnectionError:  # the page has gone, or gave up
                self.close_connection = True

    return Handler


@contextmanager
def serving() -> Iterator[Server]:
    """Run a server that has the browser modules under `/m/`."""
    server = Server("")
    http = ThreadingHTTPServer(("127.0.0.1", 0), _handler(server))
    http.daemon_threads = True
    server.origin = f"http://localhost:{http.server_address[1]}"
    for path in MODULES.rglob("*.js"):
        server.routes[f"/m/{path.relative_to(MODULES)}"] = Reply(path.read_bytes(), "text/javascript; charset=utf-8")
    Thread(target=http.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True).start()
    yield server
    http.shutdown()
    http.server_close()
