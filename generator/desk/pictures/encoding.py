"""
Pixels as bytes: always the same for the same pixels, whatever machine and however many processes.

AVIF is written by one thread, since libaom's bytes depend on their number. Speed 7 and WebP's method 4 are measured
in docs/decisions/004: a step slower takes twice the time for a twentieth of the bytes.
"""

from io import BytesIO
from typing import Any

from PIL import Image

from generator.desk.pictures.rendition import Format, PictureError
from generator.model.config import Quality

AVIF_SPEED = 7  # 0 slow and small, 10 fast
WEBP_METHOD = 4  # 6 slow and small, 0 fast
LONGEST = {"webp": 16_383, "avif": 16_384, "jpeg": 65_500}  # pixels of a side


def fits(kind: Format, size: tuple[int, int]) -> bool:
    """Return whether a picture of *size* can be written in a format."""
    return max(size) <= LONGEST.get(kind, max(size))


def encode(picture: Image.Image, kind: Format, quality: Quality) -> bytes:
    """
    Return *picture*, which is RGB, RGBA or L, as a file without metadata.

    Raises:
        PictureError: It has no place in that format.
    """
    stream = BytesIO()
    try:
        picture.save(stream, kind.upper(), **_options(kind, quality))
    except (OSError, ValueError) as error:
        raise PictureError(f"cannot be written as {kind.upper()}") from error
    return stream.getvalue()


def _options(kind: Format, quality: Quality) -> dict[str, Any]:
    if kind == "avif":
        return {"quality": quality.avif, "speed": AVIF_SPEED, "codec": "aom", "max_threads": 1}
    if kind == "webp":
        return {"quality": quality.webp, "method": WEBP_METHOD}
    if kind == "jpeg":
        return {"quality": quality.jpeg, "optimize": True, "progressive": True}
    return {"optimize": True}
