"""The ASGI application, for uvicorn and for the preview that mounts it."""

import os
from typing import Any

from asgiref.typing import ASGI3Application, ASGIReceiveCallable, ASGISendCallable, Scope
from django.conf import settings
from django.core.asgi import get_asgi_application

from generator.keyservice import serving

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "generator.keyservice.settings")


def at_mount(inner: Any, mount: str) -> ASGI3Application:
    """
    Return *inner* as it stands under the path *mount*, however the request arrived.

    Starlette gives the whole path and names the mount; a proxy may have kept the mount in the path or
    removed it. Django gets one form of the three, so that the addresses that it makes are right.
    """

    async def application(scope: Scope, receive: ASGIReceiveCallable, send: ASGISendCallable) -> None:
        if scope["type"] == "http" and mount:
            path = scope["path"]
            whole = path if path == mount or path.startswith(f"{mount}/") else f"{mount}{path}"
            scope = {**scope, "root_path": mount, "path": whole}
        await inner(scope, receive, send)

    return application


_django = get_asgi_application()
if settings.MARBRE_PRODUCTION:
    serving.refuse_what_is_unsafe()  # whatever server runs this, not only `keyservice run`
application = at_mount(_django, settings.MARBRE_MOUNT)
