"""
Sealing: from the HTML of a section, or the bytes of an asset, to the file that anyone may download.

Equal input gives an equal file on any machine with the same zlib; there is no randomness here.
"""

import hashlib
import hmac
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Final

from generator.paywall.derivation import ContentKey, PayloadKeys, Subkeys, content_key, payload_keys, subkeys
from generator.paywall.encoding import join_policy
from generator.paywall.errors import SealError
from generator.paywall.header import ASSET, SALT_SIZE, SECTION, header_prefix, page_header
from generator.paywall.keys import Keyset
from generator.paywall.message import (
    ManifestEntry,
    build_message,
    deflate,
    is_media_type,
    section_text,
)

MAGIC: Final = b"\x89SPW\r\n\x1a\n"
CHUNK_SIZE: Final = 16_384  # bytes of message in all chunks but the last
TAG_SIZE: Final = 16


@dataclass(frozen=True, slots=True)
class SealedFile:
    """
    A sealed file.

    Attributes:
        name: `HEX.spw`, a hash of the data.
        data: The whole file.
        header: Its header; a page carries it as `page_header`.
    """

    name: str
    data: bytes = field(repr=False)
    header: bytes = field(repr=False)

    @property
    def page_header(self) -> str:
        """The header as a page carries it."""
        return page_header(self.header)


@dataclass(frozen=True, slots=True)
class SealedAsset:
    """A sealed asset, and the key and media type that its section's manifest holds."""

    name: str
    data: bytes = field(repr=False)
    key: ContentKey = field(repr=False)
    media_type: str


@dataclass(frozen=True, slots=True)
class Sealed:
    """Every value on the way to a file, for the vectors."""

    prefix: bytes
    message: bytes = field(repr=False)
    header: bytes
    key: ContentKey
    keys: PayloadKeys
    data: bytes = field(repr=False)

    @property
    def name(self) -> str:
        """The name under which the file is published."""
        return file_name(self.data)


def seal_section(
    *,
    keyset: Keyset,
    article: str,
    section: str,
    policy: Sequence[str],
    not_before: int,
    html: str,
    assets: Sequence[SealedAsset] = (),
) -> SealedFile:
    """
    Return the sealed file of a section, under the primary key of *keyset*.

    *policy* holds items such as `tier:abonnes`, in any order; *not_before* is in Unix seconds, 0 for none.

    Raises:
        SealError: `bad-header`, `bad-message` or `too-large`.
    """
    key = keyset.primary
    prefix = header_prefix(SECTION, not_before, keyset.site, key.kid, article, section, join_policy(policy))
    data = deflate(section_text(_manifest(assets), html))
    sealed = seal_message(prefix, build_message(SECTION, data), subkeys(key.root, keyset.site, key.kid))
    return SealedFile(sealed.name, sealed.data, sealed.header)


def seal_asset(*, keyset: Keyset, article: str, section: str, data: bytes, media_type: str) -> SealedAsset:
    """
    Return the sealed file of an asset that *section* shows, under the primary key of *keyset*.

    Raises:
        SealError: `bad-header`, `too-large`, or `bad-message` for a media type that no manifest may hold.
    """
    if not is_media_type(media_type):
        raise SealError("bad-message", f"media type {media_type!r}")
    key = keyset.primary
    prefix = header_prefix(ASSET, 0, keyset.site, key.kid, article, section, "")
    sealed = seal_message(prefix, build_message(ASSET, data), subkeys(key.root, keyset.site, key.kid))
    return SealedAsset(sealed.name, sealed.data, sealed.key, media_type)


def seal_message(prefix: bytes, message: bytes, derived: Subkeys) -> Sealed:
    """
    Return the file for a header *prefix* and a *message*.

    The salt covers exactly the bytes that are encrypted: if it covered anything else, key and nonce
    could repeat with other bytes, which breaks AES-GCM.
    """
    salt = hmac.digest(derived.siv.value, prefix + message, "sha256")[:SALT_SIZE]
    header = prefix + salt
    key = content_key(header, derived.asset if prefix[1] == ASSET else derived.section)
    keys = payload_keys(header, key)
    parts = (MAGIC, len(header).to_bytes(2), header, keys.commitment, *encrypt_chunks(message, keys))
    return Sealed(prefix, message, header, key, keys, b"".join(parts))


def encrypt_chunks(message: bytes, keys: PayloadKeys) -> list[bytes]:
    """Return the chunks of *message*; the last holds fewer than 16,384 bytes, possibly none."""
    from cryptography.hazmat.primitives.ciphers.aead import AESGCM

    cipher = AESGCM(keys.aes_key)
    view = memoryview(message)
    return [
        cipher.encrypt(chunk_nonce(keys.base_nonce, start // CHUNK_SIZE), view[start : start + CHUNK_SIZE], None)
        for start in range(0, len(message) + 1, CHUNK_SIZE)
    ]


def chunk_nonce(base_nonce: bytes, index: int) -> bytes:
    """Return the nonce of chunk *index*."""
    return (int.from_bytes(base_nonce) ^ index).to_bytes(len(base_nonce))


def file_name(data: bytes) -> str:
    """Return the name of a sealed file."""
    return f"{hashlib.sha256(data).hexdigest()[:32]}.spw"


def _manifest(assets: Iterable[SealedAsset]) -> tuple[ManifestEntry, ...]:
    """Return the assets in ascending order; one that the section shows twice stands once."""
    entries = {asset.name: ManifestEntry(asset.name, asset.key, asset.media_type) for asset in assets}
    return tuple(entries[name] for name in sorted(entries))
