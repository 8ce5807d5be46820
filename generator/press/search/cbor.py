"""CBOR as far as Pagefind's lists go (RFC 8949): whole numbers, text, and arrays of known length."""

from typing import Final

Value = int | str | list["Value"]

_POSITIVE, _TEXT, _ARRAY = 0, 3, 4  # major types
_SIZES: Final = {24: 1, 25: 2, 26: 4, 27: 8}  # bytes of an argument, by what stands for it


def decoded(data: bytes) -> Value:
    """
    Return the one value that *data* hold.

    Raises:
        ValueError: They hold something else, or more.
    """
    try:
        value, end = _value(data, 0)
    except IndexError:
        raise ValueError("cut short") from None
    if end != len(data):
        raise ValueError("more than one value")
    return value


def encoded(value: Value) -> bytes:
    """Return *value* in its one shortest form."""
    match value:
        case int():
            return _head(_POSITIVE, value)
        case str():
            text = value.encode()
            return _head(_TEXT, len(text)) + text
        case _:
            return _head(_ARRAY, len(value)) + b"".join(encoded(one) for one in value)


def _value(data: bytes, at: int) -> tuple[Value, int]:
    major, argument, at = _argument(data, at)
    if major == _POSITIVE:
        return argument, at
    if major == _TEXT:
        if at + argument > len(data):
            raise IndexError
        return data[at : at + argument].decode(), at + argument
    if major != _ARRAY:
        raise ValueError(f"a value of type {major}")
    values: list[Value] = []
    for _ in range(argument):
        value, at = _value(data, at)
        values.append(value)
    return values, at


def _argument(data: bytes, at: int) -> tuple[int, int, int]:
    major, short = data[at] >> 5, data[at] & 31
    size = _SIZES.get(short, 0)
    if short >= min(_SIZES) and not size:
        raise ValueError(f"an argument of kind {short}")
    if at + size >= len(data):
        raise IndexError
    argument = int.from_bytes(data[at + 1 : at + 1 + size]) if size else short
    return major, argument, at + 1 + size


def _head(major: int, argument: int) -> bytes:
    if argument < min(_SIZES):
        return bytes([major << 5 | argument])
    short, size = next((short, size) for short, size in _SIZES.items() if argument < 1 << 8 * size)
    return bytes([major << 5 | short]) + argument.to_bytes(size)
