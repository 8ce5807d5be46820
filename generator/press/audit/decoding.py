"""
Encoded runs of text, and what they say.

Only what looks encoded is decoded: a run of base64 has letters of both cases and figures, a run of hexadecimal digits
is long, an escape has its backslash. Brotli, zstd, base32, ciphers and images of text are not read.
"""

import binascii
import quopri
import re
import string
from collections.abc import Iterator
from typing import Final
from urllib.parse import unquote

from generator.press.audit.markup import unescaped

_LONGEST_RUN: Final = 32 * 1024 * 1024  # characters
# One level of entities is read anyway; below these stands markup, or another level.
_ESCAPED_MARKUP = re.compile(r"&(?:lt|#0*60|#[xX]0*3[cC]);?|&(?:amp|#0*38|#[xX]0*26);?#?\w{2,8};")
_PERCENT_SIGN = re.compile(r"%[0-9a-fA-F]{2}")
_PERCENT = re.compile(r"(?:[^\s\"'<>%]*%[0-9a-fA-F]{2})+[^\s\"'<>%]*")
_FEWEST_PERCENT: Final = 2  # an address with one sign says nothing
STRINGS_EDGE: Final = "\n\f"  # between the strings of a program, once their escapes are undone
_LITERAL = re.compile(r"(?:[^\"\\\n]|\\.)+")
_ESCAPE = re.compile(r"\\(?:u\{([0-9a-fA-F]{1,6})\}|u([0-9a-fA-F]{4})|x([0-9a-fA-F]{2})|([0-7]{3})|(.))", re.DOTALL)
_CONTROL = {"n": "\n", "r": "\n", "t": "\t", "b": " ", "f": " "}
_QUOTED = re.compile(r"=[0-9A-F]{2}")
_FEWEST_QUOTED: Final = 3  # "width=1024" is no quoted-printable
_BASE64 = re.compile(
    r"[A-Za-z0-9+/_-]{20,}=*(?:(?:\\n|\s)+[A-Za-z0-9+/_-]{16,}=*)*(?:(?:\\n|\s)+[A-Za-z0-9+/_-]+={1,2})?"
)
_SPACE = re.compile(r"(?:\\n|\s)+")
_LONG_RUN: Final = b"a" * 20
_IN_ALPHABET = bytes(97 if chr(byte) in f"{string.ascii_letters}{string.digits}+/_-" else 32 for byte in range(256))
_ONE_CODE = re.compile(r"[,;]\s*\d{2,5}\s*[,;]")
_FEWEST_CODES: Final = 11
_HEX = re.compile(r"[0-9a-fA-F]{24,}")
_URL_ALPHABET = str.maketrans("-_", "+/")
_CASES = (re.compile("[A-Z]"), re.compile("[a-z]"))
_CODES = re.compile(r"\d{2,5}(?:\s*[,;]\s*\d{2,5}){11,}")
# A decoded run is looked at if it begins like a file that may hold text.
_MAGIC = (b"\x1f\x8b", b"PK\x03\x04", b"%PDF", b"\x89PNG", b"\xff\xd8\xff", b"BZh", b"\xfd7zXZ", b"RIFF", b"GIF8")
_READABLE = bytes(range(32, 127)) + b"\t\n\r" + bytes(range(128, 256))


def is_escaped(text: str) -> bool:
    """Return whether entities hide markup, or other entities, in *text*: then all that it says is in that layer."""
    return "&" in text and _ESCAPED_MARKUP.search(text) is not None


def layers(text: str) -> Iterator[tuple[str, str | bytes]]:
    """Yield the name of each encoding that *text* seems to use, and what it then says."""
    yield from layers_of_markup(text)
    yield from layers_of_string(text)


def layers_of_markup(text: str) -> Iterator[tuple[str, str | bytes]]:
    """Yield those layers that may hold or cross tags and quotes."""
    if is_escaped(text):
        yield "entities", unescaped(text)
    if "\\" in text and (runs := [run for run in _LITERAL.findall(text) if "\\" in run]):
        yield "escapes", unescaped_string(STRINGS_EDGE.join(runs))
    if text.count("=") >= _FEWEST_QUOTED and len(_QUOTED.findall(text)) >= _FEWEST_QUOTED:
        yield "quoted-printable", quopri.decodestring(text.encode("utf-8", "replace"))


