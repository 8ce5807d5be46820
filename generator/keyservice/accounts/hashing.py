"""Password hashing for few at a time: each hash takes 100 MiB, and 300 at once would take the machine."""

import os
from threading import BoundedSemaphore
from typing import Final

from django.contrib.auth.hashers import Argon2PasswordHasher

SLOTS: Final = BoundedSemaphore(os.cpu_count() or 1)  # of this worker


class HashingBusyError(Exception):
    """No slot became free in time; the reader is asked to come back."""


class PooledArgon2(Argon2PasswordHasher):
    """Django's hasher, with its parameters, waiting for a slot."""

    patience: float = 10.0  # seconds

    def encode(self, password: str, salt: str) -> str:
        """Return the hash of a new password. Raises HashingBusyError."""
        with _Slot(self.patience):
            return super().encode(password, salt)

    def verify(self, password: str, encoded: str) -> bool:
        """Return whether *password* is the one that was hashed. Raises HashingBusyError."""
        with _Slot(self.patience):
            return super().verify(password, encoded)


class _Slot:
    def __init__(self, patience: float) -> None:
        self.patience = patience

    def __enter__(self) -> None:
        if not SLOTS.acquire(timeout=self.patience):
            raise HashingBusyError

    def __exit__(self, *_: object) -> None:
        SLOTS.release()
