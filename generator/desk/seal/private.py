"""
What the cache must remember of sealed text, and nobody may read: names of files, links, warnings that quote.

AES-256-GCM under a key that only builds with this keyset have. The nonce is random: a cache is no output, so it need not
be the same everywhere, and 96 random bits last for 2**32 records (NIST SP 800-38D, section 8.3).
"""

import secrets
from dataclasses import dataclass, field
from functools import lru_cache
from hashlib import sha256
from typing import TYPE_CHECKING

from generator.engine.records import pack, unpack
from generator.model.record import Private

if TYPE_CHECKING:
    from cryptography.hazmat.primitives.ciphers.aead import AESGCM

NONCE_SIZE = 12


@dataclass(frozen=True, slots=True)
class Safe:
    """Conceals and reveals under *secret*, which never shows."""

    secret: bytes = field(repr=False)

    def conceal(self, value: object) -> bytes:
        """Return *value* encrypted."""
        nonce = secrets.token_bytes(NONCE_SIZE)
        return nonce + self._cipher().encrypt(nonce, pack(value), None)

    def reveal(self, data: bytes) -> Private | None:
        """Return what was concealed, None if it was not with this secret."""
        private = self.revealed(data)
        return private if isinstance(private, Private) else None

    def revealed(self, data: bytes | None) -> object:
        """Return whatever value was concealed, None if it was not with this secret."""
        from cryptography.exceptions import InvalidTag

        try:
            return unpack(self._cipher().decrypt(data[:NONCE_SIZE], data[NONCE_SIZE:], None)) if data else None
        except (InvalidTag, ValueError):
            return None

    def _cipher(self) -> "AESGCM":
        return _cipher_of(self.secret)


@lru_cache(maxsize=1)
def _cipher_of(secret: bytes) -> "AESGCM":
    from cryptography.hazmat.primitives.ciphers.aead import AESGCM

    return AESGCM(sha256(b"marbre private records" + secret).digest())
