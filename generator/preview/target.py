"""Which file of the output a request may mean. What is doubtful means none."""

import stat
from pathlib import Path
from urllib.parse import unquote

LONGEST = 4096  # characters of a path
OWN = "/.marbre/"  # what the preview itself answers
HIDDEN_BUT_PUBLIC = ".well-known"
NOT_SERVED = ("_headers", "_redirects")  # a host reads these and does not serve them


def segments(raw: str) -> tuple[str, ...] | None:
    """
    Return the parts of a request's path, decoded once; the last is empty when it ends with a slash.

    Returns None for what no page links to: another form of target, encoded separators, controls, dots, empty
    parts. There is no normalizing: a path that needs it is refused.
    """
    if not raw.startswith("/") or len(raw) > LONGEST or not raw.isascii():
        return None
    lower = raw.lower()
    if "%2f" in lower or "%5c" in lower or "%00" in lower:
        return None
    try:
        text = unquote(raw, errors="strict")
    except UnicodeDecodeError:
        return None
    parts = tuple(text[1:].split("/"))
    return parts if all(map(_is_plain, parts[:-1])) and (parts[-1] == "" or _is_plain(parts[-1])) else None


def find(output: Path, parts: tuple[str, ...]) -> Path | None:
    """Return the regular file below *output* that *parts* name, index.html for a folder; no link is followed."""
    path = output.joinpath(*parts[:-1], parts[-1] or "index.html")
    if parts[-1:] and parts[0] in NOT_SERVED:
        return None
    try:
        real = path.resolve(strict=True)
        if real != output.resolve() / path.relative_to(output) or not stat.S_ISREG(path.lstat().st_mode):
            return None
    except (OSError, ValueError, RuntimeError):
        return None
    return path


def is_folder(output: Path, parts: tuple[str, ...]) -> bool:
    """Return whether *parts* name a folder that has a page, so that only a slash is missing."""
    return bool(parts[-1]) and find(output, (*parts, "")) is not None


def _is_plain(part: str) -> bool:
    if not part or (part.startswith(".") and part != HIDDEN_BUT_PUBLIC):
        return False
    return not any(character in '\\:;*?"<>|#' or not character.isprintable() for character in part)
