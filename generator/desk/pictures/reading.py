"""
Pictures read from bytes that anyone may have made.

The header is read first: what has too many pixels is refused before one of them is unpacked. Only formats that browsers
show are known, and each is known by its bytes, whatever its name ends with.
"""

import struct
import warnings
from dataclasses import dataclass, field
from io import BytesIO

from PIL import Image, ImageFile

from generator.desk.pictures.rendition import Format, PictureError

# Beyond this a picture is a mistake or an attack: 300 MB of memory in each process.
PIXEL_LIMIT = 100_000_000

_READABLE = ("JPEG", "PNG", "GIF", "WEBP", "AVIF")
# MPO is what telephones make: a JPEG with more pictures behind it, of which only the first is shown.
_FORMATS: dict[str | None, Format] = {
    "JPEG": "jpeg", "MPO": "jpeg", "PNG": "png", "GIF": "gif", "WEBP": "webp", "AVIF": "avif"
}  # fmt: skip
_ORIENTATION = 0x0112
_TURNS = {
    2: Image.Transpose.FLIP_LEFT_RIGHT,
    3: Image.Transpose.ROTATE_180,
    4: Image.Transpose.FLIP_TOP_BOTTOM,
    5: Image.Transpose.TRANSPOSE,
    6: Image.Transpose.ROTATE_270,
    7: Image.Transpose.TRANSVERSE,
    8: Image.Transpose.ROTATE_90,
}
# What Pillow raises for damaged bytes, by format and by place in them.
DAMAGE = (
    OSError,
    ValueError,
    SyntaxError,
    TypeError,
    LookupError,
    ArithmeticError,
    EOFError,
    RuntimeError,
    struct.error,
)


@dataclass(frozen=True, slots=True)
class Header:
    """
    What is known of a picture before its pixels are unpacked.

    Attributes:
        width, height: In pixels, as displayed: upright.
        turn: How the pixels are turned to be upright, None if they are.
        is_animated: Has more than one frame to show.
    """

    picture: ImageFile.ImageFile = field(repr=False)
    format: Format
    width: int
    height: int
    turn: Image.Transpose | None
    is_animated: bool


def read_header(data: bytes) -> Header:
    """
    Return what the header of a picture says.

    Raises:
        PictureError: The bytes are no picture that browsers show, damaged, or larger than `PIXEL_LIMIT`.
    """
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # of sizes, where our own limit holds, and of metadata, which are left out
        return _header(data)


def _header(data: bytes) -> Header:
    try:
        picture = Image.open(BytesIO(data), formats=_READABLE)
    except Image.DecompressionBombError:
        raise PictureError("has too many pixels", "save it smaller") from None
    except DAMAGE:
        raise PictureError("cannot be read as a picture") from None
    width, height = picture.size
    if width * height > PIXEL_LIMIT:
        raise PictureError(f"has {width} x {height} pixels", "save it smaller")
    turn = _TURNS.get(_orientation(picture))
    if turn in {_TURNS[5], _TURNS[6], _TURNS[7], _TURNS[8]}:
        width, height = height, width
    kind = _FORMATS[picture.format]
    return Header(picture, kind, width, height, turn, kind != "jpeg" and _is_animated(picture))


def read_pixels(header: Header, width: int) -> Image.Image:
    """
    Return the picture upright in sRGB without metadata: RGB, RGBA or L, *width* pixels wide or, if that is more, as it is.

    The header's picture is used up.

    Raises:
        PictureError: The bytes are damaged.
    """
    picture: Image.Image = header.picture
    height = max(1, round(header.height * width / header.width))
    is_smaller = width < header.width
    lying = header.turn is not None and header.turn in {_TURNS[5], _TURNS[6], _TURNS[7], _TURNS[8]}
    size = (height, width) if lying else (width, height)
    try:
        if is_smaller:
            picture.draft(
                picture.mode, size
            )  # a JPEG is unpacked at a half or a quarter of its size, if that is enough
        picture.load()
        picture = plain(picture)
        if is_smaller:
            picture = picture.resize(size, Image.Resampling.LANCZOS)
        if header.turn is not None:
            picture = picture.transpose(header.turn)
    except DAMAGE:
        raise PictureError("is damaged") from None
    picture.info.clear()
    return picture


def plain(picture: Image.Image) -> Image.Image:
    """Return *picture* as RGB, RGBA or L in sRGB."""
    from generator.desk.pictures.colours import to_srgb

    has_alpha = picture.has_transparency_data
    if picture.mode in {"I;16", "I;16L", "I;16B", "I"}:
        # Sixteen bits of grey; Pillow would cut them off at 255.
        picture = picture.convert("I").point(lambda value: value / 256).convert("L")
    if picture.mode in {"P", "PA", "LA", "1", "RGBa", "La"}:
        picture = picture.convert("RGBA" if has_alpha else "L" if picture.mode == "1" else "RGB")
    elif has_alpha and picture.mode != "RGBA":  # one colour of it means none
        picture = picture.convert("RGBA")
    picture = to_srgb(picture)
    return picture if picture.mode in {"RGB", "RGBA", "L"} else picture.convert("RGB")


def _orientation(picture: Image.Image) -> int:
    try:
        return int(picture.getexif().get(_ORIENTATION, 1))
    except DAMAGE:
        return 1  # damaged metadata, which are left out anyway


def _is_animated(picture: Image.Image) -> bool:
    try:
        return bool(getattr(picture, "is_animated", False))
    except DAMAGE:
        raise PictureError("is damaged") from None
