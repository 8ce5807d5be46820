"""
What the database holds of secrets: keyed hashes, and values sealed under the service's secret.

The secret is in the environment and not in the database, so a stolen database opens nothing: neither a
session nor a mailed code, a reset link or a second factor.
"""

import hashlib
import hmac
import os
from base64 import urlsafe_b64decode, urlsafe_b64encode
from typing import Final

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from django.conf import settings

_NONCE_SIZE: Final = 12  # bytes: AES-GCM


def keyed_hash(purpose: str, *parts: str) -> str:
    """Return 64 hex digits that only the holder of the secret can recompute from *parts*."""
    message = "\0".join((purpose, *parts)).encode()
    return hmac.new(_key(f"hash {purpose}"), message, hashlib.sha256).hexdigest()


def seal(purpose: str, text: str) -> str:
    """Return *text* encrypted and authenticated, for a column of the database."""
    nonce = os.urandom(_NONCE_SIZE)
    return urlsafe_b64encode(nonce + AESGCM(_key(purpose)).encrypt(nonce, text.encode(), None)).decode("ascii")


def unseal(purpose: str, sealed: str) -> str:
    """Return the text that `seal` was given. Raises ValueError for anything else, also under another secret."""
    data = urlsafe_b64decode(sealed.encode("ascii"))
    try:
        return AESGCM(_key(purpose)).decrypt(data[:_NONCE_SIZE], data[_NONCE_SIZE:], None).decode()
    except InvalidTag:
        raise ValueError("not sealed under this secret") from None


def _key(purpose: str) -> bytes:
    return hmac.new(settings.SECRET_KEY.encode(), f"marbre {purpose}".encode(), hashlib.sha256).digest()
