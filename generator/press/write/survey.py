"""A look at the output before it is touched: which folders are missing, and what stands in the way."""

import os
from collections.abc import Collection, Iterator
from pathlib import Path
from stat import S_ISDIR, S_ISLNK

from msgspec import Struct

from generator.errors import Location, SourceError


class Ground(Struct, frozen=True):
    """
    Attributes:
        folders: Folders to make, each after the one around it.
        clear: Files of the last build that stand in the way and go first.
    """

    folders: tuple[str, ...]
    clear: frozenset[str]


def survey(output: Path, paths: Collection[str], removed: frozenset[str]) -> Ground:
    """
    Return what has to happen before files can be renamed to *paths*.

    Args:
        removed: Files of the last build that nothing makes any more.

    Raises:
        SourceError: `output-blocked` if something that is not ours stands in the way; `foreign-output` if a
            folder of the output is a link.
    """
    folders: list[str] = []
    clear: set[str] = set()
    seen: dict[str, bool] = {}  # folder to whether it can be made before anything is cleared away
    for path in paths:
        ready = True
        for folder in _folders_of(path):
            if folder not in seen:
                seen[folder] = ready and _look(output, folder, removed, folders, clear)
            ready = seen[folder]
        if ready and (output / path).is_dir() and not (output / path).is_symlink():
            clear |= _inside(output, path, removed)
    return Ground(tuple(folders), frozenset(clear))


def _look(output: Path, folder: str, removed: frozenset[str], folders: list[str], clear: set[str]) -> bool:
    """Note what *folder* needs; return whether it is there or can be made at once."""
    try:
        mode = os.lstat(output / folder).st_mode
    except FileNotFoundError:
        folders.append(folder)
        return True
    if S_ISDIR(mode):
        return True
    if S_ISLNK(mode):
        problem = f"{folder} in the output is a link, and the build follows none"
        raise SourceError(Location(f"{output.name}/{folder}"), "foreign-output", problem, "remove the link")
    if folder not in removed:
        raise _blocked(output, folder)
    clear.add(folder)
    return False


def _inside(output: Path, path: str, removed: frozenset[str]) -> set[str]:
    """Return the files in a folder that stands where a file must be."""
    found: set[str] = set()
    for folder, folders, names in os.walk(output / path):
        below = os.path.relpath(folder, output).replace(os.sep, "/")
        files = {f"{below}/{name}" for name in names}
        if not files <= removed or not (names or folders):
            raise _blocked(output, path)
        found |= files
    return found


def _blocked(output: Path, path: str) -> SourceError:
    problem = f"{path} in the output is not of this site and in the way of a file or folder of the same name"
    hint = "move it away, or publish the other one at another address"
    return SourceError(Location(f"{output.name}/{path}"), "output-blocked", problem, hint)


def _folders_of(path: str) -> Iterator[str]:
    """Yield the folders of *path*, outermost first."""
    end = path.find("/")
    while end >= 0:
        yield path[:end]
        end = path.find("/", end + 1)
