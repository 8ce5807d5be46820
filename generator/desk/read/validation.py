"""Validates a marked value by a shape, and tells every mistake with its line and column."""

from collections.abc import Mapping
from functools import cache
from typing import Any

from pydantic import TypeAdapter, ValidationError

from generator.desk.read.marked_yaml import Marked, Path
from generator.desk.read.words import Context
from generator.errors import Problems, SourceError, nearest

Schema = dict[str, Any]

_KINDS = {
    "string_type": "text",
    "bool_type": "true or false",
    "int_type": "a whole number",
    "float_type": "a number",
    "tuple_type": "a list",
    "list_type": "a list",
    "dict_type": "a mapping of keys and values",
    "dataclass_type": "a mapping of keys and values",
}


@cache
def adapter(shape: Any) -> TypeAdapter[Any]:
    """Return the validator of a shape, made once in a process."""
    return TypeAdapter(shape)


@cache
def schema_of(shape: Any) -> Schema:
    """Return the JSON Schema of a shape, made when the first mistake needs the names of its keys."""
    return adapter(shape).json_schema()


def validate(
    shape: Any, marked: Marked, context: Context, *, value: object = None, written: Mapping[str, str] | None = None
) -> Any:
    """
    Return what *shape* makes of the value of *marked*, or of *value* in its place.

    Args:
        written: Names of top-level keys as the author wrote them, when *value* has them under other names.

    Raises:
        Problems: Every mistake with its place.
    """
    try:
        return adapter(shape).validate_python(marked.value if value is None else value, context=context)
    except ValidationError as error:
        found = error.errors(include_url=False)
        raise Problems(_told(shape, marked, dict(one), written or {}) for one in found) from None


def _told(shape: Any, marked: Marked, found: dict[str, Any], written: Mapping[str, str]) -> SourceError:
    kind: str = found["type"]
    is_key = bool(found["loc"]) and found["loc"][-1] == "[key]"
    inner: Path = tuple(part for part in found["loc"] if part != "[key]")
    path: Path = (written.get(str(inner[0]), inner[0]), *inner[1:]) if inner else ()
    dotted = ".".join(map(str, path))
    if kind == "missing":
        where = marked.key(path[:-1])
        return SourceError(where, "missing-key", f"{dotted!r} is missing", f"add '{path[-1]}: …'")
    if kind == "extra_forbidden":
        return _unknown_key(shape, marked, inner, path)
    where = marked.key(path) if is_key else marked.at(path)
    context = found.get("ctx", {})
    if "problem" in context:
        prefix = "" if kind.startswith("unknown-") or not dotted else f"{dotted}: "
        return SourceError(where, kind, prefix + context["problem"], context["hint"])
    if kind in _KINDS:
        return SourceError(where, "wrong-type", *_wrong_type(dotted, _KINDS[kind], found["input"]))
    return SourceError(where, "bad-value", f"{dotted}: {_lower(found['msg'])}, not {_shown(found['input'])}")


def _wrong_type(dotted: str, wanted: str, given: object) -> tuple[str, str]:
    name = f"{dotted}: " if dotted else ""
    if given is None:
        what = "is empty" if dotted else "there is nothing here"
        return f"{name}{what}, must be {wanted}", "give it a value or remove the line"
    hint = "put it between double quotes" if wanted == "text" and not isinstance(given, list | dict) else ""
    return f"{name}must be {wanted}, not {_shown(given)}", hint


def _unknown_key(shape: Any, marked: Marked, inner: Path, path: Path) -> SourceError:
    schema = schema_of(shape)
    name = str(path[-1])
    known = _known_keys(schema, inner[:-1])
    inside = f" in '{'.'.join(map(str, path[:-1]))}'" if len(path) > 1 else ""
    hint = nearest(name, known, says="known keys")
    homes = [home for home in _homes(schema, name) if home != ".".join(map(str, inner[:-1]))]
    if homes:
        hint = f"{name!r} belongs under {homes[0]!r}" if homes[0] else f"{name!r} belongs at the top"
    return SourceError(marked.key(path), "unknown-key", f"unknown key {name!r}{inside}", hint)


def _resolve(schema: Schema, part: Schema) -> Schema:
    for choice in part.get("anyOf", ()):
        if "$ref" in choice or "properties" in choice:
            return _resolve(schema, choice)
    if "$ref" in part:
        found: Schema = schema["$defs"][part["$ref"].rpartition("/")[2]]
        return found
    return part


def _known_keys(schema: Schema, path: Path) -> list[str]:
    part = _resolve(schema, schema)
    for step in path:
        if step in part.get("properties", {}):
            part = part["properties"][step]
        else:
            part = part.get("items") or part.get("additionalProperties") or {}
        part = _resolve(schema, part)
    return list(part.get("properties", {}))


def _homes(schema: Schema, name: str) -> list[str]:
    """Return the dotted keys of the shape that have *name* inside; an empty text is the top."""
    top = _resolve(schema, schema).get("properties", {})
    homes = [""] if name in top else []
    for key, part in top.items():
        if name in _resolve(schema, part).get("properties", {}):
            homes.append(key)
    return homes


def _shown(value: object) -> str:
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, list):
        return "a list"
    if isinstance(value, dict):
        return "a mapping"
    return repr(value)[:60]


def _lower(message: str) -> str:
    return message[:1].lower() + message[1:].replace("Input should", "should")
