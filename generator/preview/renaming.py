"""
The key service under one name, whatever name of this machine the browser uses.

Django wants to know its hosts and origins at the start. The guard has compared host and origin already, so the
service may be told its one name for them.
"""

from starlette.types import ASGIApp, Message, Receive, Scope, Send

from generator.preview.guard import LOOPBACK


def under_one_name(application: ASGIApp, port: int) -> ASGIApp:
    """Return *application*, which takes every request for one to `127.0.0.1`, unless it is to a loopback name."""
    known = {f"{name}:{port}".encode() for name in LOOPBACK}
    name = f"127.0.0.1:{port}".encode()
    origin = b"http://" + name

    async def renamed(scope: Scope, receive: Receive, send: Send) -> None:
        headers = dict(scope["headers"])
        if headers.get(b"host", b"").lower() in known:
            await application(scope, receive, send)
            return
        new = {b"host": name, b"origin": origin, b"referer": origin + b"/"}
        given = [(key, new.get(key, value)) for key, value in scope["headers"]]

        async def answer(message: Message) -> None:
            if message["type"] == "http.response.start":
                kept = [(key, _relative(key, value, origin)) for key, value in message.get("headers", ())]
                message = {**message, "headers": kept}
            await send(message)

        await application({**scope, "headers": given}, receive, answer)

    return renamed


def _relative(key: bytes, value: bytes, origin: bytes) -> bytes:
    """Return the value of a header; a redirect to the one name becomes one to the name in use."""
    return value.removeprefix(origin) if key.lower() == b"location" else value
