"""
Messages: exactly the bytes that enter the AEAD, and what they hold.

    message       = be32(length) || data || zero bytes
    section text  = manifest || LF || HTML, as raw DEFLATE in the data
"""

import re
import zlib
from dataclasses import dataclass, field
from typing import Final

from generator.paywall.derivation import ContentKey, decode_key, encode_key
from generator.paywall.errors import SealError
from generator.paywall.header import SECTION

SECTION_LIMIT: Final = 8 * 1024 * 1024  # bytes, of the data and of the text
ASSET_LIMIT: Final = 256 * 1024 * 1024  # bytes
LEVEL: Final = 6  # of zlib, fixed, because it is part of what makes a file

_NAME = re.compile(r"[0-9a-f]{32}\.spw", re.ASCII)
_MEDIA_TYPE = re.compile(r"[a-z]+/[a-z0-9][a-z0-9.+-]*", re.ASCII)


@dataclass(frozen=True, slots=True)
class ManifestEntry:
    """An asset of a section: the name of its file, its content key, its media type."""

    name: str
    key: ContentKey = field(repr=False)
    media_type: str


def limit_of(kind: int) -> int:
    """Return how many bytes of data a message of this *kind* may hold."""
    return SECTION_LIMIT if kind == SECTION else ASSET_LIMIT


def padded_length(length: int) -> int:
    """Return P of format.md section 5.2: Padmé with a floor of 1024 bytes."""
    if length <= 1024:
        return 1024
    exponent = length.bit_length() - 1
    step = 1 << (exponent - exponent.bit_length())
    return -(-length // step) * step


def build_message(kind: int, data: bytes) -> bytes:
    """
    Return the padded message that holds *data*.

    Raises:
        SealError: `too-large`, above the limit of the *kind*.
    """
    if len(data) > limit_of(kind):
        raise SealError("too-large", f"{len(data)} bytes")
    return b"".join((len(data).to_bytes(4), data, bytes(padded_length(4 + len(data)) - 4 - len(data))))


def message_data(kind: int, message: bytes) -> bytes:
    """
    Return the data of a *message*.

    Raises:
        SealError: `bad-message`, if its length or padding is not the one that the data have.
    """
    if len(message) < 4:
        raise SealError("bad-message", "no length")
    length = int.from_bytes(message[:4])
    if length > limit_of(kind) or len(message) != padded_length(4 + length):
        raise SealError("bad-message", "length and padding disagree")
    if message.count(0, 4 + length) != len(message) - 4 - length:
        raise SealError("bad-message", "padding is not zero")
    return message[4 : 4 + length]


def deflate(text: bytes) -> bytes:
    """Return *text* as one raw DEFLATE stream."""
    return zlib.compress(text, LEVEL, -zlib.MAX_WBITS)


def inflate(data: bytes) -> bytes:
    """
    Return the text of one complete raw DEFLATE stream.

    Raises:
        SealError: `bad-message`, for anything else, anything after it, or a text over 8 MiB.
    """
    stream = zlib.decompressobj(-zlib.MAX_WBITS)
    try:
        text = stream.decompress(data, SECTION_LIMIT + 1)  # stop there: bombs
    except zlib.error:
        raise SealError("bad-message", "not DEFLATE") from None
    if len(text) > SECTION_LIMIT or not stream.eof or stream.unused_data:
        raise SealError("bad-message", "too long, cut, or followed by something")
    return text


def section_text(manifest: tuple[ManifestEntry, ...], html: str) -> bytes:
    """
    Return the text of a section: its assets in ascending order of names, an empty line, its HTML.

    Raises:
        SealError: `bad-message` if the HTML is no valid Unicode, `too-large` above 8 MiB.
    """
    lines = "".join(f"{entry.name} {encode_key(entry.key)} {entry.media_type}\n" for entry in manifest)
    try:
        text = f"{lines}\n{html}".encode()
    except UnicodeEncodeError:
        raise SealError("bad-message", "the HTML holds half a character") from None
    if len(text) > SECTION_LIMIT:
        raise SealError("too-large", f"{len(text)} bytes of text")
    return text


def split_section_text(text: bytes) -> tuple[tuple[ManifestEntry, ...], str]:
    """
    Return the manifest and the HTML of a section's text.

    Raises:
        SealError: `bad-message`, if it is not UTF-8 or the manifest is not canonical.
    """
    try:
        rest = text.decode("utf-8")
    except UnicodeDecodeError:
        raise SealError("bad-message", "not UTF-8") from None
    entries: list[ManifestEntry] = []
    while not rest.startswith("\n"):
        line, newline, rest = rest.partition("\n")
        entry = parse_manifest_line(line) if newline else None
        if entry is None or (entries and entries[-1].name >= entry.name):
            raise SealError("bad-message", "manifest")
        entries.append(entry)
    return tuple(entries), rest[1:]


def parse_manifest_line(line: str) -> ManifestEntry | None:
    """Return the asset that a manifest *line* names, or None if it is not canonical."""
    name, _, rest = line.partition(" ")
    encoded, _, media_type = rest.partition(" ")
    key = decode_key(encoded)
    if key is None or not _NAME.fullmatch(name) or not is_media_type(media_type):
        return None
    return ManifestEntry(name, ContentKey(key), media_type)


def is_media_type(text: str) -> bool:
    """Return whether a manifest may hold *text* as a media type."""
    return _MEDIA_TYPE.fullmatch(text) is not None
