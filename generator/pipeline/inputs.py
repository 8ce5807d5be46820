"""Everything that decides about the output, as files: their stats, and their digests where stats differ."""

import os
from collections.abc import Collection, Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from hashlib import blake2b
from pathlib import Path
from stat import S_ISLNK, S_ISREG
from types import MappingProxyType
from typing import NamedTuple

from generator.engine.digest import digest_bytes
from generator.engine.files import bytes_of
from generator.model.leftovers import is_leftover

Stat = tuple[int, int, int, int]
Input = tuple[int, int, int, int, str]

NO_INPUT: Input = (0, 0, 0, 0, "")
DIGEST_SIZE = 16  # bytes: keyed, so nobody can look for collisions
_MOST_LINKS = 40  # as Linux follows (path_resolution(7))
LARGEST = 256 * 1024 * 1024  # bytes: of a larger file, which no build takes, only the stat counts


def walk(folder: str, skipped: Collection[str] = (), *, tells_folders: bool = False) -> Iterator[tuple[str, Stat]]:
    """
    Yield path and stat of every file below *folder* but leftovers, and those below folders with a *skipped* name.

    If it *tells_folders* these come too, itself the first, with a slash behind their paths.
    """
    try:
        own = stat_at(folder)  # before it is listed
        with os.scandir(folder) as found:
            entries = list(found)
    except (FileNotFoundError, NotADirectoryError):
        return
    if tells_folders:
        yield f"{folder}/", own
    for entry in entries:
        if is_leftover(entry.name):
            continue
        if entry.is_dir(follow_symlinks=False):
            if entry.name not in skipped:
                yield from walk(entry.path, skipped, tells_folders=tells_folders)
            continue
        try:
            its = entry.stat(follow_symlinks=False)
        except FileNotFoundError:
            continue  # it went while others were looked at
        yield entry.path, linked(entry.path, its) if entry.is_symlink() else stat_of(its)


def folders_below(folder: str) -> Iterator[tuple[str, Stat]]:
    """Yield of what `walk` does only the folders, *folder* the first, with a slash behind their paths."""
    try:
        own = stat_at(folder)
        with os.scandir(folder) as found:
            inner = [one for one in found if not is_leftover(one.name) and one.is_dir(follow_symlinks=False)]
    except (FileNotFoundError, NotADirectoryError):
        return
    yield f"{folder}/", own
    for one in inner:
        yield from folders_below(one.path)


def linked(path: str, own: os.stat_result) -> Stat:
    """
    Return what tells that a link, of which *own* is the stat, another on the way, or the file that it leads to was touched.

    No other input has a negative inode.
    """
    met, size = _links_on_the_way(path) or [own], own.st_size
    with suppress(OSError):
        met.append(os.stat(path))  # noqa: PTH116 - of one of many
        size = met[-1].st_size
    times = sum(one.st_mtime_ns for one in met), sum(one.st_ctime_ns for one in met)
    return (size, *times, -sum(one.st_ino for one in met))


def _links_on_the_way(path: str) -> list[os.stat_result]:
    """Return the stats of all links that are followed to what *path* leads to, its own if it is one."""
    found: dict[Path, os.stat_result] = {}
    todo = [Path(path)]
    while todo:
        one = todo.pop()
        for place in (*reversed(one.parents), one):
            try:
                its = os.lstat(place)
                if S_ISLNK(its.st_mode) and place not in found and len(found) < _MOST_LINKS:
                    todo.append(place.parent / place.readlink())
                    found[place] = its
            except OSError:
                break
    return list(found.values())


def stat_at(path: str) -> Stat:
    """Return what tells that the input at *path* was touched; raises OSError if there is none."""
    own = os.lstat(path)
    return linked(path, own) if S_ISLNK(own.st_mode) else stat_of(own)


def links_among(found: Mapping[str, tuple[str, Stat]]) -> frozenset[str]:
    """Return the names of those inputs that are links."""
    return frozenset(name for name, (_, stat) in found.items() if stat[3] < 0)


def stat_of(status: os.stat_result) -> Stat:
    """Return what tells that a file was touched."""
    return (status.st_size, status.st_mtime_ns, status.st_ctime_ns, status.st_ino)


def gathered(
    folders: Mapping[str, str],
    files: Mapping[str, str],
    skipped: Mapping[str, Collection[str]] = MappingProxyType({}),
    telling: Collection[str] = (),
) -> dict[str, tuple[str, Stat]]:
    """
    Return all inputs by a name that does not depend on where the site lies.

    Args:
        folders, files: Name to path on disk.
        skipped: Names of the folders that do not count below some of *folders*.
        telling: Names of those *folders* of which the folders in them are inputs too. What one says is always the same;
            its times tell that something in it came, went or was another for a moment.
    """
    found: dict[str, tuple[str, Stat]] = {}
    for name, folder in folders.items():
        start = len(folder) + 1
        for path, stat in walk(folder, skipped.get(name, ()), tells_folders=name in telling):
            found[f"{name}/{path[start:]}"] = (path.removesuffix("/"), stat)
    for name, path in files.items():
        with suppress(FileNotFoundError):
            found[name] = (path, stat_at(path))
    return found


