"""
Opening: what the browser's opener does, for the leak audit, the tests and the publisher's tools.

The steps and their error words are those of format.md section 11.1, from step 6 on.
"""

import hmac
from dataclasses import dataclass, field

from generator.paywall.derivation import ContentKey, PayloadKeys, content_key, payload_keys, subkeys
from generator.paywall.errors import SealError
from generator.paywall.header import ASSET, SECTION, Header, parse_header
from generator.paywall.keys import Keyset
from generator.paywall.message import (
    ManifestEntry,
    inflate,
    limit_of,
    message_data,
    padded_length,
    split_section_text,
)
from generator.paywall.sealing import CHUNK_SIZE, MAGIC, TAG_SIZE, chunk_nonce

_COMMITMENT_SIZE = 32


@dataclass(frozen=True, slots=True)
class OpenedSection:
    """The plaintext of a section: its assets and its HTML."""

    manifest: tuple[ManifestEntry, ...]
    html: str = field(repr=False)


@dataclass(frozen=True, slots=True)
class OpenedAsset:
    """The plaintext of an asset."""

    data: bytes = field(repr=False)


@dataclass(frozen=True, slots=True)
class SplitFile:
    """A sealed file by its parts, nothing verified but the header's form."""

    header: Header
    header_bytes: bytes
    after: memoryview = field(repr=False)  # commitment and payload


def open_section(file: bytes, key: ContentKey, page_header: bytes | None = None) -> OpenedSection:
    """
    Return what a sealed section holds.

    *page_header* are the bytes of the header that a page carries; without it any section is taken.

    Raises:
        SealError: The word of the first step that fails.
    """
    split = split_file(file)
    wrong_page = page_header is not None and page_header != split.header_bytes
    if wrong_page or split.header.kind != SECTION:
        raise SealError("header-mismatch", "another section, another version of it, or an asset")
    text = inflate(message_data(SECTION, open_payload(split, key)))
    return OpenedSection(*split_section_text(text))


def open_asset(file: bytes, key: ContentKey, section_header: bytes | None = None) -> OpenedAsset:
    """
    Return what a sealed asset holds.

    *section_header* are the bytes of the header of the section whose manifest names it.

    Raises:
        SealError: The word of the first step that fails.
    """
    split = split_file(file)
    if split.header.kind != ASSET:
        raise SealError("header-mismatch", "not an asset")
    if section_header is not None and _place(split.header) != _place(parse_header(section_header)):
        raise SealError("header-mismatch", "an asset of another section")
    return OpenedAsset(message_data(ASSET, open_payload(split, key)))


def open_with_keyset(file: bytes, keyset: Keyset) -> OpenedSection | OpenedAsset:
    """
    Return what a sealed file of the site holds, a section or an asset.

    Raises:
        SealError: `foreign-site`, `kid-retired` (unknown or disabled), or the word of the step that fails.
    """
    split = split_file(file)
    if split.header.site != keyset.site:
        raise SealError("foreign-site", split.header.site)
    key = keyset.key(split.header.kid)
    if key is None or key.status == "disabled":
        raise SealError("kid-retired", split.header.kid)
    derived = subkeys(key.root, keyset.site, key.kid)
    if split.header.kind == ASSET:
        return open_asset(file, content_key(split.header_bytes, derived.asset))
    return open_section(file, content_key(split.header_bytes, derived.section))


def split_file(file: bytes) -> SplitFile:
    """
    Return the parts of a sealed *file*.

    Raises:
        SealError: `not-sealed`, `damaged` if it ends within the header, `bad-version`, `bad-header`.
    """
    if not file.startswith(MAGIC):
        raise SealError("not-sealed", "another kind of file")
    start = len(MAGIC) + 2
    end = start + int.from_bytes(file[len(MAGIC) : start])
    if len(file) < start or len(file) < end:
        raise SealError("damaged", "ends within the header")
    header_bytes = file[start:end]
    return SplitFile(parse_header(header_bytes), header_bytes, memoryview(file)[end:])


def open_payload(split: SplitFile, key: ContentKey) -> bytes:
    """
    Return the message of a split file, all chunks verified.

    Raises:
        SealError: `damaged`, or `wrong-key` if the key is not the one that the file commits to.
    """
    if len(split.after) < _COMMITMENT_SIZE:
        raise SealError("damaged", "ends within the commitment")
    keys = payload_keys(split.header_bytes, key)
    if not hmac.compare_digest(keys.commitment, split.after[:_COMMITMENT_SIZE]):
        raise SealError("wrong-key", "not the key of this file")
    payload = split.after[_COMMITMENT_SIZE:]
    chunks, rest = divmod(len(payload), CHUNK_SIZE + TAG_SIZE)
    longest = padded_length(4 + limit_of(split.header.kind))
    if rest < TAG_SIZE or chunks * CHUNK_SIZE + rest - TAG_SIZE > longest:
        raise SealError("damaged", "impossible length")
    return b"".join(_decrypt(payload, index, keys) for index in range(chunks + 1))


def decrypt_chunk(aes_key: bytes, nonce: bytes, ciphertext: bytes | memoryview) -> bytes:
    """
    Return the plaintext of one chunk.

    Raises:
        SealError: `damaged`, if its tag fails.
    """
    from cryptography.exceptions import InvalidTag
    from cryptography.hazmat.primitives.ciphers.aead import AESGCM

    try:
        return AESGCM(aes_key).decrypt(nonce, ciphertext, None)
    except InvalidTag:
        raise SealError("damaged", "a tag fails") from None


def _decrypt(payload: memoryview, index: int, keys: PayloadKeys) -> bytes:
    start = index * (CHUNK_SIZE + TAG_SIZE)
    chunk = payload[start : start + CHUNK_SIZE + TAG_SIZE]
    return decrypt_chunk(keys.aes_key, chunk_nonce(keys.base_nonce, index), chunk)


def _place(header: Header) -> tuple[str, str, str]:
    return header.site, header.article, header.section
