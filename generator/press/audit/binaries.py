"""What bytes hold that are no plain text: text among them, compressed streams, archives."""

import bz2
import io
import lzma
import re
import zlib
from collections.abc import Callable, Iterator
from typing import Final, Protocol

from generator.press.audit.decoding import is_promising

LARGEST: Final = 16 * 1024 * 1024  # bytes of one stream or member: more is a bomb or a film
_MOST_STREAMS: Final = 4096  # in one file; a long PDF has some thousands
_HEAD: Final = 1024  # bytes that tell whether a stream is worth inflating
_SHORTEST: Final = 10  # bytes of a text among others
# ASCII, and of UTF-8 what Latin, Greek and Cyrillic letters and typographic signs need; all else ends a text.
_TEXT_BYTES: Final = frozenset([9, 10, 13, *range(32, 127), *range(0x80, 0xC6), *range(0xCE, 0xD2), 0xE2])
_TEXT_ONLY = bytes(byte if byte in _TEXT_BYTES else 0 for byte in range(256))
_WIDE_LITTLE = re.compile(rb"(?:[\t\n\r\x20-\xff][\x00\x20]){10,}")
_WIDE_BIG = re.compile(rb"(?:[\x00\x20][\t\n\r\x20-\xff]){10,}")
_STREAM = re.compile(rb"\x1f\x8b\x08|\x78[\x01\x5e\x9c\xda]|BZh[1-9]1AY&SY|\xfd7zXZ\x00")
_SHOWN = re.compile(rb"\[((?:[^\[\]()]|\((?:\\.|[^\\()])*\))*)\]\s*TJ|\(((?:\\.|[^\\()])*)\)\s*(?:Tj|'|\")")
_STRING = re.compile(rb"\(((?:\\.|[^\\()])*)\)")
_PNG: Final = b"\x89PNG\r\n\x1a\n"
_CONTROLS = bytes(range(9)) + bytes(range(14, 32))


class _Inflater(Protocol):
    def decompress(self, data: bytes, max_length: int, /) -> bytes: ...


def as_text(data: bytes) -> tuple[str, str] | None:
    """Return the encoding's name and the text if *data* are wholly text: UTF-8, UTF-16, or Latin-1 without controls."""
    if data[:2] in (b"\xff\xfe", b"\xfe\xff"):
        return "utf-16", data.decode("utf-16", "replace")
    if b"\0" in data:
        half = data[: len(data) & ~1]
        odd, even = half[1::2].count(0), half[::2].count(0)
        # Half of the bytes are zeros, in every second place: padding has them everywhere.
        if data.count(0) * 3 > len(data) and min(odd, even) * 20 <= max(odd, even):
            return "utf-16", half.decode("utf-16-le" if odd > even else "utf-16-be", "replace")
        return None
    try:
        return "plain", data.decode("utf-8-sig")
    except UnicodeDecodeError:
        if len(data.translate(None, _CONTROLS)) < len(data):
            return None
        return "latin-1", data.decode("cp1252", "replace")


def texts(data: bytes) -> Iterator[tuple[str, str]]:
    """Yield what text stands among other bytes: tags of pictures, names, metadata."""
    found = [run for run in data.translate(_TEXT_ONLY).split(b"\0") if len(run) >= _SHORTEST]
    if found:
        yield "plain", b"\n".join(found).decode("utf-8", "replace")
    for pattern, encoding in ((_WIDE_LITTLE, "utf-16-le"), (_WIDE_BIG, "utf-16-be")):
        wide = [run for run in pattern.findall(data) if run.count(0) * 3 > len(run)]
        if wide:
            yield "utf-16", "\n".join(run.decode(encoding, "replace") for run in wide)


def streams(data: bytes) -> Iterator[tuple[str, bytes]]:
    """Yield the content of compressed streams and archives inside *data*, those that seem to hold text."""
    data = _without_pixels(data)
    if data.startswith(b"PK"):
        yield from _members(data)
    inflated = 0
    end = 0
    for count, match in enumerate(_STREAM.finditer(data)):
        if count == _MOST_STREAMS or inflated > 4 * LARGEST:
            return
        if match.start() < end:
            continue
        content = _inflated(data[match.start() : match.start() + LARGEST], match[0])
        if content:
            inflated += len(content)
            name = "gzip" if match[0].startswith(b"\x1f") else "deflate"
            yield name, content
            if name == "deflate" and (shown := _shown(content)):
                yield "pdf", shown
    if not data.startswith(b"PK") and (content := _guarded(lambda: zlib.decompressobj(-15), data)):
        yield "deflate", content


def _without_pixels(data: bytes) -> bytes:
    """Return *data* without the pixels of a PNG, which inflate to much and say nothing."""
    if not data.startswith(_PNG):
        return data
    kept = [data[: len(_PNG)]]
    at = len(_PNG)
    while at < len(data):
        end = at + 12 + int.from_bytes(data[at : at + 4])
        if data[at + 4 : at + 8] != b"IDAT":
            kept.append(data[at:end])
        at = end
    return b"".join(kept)


def _inflated(data: bytes, magic: bytes) -> bytes:
    if magic.startswith(b"BZh"):
        return _guarded(bz2.BZ2Decompressor, data)
    if magic.startswith(b"\xfd"):
        return _guarded(lambda: lzma.LZMADecompressor(memlimit=16 * LARGEST), data)
    return _guarded(lambda: zlib.decompressobj(47), data)


def _guarded(inflater: Callable[[], _Inflater], data: bytes) -> bytes:
    """Return what *data* inflate to, nothing if the beginning promises none, and never more than `LARGEST`."""
    try:
        head = inflater().decompress(data, _HEAD)
        if len(head) < 8 or not is_promising(head):
            return b""
        return inflater().decompress(data, LARGEST)
    except (zlib.error, OSError, EOFError, ValueError, lzma.LZMAError):
        return b""


def _members(data: bytes) -> Iterator[tuple[str, bytes]]:
    import zipfile  # most sites have no archive

    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            for member in archive.infolist()[:_MOST_STREAMS]:
                yield "zip", member.filename.encode("utf-8", "replace")
                with archive.open(member) as file:
                    yield "zip", file.read(LARGEST)
    except (zipfile.BadZipFile, OSError, EOFError, ValueError, NotImplementedError, RuntimeError, zlib.error):
        return


def _shown(content: bytes) -> bytes:
    """Return the strings that a page of a PDF shows, joined as they are set: kerning splits words into pieces."""
    lines = [b"".join(_STRING.findall(array)) if array else single for array, single in _SHOWN.findall(content)]
    return b" ".join(lines)
