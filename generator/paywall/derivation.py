"""
How every key comes from a root: HKDF-SHA-256 with an empty salt.

HKDF is two calls of the standard library's HMAC; nothing here imports cryptography, so that a build which
seals nothing does not pay for it.
"""

import hashlib
import hmac
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Final

from generator.paywall.encoding import decode_base64url, encode_base64url

KEY_SIZE: Final = 32  # bytes
NONCE_SIZE: Final = 12  # bytes, what AES-GCM takes
_HASH_SIZE: Final = 32


@dataclass(frozen=True, slots=True, eq=False)
class Secret:
    """
    32 bytes that open something. They stay out of `repr`, so logs and tracebacks stay clean.

    Raises:
        ValueError: If the size is another.
    """

    value: bytes = field(repr=False)

    def __post_init__(self) -> None:
        if len(self.value) != KEY_SIZE:
            raise ValueError(f"{type(self).__name__} of {len(self.value)} bytes, not {KEY_SIZE}")

    def __eq__(self, other: object) -> bool:
        # In constant time: how far two keys agree is nobody's business.
        return type(other) is type(self) and hmac.compare_digest(self.value, getattr(other, "value", b""))

    def __hash__(self) -> int:
        return hash((type(self), self.value))


class Root(Secret):
    """The root of one site, environment and span of time; never leaves the builder."""

    __slots__ = ()


class Subkey(Secret):
    """What a root yields for one use."""

    __slots__ = ()


class ContentKey(Secret):
    """Opens one version of one section or asset; the only key that leaves builder and service."""

    __slots__ = ()


@dataclass(frozen=True, slots=True)
class Subkeys:
    """The three subkeys of a root. `siv` and `asset` never leave the builder."""

    siv: Subkey
    section: Subkey
    asset: Subkey


@dataclass(frozen=True, slots=True)
class PayloadKeys:
    """What encrypts one file. The commitment is public."""

    aes_key: bytes = field(repr=False)
    base_nonce: bytes = field(repr=False)
    commitment: bytes


def hkdf(key: bytes, info: bytes, length: int = KEY_SIZE, salt: bytes = b"") -> bytes:
    """Return *length* bytes of RFC 5869 with SHA-256."""
    return _expand(_extract(key, salt), info, length)


@lru_cache(maxsize=64)  # a site has a few kids; a build asks ten thousand times
def subkeys(root: Root, site: str, kid: str) -> Subkeys:
    """Return the three subkeys of *root* for one site and kid."""
    names = bytes((len(site),)) + site.encode("ascii") + bytes((len(kid),)) + kid.encode("ascii")
    extracted = _extract(root.value)
    siv, section, asset = (
        Subkey(_expand(extracted, b"spw/1 " + use + b"\0" + names)) for use in (b"siv", b"section", b"asset")
    )
    return Subkeys(siv, section, asset)


def content_key(header_bytes: bytes, subkey: Subkey) -> ContentKey:
    """Return the content key for a header, from K_section for a section and K_asset for an asset."""
    return ContentKey(hkdf(subkey.value, b"spw/1 content-key\0" + header_hash(header_bytes)))


def payload_keys(header_bytes: bytes, key: ContentKey) -> PayloadKeys:
    """Return AES key, base nonce and commitment for a header and its content key."""
    extracted, hashed = _extract(key.value), header_hash(header_bytes)
    return PayloadKeys(
        _expand(extracted, b"spw/1 aes-key\0" + hashed),
        _expand(extracted, b"spw/1 nonce\0" + hashed, NONCE_SIZE),
        _expand(extracted, b"spw/1 commitment\0" + hashed),
    )


def header_hash(header_bytes: bytes) -> bytes:
    """Return SHA-256 of a header: the name of one version of one section."""
    return hashlib.sha256(header_bytes).digest()


def encode_key(key: Secret) -> str:
    """Return a key in base64url, for a keyset file, an answer or a manifest."""
    return encode_base64url(key.value)


def decode_key(text: str) -> bytes | None:
    """Return the 32 bytes of a key in canonical base64url, or None."""
    data = decode_base64url(text)
    return data if data is not None and len(data) == KEY_SIZE else None


def _extract(key: bytes, salt: bytes = b"") -> bytes:
    return hmac.digest(salt or bytes(_HASH_SIZE), key, "sha256")


def _expand(extracted: bytes, info: bytes, length: int = KEY_SIZE) -> bytes:
    output, block = b"", b""
    for counter in range(1, -(-length // _HASH_SIZE) + 1):
        block = hmac.digest(extracted, block + info + bytes((counter,)), "sha256")
        output += block
    return output[:length]
