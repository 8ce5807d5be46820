"""
Headers: what a sealed file is.

A header is public and authenticated by being part of every key. Each has exactly one encoding.
"""

import struct
from dataclasses import dataclass
from typing import Final

from generator.paywall.encoding import decode_base64url, encode_base64url, is_id, is_policy
from generator.paywall.errors import SealError

VERSION: Final = 1
SECTION: Final = 1  # kinds
ASSET: Final = 2
SALT_SIZE: Final = 24  # bytes: a 192-bit keyed hash, so that key and nonce never repeat
LATEST: Final = 0xFFFF_FFFF  # the last second that be32 can name

_FIXED = struct.Struct(">BBI")


@dataclass(frozen=True, slots=True)
class Header:
    """
    What a sealed file is.

    Attributes:
        kind: `SECTION` or `ASSET`.
        not_before: Unix seconds before which no key is given; 0 means at any time.
        site: Id of the site and environment.
        kid: Id of the root that sealed it.
        article: Id of the article.
        section: Id of the section within the article.
        policy: Items in ascending order, joined by commas; any one suffices. Empty for an asset.
        salt: 24 bytes, `format.md` section 6.
    """

    kind: int
    not_before: int
    site: str
    kid: str
    article: str
    section: str
    policy: str
    salt: bytes

    @property
    def items(self) -> tuple[str, ...]:
        """The items of the policy."""
        return tuple(self.policy.split(",")) if self.policy else ()


def header_prefix(kind: int, not_before: int, *fields: str) -> bytes:
    """
    Return a header without its salt, from site, kid, article, section and policy in this order.

    Raises:
        SealError: `bad-header`, if a field is not what the grammar allows.
    """
    _check(kind, not_before, *fields)
    encoded = [field.encode("ascii") for field in fields]
    return _FIXED.pack(VERSION, kind, not_before) + b"".join(bytes((len(part),)) + part for part in encoded)


def encode_header(header: Header) -> bytes:
    """
    Return the bytes of *header*.

    Raises:
        SealError: `bad-header`, if a field is not what the grammar allows.
    """
    if len(header.salt) != SALT_SIZE:
        raise SealError("bad-header", f"salt of {len(header.salt)} bytes")
    fields = (header.site, header.kid, header.article, header.section, header.policy)
    return header_prefix(header.kind, header.not_before, *fields) + header.salt


def parse_header(data: bytes) -> Header:
    """
    Return the header that *data* holds, and nothing but it.

    Raises:
        SealError: `bad-version` if the first byte is not 1, `bad-header` for everything else.
    """
    if not data:
        raise SealError("bad-header", "no bytes")
    if data[0] != VERSION:
        raise SealError("bad-version", f"version {data[0]}")
    if len(data) < _FIXED.size:
        raise SealError("bad-header", "ends early")
    _, kind, not_before = _FIXED.unpack_from(data)
    (site, kid, article, section, policy), salt = _split(data)
    _check(kind, not_before, site, kid, article, section, policy)
    return Header(kind, not_before, site, kid, article, section, policy, salt)


def parse_page_header(text: str) -> Header:
    """
    Return the header of a section as a page or a key request carries it.

    Raises:
        SealError: `bad-version`; or `bad-header`, also for text that is not canonical base64url
            and for the header of an asset.
    """
    header = parse_header(decode_page_header(text))
    if header.kind != SECTION:
        raise SealError("bad-header", "an asset is not asked for by its header")
    return header


def decode_page_header(text: str) -> bytes:
    """
    Return the bytes of a `header` attribute.

    Raises:
        SealError: `bad-header`, if it is not canonical base64url.
    """
    data = decode_base64url(text)
    if data is None:
        raise SealError("bad-header", "not canonical base64url")
    return data


def page_header(data: bytes) -> str:
    """Return header bytes as a page carries them."""
    return encode_base64url(data)


def _split(data: bytes) -> tuple[list[str], bytes]:
    """Return the five fields of a header and its salt."""
    fields, position = [], _FIXED.size
    for _ in range(5):
        end = position + 1 + (data[position] if position < len(data) else 0)
        if end > len(data):
            raise SealError("bad-header", "a field ends outside")
        fields.append(data[position + 1 : end].decode("latin-1"))  # the grammar refuses what is not ASCII
        position = end
    if len(data) - position != SALT_SIZE:
        raise SealError("bad-header", "bytes missing or left over")
    return fields, data[position:]


def _check(kind: int, not_before: int, *fields: str) -> None:
    *names, policy = fields
    if not 0 <= not_before <= LATEST:
        raise SealError("bad-header", f"time {not_before}")
    if not all(map(is_id, names)):
        raise SealError("bad-header", "a name is not an id")
    if kind == SECTION and not is_policy(policy):
        raise SealError("bad-header", f"policy {policy!r}")
    if kind == ASSET and (policy or not_before):
        raise SealError("bad-header", "an asset has neither policy nor time")
    if kind not in {SECTION, ASSET}:
        raise SealError("bad-header", f"kind {kind}")
