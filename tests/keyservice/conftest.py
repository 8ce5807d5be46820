"""
Readers and files for the tests of the key service.

Everything lives in temporary folders; nothing reads or writes the project's own `.marbre`.
"""

import json
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone
from visits import EMAIL, KID, PASSWORD, SERVICE_FILE, SITE, new_browser

from generator.keyservice.accounts.models import Reader
from generator.keyservice.accounts.readers import add_reader
from generator.keyservice.entitlements.granting import grant as give_grant
from generator.paywall.keys import Keyset, dump_keyset, export_keyset, new_keyset


@pytest.fixture
def keyset() -> Keyset:
    """The builder's keyset of these tests."""
    return new_keyset("www.example.fr", KID, bytes(range(32)), datetime(2026, 1, 5, 9, tzinfo=UTC))


@pytest.fixture(autouse=True)
def files(tmp_path: Path, settings: Any, keyset: Keyset, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The folder with `service.json` and the exported keyset that the service uses in this test."""
    folder = tmp_path / "marbre"
    folder.mkdir()
    monkeypatch.setenv("MARBRE_FOLDER", str(folder))
    (folder / "service.json").write_text(json.dumps(SERVICE_FILE), "utf-8")
    (folder / "builder.json").write_text(dump_keyset(keyset), "utf-8")
    export = folder / "export.json"
    export.write_text(export_keyset(keyset), "utf-8")
    export.chmod(0o600)
    settings.MARBRE_FOLDER = folder
    settings.MARBRE_SITE_FILE = str(folder / "service.json")
    settings.MARBRE_SERVICE_KEYSET = str(export)
    settings.MARBRE_DEV_KEYSET = folder / "dev-keyset.json"
    settings.MARBRE_DENY_LIST = None
    settings.MARBRE_ALLOWED_ORIGINS = ()
    settings.MARBRE_BASE_URL = None
    settings.MARBRE_PRODUCTION = False
    settings.MARBRE_MOUNT = ""
    settings.ALLOWED_HOSTS = ["compte.example.fr", "www.example.fr", "localhost", "127.0.0.1"]
    settings.CSRF_TRUSTED_ORIGINS = [SITE]
    # Argon2 costs 50 ms by design; one test looks at the real setting.
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    return folder


@pytest.fixture
def publish(files: Path) -> Callable[..., None]:
    """Write `service.json` anew with other members, as a build does."""

    def write(**members: Any) -> None:
        staged = files / "service.json.new"
        staged.write_text(json.dumps(SERVICE_FILE | members), "utf-8")
        staged.replace(files / "service.json")

    return write


@pytest.fixture
def client() -> Client:
    """A fresh browser."""
    return new_browser()


@pytest.fixture
def reader(db: None) -> Reader:
    """A confirmed reader without entitlements."""
    return add_reader(EMAIL, PASSWORD, "Jeanne Morel")


@pytest.fixture
def grant() -> Callable[..., None]:
    """Give a reader a grant over a span; without dates it holds from now on."""

    def give(reader: Reader, what: str, starts: datetime | None = None, ends: datetime | None = None) -> None:
        give_grant(reader, what, starts, ends, now=timezone.now())

    return give
