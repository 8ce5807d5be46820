"""
A picture's renditions: what is published of it, or sealed.

Never wider than the original, and none that is larger than a better one: a drawing of few colours may be smaller as PNG
than as WebP, and then it stays PNG.
"""

from collections.abc import Sequence
from io import BytesIO

from PIL import Image

from generator.desk.pictures.colours import is_srgb
from generator.desk.pictures.encoding import WEBP_METHOD, encode, fits
from generator.desk.pictures.frames import without_metadata
from generator.desk.pictures.reading import DAMAGE, Header, read_header, read_pixels
from generator.desk.pictures.rendition import Format, PictureError, Rendition
from generator.model.config import ImageSettings, Quality

SMALL_FILE = 10 * 1024  # bytes: variants of so little would cost more in requests than they save
SMALL_WIDTH = 480  # pixels
SEALED_WIDTH = 1200  # pixels: the column of text on a screen of double density
NEARLY = 0.9  # a width that is nearly the widest is left out: it would save nothing
CAREFUL = Quality(avif=80, webp=90, jpeg=90)  # for what is saved again in its own size


def renditions(data: bytes, settings: ImageSettings) -> tuple[Rendition, ...]:
    """
    Return what is published of a picture: by format, the one that browsers prefer first, narrow before wide.

    The last one is in the picture's own format and the widest of it, for whoever knows no other.

    Raises:
        PictureError: The bytes are no picture, damaged, or larger than `PIXEL_LIMIT`.
    """
    header = read_header(data)
    if _is_small(header, data):
        return (_whole(header, data),)
    widths = _widths(header.width, settings.widths)
    pictures = _scaled(header, widths)
    own = _shrinking(_own(data, header, pictures, settings.quality))
    best, found = len(own[-1].data), [own]
    for kind in (kind for kind in ("webp", "avif") if kind in settings.formats):
        if kind == header.format or (header.format == "avif") or not fits(kind, pictures[-1].size):
            continue
        widest = _rendition(pictures[-1], kind, settings.quality)
        if len(widest.data) < best:
            best = len(widest.data)
            narrow = [_rendition(picture, kind, settings.quality) for picture in pictures[:-1]]
            found.insert(0, _shrinking([*narrow, widest]))
    return tuple(one for group in found for one in group)


def sealed_rendition(data: bytes, settings: ImageSettings) -> Rendition:
    """Return the one file of a picture that a sealed section shows, one of `renditions` in most cases; raises as it does."""
    header = read_header(data)
    if _is_small(header, data):
        return _whole(header, data)
    widths = _widths(header.width, settings.widths)
    width = next((width for width in widths if width >= SEALED_WIDTH), widths[-1])
    # The same way as in public, so that the audit knows the file again where another article publishes it.
    picture = _scaled(header, widths)[widths.index(width)]
    own = _own(data, header, [picture], settings.quality)[0]
    if header.format in {"webp", "avif"} or not fits("webp", picture.size):
        return own
    webp = _rendition(picture, "webp", settings.quality)
    return min(webp, own, key=lambda one: len(one.data))


def whole(data: bytes) -> Rendition:
    """Return a picture in its own size and format, upright and without metadata; raises as `renditions` does."""
    return _whole(read_header(data), data)


def _is_small(header: Header, data: bytes) -> bool:
    return header.is_animated or header.format == "gif" or header.width < SMALL_WIDTH or len(data) < SMALL_FILE


def _widths(width: int, wanted: Sequence[int]) -> list[int]:
    """Return the widths of a picture's renditions, ascending, none above its own."""
    widest = min(width, max(wanted))
    return [*(one for one in sorted(wanted) if one < NEARLY * widest), widest]


def _scaled(header: Header, widths: Sequence[int]) -> list[Image.Image]:
    widest = read_pixels(header, widths[-1])
    sizes = [(width, max(1, round(header.height * width / header.width))) for width in widths[:-1]]
    return [*(widest.resize(size, Image.Resampling.LANCZOS) for size in sizes), widest]


def _rendition(picture: Image.Image, kind: Format, quality: Quality) -> Rendition:
    return Rendition(kind, *picture.size, encode(picture, kind, quality))


def _own(data: bytes, header: Header, pictures: Sequence[Image.Image], quality: Quality) -> list[Rendition]:
    """Return renditions in the picture's own format. One that is as wide as the original is not worse than it needs to be."""
    made = [_rendition(picture, header.format, quality) for picture in pictures]
    if pictures[-1].size == (header.width, header.height) and header.format in {"png", "jpeg"}:
        made[-1] = min(made[-1], whole(data), key=lambda one: len(one.data))
    return made


def _shrinking(made: Sequence[Rendition]) -> list[Rendition]:
    """Return those that are smaller files than all wider ones."""
    kept = [made[-1]]
    for one in reversed(made[:-1]):
        if len(one.data) < len(kept[0].data):
            kept.insert(0, one)
    return kept


def _whole(header: Header, data: bytes) -> Rendition:
    if header.is_animated or header.format == "gif":
        return Rendition(header.format, header.width, header.height, without_metadata(data, header.format))
    picture = header.picture
    profile = picture.info.get("icc_profile")
    as_it_is = header.turn is None and (not profile or is_srgb(profile))
    if as_it_is and header.format in {"png", "jpeg"}:
        return Rendition(header.format, header.width, header.height, _saved_again(header.picture))
    pixels = read_pixels(header, header.width)
    if header.format == "webp" and b"VP8L" in data[:64]:
        return Rendition("webp", *pixels.size, _lossless_webp(pixels))
    return _rendition(pixels, header.format, CAREFUL)


def _saved_again(picture: Image.Image) -> bytes:
    """Return the same pixels without metadata: a PNG's are the same, a JPEG's nearly, as its tables are kept."""
    stream = BytesIO()
    try:
        picture.load()
        transparency = picture.info.get("transparency")
        picture.info.clear()
        if picture.format == "PNG":
            options = {} if transparency is None else {"transparency": transparency}
            picture.save(stream, "PNG", optimize=True, **options)
        else:
            quality = "keep" if picture.format == "JPEG" else CAREFUL.jpeg
            picture.save(stream, "JPEG", quality=quality, optimize=True, progressive=True)
    except DAMAGE:
        raise PictureError("is damaged") from None
    return stream.getvalue()


def _lossless_webp(picture: Image.Image) -> bytes:
    stream = BytesIO()
    picture.save(stream, "WEBP", lossless=True, method=WEBP_METHOD)
    return stream.getvalue()
