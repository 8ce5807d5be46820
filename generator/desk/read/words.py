"""
The kinds of value that front matter, site.yaml and data files are made of.

Each is an annotated type for pydantic: it reads what YAML gave, and names the JSON Schema that editors see.
This module imports pydantic: import it only when something must be validated.
"""

import re
from datetime import UTC, datetime, timedelta, timezone, tzinfo
from posixpath import dirname, join, normpath
from typing import Annotated, Any, Final, LiteralString, cast

from msgspec import Struct
from pydantic import AfterValidator, BeforeValidator, Field, PlainValidator, StrictInt, StrictStr, ValidationInfo
from pydantic_core import PydanticCustomError

from generator.errors import nearest
from generator.model.access import PUBLIC_WORD, Access
from generator.model.config import TeaserRule
from generator.model.urls import address_problem, id_problem, slug_problem, slugify

YEARS: Final = range(1600, 2106)  # from before the first newspapers to the last second of a 32-bit time
POLICY_BYTES: Final = 255  # format.md, section 4

_MOMENT = re.compile(
    r"(\d{4})-(\d\d)-(\d\d)"
    r"(?:(?:[Tt]|[ ]+)(\d{1,2}):(\d\d)(?::(\d\d)(?:\.\d{1,9})?)?[ ]?(Z|z|[+-]\d\d(?::?\d\d)?)?)?",
    re.ASCII,
)
_DURATION = re.compile(r"(\d{1,5})(m|h|d|w)", re.ASCII)
_SPAN = {"m": timedelta(minutes=1), "h": timedelta(hours=1), "d": timedelta(days=1), "w": timedelta(weeks=1)}
_LANGUAGE = re.compile(r"[a-z]{2,3}(?:-[A-Z][a-z]{3})?(?:-(?:[A-Z]{2}|[0-9]{3}))?")
_TEMPLATE = re.compile(r"[\w-]+(?:/[\w-]+)*(?:\.html)?")
_EMAIL = re.compile(r"[^\s@<>\"]+@[^\s@<>\"]+\.[^\s@<>\"]+")
_SCHEMES = ("https://", "http://", "mailto:", "tel:", "/", "#")


class Context(Struct, frozen=True):
    """What reading a value needs to know: words of `access`, zone of naive times, the site's teaser rule."""

    access_words: frozenset[str]
    zone: tzinfo
    teaser: TeaserRule
    source: str = ""


def fail(code: LiteralString, problem: str, hint: str = "") -> PydanticCustomError:
    """Return the error that tells an author about one value."""
    return PydanticCustomError(code, "{problem}", {"problem": problem, "hint": hint})


def context_of(info: ValidationInfo) -> Context:
    """Return the context that the caller of the validation gave."""
    return cast("Context", info.context)


def _number_as_text(value: object) -> object:
    return str(value) if isinstance(value, int) and not isinstance(value, bool) else value


def _one_line(text: str) -> str:
    return re.sub(r"[ \t]*\n\s*", " ", text).strip(" \t\n")


def _not_blank(text: str) -> str:
    if not text.strip():
        raise fail("bad-value", "may not be empty", "give it a value or remove the line")
    return text


def as_list(value: object) -> object:
    """Return a single text as a list of one."""
    return [value] if isinstance(value, str | int) and not isinstance(value, bool) else value


def _unique(items: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(items))


def _slug(text: str) -> str:
    if problem := slug_problem(text):
        offer = slugify(text)
        raise fail("bad-slug", f"{text[:60]!r} is no slug: {problem}", f"write {offer[:200]!r}" if offer else "")
    return text


def _id(text: str) -> str:
    if problem := id_problem(text):
        raise fail("bad-id", f"{text[:60]!r} is no id: {problem}")
    return text


def _address(text: str) -> str:
    if problem := address_problem(text):
        raise fail("bad-address", f"{text[:60]!r} is no address of the site: {problem}")
    return text


def url_problem(text: str) -> str:
    """Return why *text* may not be the target of a link, or an empty text."""
    if any(c.isspace() or c == "\\" for c in text):
        return "has spaces or backslashes"
    if not text.startswith(_SCHEMES) or text.startswith("//"):
        return "begins with none of https://, http://, mailto:, tel:, / and #"
    return ""


def _url(text: str) -> str:
    if problem := url_problem(text):
        raise fail("bad-url", f"{text[:60]!r} {problem}")
    return text


def _file(text: str, info: ValidationInfo) -> str:
    if text.startswith(("https://", "http://")):
        return text
    outside = normpath(join(dirname(context_of(info).source), text)).startswith("..")
    if not text or "\\" in text or ":" in text or "//" in text or (outside and not text.startswith("/")):
        hint = "write a path beside this file, or one that begins with '/' for content/static/"
        raise fail("bad-path", f"{text[:60]!r} is no path inside content/", hint)
    return text


def _matching(pattern: re.Pattern[str], what: LiteralString, example: LiteralString) -> AfterValidator:
    def check(text: str) -> str:
        if not pattern.fullmatch(text):
            raise fail("bad-value", f"{text[:60]!r} is no {what}", f"for example {example}")
        return text

    return AfterValidator(check)


