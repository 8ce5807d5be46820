"""
Bytes closed on their way through a cluster.

A Dask worker that is short of memory writes what it holds to its disk: shared values with the keys, results with an
author's words. So both are closed with a key that only tasks carry, and that nothing keeps after the build.
"""

import os

from cryptography.hazmat.primitives.ciphers.aead import AESGCM

NONCE = 12  # bytes


def new_key() -> bytes:
    """Return a key for one run of tasks."""
    return AESGCM.generate_key(256)


def closed(key: bytes, data: bytes) -> bytes:
    """Return *data* encrypted."""
    nonce = os.urandom(NONCE)
    return nonce + AESGCM(key).encrypt(nonce, data, None)


def opened(key: bytes, data: bytes) -> bytes:
    """Return what was closed; raises InvalidTag if it was not closed with *key*."""
    return AESGCM(key).decrypt(data[:NONCE], data[NONCE:], None)
