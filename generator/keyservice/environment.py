"""What the environment says, as values: used by `settings` and before Django is there."""

import os
import secrets
from collections.abc import Mapping
from pathlib import Path
from typing import Final

SECRET_FILE: Final = "secret-key"  # noqa: S105 - a file name
SHORTEST_SECRET: Final = 50  # characters, as Django's own deployment check asks for


def folder(environ: Mapping[str, str]) -> Path:
    """Return the folder for caches and development files, `.marbre` in the current one by default."""
    return Path(environ.get("MARBRE_FOLDER") or ".marbre").absolute()


def is_production(environ: Mapping[str, str]) -> bool:
    """Return whether `MARBRE_ENV` is `production`; every other value means development."""
    return environ.get("MARBRE_ENV") == "production"


def mount(environ: Mapping[str, str]) -> str:
    """Return the path under which the service is mounted, without a final slash; empty for the root."""
    path = (environ.get("MARBRE_MOUNT") or "").strip("/")
    return f"/{path}" if path else ""


def secret_key(environ: Mapping[str, str]) -> str:
    """
    Return the secret of the environment, else in development the kept one, else one for this process only.

    Reading never writes: importing the settings must leave no trace. `keep_secret_key` writes.
    Production without a secret gets an empty one, which Django and our checks refuse.
    """
    if environ.get("MARBRE_SECRET_KEY") or is_production(environ):
        return environ.get("MARBRE_SECRET_KEY", "")
    kept = folder(environ) / SECRET_FILE
    return kept.read_text("ascii").strip() if kept.is_file() else secrets.token_urlsafe(64)


def keep_secret_key(environ: Mapping[str, str]) -> None:
    """Write the development secret once, readable by its owner only, so that sessions outlive a restart."""
    if environ.get("MARBRE_SECRET_KEY") or is_production(environ):
        return
    path = make_folder(folder(environ)) / SECRET_FILE
    try:
        descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        return
    with os.fdopen(descriptor, "w", encoding="ascii") as file:
        file.write(secrets.token_urlsafe(64))


def make_folder(path: Path) -> Path:
    """Return *path*, made if need be, for its owner only."""
    path.mkdir(mode=0o700, parents=True, exist_ok=True)
    return path


def words(text: str) -> tuple[str, ...]:
    """Return the parts of a list in a variable, separated by commas or spaces."""
    return tuple(text.replace(",", " ").split())
