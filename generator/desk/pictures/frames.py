"""
Animations as they are, without metadata: to encode their frames again would cost more than it gives.

Blocks of the three formats that browsers animate are copied one by one, those that say something of the picture left
out, and so is all that stands behind the picture's end.
"""

from collections.abc import Iterator

from generator.desk.pictures.rendition import Format, PictureError

# What decoders need; names, times, places and comments are in other chunks.
PNG_CHUNKS = frozenset(b"IHDR PLTE IDAT IEND tRNS gAMA cHRM sRGB iCCP sBIT bKGD pHYs acTL fcTL fdAT".split())
WEBP_CHUNKS = frozenset([b"VP8X", b"VP8 ", b"VP8L", b"ALPH", b"ANIM", b"ANMF", b"ICCP"])
HAS_EXIF_AND_XMP = 0b1100  # flags of VP8X
LOOPS = (b"NETSCAPE2.0", b"ANIMEXTS1.0")  # the application blocks of a GIF that say how often it runs


def without_metadata(data: bytes, kind: Format) -> bytes:
    """
    Return an animated PNG or WebP, or any GIF, without what is not shown.

    Raises:
        PictureError: The bytes are damaged, or of a format whose metadata cannot be taken out.
    """
    try:
        if kind == "png":
            return data[:8] + b"".join(_png_chunks(data))
        if kind == "webp":
            body = b"WEBP" + b"".join(_webp_chunks(data))
            return b"RIFF" + len(body).to_bytes(4, "little") + body
        if kind == "gif":
            return b"".join(_gif_blocks(data))
    except IndexError:
        raise PictureError("is damaged") from None
    raise PictureError("is an animation that cannot be published", "save it as an animated WebP or GIF")


def _png_chunks(data: bytes) -> Iterator[bytes]:
    at = 8
    while True:
        end = at + 12 + int.from_bytes(data[at : at + 4])
        name = data[at + 4 : at + 8]
        if end > len(data):
            raise IndexError(at)
        if name in PNG_CHUNKS:
            yield data[at:end]
        if name == b"IEND":
            return
        at = end


def _webp_chunks(data: bytes) -> Iterator[bytes]:
    at, last = 12, 8 + int.from_bytes(data[4:8], "little")
    if last > len(data):
        raise IndexError(last)
    while at + 8 <= last:
        name, size = data[at : at + 4], int.from_bytes(data[at + 4 : at + 8], "little")
        end = at + 8 + size + size % 2
        if end > last:
            raise IndexError(at)
        if name == b"VP8X":
            yield data[at : at + 8] + bytes([data[at + 8] & ~HAS_EXIF_AND_XMP]) + data[at + 9 : end]
        elif name in WEBP_CHUNKS:
            yield data[at:end]
        at = end


def _gif_blocks(data: bytes) -> Iterator[bytes]:
    at = 13 + _colours(data[10])
    yield data[:at]
    while data[at] != 0x3B:
        begin = at
        is_kept = True
        if data[at] == 0x2C:  # a frame: its place, its colours, its pixels
            at = _behind_blocks(data, at + 11 + _colours(data[at + 9]))
        elif data[at] == 0x21:  # an extension: only time and transparency, and the loop
            is_loop = data[at + 1] == 0xFF and data[at + 3 : at + 14] in LOOPS
            is_kept = data[at + 1] == 0xF9 or is_loop
            at = _behind_blocks(data, at + 2)
        else:
            raise IndexError(at)
        if is_kept:
            yield data[begin:at]
    yield b"\x3b"


def _colours(packed: int) -> int:
    """Return the size of a table of colours in bytes."""
    return 3 << ((packed & 7) + 1) if packed & 0x80 else 0


def _behind_blocks(data: bytes, at: int) -> int:
    while data[at]:
        at += 1 + data[at]
    return at + 1
