"""Asking an ASGI application something from within, as a browser would from without."""

from asyncio import Event
from collections.abc import Mapping
from dataclasses import dataclass

from starlette.types import ASGIApp, Message


@dataclass(frozen=True, slots=True)
class Answer:
    status: int
    headers: tuple[tuple[bytes, bytes], ...]
    body: bytes

    @property
    def set_cookies(self) -> tuple[bytes, ...]:
        """The values of all `Set-Cookie` headers."""
        return tuple(value for name, value in self.headers if name.lower() == b"set-cookie")


async def ask(application: ASGIApp, method: str, path: str, headers: Mapping[str, str], body: bytes = b"") -> Answer:
    """Return what *application* answers to one request."""
    given = {**headers, "content-length": str(len(body))} if body else dict(headers)
    scope = {
        "type": "http",
        "asgi": {"version": "3.0", "spec_version": "2.3"},
        "http_version": "1.1",
        "method": method,
        "scheme": "http",
        "path": path,
        "raw_path": path.encode("ascii"),
        "query_string": b"",
        "root_path": "",
        "headers": [(name.encode("ascii"), value.encode("latin-1")) for name, value in given.items()],
        "client": ("127.0.0.1", 0),
        "server": ("127.0.0.1", 0),
    }
    pending = [{"type": "http.request", "body": body, "more_body": False}]
    sent: list[Message] = []
    never = Event()  # the one who asks waits for the answer; a disconnect would cancel the work

    async def receive() -> Message:
        if not pending:
            await never.wait()
        return pending.pop()

    async def send(message: Message) -> None:
        sent.append(message)

    await application(scope, receive, send)
    start = next(message for message in sent if message["type"] == "http.response.start")
    parts = [message.get("body", b"") for message in sent if message["type"] == "http.response.body"]
    return Answer(
        start["status"], tuple((bytes(name), bytes(value)) for name, value in start["headers"]), b"".join(parts)
    )
