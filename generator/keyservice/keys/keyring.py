"""
The section keys and the deny list, read from their files when these change.

In development without `MARBRE_SERVICE_KEYSET` the export is made in memory from the builder's dev keyset.
"""

from dataclasses import dataclass
from pathlib import Path

from django.conf import settings

from generator.paywall.decision import DenyList, parse_deny_list
from generator.paywall.errors import SealError
from generator.paywall.keys import ServiceKeyset, export_keyset, is_development, parse_keyset, parse_service_keyset

Stamp = tuple[str, int, int, int]


@dataclass(frozen=True, slots=True)
class Keyring:
    """What a decision needs of the files."""

    keyset: ServiceKeyset
    deny: DenyList

    @property
    def development_kids(self) -> tuple[str, ...]:
        """The kids that production refuses."""
        return tuple(key.kid for key in self.keyset.keys if is_development(key.kid))


class KeyringError(Exception):
    """The files do not allow an answer. The message names file and fix, and quotes nothing: they hold keys."""


_kept: dict[str, tuple[tuple[Stamp | None, ...], Keyring]] = {}


def current() -> Keyring:
    """
    Return the keys and the deny list as they are now.

    Raises:
        KeyringError: If a file is missing or broken. Then no key at all is given: a deny list that cannot be
            read might name anything.
    """
    keyset, deny = _keyset_path(), settings.MARBRE_DENY_LIST
    stamps = (_stamp(keyset), _stamp(Path(deny)) if deny else None)
    kept = _kept.get("keyring")
    if kept and kept[0] == stamps:
        return kept[1]
    keyring = Keyring(_read_keyset(keyset), _read_deny_list(Path(deny)) if deny else DenyList())
    if settings.MARBRE_PRODUCTION and keyring.development_kids:
        kids = ", ".join(keyring.development_kids)
        raise KeyringError(f"{kids}: a dev- kid is for preview and tests; make a keyset with `keys init` and export it")
    _kept["keyring"] = (stamps, keyring)
    return keyring


def _keyset_path() -> Path:
    if settings.MARBRE_SERVICE_KEYSET:
        return Path(settings.MARBRE_SERVICE_KEYSET)
    if settings.MARBRE_PRODUCTION:
        raise KeyringError("MARBRE_SERVICE_KEYSET is not set: point it at the file that `keys export` wrote")
    return Path(settings.MARBRE_DEV_KEYSET)


def _read_keyset(path: Path) -> ServiceKeyset:
    text = _text(path, "run the build once, it makes the dev keyset" if _is_dev(path) else "run `keys export`")
    try:
        return parse_service_keyset(export_keyset(parse_keyset(text)) if _is_dev(path) else text)
    except SealError as error:
        hint = "" if _is_dev(path) else "; the service wants the export (`keys export`), never the builder's keyset"
        raise KeyringError(f"{path.name}: {error.word}{hint}") from None


def _read_deny_list(path: Path) -> DenyList:
    try:
        return parse_deny_list(_text(path, "make it, even empty, or leave MARBRE_DENY_LIST unset"))
    except ValueError as error:
        raise KeyringError(f"{path.name}: {error}; correct the line") from None


def _is_dev(path: Path) -> bool:
    return not settings.MARBRE_SERVICE_KEYSET and path == Path(settings.MARBRE_DEV_KEYSET)


def _text(path: Path, hint: str) -> str:
    try:
        return path.read_text("utf-8")
    except (OSError, UnicodeDecodeError) as cause:
        reason = getattr(cause, "strerror", None) or "not UTF-8"
        raise KeyringError(f"{path.name} cannot be read ({reason}): {hint}") from None


def _stamp(path: Path) -> Stamp | None:
    try:
        status = path.stat()
    except OSError:
        return None
    return (str(path), status.st_mtime_ns, status.st_size, status.st_ino)
