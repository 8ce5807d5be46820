"""The service inside the preview: one database and one reader of its own, whatever the environment says."""

import os
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import Any, Final

DEMO_EMAIL: Final = "lecteur@example.org"
DEMO_PASSWORD: Final = "bonne-lecture-2026"  # noqa: S105 - printed by the preview, good for nothing else

# What a shell may hold for production must not reach the preview.
_FOREIGN: Final = (
    "MARBRE_ENV",
    "MARBRE_SERVICE_KEYSET",
    "MARBRE_DENY_LIST",
    "MARBRE_SECRET_KEY",
    "MARBRE_ALLOWED_ORIGINS",
    "MARBRE_DEBUG",
    "EMAIL_URL",
)


def mounted(path: str, marbre_folder: Path, base_url: str) -> Callable[[Any, Any, Any], Awaitable[None]]:
    """
    Return the service as it stands under *path* of the preview, ready to be mounted.

    Call it in a thread without an event loop, after the first build has written `service.json` into
    *marbre_folder*; another call returns the same application and brings the reader up to date. *base_url* is the preview's own address. Sets the environment of
    this process, because Django has one configuration a process.

    Raises:
        RuntimeError: If Django has been configured already, for another folder.
    """
    _set_environment(path, marbre_folder.absolute(), base_url)
    import django
    from django.conf import settings

    from generator.keyservice import environment, serving

    environment.keep_secret_key(os.environ)
    django.setup()
    if marbre_folder.absolute() != settings.MARBRE_FOLDER:
        raise RuntimeError("Django is configured in this process already: mount the preview in a process of its own")
    serving.prepare_database()
    ensure_demo_reader()
    from generator.keyservice.asgi import application

    return application


def ensure_demo_reader() -> str:
    """Return the public id of the preview's reader, who holds the first tier of the publication without end."""
    from django.utils import timezone

    from generator.keyservice import publication
    from generator.keyservice.accounts.readers import add_reader
    from generator.keyservice.entitlements.granting import grant

    reader = add_reader(DEMO_EMAIL, DEMO_PASSWORD)
    for tier in publication.current().tiers[:1]:
        grant(reader, f"tier:{tier.id}", None, None, now=timezone.now(), source="demo")
    return str(reader.public_id)


def _set_environment(path: str, folder: Path, base_url: str) -> None:
    for name in _FOREIGN:
        os.environ.pop(name, None)
    os.environ.update(
        {
            "DJANGO_SETTINGS_MODULE": "generator.keyservice.settings",
            "MARBRE_FOLDER": str(folder),
            "MARBRE_SITE_FILE": str(folder / "service.json"),
            "MARBRE_MOUNT": path,
            "MARBRE_BASE_URL": base_url,
            "DATABASE_URL": f"sqlite:///{folder / 'preview.sqlite3'}",
        }
    )
