# ruff: noqa: ARG001 - the signatures are Django's
"""
What production refuses and development warns of, as Django system checks.

Each says in one sentence what is wrong, and its hint names the fix.
"""

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from django.apps import AppConfig
from django.conf import settings
from django.core.checks import CheckMessage, Error, register
from django.core.checks import Warning as Caution
from django.core.exceptions import ImproperlyConfigured

from generator.keyservice import origins, publication
from generator.keyservice.environment import SHORTEST_SECRET
from generator.keyservice.keys import keyring


def _finding(number: int, problem: str, hint: str) -> CheckMessage:
    kind = Error if settings.MARBRE_PRODUCTION else Caution
    return kind(problem, hint=hint, id=f"marbre.{'E' if kind is Error else 'W'}{number:03}")


@register()
def check_secret(app_configs: Sequence[AppConfig] | None, **_: Any) -> list[CheckMessage]:
    """Refuse a weak or missing secret. Development makes its own, so it is never weak there by accident."""
    try:
        secret = settings.SECRET_KEY
    except ImproperlyConfigured:  # Django's word for an empty one
        secret = ""
    if len(secret) >= SHORTEST_SECRET and len(set(secret)) >= 10:
        return []
    problem = "MARBRE_SECRET_KEY is missing or weak: whoever guesses it can log in as anyone"
    return [_finding(1, problem, f"set it to {SHORTEST_SECRET} or more random characters and keep it out of git")]


@register()
def check_debug(app_configs: Sequence[AppConfig] | None, **_: Any) -> list[CheckMessage]:
    """Refuse debug pages, which show settings and requests."""
    if not settings.DEBUG:
        return []
    return [_finding(2, "MARBRE_DEBUG shows settings and requests to strangers", "remove MARBRE_DEBUG")]


@register()
def check_origins(app_configs: Sequence[AppConfig] | None, **_: Any) -> list[CheckMessage]:
    """Refuse origins that are not exact or not encrypted."""
    return list(_origin_findings())


def _origin_findings() -> Iterator[CheckMessage]:
    known = publication.current()
    for origin in (known.origin, known.service_origin, *settings.MARBRE_ALLOWED_ORIGINS):
        if publication.origin_of(origin) != origin:
            hint = "write scheme, host and port only, such as https://www.example.fr"
            yield _finding(3, f"{origin!r} in MARBRE_ALLOWED_ORIGINS is not an exact origin", hint)
        elif not origin.startswith("https://") and not _is_local(origin):
            yield _finding(4, f"{origin} is not encrypted: cookies and keys could be read on the way", "use https")
    if settings.MARBRE_PRODUCTION and _is_local(known.origin):
        yield _finding(5, f"{known.origin} is not a public address", "set base_url in site.yaml and build again")


@register()
def check_publication(app_configs: Sequence[AppConfig] | None, **_: Any) -> list[CheckMessage]:
    """Refuse to serve readers without knowing the publication."""
    problem = publication.problem()
    if problem is None:
        return []
    return [_finding(6, problem, "MARBRE_SITE_FILE is .marbre/service.json by default, and the build writes it")]


@register()
def check_keys(app_configs: Sequence[AppConfig] | None, **_: Any) -> list[CheckMessage]:
    """Refuse a keyset or deny list that cannot be used, always an error if it was named."""
    try:
        keyring.current()
    except keyring.KeyringError as error:
        named = bool(settings.MARBRE_SERVICE_KEYSET or settings.MARBRE_DENY_LIST)
        hint = "docs/keyservice.md describes keyset and deny list"
        return [Error(str(error), hint=hint, id="marbre.E007")] if named else [_finding(7, str(error), hint)]
    return list(_loose_files())


@register()
def check_mail(app_configs: Sequence[AppConfig] | None, **_: Any) -> list[CheckMessage]:
    """Refuse to start without a way to send mail: nobody could confirm an address."""
    if not settings.MARBRE_PRODUCTION or not settings.EMAIL_BACKEND.endswith("filebased.EmailBackend"):
        return []
    return [
        _finding(8, "EMAIL_URL is not set, so no mail is sent", "set it, such as smtp+tls://user:password@host:587")
    ]


def _loose_files() -> Iterator[CheckMessage]:
    path = settings.MARBRE_SERVICE_KEYSET
    if path and Path(path).stat().st_mode & 0o077:
        yield Caution(f"{Path(path).name} can be read by others", hint=f"chmod 600 {path}", id="marbre.W009")


def _is_local(origin: str) -> bool:
    return origins.is_loopback(urlsplit(origin).netloc)
