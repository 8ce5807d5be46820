"""What a site's sources look like from outside: one walk over sizes and times that opens no file."""

import os
from collections.abc import Iterator, Mapping
from contextlib import suppress
from pathlib import Path

from generator.model.leftovers import is_leftover
from generator.pipeline.inputs import Stat, linked, stat_at, stat_of

Snapshot = Mapping[str, Stat]

FOLDERS = ("content", "themes", "plugins")
FILES = ("site.yaml",)
DEEPEST = 40  # folders


def snapshot(root: Path, site_file: str = FILES[0]) -> Snapshot:
    """Return every source below *root* with its stamp. What disappears meanwhile is left out; nothing is raised."""
    found: dict[str, Stat] = {}
    with suppress(OSError):
        found[site_file] = stat_of((root / site_file).stat())
    for folder in FOLDERS:
        found.update(_walk(str(root / folder), folder, 0))
    return found


def glance(seen: Snapshot, root: Path, name: str, site_file: str = FILES[0]) -> Snapshot:
    """Return *seen*, a snapshot, with the file *name* as it is now, if that is a source."""
    folder, *others = name.split("/")
    if name != site_file and (folder not in FOLDERS or not others or any(map(is_leftover, others))):
        return seen
    now = dict(seen)
    now.pop(name, None)
    with suppress(OSError):
        now[name] = stat_at(str(root / name))
    return now


def changed(before: Snapshot, after: Snapshot) -> tuple[str, ...]:
    """Return the paths that came, went or changed."""
    return tuple(sorted(path for path in before.keys() | after.keys() if before.get(path) != after.get(path)))


def _walk(folder: str, shown: str, depth: int) -> Iterator[tuple[str, Stat]]:
    try:
        with os.scandir(folder) as entries:
            for entry in entries:
                if not is_leftover(entry.name):
                    yield from _entry(entry, f"{shown}/{entry.name}", depth)
    except OSError:
        return


def _entry(entry: "os.DirEntry[str]", shown: str, depth: int) -> Iterator[tuple[str, Stat]]:
    try:
        if entry.is_dir(follow_symlinks=False):
            yield from _walk(entry.path, shown, depth + 1) if depth < DEEPEST else ()
        else:
            status = entry.stat(follow_symlinks=False)
            yield shown, linked(entry.path, status) if entry.is_symlink() else stat_of(status)
    except OSError:
        return
