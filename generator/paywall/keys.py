"""
Keyset files.

The builder's file holds roots, the service's export only section subkeys, and each program refuses the
other's file. Every deviation from format.md section 3.1 is `bad-keyset`; no message quotes a file, for it holds keys.
"""

import json
import os
import re
import secrets
import stat
from collections.abc import Iterable
from datetime import UTC, datetime
from pathlib import Path
from typing import Final

from generator.paywall.derivation import ContentKey, Root, Subkey, content_key, decode_key, encode_key, subkeys
from generator.paywall.encoding import parse_json
from generator.paywall.errors import SealError
from generator.paywall.keyset import (
    Key,
    Keyset,
    ServiceKey,
    ServiceKeyset,
    is_development,
    new_keyset,
    new_root,
    promoted,
    retired,
    with_new_key,
)

# The names that builder and service use, here in one place.
__all__ = [
    "ContentKey",
    "Key",
    "Keyset",
    "Root",
    "ServiceKey",
    "ServiceKeyset",
    "Subkey",
    "content_key",
    "dump_keyset",
    "export_keyset",
    "is_development",
    "new_keyset",
    "new_root",
    "parse_keyset",
    "parse_service_keyset",
    "promoted",
    "read_keyset_file",
    "read_service_keyset_file",
    "retired",
    "with_new_key",
    "write_keyset_file",
]

FORMAT: Final = "spw-keyset-1"
SERVICE_FORMAT: Final = "spw-service-keyset-1"

_TIME = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ", re.ASCII)


def parse_keyset(text: str | bytes) -> Keyset:
    """
    Return the builder's keyset.

    Raises:
        SealError: `bad-keyset`, for the service's export too.
    """
    site, entries = _members(text, FORMAT)
    return Keyset(site, tuple(Key(*_named(entry), Root(_secret(entry, "root"))) for entry in entries))


def parse_service_keyset(text: str | bytes) -> ServiceKeyset:
    """
    Return the key service's keyset.

    Raises:
        SealError: `bad-keyset`, for the builder's file above all.
    """
    site, entries = _members(text, SERVICE_FORMAT)
    return ServiceKeyset(site, tuple(ServiceKey(*_named(entry), _section_key(entry)) for entry in entries))


def dump_keyset(keyset: Keyset) -> str:
    """Return the text of the builder's keyset file, roots and all."""
    entries = (_described(key) | {"root": encode_key(key.root)} for key in keyset.keys)
    return _dumped(FORMAT, keyset.site, entries)


def export_keyset(keyset: Keyset) -> str:
    """Return the text of the key service's file: section subkeys, and none for a disabled kid."""
    return _dumped(SERVICE_FORMAT, keyset.site, (_exported(keyset.site, key) for key in keyset.keys))


def read_keyset_file(path: Path) -> Keyset:
    """
    Return the keyset in a file of the builder.

    Raises:
        OSError: If it cannot be read.
        SealError: `bad-keyset`; also if group or others may read it.
    """
    return parse_keyset(_private_bytes(path))


def read_service_keyset_file(path: Path) -> ServiceKeyset:
    """Return the keyset in a file of the key service. Raises what `read_keyset_file` does."""
    return parse_service_keyset(_private_bytes(path))


def write_keyset_file(path: Path, text: str) -> None:
    """Write *text* to *path* whole or not at all, readable by its owner only from the first byte on."""
    staged = path.with_name(f".{path.name}.{secrets.token_hex(4)}")
    descriptor = os.open(staged, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    try:
        with os.fdopen(descriptor, "w", encoding="utf-8", newline="\n") as file:
            file.write(text)
            file.flush()
            os.fsync(descriptor)
        staged.replace(path)
    except BaseException:
        staged.unlink(missing_ok=True)
        raise


def _private_bytes(path: Path) -> bytes:
    with path.open("rb") as file:
        # Asked of the open file: the path may name another one by then.
        mode = stat.S_IMODE(os.fstat(file.fileno()).st_mode)
        if os.name == "posix" and mode & 0o177:
            raise SealError("bad-keyset", f"{path} has mode {mode:04o}; only its owner may read it: chmod 600")
        return file.read()


def _members(text: str | bytes, wanted: str) -> tuple[str, list[dict[str, object]]]:
    """Return the site and the keys of a keyset file of the *wanted* format."""
    match parse_json(text, "bad-keyset"):
        case {"format": found, "site": str(site), "keys": list(entries), **more} if not more:
            if found != wanted:
                raise SealError("bad-keyset", f"not a file of the format {wanted}")
            return site, [entry if isinstance(entry, dict) else {} for entry in entries]
    raise SealError("bad-keyset", "members are format, site and keys")


def _named(entry: dict[str, object]) -> tuple[str, str, datetime]:
    match entry:
        case {"kid": str(kid), "status": str(status), "created": str(created)}:
            return kid, status, _time(created)
    raise SealError("bad-keyset", "a key has kid, status, created and one secret")


def _secret(entry: dict[str, object], name: str) -> bytes:
    value = entry.get(name)
    data = decode_key(value) if isinstance(value, str) else None
    if data is None or len(entry) != 4:
        raise SealError("bad-keyset", f"a key has kid, status, created and {name}, 32 bytes in base64url")
    return data


def _section_key(entry: dict[str, object]) -> Subkey | None:
    if entry.get("status") == "disabled" and len(entry) == 3:
        return None
    if entry.get("status") == "disabled":
        raise SealError("bad-keyset", "a disabled key has no section_key")
    return Subkey(_secret(entry, "section_key"))


def _time(text: str) -> datetime:
    try:
        moment = datetime.fromisoformat(text if _TIME.fullmatch(text) else "")
    except ValueError:
        raise SealError("bad-keyset", "created is a UTC time, YYYY-MM-DDTHH:MM:SSZ") from None
    return moment.astimezone(UTC)


def _described(key: Key) -> dict[str, str]:
    created = key.created.astimezone(UTC).replace(tzinfo=None).isoformat(timespec="seconds")
    return {"kid": key.kid, "status": key.status, "created": f"{created}Z"}


def _exported(site: str, key: Key) -> dict[str, str]:
    if key.status == "disabled":
        return _described(key)
    return _described(key) | {"section_key": encode_key(subkeys(key.root, site, key.kid).section)}


def _dumped(name: str, site: str, entries: Iterable[dict[str, str]]) -> str:
    lines = ",\n  ".join(json.dumps(entry) for entry in entries)
    return f'{{"format": {json.dumps(name)}, "site": {json.dumps(site)}, "keys": [\n  {lines}]}}\n'
