"""
Pictures that were made before, found by their content: a warm build encodes none.

Each is one file below `.marbre`, whichever process or kind of build made it first; it lasts when a build fails, so that
a mistake in one article does not cost the pictures of all others. A sealed picture must not lie there to be seen, so
files are encrypted, and their names are keyed, for the digest of a picture would confirm a guess.
"""

import hmac
import os
import secrets
import time
from collections.abc import Iterable
from contextlib import suppress
from dataclasses import dataclass, field
from functools import lru_cache
from hashlib import sha256
from pathlib import Path
from typing import cast

import generator.desk.pictures
from generator.desk.pictures.rendition import Format, Rendition
from generator.desk.seal.private import Safe
from generator.engine.digest import digest_bytes
from generator.engine.program import program_digest
from generator.model.config import ImageSettings
from generator.paywall.keys import Keyset

WORKSPACE, FOLDER = ".marbre", "pictures"
UNUSED_DAYS = 30  # as a draft's pictures may be, which only the preview shows

PURPOSES = ("public", "sealed", "whole")

Made = tuple[Rendition, ...]


@dataclass(slots=True)
class Shelf:
    """
    Renditions by the bytes of their original.

    Attributes:
        folder: None where nothing is to be kept, as on the disk of another machine.
        is_read: Whether to take what is there; what is made is put there all the same.
        encoded: How many pictures were made and not taken.
    """

    folder: Path | None
    secret: bytes = field(repr=False)
    settings: ImageSettings
    is_read: bool = True
    encoded: int = 0

    def public(self, data: bytes) -> Made:
        """Return what is published of a picture; raises PictureError as `renditions` does."""
        return self._of("public", data)

    def sealed(self, data: bytes) -> Rendition:
        """Return the file that a sealed section shows of a picture; raises PictureError."""
        return self._of("sealed", data)[0]

    def whole(self, data: bytes) -> Rendition:
        """Return a picture in its own size, as it is offered for download; raises PictureError."""
        return self._of("whole", data)[0]

    def has(self, digest: str) -> bool:
        """Return whether a picture lies here for the public or sealed; *digest* is that of its bytes."""
        folder = self.folder
        return folder is not None and any((folder / self._name(purpose, digest)).exists() for purpose in PURPOSES)

    def forget(self, digests: Iterable[str], now: float | None = None) -> None:
        """Remove pictures that no document of the site has used for a while; *digests* are those of all that it uses."""
        if self.folder is None:
            return
        used = {self._name(purpose, digest) for digest in digests for purpose in PURPOSES}
        before = (time.time() if now is None else now) - UNUSED_DAYS * 86_400
        for path in self.folder.glob("*"):
            if path.name not in used:
                with suppress(OSError):
                    if path.stat().st_mtime < before:
                        path.unlink()

    def _of(self, purpose: str, data: bytes) -> Made:
        name = self._name(purpose, digest_bytes(data))
        found = self._taken(name) if self.is_read else None
        if found is None:
            self.encoded += 1
            found = _made(purpose, data, self.settings)
            self._put(name, found)
        return found

    def _name(self, purpose: str, digest: str) -> str:
        told = f"picture {purpose} {digest} {self.settings!r} {_program()}"
        return hmac.digest(self.secret, told.encode(), "sha256").hex()[:40]

    def _taken(self, name: str) -> Made | None:
        """Return what lies under *name*; None if there is nothing, or what was made under another name or secret."""
        if self.folder is None:
            return None
        try:
            value = Safe(self.secret).revealed((self.folder / name).read_bytes())
        except OSError:
            return None
        if not isinstance(value, tuple) or len(value) < 2 or value[0] != name:
            return None
        rows = cast("tuple[tuple[Format, int, int, bytes], ...]", value[1:])
        return tuple(Rendition(*row) for row in rows)

    def _put(self, name: str, made: Made) -> None:
        """Keep *made*; a disk that takes no more is told where something must be written."""
        if self.folder is None:
            return
        rows = ((one.format, one.width, one.height, one.data) for one in made)
        part = self.folder / f"{name}.{secrets.token_hex(4)}"  # another process may make the same picture
        try:
            self.folder.mkdir(mode=0o700, exist_ok=True)
            descriptor = os.open(part, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
            with os.fdopen(descriptor, "wb") as stream:
                stream.write(Safe(self.secret).conceal((name, *rows)))
            part.replace(self.folder / name)
        except OSError:
            with suppress(OSError):
                part.unlink()


def shelf_of(root: Path, keyset: Keyset, settings: ImageSettings, *, is_read: bool = True) -> Shelf:
    """Return the shelf of the site in *root*; one that keeps nothing if it has no workspace on this machine."""
    key = keyset.primary
    secret = hmac.digest(key.root.value, f"marbre pictures {keyset.site} {key.kid}".encode(), sha256)
    workspace = root / WORKSPACE
    return Shelf(workspace / FOLDER if workspace.is_dir() else None, secret, settings, is_read)


def _made(purpose: str, data: bytes, settings: ImageSettings) -> Made:
    from generator.desk.pictures.preparing import renditions, sealed_rendition, whole  # Pillow takes time to load

    if purpose == "public":
        return renditions(data, settings)
    return (whole(data) if purpose == "whole" else sealed_rendition(data, settings),)


@lru_cache(maxsize=1)
def _program() -> str:
    """Return what decides about the bytes besides the settings: our own steps and the version of Pillow."""
    return program_digest(Path(generator.desk.pictures.__file__).parent)
