"""
Values as bytes for the cache, and back.

Pickle is the fastest way to keep thousands of dataclasses, and it runs whatever a stream names. The cache of a
build server can be written by others, so only the plain values of `generator.model`, a few of `generator.errors`
and the standard library's dates are ever looked up; any other name is refused before it is imported. Damaged bytes
do not come this far: the cache's checksums keep them away.
"""

import io
import pickle
import sys
from collections.abc import Callable
from dataclasses import fields, is_dataclass
from enum import Enum
from functools import cache
from operator import attrgetter
from types import MemberDescriptorType
from typing import Any, TypeVar
from zoneinfo import ZoneInfo

PROTOCOL = 5

Value = TypeVar("Value")

_PLAIN = frozenset(
    {
        ("datetime", "date"),
        ("datetime", "datetime"),
        ("datetime", "time"),
        ("datetime", "timedelta"),
        ("datetime", "timezone"),
        ("zoneinfo", "ZoneInfo"),
        ("generator.errors", "Location"),
        ("generator.errors", "Warning_"),
    }
)


class _Pickler(pickle.Pickler):
    # As it comes, a zone asks for `getattr`, which must stay out of reach.
    dispatch_table = {ZoneInfo: lambda zone: (ZoneInfo, (zone.key,))}  # noqa: RUF012 - pickle wants it here

    def reducer_override(self, value: object) -> Any:
        """Write a dataclass as its fields: what it does by itself asks for their names each time, for half of all the time."""
        kind = type(value)
        return (_restored, (kind, _values_of(kind)(value))) if is_dataclass(kind) else NotImplemented


class _Unpickler(pickle.Unpickler):
    def find_class(self, module: str, name: str) -> object:
        found = _known.get((module, name))
        if found is None:
            found = _known[module, name] = _look_up(module, name)
        return found


@cache
def _values_of(kind: type) -> Callable[[object], object]:
    """Return what gives the values of a dataclass's fields, in their order."""
    names = [field.name for field in fields(kind)]
    if len(names) > 1:
        return attrgetter(*names)
    return lambda value: tuple(getattr(value, name) for name in names)


@cache
def _setters_of(kind: type) -> list[Callable[[object, object], None]]:
    """Return what sets the fields of a dataclass, also of a frozen one; raises TypeError if *kind* is none."""
    return [_setter(kind, field.name) for field in fields(kind)]


def _setter(kind: type, name: str) -> Callable[[object, object], None]:
    slot = getattr(kind, name, None)
    if isinstance(slot, MemberDescriptorType):
        return slot.__set__
    return lambda value, given: object.__setattr__(value, name, given)


class _Restoring:
    """Makes a dataclass from the values of its fields. An object without attributes: a record could give some to a function."""

    __slots__ = ()

    def __call__(self, kind: type, values: tuple[Any, ...]) -> object:
        """Return a dataclass with these *values*; it checked them when it was made."""
        setters = _setters_of(kind)
        if type(values) is not tuple:
            raise TypeError("no tuple of values")
        made: object = object.__new__(kind)
        for put, value in zip(setters, values, strict=True):
            put(made, value)
        return made

    def __reduce__(self) -> str:
        return "_restored"


_restored = _Restoring()


def pack(value: object) -> bytes:
    """Return *value* as bytes for `unpack`."""
    stream = io.BytesIO()
    _Pickler(stream, PROTOCOL).dump(value)
    return stream.getvalue()


def unpack(data: bytes) -> object:
    """
    Return the value that `pack` was given.

    Raises:
        ValueError: If the bytes are damaged or name anything but the plain values of the model.
    """
    try:
        return _Unpickler(io.BytesIO(data)).load()
    except Exception as error:  # a damaged pickle fails in any way
        raise ValueError(f"not a record: {type(error).__name__}: {error}") from error


def unpacked(kind: type[Value], data: bytes) -> Value | None:
    """Return the value that `pack` was given, None if it is not of that *kind* or the bytes are damaged."""
    try:
        value = unpack(data)
    except ValueError:
        return None
    return value if isinstance(value, kind) else None


_known: dict[tuple[str, str], object] = {(__name__, "_restored"): _restored}


def _look_up(module: str, name: str) -> type:
    is_model = module.startswith("generator.model.") and name.isidentifier()
    if not is_model and (module, name) not in _PLAIN:
        raise pickle.UnpicklingError(f"{module}.{name} has no place in a record")
    __import__(module)
    found = getattr(sys.modules[module], name)
    is_value = isinstance(found, type) and found.__module__ == module
    if not is_value or (is_model and not (is_dataclass(found) or issubclass(found, Enum))):
        raise pickle.UnpicklingError(f"{module}.{name} is not a plain value")
    return found  # type: ignore[no-any-return]  # checked above
