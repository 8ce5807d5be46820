"""Keysets: the roots of one site and environment, what the service may hold of them, the life of a kid."""

import secrets
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from typing import Final, Generic, Protocol, TypeVar

from generator.paywall.derivation import KEY_SIZE, Root, Subkey
from generator.paywall.encoding import is_id
from generator.paywall.errors import SealError

STATUSES: Final = frozenset({"primary", "enabled", "disabled"})


class _Named(Protocol):
    @property
    def kid(self) -> str: ...
    @property
    def status(self) -> str: ...


@dataclass(frozen=True, slots=True)
class Key:
    """A root with its kid. `status` is primary, enabled or disabled; `created` is UTC, in whole seconds."""

    kid: str
    status: str
    created: datetime
    root: Root


@dataclass(frozen=True, slots=True)
class ServiceKey:
    """What the key service holds of a kid. `section_key` is None exactly when the kid is disabled."""

    kid: str
    status: str
    created: datetime
    section_key: Subkey | None


K = TypeVar("K", bound=_Named)


@dataclass(frozen=True, slots=True)
class KeysOf(Generic[K]):
    """
    Keys of one site and environment.

    Raises:
        SealError: `bad-keyset`, if a name is no id, a kid stands twice, or not exactly one key is primary.
    """

    site: str
    keys: tuple[K, ...]

    def __post_init__(self) -> None:
        kids = [key.kid for key in self.keys]
        if not is_id(self.site) or not all(map(is_id, kids)):
            raise SealError("bad-keyset", "a site or kid is not an id")
        if len(set(kids)) != len(kids):
            raise SealError("bad-keyset", "a kid stands twice")
        statuses = [key.status for key in self.keys]
        if not STATUSES.issuperset(statuses) or statuses.count("primary") != 1:
            raise SealError("bad-keyset", "exactly one key is primary, the others enabled or disabled")

    @property
    def primary(self) -> K:
        """The key under which sections are sealed."""
        return next(key for key in self.keys if key.status == "primary")

    def key(self, kid: str) -> K | None:
        """Return the key named *kid*, or None."""
        return next((key for key in self.keys if key.kid == kid), None)


class Keyset(KeysOf[Key]):
    """The builder's keyset: roots."""

    __slots__ = ()


class ServiceKeyset(KeysOf[ServiceKey]):
    """The key service's keyset: section subkeys, never a root."""

    __slots__ = ()


def new_root() -> bytes:
    """Return 32 new bytes of the operating system's generator."""
    return secrets.token_bytes(KEY_SIZE)


def new_keyset(site: str, kid: str, root: bytes, created: datetime) -> Keyset:
    """
    Return a keyset with one key.

    Raises:
        SealError: `bad-keyset`, if a name is not an id.
    """
    return Keyset(site, (Key(kid, "primary", _whole_seconds(created), Root(root)),))


def with_new_key(keyset: Keyset, kid: str, root: bytes, created: datetime) -> Keyset:
    """
    Return *keyset* with one more key, which opens and does not seal yet.

    Raises:
        SealError: `bad-keyset`, if *kid* is taken or no id.
    """
    return Keyset(keyset.site, (*keyset.keys, Key(kid, "enabled", _whole_seconds(created), Root(root))))


def promoted(keyset: Keyset, kid: str) -> Keyset:
    """
    Return *keyset* with *kid* as the key that seals; the former one still opens.

    Raises:
        SealError: `bad-keyset`, if *kid* is unknown or disabled.
    """
    key = keyset.key(kid)
    if key is None or key.status == "disabled":
        raise SealError("bad-keyset", f"{kid!r} is unknown or disabled, so it cannot seal")
    demoted = _with_status(keyset.keys, keyset.primary.kid, "enabled")
    return Keyset(keyset.site, _with_status(demoted, kid, "primary"))


def retired(keyset: Keyset, kid: str) -> Keyset:
    """
    Return *keyset* with *kid* disabled.

    Raises:
        SealError: `bad-keyset`, if *kid* is unknown or still primary.
    """
    key = keyset.key(kid)
    if key is None or key.status == "primary":
        raise SealError("bad-keyset", f"{kid!r} is unknown or still primary, so it cannot retire")
    return Keyset(keyset.site, _with_status(keyset.keys, kid, "disabled"))


def is_development(kid: str) -> bool:
    """Return whether *kid* is for preview and tests; production refuses such a kid."""
    return kid.startswith("dev-")


def _with_status(keys: tuple[Key, ...], kid: str, status: str) -> tuple[Key, ...]:
    return tuple(replace(key, status=status) if key.kid == kid else key for key in keys)


def _whole_seconds(moment: datetime) -> datetime:
    return moment.astimezone(UTC).replace(microsecond=0)
