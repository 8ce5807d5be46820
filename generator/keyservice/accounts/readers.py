"""Readers made by support, tests and the preview."""

from allauth.account.models import EmailAddress
from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import transaction

from generator.keyservice.accounts.models import Reader


def add_reader(email: str, password: str | None = None, name: str = "") -> Reader:
    """
    Return the confirmed reader with this *email*, made or brought up to date.

    A password replaces the reader's, and so ends his sessions; without one a mailed code logs in.

    Raises:
        ValueError: If *email* is no address.
    """
    email = email.strip().lower()
    try:
        validate_email(email)
    except ValidationError:
        raise ValueError(f"{email!r} is not an e-mail address") from None
    with transaction.atomic():
        reader = Reader.objects.filter(email=email).first() or Reader.objects.create_user(email, password)
        if password and not reader.check_password(password):
            reader.set_password(password)
        reader.name = name or reader.name
        reader.save()
        _confirm(reader)
    return reader


def find_reader(email: str) -> Reader:
    """Return the reader with this *email*. Raises ValueError if there is none."""
    reader = Reader.objects.filter(email=email.strip().lower()).first()
    if reader is None:
        raise ValueError(f"no reader has the e-mail address {email!r}")
    return reader


def _confirm(reader: Reader) -> None:
    EmailAddress.objects.filter(user=reader).exclude(email=reader.email).update(primary=False)
    EmailAddress.objects.update_or_create(user=reader, email=reader.email, defaults={"verified": True, "primary": True})
