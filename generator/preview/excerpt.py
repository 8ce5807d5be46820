"""The lines of a source file around a mistake."""

import stat
from pathlib import Path

Excerpt = tuple[tuple[int, str], ...]  # (number of the line, its text)

AROUND = 2  # lines before and after
WIDTH = 240  # characters of a line that are shown
LARGEST = 2_000_000  # bytes: of a larger file nobody needs an excerpt
SHOWN = ("content", "themes", "plugins", "site.yaml")  # never .marbre, where the keys are


def excerpt(root: Path, path: str, line: int) -> Excerpt:
    """Return the lines around *line* of the source *path* below *root*; nothing if it is not for showing."""
    file = root / path
    if line < 1 or not _is_shown(file, root):
        return ()
    try:
        text = file.read_text(encoding="utf-8", errors="replace")
    except OSError:
        return ()
    lines = text.splitlines()
    first = max(1, line - AROUND)
    return tuple((number, lines[number - 1][:WIDTH]) for number in range(first, min(len(lines), line + AROUND) + 1))


def _is_shown(file: Path, root: Path) -> bool:
    try:
        status = file.lstat()
        place = file.resolve(strict=True).relative_to(root.resolve())
    except (OSError, ValueError):
        return False
    return place.parts[0] in SHOWN and stat.S_ISREG(status.st_mode) and status.st_size <= LARGEST
