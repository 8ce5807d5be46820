"""
Keyed hashes, so that the cache of a build server confirms nobody's guess of a sealed sentence.

A hash of a run of words could be computed by anybody who guesses the words. Each is therefore one block through
AES under a key that only holders of the keyset can derive: a pseudo-random function of 128 bits, of which 64 are kept.
Blocks are distinct by construction and nothing is ever decrypted; the library takes all of a file in one call, which
costs 30 ns a hash where HMAC would cost 1,500.
"""

import hashlib
import hmac
from array import array
from collections.abc import Collection
from typing import TYPE_CHECKING

from generator.paywall.derivation import subkeys
from generator.paywall.keys import Keyset

if TYPE_CHECKING:
    from cryptography.hazmat.primitives.ciphers.aead import AESGCM

# `K_siv` is a key of HMAC and meets it with headers only, which begin with the byte 1: these messages never do.
_LABEL = b"marbre audit memory 1"
_NONCE = 12  # bytes


def memory_key(keyset: Keyset) -> bytes:
    """
    Return the 32 bytes that key the hashes of a site: others whenever another key is the first, or other keys open.

    For what no key opened was read as it stands; once a key opens it, all that is public has to be compared with it.
    """
    primary = keyset.primary
    siv = subkeys(primary.root, keyset.site, primary.kid).siv
    opening = " ".join(sorted(key.kid for key in keyset.keys if key.status != "disabled"))
    return hmac.new(siv.value, _LABEL + b" " + opening.encode(), hashlib.sha256).digest()


class Keyed:
    """Turns hashes into keyed ones of 64 bits, and conceals what has none: digests of sources."""

    def __init__(self, key: bytes) -> None:
        from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes

        self.key = key
        self._encryptor = Cipher(algorithms.AES(key), modes.ECB()).encryptor()  # noqa: S305 - a PRF of single blocks

    def __reduce__(self) -> "tuple[type[Keyed], tuple[bytes]]":
        return Keyed, (self.key,)  # to another process as its key: the library's cipher does not travel

    def __call__(self, hashes: Collection[int]) -> "array[int]":
        """Return the keyed hashes, in the order given."""
        blocks = array("q", bytes(16 * len(hashes)))
        blocks[::2] = array("q", hashes)
        keyed = array("Q", self._encryptor.update(blocks.tobytes()))
        return keyed[::2]

    def conceal(self, data: bytes) -> bytes:
        """Return *data* encrypted and authenticated; the same for the same, for the nonce is a MAC of it."""
        nonce = hmac.new(self.key, b"nonce" + data, hashlib.sha256).digest()[:_NONCE]
        return nonce + self._box().encrypt(nonce, data, None)

    def reveal(self, concealed: bytes) -> bytes:
        """
        Return what was concealed.

        Raises:
            ValueError: If it was not, or not with this key.
        """
        from cryptography.exceptions import InvalidTag

        try:
            return self._box().decrypt(concealed[:_NONCE], concealed[_NONCE:], None)
        except InvalidTag as error:
            raise ValueError("concealed with another key") from error

    def _box(self) -> "AESGCM":
        from cryptography.hazmat.primitives.ciphers.aead import AESGCM

        return AESGCM(hmac.new(self.key, b"concealed", hashlib.sha256).digest())
