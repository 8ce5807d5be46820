"""Paths of the output: which are allowed, and which would fall together on another machine."""

from collections.abc import Iterator
from unicodedata import normalize

from generator.errors import Location, SourceError

OURS = ".marbre-"  # the marker, and parts of files under way
LONGEST_NAME = 255  # bytes, of most file systems
LONGEST_PATH = 3000  # bytes: Linux has 4,096 with the folders above the output


def check_path(path: str, sources: tuple[str, ...] = ()) -> None:
    """
    Return if *path* is safe to write below the output folder.

    Raises:
        SourceError: `output-path` if it is absolute, climbs, is not text, too long, or reserved.
    """
    problem = _problem(path)
    if problem:
        where = Location(sources[0] if sources else repr(path)[1:-1])
        raise SourceError(where, "output-path", f"{path!r} cannot be a path of the output: {problem}")


def _problem(path: str) -> str:
    try:
        encoded = path.encode()
    except UnicodeEncodeError:
        return "it is not Unicode text"
    if not path or path.startswith("/") or "\\" in path:
        return "it is not a path below the output folder"
    if not path.isprintable() and any(ord(sign) < 0x20 or ord(sign) == 0x7F for sign in path):
        return "it holds a control character"
    if len(encoded) > LONGEST_PATH:
        return f"it is longer than {LONGEST_PATH} bytes"
    for name in path.split("/"):
        if name in {"", ".", ".."}:
            return "a part of it is empty or made of dots"
        if name.startswith(OURS) or name.lower() == ".git":
            return f"{name!r} is reserved"
        if len(name) * 4 > LONGEST_NAME and len(name.encode()) > LONGEST_NAME:
            return f"a part of it is longer than {LONGEST_NAME} bytes"
    return ""


def folded(path: str) -> str:
    """Return what two paths have in common when a file system without case, or with its own accents, mixes them up."""
    same = path.lower() if path.isascii() else normalize("NFC", normalize("NFC", path).casefold())
    return path if same == path else same  # one text in memory for nearly every path, not two


class Claims:
    """Which source has which path of the output, so that two never write one file."""

    def __init__(self) -> None:
        self._files: dict[str, tuple[str, tuple[str, ...]]] = {}
        self._folders: dict[str, tuple[str, tuple[str, ...]]] = {}

    def claim(self, path: str, sources: tuple[str, ...]) -> bool:
        """
        Return True if *path* was free, False if it is claimed already, letter for letter.

        Raises:
            SourceError: `output-collision` if another path would be the same file on some machines, or a folder.
        """
        key = folded(path)
        other = self._files.get(key) or self._folders.get(key)
        if other is not None:
            if other[0] == path:
                return False
            raise collision(path, sources, *other)
        for folder in _parents(key):
            if folder in self._files:
                raise collision(path, sources, *self._files[folder])
            if folder in self._folders:
                break
        claimed = self._files[key] = (path, sources)
        for folder in _parents(key):
            if folder in self._folders:
                break
            self._folders[folder] = claimed
        return True

    def sources_of(self, path: str) -> tuple[str, ...]:
        """Return the sources of a path that was claimed."""
        return self._files[folded(path)][1]

    def holds(self, path: str) -> bool:
        """Tell whether *path*, or a path that some machines take for the same, is claimed."""
        return folded(path) in self._files


def collision(path: str, sources: tuple[str, ...], other: str, other_sources: tuple[str, ...]) -> SourceError:
    """Tell an author that two sources want one file of the output."""
    first = other_sources[0] if other_sources else other
    second = sources[0] if sources else path
    problem = f"it would be published as {path!r}, and {first} is published as {other!r} already"
    return SourceError(Location(second), "output-collision", problem, "give one of them another slug")


def _parents(path: str) -> Iterator[str]:
    """Yield the folders of *path*, nearest first."""
    while "/" in path:
        path = path.rpartition("/")[0]
        yield path
