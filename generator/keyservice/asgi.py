"""The ASGI application, for uvicorn and for the preview that mounts it."""

import os
from collections.abc import Awaitable, Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any, Final

from asgiref.sync import ThreadSensitiveContext
from django.conf import settings
from django.core.asgi import get_asgi_application

from generator.keyservice import serving

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "generator.keyservice.settings")

# Scope, receive and send; Django, Starlette and asgiref each type them in a way of their own.
Application = Callable[[Any, Any, Any], Awaitable[None]]

LONGEST_BODY: Final = 256 * 1024  # bytes; above what any view accepts, so that those answer in words of their own
IDLE_THREADS: Final = 8  # of a worker; under load there are more, and they end with it

_REFUSAL: Final = b'{"code": "too-long", "message": "this is more than any request needs"}'
_REFUSAL_HEADERS: Final = [
    (b"content-type", b"application/json"),
    (b"cache-control", b"no-store"),
    (b"x-content-type-options", b"nosniff"),
    (b"connection", b"close"),  # the rest is not read
]


def at_mount(inner: Application, mount: str) -> Application:
    """
    Return *inner* as it stands under the path *mount*, however the request arrived.

    Starlette gives the whole path and names the mount; a proxy may have kept the mount in the path or
    removed it. Django gets one form of the three, so that the addresses that it makes are right.
    """

    async def application(scope: Any, receive: Any, send: Any) -> None:
        if scope["type"] == "http" and mount:
            path = scope["path"]
            whole = path if path == mount or path.startswith(f"{mount}/") else f"{mount}{path}"
            scope = {**scope, "root_path": mount, "path": whole}
        await inner(scope, receive, send)

    return application


class _TooLongError(Exception):
    """A body goes on after the limit."""


def with_short_bodies(inner: Application) -> Application:
    """
    Return *inner*, which never sees a request of more than `LONGEST_BODY`, however it arrives.

    Django reads a body to its end before it looks at its length, and one sent in chunks has none.
    """

    async def application(scope: Any, receive: Any, send: Any) -> None:
        if scope["type"] != "http":
            await inner(scope, receive, send)
            return
        arrived = 0

        async def counted() -> Any:
            nonlocal arrived
            message = await receive()
            arrived += len(message.get("body", b""))
            if arrived > LONGEST_BODY:
                raise _TooLongError
            return message

        try:
            await inner(scope, counted, send)
        except _TooLongError:
            await send({"type": "http.response.start", "status": 413, "headers": _REFUSAL_HEADERS})
            await send({"type": "http.response.body", "body": _REFUSAL})

    return application


def in_lasting_threads(inner: Application) -> Application:
    """
    Return *inner*, each request in one thread that has served others before.

    Django would make a thread, and with it a database connection, for every request; opening one costs
    more than all its queries.
    """
    idle: list[ThreadPoolExecutor] = []

    async def application(scope: Any, receive: Any, send: Any) -> None:
        thread = idle.pop() if idle else ThreadPoolExecutor(max_workers=1, thread_name_prefix="keyservice")
        try:
            async with ThreadSensitiveContext(executor=thread):
                await inner(scope, receive, send)
        finally:
            if len(idle) < IDLE_THREADS:
                idle.append(thread)
            else:
                thread.shutdown(wait=False)

    return application


_django = get_asgi_application()
if settings.MARBRE_PRODUCTION:
    serving.refuse_what_is_unsafe()  # whatever server runs this, not only `keyservice run`
application = at_mount(with_short_bodies(in_lasting_threads(_django)), settings.MARBRE_MOUNT)
