"""
Values as bytes for the cache, and back.

Pickle keeps values of any shape, and it runs whatever a stream names. The cache of a build server can be written by
others, so only the plain values of `generator.model`, a few of `generator.errors` and the standard library's dates
are ever looked up; any other name is refused before it is imported. So no record runs code or changes what is not its
own. It may still take memory, nest until the interpreter ends, or have values of other types than its fields say:
damaged and foreign bytes do not come this far, the checksums of the cache and the state keep them away.
"""

import io
import pickle
import sys
from collections.abc import Callable
from enum import Enum
from typing import TypeVar
from zoneinfo import ZoneInfo

from msgspec import Struct

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


class _Making:
    """Makes values of one kind. A class itself is never handed out: a record could give it other attributes."""

    __slots__ = ("_kind",)
    _kind: type

    def __init__(self, kind: type) -> None:
        object.__setattr__(self, "_kind", kind)

    def __call__(self, *values: object) -> object:
        return self._kind(*values)

    def __setattr__(self, name: str, value: object) -> None:
        raise AttributeError(name)


class _Unpickler(pickle.Unpickler):
    def find_class(self, module: str, name: str) -> object:
        found = _known.get((module, name))
        if found is None:
            found = _known[module, name] = _maker_of(_look_up(module, name))
        return found


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


_known: dict[tuple[str, str], object] = {}


def _maker_of(kind: type) -> Callable[..., object]:
    # What a type of C is called by has no attributes, and costs nothing.
    return kind.__call__ if issubclass(kind, Struct) else _Making(kind)


def _look_up(module: str, name: str) -> type:
    is_model = module.startswith("generator.model.") and name.isidentifier()
    if not is_model and (module, name) not in _PLAIN:
        raise pickle.UnpicklingError(f"{module}.{name} has no place in a record")
    __import__(module)
    found = getattr(sys.modules[module], name)
    is_value = isinstance(found, type) and found.__module__ == module
    # A record may ask any object for its state: that of an enum's member is everybody's.
    is_fixed = is_value and (issubclass(found, Struct) or (issubclass(found, Enum) and hasattr(found, "__setstate__")))
    if not is_value or (is_model and not is_fixed):
        raise pickle.UnpicklingError(f"{module}.{name} is not a plain value")
    return found  # type: ignore[no-any-return]  # checked above