def _content(path: str, its: os.stat_result) -> str:
    """Return what tells what a file says, of which *its* is the stat; nothing but a file is opened."""
    if not S_ISREG(its.st_mode):
        return "no file"
    return digest_bytes(bytes_of(path)) if its.st_size <= LARGEST else f"large {stat_of(its)}"


def _is_below(path: str, folder: str) -> bool:
    return bool(folder) and os.path.realpath(path).startswith(os.path.realpath(folder) + os.sep)


class Moved(NamedTuple):
    """Names of the inputs with other contents, and of those that were not there; and all inputs as they are now."""

    changed: tuple[str, ...]
    added: tuple[str, ...]
    inputs: dict[str, Input]


@dataclass(frozen=True, slots=True)
class Ledger:
    """
    Inputs as they are kept: names and digests keyed with *secret*, for the name of a sealed picture tells, and the digest of
    its bytes would confirm a guess. A link is followed within *root*, the site's folder; outside it may lead to anything.
    """

    secret: bytes = field(repr=False)
    root: str = ""

    def name(self, name: str) -> str:
        """Return what stands for a file's name."""
        return self._keyed(name)

    def digest(self, name: str, path: str) -> str:
        """Return the digest of a file's bytes; of a link, of where it leads and of what is there."""
        its = os.lstat(path)
        if not S_ISLNK(its.st_mode):
            return self.digest_of(_content(path, its))
        leads = os.readlink(path)  # noqa: PTH115 - as text
        try:
            its = os.stat(path)  # noqa: PTH116 - as everywhere here
            is_ours = "/" not in name or _is_below(path, self.root)  # or somebody named it: settings, a keyset
            return self._keyed(f"link {leads} {_content(path, its) if is_ours else stat_of(its)}")
        except OSError:
            return self._keyed(f"link {leads}")

    def digest_of(self, digest: str, leads: str = "") -> str:
        """Return what `digest` does, from the SHA-256 of a file's bytes; *leads* is where a link to it leads."""
        return self._keyed(f"link {leads} {digest}" if leads else f"file {digest}")

    def taken(self, found: Mapping[str, tuple[str, Stat]]) -> dict[str, Input]:
        """
        Return all inputs with digests, none for what is not as it was *found*: that differs at the next look, whatever it
        says then.
        """
        return {self.name(name): (*stat, self._steady(name, path, stat)) for name, (path, stat) in found.items()}

    def doubted(self, inputs: dict[str, Input], found: Mapping[str, tuple[str, Stat]]) -> dict[str, Input]:
        """Return *inputs* without the digests of those that a later look *found* otherwise, whatever they say by then."""
        steady = {
            hidden for name, (_, stat) in found.items() if inputs.get(hidden := self.name(name), NO_INPUT)[:4] == stat
        }
        others = inputs.keys() - steady  # hardly ever any: not all of them are copied
        return {**inputs, **{name: (*inputs[name][:4], "") for name in others}} if others else inputs

    def _steady(self, name: str, path: str, stat: Stat) -> str:
        try:
            digest = self.digest(name, path)
            now = stat_at(path)
        except OSError:
            return ""
        return digest if now == stat else ""

    def moved(self, found: Mapping[str, tuple[str, Stat]], known: Mapping[str, Input]) -> "Moved | None":
        """Return what differs, None if an input is gone. A file whose stat is the same is not opened."""
        moved = self.among(found, known)
        return moved if len(found) == len(known) + len(moved.added) else None

    def _keyed(self, text: str) -> str:
        return blake2b(text.encode("utf-8", "surrogateescape"), key=self.secret, digest_size=DIGEST_SIZE).hexdigest()

    def among(self, found: Mapping[str, tuple[str, Stat]], known: Mapping[str, Input]) -> "Moved":
        """Return the same where *found* is some of the inputs, and the others are as they were."""
        changed: list[str] = []
        added: list[str] = []
        made = dict(known)
        for name, (path, stat) in found.items():
            hidden = self.name(name)
            before = known.get(hidden)
            digest = before[4] if before and before[:4] == stat else self.digest(name, path)
            if before is None:
                added.append(name)
            elif digest != before[4]:
                changed.append(name)
            made[hidden] = (*stat, digest)
        return Moved(tuple(changed), tuple(added), made)
