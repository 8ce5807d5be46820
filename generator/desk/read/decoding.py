"""From bytes to text, and from a document to front matter and body. One encoding is read: UTF-8."""

import codecs
import re

from msgspec import Struct

from generator.errors import Location, SourceError

MATTER_LIMIT = 1024 * 1024  # characters between the two `---`; real front matter has a few hundred

_OTHER_UNICODE = (codecs.BOM_UTF32_LE, codecs.BOM_UTF32_BE, codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)
# Tab and line feed are text. The rest means a damaged file, and Markdown libraries use some as marks of their own.
_CONTROLS = re.compile(rb"[\x00-\x08\x0b-\x1f\x7f]")
_ALL_CONTROLS = bytes(byte for byte in range(256) if _CONTROLS.match(bytes((byte,))))
_FENCE = re.compile(r"---[ \t]*")
# A merge gone wrong: what the second block says of access would be shown as text and mean nothing.
_SECOND = re.compile(r"\s*---[ \t]*\n(?:access|title|draft|published|date)[ \t]*:", re.IGNORECASE)
_CLOSING = re.compile(r"^---[ \t]*$", re.MULTILINE)


class Parts(Struct, frozen=True):
    """Front matter begins on line 2; the body on line `body_line` of the file."""

    matter: str
    body: str
    body_line: int


def decode(data: bytes, path: str) -> str:
    """
    Return *data* as text with LF line ends, without a byte order mark.

    Raises:
        SourceError: If it is no UTF-8, holds control characters, or ends lines in the way of old Macs.
    """
    if data.startswith(_OTHER_UNICODE):
        raise _encoding(data, path, 0, "the file is UTF-16 or UTF-32")
    # Counted from the beginning of the file as it lies on disk, mark and all.
    text_bytes = data.replace(b"\r\n", b"\n") if b"\r" in data else data
    if len(text_bytes.translate(None, _ALL_CONTROLS)) < len(text_bytes):  # a third of the time of a search
        raise _control(data, path)
    try:
        return text_bytes.decode("utf-8-sig")
    except UnicodeDecodeError:
        at = _first_undecodable(data)
        raise _encoding(data, path, at, f"byte 0x{data[at]:02x} is not UTF-8") from None


def split(text: str, path: str) -> Parts:
    """
    Return front matter and body of a document.

    Raises:
        SourceError: If the text does not begin with front matter, or its end is missing.
    """
    first, _, rest = text.partition("\n")
    if not _FENCE.fullmatch(first):
        raise _no_matter(first, text, path)
    closing = _CLOSING.search(rest)
    if closing is None:
        problem = f"the front matter is not closed: no second '---' before the end, byte {len(text.encode())}"
        raise SourceError(Location(path, 1, 1), "front-matter", problem, "end it with '---' alone on a line")
    if closing.start() > MATTER_LIMIT:
        raise SourceError(Location(path, 1, 1), "too-large", f"front matter has more than {MATTER_LIMIT} characters")
    matter, body = rest[: closing.start()], rest[closing.end() + 1 :]
    body_line = matter.count("\n") + 3
    if second := _SECOND.match(body):
        line = body_line + second[0].count("\n") - 1
        problem = "a second block of front matter: nothing in it would count"
        raise SourceError(Location(path, line, 1), "front-matter", problem, "merge it into the first")
    return Parts(matter, body, body_line)


def _no_matter(first: str, text: str, path: str) -> SourceError:
    hint = "begin the file with '---', then 'title: …', then '---'"
    problem = "the file does not begin with front matter: no '---' at byte 0"
    if not text.strip():
        problem = "the file is empty: no front matter at byte 0"
    elif first.startswith("+++"):
        problem = "front matter in TOML ('+++' at byte 0) is not read"
        hint = "write it as YAML between '---' lines; `import hugo` does it for you"
    elif text.lstrip().startswith("---"):
        hint = "'---' must be alone on the first line, without anything before it"
    return SourceError(Location(path, 1, 1), "front-matter", problem, hint)


def _control(data: bytes, path: str) -> SourceError:
    for match in _CONTROLS.finditer(data):
        at = match.start()
        if match[0] != b"\r":
            return _encoding(data, path, at, f"control character U+{data[at]:04X}", hint="remove it")
        if data[at : at + 2] != b"\r\n":
            return _encoding(data, path, at, "a line ends with a lone carriage return", hint="end lines with LF")
    raise AssertionError(path)  # decode() has seen one


def _first_undecodable(data: bytes) -> int:
    try:
        data.decode("utf-8")
    except UnicodeDecodeError as error:
        return error.start
    raise AssertionError  # removing CR before LF does not make bytes undecodable


def _encoding(data: bytes, path: str, at: int, problem: str, hint: str = "save the file as UTF-8") -> SourceError:
    before = data[:at].decode("utf-8", "replace")
    line = before.count("\n") + 1
    column = len(before) - before.rfind("\n")
    return SourceError(Location(path, line, column), "encoding", f"{problem} (at byte {at})", hint)