def _moment(value: object, info: ValidationInfo) -> datetime:
    match = _MOMENT.fullmatch(value) if isinstance(value, str) else None
    hint = "write 2026-11-05 or 2026-11-05T08:30, with +01:00 at the end for another time zone"
    if match is None:
        raise fail("bad-date", f"{str(value)[:40]!r} is no date", hint)
    year, month, day, hour, minute, second = (int(part or 0) for part in match.groups()[:6])
    if year not in YEARS:
        raise fail("bad-date", f"the year of {match[0]!r} is not between {YEARS[0]} and {YEARS[-1]}", hint)
    zone = context_of(info).zone
    try:
        moment = datetime(year, month, day, hour, minute, second, tzinfo=_offset(match[7]) or zone)
    except ValueError as error:
        raise fail("bad-date", f"{match[0]!r} is no date: {error}", hint) from None
    return moment.astimezone(zone)


def _offset(text: str | None) -> tzinfo | None:
    if text is None:
        return None
    if text in {"Z", "z"}:
        return UTC
    digits = text[1:].replace(":", "").ljust(4, "0")
    hours, minutes = int(digits[:2]), int(digits[2:])
    if hours > 14 or minutes > 59:
        raise ValueError("no place on earth has this offset")
    span = timedelta(hours=hours, minutes=minutes)
    return timezone(-span if text[0] == "-" else span)


def _duration(value: object) -> timedelta:
    match = _DURATION.fullmatch(value) if isinstance(value, str) else None
    if match is None:
        raise fail("bad-value", f"{str(value)[:40]!r} is no duration", "write 30m, 12h, 7d or 2w")
    return int(match[1]) * _SPAN[match[2]]


def _access(value: object, info: ValidationInfo) -> Access:
    words = context_of(info).access_words
    items: list[Any] = value if isinstance(value, list) else [value]
    if not items:
        raise fail("unknown-tier", "access is an empty list", f"write one of: {', '.join(sorted(words))}")
    for item in items:
        _check_access_word(item, words)
    if PUBLIC_WORD in items and len(items) > 1:
        raise fail("unknown-tier", "'public' stands in a list with others", "write 'access: public', or leave it out")
    access = Access(tuple(item for item in items if item != PUBLIC_WORD))
    if len(",".join(access.policy()).encode()) > POLICY_BYTES:
        raise fail("bad-value", f"the tiers of this list are longer than {POLICY_BYTES} bytes together")
    return access


def _check_access_word(item: object, words: frozenset[str]) -> None:
    listed = f"access is one of: {', '.join(sorted(words))}"
    if item is None or item == "":
        raise fail("unknown-tier", "access is empty", listed)
    if not isinstance(item, str):
        raise fail("unknown-tier", f"access is {str(item).lower()[:40]}, which is no word", listed)
    if item not in words:
        if item.lower() in {"no", "false", "off", "none", "free", "all"}:
            raise fail(
                "unknown-tier", f"access: {item} says nothing", f"if everyone may read it, write public; {listed}"
            )
        raise fail("unknown-tier", f"unknown tier {item[:60]!r}", nearest(item, words, says="site.yaml has"))


Text = Annotated[StrictStr, BeforeValidator(_number_as_text, json_schema_input_type=str | int)]
Line = Annotated[Text, AfterValidator(_one_line)]
Title = Annotated[Line, AfterValidator(_not_blank), Field(min_length=1)]
Markdown = Text
Slug = Annotated[Text, AfterValidator(_slug)]
Id = Annotated[StrictStr, AfterValidator(_id)]
Ref = Annotated[StrictStr, AfterValidator(_not_blank)]
Refs = Annotated[
    tuple[Ref, ...], BeforeValidator(as_list, json_schema_input_type=str | list[str]), AfterValidator(_unique)
]
Titles = Annotated[
    tuple[Title, ...], BeforeValidator(as_list, json_schema_input_type=str | list[str | int]), AfterValidator(_unique)
]
Address = Annotated[StrictStr, AfterValidator(_address)]
Addresses = Annotated[
    tuple[Address, ...], BeforeValidator(as_list, json_schema_input_type=str | list[str]), AfterValidator(_unique)
]
Url = Annotated[StrictStr, AfterValidator(_url)]
File = Annotated[StrictStr, AfterValidator(_file)]
Language = Annotated[StrictStr, _matching(_LANGUAGE, "language", "fr or fr-CA")]
Languages = Annotated[
    tuple[Language, ...], BeforeValidator(as_list, json_schema_input_type=str | list[str]), AfterValidator(_unique)
]
Template = Annotated[StrictStr, _matching(_TEMPLATE, "template name", "contact")]
Email = Annotated[StrictStr, _matching(_EMAIL, "e-mail address", "redaction@example.org")]
Moment = Annotated[datetime, PlainValidator(_moment, json_schema_input_type=str)]
Duration = Annotated[timedelta, PlainValidator(_duration, json_schema_input_type=str)]
AccessWords = Annotated[Access, PlainValidator(_access, json_schema_input_type=str | list[str])]
Weight = Annotated[StrictInt, Field(ge=-1_000_000, le=1_000_000)]
