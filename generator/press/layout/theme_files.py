"""Bytes of a theme's files, which are those that its digest is of, whenever they are read."""

from pathlib import Path

from generator.engine.digest import digest_bytes
from generator.errors import Location, SourceError
from generator.model.theme import ThemeFile


def bytes_of(file: ThemeFile) -> bytes:
    """
    Return the bytes of a theme's file.

    Raises:
        SourceError: `changed` if they are not those that it had when the theme was read: what is made of it would be kept
            as what the others give, and pages would name a file that is not published.
    """
    data = Path(file.path).read_bytes()
    if digest_bytes(data) != file.digest:
        raise SourceError(Location(shown(file)), "changed", "the file changed during the build", "build again")
    return data


def shown(file: ThemeFile) -> str:
    """Return a theme's file as people know it, `themes/gazette/templates/base.html`, wherever the theme lies."""
    folder = f"themes/{file.theme}/"
    _, _, inner = Path(file.path).as_posix().rpartition(f"/{folder}")
    return f"{folder}{inner}"
