"""Readers."""

import secrets
from typing import Any, ClassVar, Final

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.db import models

ALPHABET: Final = "abcdefghjkmnpqrstuvwxyz23456789"  # nothing that is misread over the telephone
ID_SIZE: Final = 12  # characters: 59 bits


def new_public_id() -> str:
    """Return a random id that may be shown to payment providers and support."""
    return "".join(secrets.choice(ALPHABET) for _ in range(ID_SIZE))


class ReaderManager(BaseUserManager["Reader"]):
    """Makes and finds readers by e-mail, which is kept in lower case."""

    def create_user(self, email: str, password: str | None = None, **fields: Any) -> "Reader":
        """Return a new reader; without a password only a mailed code logs in."""
        reader = self.model(email=email.lower(), **fields)
        reader.set_password(password)
        reader.save(using=self._db)
        return reader

    def get_by_natural_key(self, username: str | None) -> "Reader":
        """Return the reader with this e-mail."""
        return self.get(email=(username or "").lower())


class Reader(AbstractBaseUser):
    """A person with an account."""

    public_id = models.CharField(max_length=ID_SIZE, unique=True, default=new_public_id, editable=False)
    email = models.EmailField(max_length=254, unique=True)
    name = models.CharField(max_length=80, blank=True)
    is_active = models.BooleanField(default=True)
    joined = models.DateTimeField(auto_now_add=True)

    objects = ReaderManager()

    USERNAME_FIELD = "email"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = []

    def __str__(self) -> str:
        return self.name or self.email
