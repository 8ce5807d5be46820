"""
The manifest: what the last build published, file by file.

Only files that it names are ever removed. It is one JSON file with a checksum in its first line. A damaged one is
set aside: then the output's marker says whose folder it is, files that this build makes are recognised by their
bytes, and what nobody knows any more is left alone and told.
"""

import os
from collections.abc import Iterator, Mapping
from hashlib import sha256
from pathlib import Path
from stat import S_ISREG
from typing import NamedTuple

from msgspec import Struct, field, json
from msgspec.structs import replace

from generator.errors import Location, Warning_
from generator.press.write.places import places

FORMAT = "marbre-manifest 1"


class Entry(NamedTuple):
    """
    One published file. A tuple, for it is stored without the names of its fields.

    Attributes:
        digest: SHA-256 of its bytes in hex.
        size: In bytes.
        mtime_ns: As published; another one means that somebody touched the file.
        kind: A `Kind`.
        made_at: When these bytes were first published, in seconds since 1970.
        expires: When a file that is no longer made goes, in seconds since 1970; 0 while it is made.
        stays: 1 if a grace period keeps it once it is no longer made: sealed files and theme assets.
    """

    digest: str
    size: int
    mtime_ns: int
    kind: int
    made_at: int
    expires: int
    stays: int


class _Stored(Struct, frozen=True):
    site: str
    files: dict[str, Entry]


class Manifest(Struct, frozen=True):
    """
    Attributes:
        site: Id of the site that published; the marker in the output folder has the same.
        entries: By path, in the order published.
        is_new: Nothing is known of the output: there was no manifest, or a damaged one.
    """

    site: str
    entries: Mapping[str, Entry] = field(default_factory=dict)
    is_new: bool = False
    warnings: tuple[Warning_, ...] = ()

    @property
    def next_expiry(self) -> int | None:
        """Return when the next file goes by itself, in seconds since 1970."""
        return min((entry.expires for entry in self.entries.values() if entry.expires), default=None)

    def timed(self, times: Mapping[str, int]) -> "Manifest":
        """Return the same with other *times* of some files, by path, in nanoseconds."""
        if not times:
            return self
        changed = {path: self.entries[path]._replace(mtime_ns=time) for path, time in times.items()}
        return replace(self, entries={**self.entries, **changed})

    def touched(self, output: Path) -> frozenset[str]:
        """Return the paths whose file in *output* is missing or was changed by somebody (35 ms for 15,000)."""
        return frozenset(path for path, entry in self.entries.items() if not is_as_published(output, path, entry))


def is_as_published(output: Path, path: str, entry: Entry) -> bool:
    """Tell whether a published file has the size and the time that it was given."""
    try:
        found = os.lstat(f"{output}/{path}")
    except OSError:
        return False
    return found.st_size == entry.size and found.st_mtime_ns == entry.mtime_ns and S_ISREG(found.st_mode)


def load_manifest(output: Path, workspace: Path, site: str) -> Manifest:
    """Return what *workspace* knows of *output*: with a warning, `manifest-damaged`, if that cannot be read."""
    path = places(output, workspace).manifest
    try:
        return from_bytes(path.read_bytes(), site)
    except FileNotFoundError:
        return Manifest(site, is_new=True)
    except (OSError, ValueError) as error:
        message = f"the list of published files cannot be read, so files no longer made stay in {output.name}/: {error}"
        where = Location(f"{workspace.name}/outputs/{path.parent.name}/{path.name}")
        return Manifest(site, is_new=True, warnings=(Warning_(where, "manifest-damaged", message),))


def manifest_mark(output: Path, workspace: Path) -> str:
    """Return what stands for the list of published files as it is now: its checksum, empty if there is none."""
    try:
        with places(output, workspace).manifest.open("rb") as stream:
            return stream.readline(200).decode("ascii", "replace").strip()
    except OSError:
        return ""


def strangers(output: Path, manifest: Manifest) -> Iterator[str]:
    """Yield the paths of files in *output* that the manifest does not name, sorted by folder."""
    for folder, folders, names in os.walk(output):
        folders.sort()
        below = os.path.relpath(folder, output).replace(os.sep, "/")
        for name in sorted(names):
            path = name if below == "." else f"{below}/{name}"
            if path not in manifest.entries and not name.startswith(".marbre-"):
                yield path


def to_bytes(manifest: Manifest) -> bytes:
    """Return the manifest as it is stored."""
    body = json.encode(_Stored(manifest.site, dict(manifest.entries)))
    return f"{FORMAT} {sha256(body).hexdigest()}\n".encode() + body


def from_bytes(data: bytes, site: str) -> Manifest:
    """
    Return the stored manifest; an empty one if it is another site's.

    Raises:
        ValueError: If a bit is wrong.
    """
    head, _, body = data.partition(b"\n")
    if head != f"{FORMAT} {sha256(body).hexdigest()}".encode():
        raise ValueError("its checksum is wrong")
    try:
        stored = json.decode(body, type=_Stored)
    except RecursionError as error:
        raise ValueError("it is nested too deep") from error
    return Manifest(site, stored.files) if stored.site == site else Manifest(site, is_new=True)