def layers_of_string(text: str) -> Iterator[tuple[str, str | bytes]]:
    """Yield those layers that stand within one string."""
    if text.count("%") >= _FEWEST_PERCENT and _PERCENT_SIGN.search(text):
        lines = [line for line in text.split("\n") if _PERCENT_SIGN.search(line)]
        yield "percent-encoding", unquote("\n".join(_PERCENT.findall("\n".join(lines))))
    if len(_ONE_CODE.findall(text)) >= _FEWEST_CODES // 2:
        for run in _CODES.findall(text):
            yield "character codes", "".join(chr(int(code)) for code in re.findall(r"\d+", run) if int(code) < 0xD800)
    for run in _runs(text):
        for part in _readings(run):
            yield from _base64(part)
        yield from _hex(run)


def is_promising(data: bytes) -> bool:
    """Return whether *data* begin like text or like a file that may hold some."""
    head = data[:192]
    if not head:
        return False
    if head.startswith(_MAGIC) or (head[0] & 0x0F == 8 and len(head) > 1 and (head[0] << 8 | head[1]) % 31 == 0):
        return True
    if head.count(0) * 3 > len(head):  # UTF-16 of a language with Latin letters has a zero in every second byte
        return True
    if len(head.translate(None, _READABLE)) * 20 > len(head):
        return False
    # At the wrong offset base64 gives noise, which is hardly ever UTF-8.
    readable = head[: len(head) - 3].decode("utf-8", "replace").count("\ufffd")
    return readable * 20 <= len(head)


def unescaped_string(text: str) -> str:
    """Return *text* with the escapes of JSON, JavaScript and C undone."""

    def character(match: re.Match[str]) -> str:
        braced, four, two, octal, single = match.groups()
        if code := braced or four or two:
            return chr(min(int(code, 16), 0x10FFFF))
        return chr(int(octal, 8)) if octal else _CONTROL.get(single, single)

    # Halves of surrogate pairs become whole characters, lonely ones go.
    return _ESCAPE.sub(character, text).encode("utf-16", "surrogatepass").decode("utf-16", "ignore")


def _runs(text: str) -> Iterator[str]:
    """Yield what might be encoded: runs of one alphabet, too long for a word, with the lines that go on from them."""
    # As many bytes as *text* has characters, one letter for all of the alphabet: so one search finds each run.
    mask = text.encode("ascii", "replace").translate(_IN_ALPHABET)
    at = mask.find(_LONG_RUN)
    while at >= 0:
        match = _BASE64.match(text, at)
        end = match.end() if match else at + len(_LONG_RUN)
        yield text[at:end]
        at = mask.find(_LONG_RUN, end)


def _readings(run: str) -> Iterator[str]:
    """
    Yield *run*, and the lines and words in it: what stands before or after may be no part of what is encoded.

    An address before base64 has the same alphabet, and so have rows of dashes.
    """
    pieces = [piece for piece in _SPACE.split(run) if piece.strip("-_")]
    yield "\n".join(pieces)
    if len(pieces) > 1:
        yield "\n".join(pieces[1:])
        yield "\n".join(pieces[:-1])
        yield from pieces if len(pieces) > 2 else ()


def _base64(text: str) -> Iterator[tuple[str, bytes]]:
    run = text[:_LONGEST_RUN]
    if not all(case.search(run) for case in _CASES):
        return
    name = "base64url" if "-" in run or "_" in run else "base64"
    run = re.sub(r"[\s=]", "", run).translate(_URL_ALPHABET)
    for offset in range(4):
        whole = run[offset:]
        whole = whole[: len(whole) - (len(whole) % 4 == 1)]
        data = binascii.a2b_base64(whole + "=" * (-len(whole) % 4))
        if is_promising(data):
            yield name, data


def _hex(text: str) -> Iterator[tuple[str, bytes]]:
    for run in _HEX.findall(text):
        for offset in range(2):
            digits = run[offset : offset + _LONGEST_RUN]
            data = bytes.fromhex(digits[: len(digits) & ~1])
            if is_promising(data):
                yield "hex", data
