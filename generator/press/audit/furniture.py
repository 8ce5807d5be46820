"""The builder's own words: what pages say that no author and no theme wrote."""

import re
from collections.abc import Iterable, Sequence
from functools import cache
from html import escape
from pathlib import Path
from typing import Final

import generator
from generator.press.audit.words import fold, folded_words

_FOLDERS: Final = ("press", "desk", "browser", "model")
_KINDS: Final = (".py", ".js", ".html", ".css", ".po", ".json")
_SIGN: Final = b"(?:" + b"|".join(re.escape(sign.encode()) for sign in "–—|·•:-") + b")"
_PARTED: Final = rb"\1</title><title>\2"
_PLACEHOLDER = re.compile(r"%\(\w+\)[a-z]|%[sd]|\{\w*\}")


def is_furniture(words: Sequence[str]) -> bool:
    """Return whether *words* stand in the builder's own texts, figures aside: "back to footnote 1" does."""
    said = " ".join(fold(word) for word in words if not word.isdecimal())
    return bool(said) and f" {said} " in _said()


def without_names(data: bytes, names: Iterable[str]) -> bytes:
    """
    Return a page or a feed with what the publication is called in an element of its own, wherever a title has it at its end.

    Or at its beginning, with a sign between. A title goes on with it from nothing.
    """
    for name in names:
        for written in sorted({name, escape(name), escape(name, quote=False)} - {""}):
            bare = re.escape(written.encode())
            data = re.sub(rb"(<title\b[^<>]*>[^<]*?\s)" + _SIGN + rb"(\s+" + bare + rb"\s*</title>)", _PARTED, data)
            data = re.sub(rb"(<title\b[^<>]*>\s*" + bare + rb"\s+)" + _SIGN + rb"(\s)", _PARTED, data)
    return data


@cache
def _said() -> str:
    root = Path(generator.__file__).parent
    files = (path for name in _FOLDERS for path in sorted((root / name).rglob("*")) if path.suffix in _KINDS)
    text = "\n".join(_PLACEHOLDER.sub(" ", path.read_text("utf-8", "replace")) for path in files)
    return f" {' '.join(word for word in folded_words(text) if not word.isdecimal())} "
