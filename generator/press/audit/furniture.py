"""The builder's own words: what pages say that no author and no theme wrote."""

import re
from collections.abc import Sequence
from functools import cache
from pathlib import Path
from typing import Final

import generator
from generator.press.audit.words import fold, folded_words

_FOLDERS: Final = ("press", "desk", "browser", "model")
_KINDS: Final = (".py", ".js", ".html", ".css", ".po", ".json")
_PLACEHOLDER = re.compile(r"%\(\w+\)[a-z]|%[sd]|\{\w*\}")


def is_furniture(words: Sequence[str]) -> bool:
    """Return whether *words* stand in the builder's own texts, figures aside: "back to footnote 1" does."""
    said = " ".join(fold(word) for word in words if not word.isdecimal())
    return bool(said) and f" {said} " in _said()


@cache
def _said() -> str:
    root = Path(generator.__file__).parent
    files = (path for name in _FOLDERS for path in sorted((root / name).rglob("*")) if path.suffix in _KINDS)
    text = "\n".join(_PLACEHOLDER.sub(" ", path.read_text("utf-8", "replace")) for path in files)
    return f" {' '.join(word for word in folded_words(text) if not word.isdecimal())} "
