"""
Staging: the files of a build that differ from what is published, before anybody sees them.

A file whose bytes are published already is not written again, so that its time and its place in every cache stay.
Everything else waits below `.marbre` until the audit has read it. Nothing here changes the output.
"""

import os
import shutil
from collections.abc import Collection, Iterable, Iterator
from pathlib import Path
from stat import S_ISREG
from types import TracebackType
from typing import Self

from generator.engine.digest import digest_bytes
from generator.engine.files import bytes_of
from generator.errors import SourceError
from generator.model.output import Kind, OutputFile
from generator.press.write.durable import unwritable
from generator.press.write.manifest import Entry, Manifest, is_as_published
from generator.press.write.paths import Claims, check_path, collision
from generator.press.write.places import Places, places


class Staging:
    """
    What one build makes. Use it in a `with` block: what was staged and not published is removed at its end.

    Attributes:
        made: Every path of this build, with what the manifest will say of it.
        staged: The paths whose bytes changed, in the order they were added; their files in the workspace are numbered so.
        size: Bytes staged so far.
        dropped: Paths that get no grace, see `drop`.
    """

    def __init__(
        self, output: Path, workspace: Path, manifest: Manifest, *, files_expected: int = 0, believes: bool = True
    ) -> None:
        """
        Args:
            files_expected: How many files will be added, to say how much space is needed when there is none.
            believes: Whether a published file with the size and the time that it was given has its bytes, too.
        """
        self.output = output
        self.places: Places = places(output, workspace)
        self.manifest = manifest
        self.made: dict[str, Entry] = {}
        self.staged: dict[str, int] = {}
        self.size = 0
        self.dropped: frozenset[str] = frozenset()
        self._files_expected = files_expected
        self._believes = believes
        self._claims = Claims()
        self._times: dict[str, int] = {}  # of published files that have another time than the manifest says

    def room(self) -> Path:
        """Return a folder of the workspace for what other stages put down while they run; they clean up themselves."""
        self.places.make_folder()
        return self.places.folder

    def add(self, file: OutputFile) -> bool:
        """
        Take a file of the output; return whether its bytes differ from what is published.

        Raises:
            SourceError: `output-path`, `output-collision`, or `no-space`, after which nothing is staged any more.
        """
        check_path(file.path, file.sources)
        digest = digest_bytes(file.data)
        if not self._claims.claim(file.path, file.sources):
            return self._again(file, digest)
        stays = int(file.kind is Kind.SEALED or (file.kind is Kind.ASSET and not file.sources))
        published = self._published(file, digest)
        if published is not None:
            self.made[file.path] = published._replace(kind=int(file.kind), expires=0, stays=stays)
            return False
        mtime_ns = self._write(file)
        self.made[file.path] = Entry(digest, len(file.data), mtime_ns, int(file.kind), 0, 0, stays)
        return True

    def can_keep(self, path: str) -> bool:
        """
        Tell whether *path* is published with the bytes that the manifest says, so that it need not be made again.

        A file with another time is read: a restored cache or a copied tree has other times and the same bytes.
        """
        entry = self.manifest.entries.get(path)
        if entry is None or is_as_published(self.output, path, entry):
            return entry is not None
        try:
            found = os.lstat(f"{self.output}/{path}")
            is_same = S_ISREG(found.st_mode) and digest_bytes(bytes_of(f"{self.output}/{path}")) == entry.digest
        except OSError:
            return False
        if is_same:
            self._times[path] = found.st_mtime_ns
        return is_same

    def keep(self, path: str) -> None:
        """
        Take a file of the last build as it is.

        Raises:
            KeyError: If the manifest does not name it: then it must be made.
            SourceError: `output-collision`.
        """
        self.keep_all((path,))

    def keep_all(self, paths: Iterable[str]) -> None:
        """Take files of the last build as they are; raises as `keep` does."""
        entries = self.manifest.entries
        for path in paths:
            entry = entries[path]
            self._claims.claim(path, ())
            if path not in self.made:
                entry = self.timed(path, entry)
                self.made[path] = entry._replace(expires=0) if entry.expires else entry

    def keep_rest(self, but: Collection[str]) -> None:
        """Take all files of the last build as they are that it made and this one has not, *but* for some paths."""
        for path, entry in self.manifest.entries.items():
            if not entry.expires and path not in self.made and path not in but:
                self.made[path] = entry

    def timed(self, path: str, entry: Entry) -> Entry:
        """Return an entry with the time that its file was found to have."""
        return entry._replace(mtime_ns=self._times[path]) if path in self._times else entry

    def release(self, folder: str) -> None:
        """Take back what was kept below a folder of the output: this build makes it anew."""
        for path in [one for one in self.made if one.startswith(f"{folder}/") and one not in self.staged]:
            del self.made[path]

    def changed(self) -> Iterator[tuple[str, Path]]:
        """Yield the paths whose bytes changed, and where their new bytes are."""
        return ((path, self.place(path)) for path in self.staged)

    def kept(self) -> Iterator[tuple[str, Path]]:
        """Yield the paths of this build whose bytes are published already, and where they are."""
        return ((path, self.output / path) for path in self.made if path not in self.staged)

    def place(self, path: str) -> Path:
        """Return where the bytes of a path are: staged, or else published, if they are there at all."""
        number = self.staged.get(path)
        return self.output / path if number is None else self.places.staged / f"{number}"

    def left(self) -> Iterator[tuple[str, Entry]]:
        """Yield what the last build published and this one does not make; some of it a grace period keeps."""
        gone = self.made.keys() | self.dropped
        return ((path, entry) for path, entry in self.manifest.entries.items() if path not in gone)

    def drop(self, paths: Iterable[str]) -> None:
        """Give files of earlier builds no grace: they are withdrawn, expired, of a tighter access. Made ones stay."""
        self.dropped |= frozenset(paths) - self.made.keys()

    def holds(self, path: str) -> bool:
        """Tell whether this build makes *path*, or a path that some machines take for the same."""
        return self._claims.holds(path)

    def discard(self) -> None:
        """Remove what is staged. The output is as it was."""
        self.staged.clear()
        shutil.rmtree(self.places.staged, ignore_errors=True)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        # A journal means that publishing has begun: what is staged belongs to it, and the next build finishes it.
        if self.staged and not self.places.journal.exists():
            self.discard()

    def _again(self, file: OutputFile, digest: str) -> bool:
        """Return whether the bytes of a path that was added before changed; the same file may come twice."""
        if file.path in self.made and self.made[file.path].digest == digest:
            return file.path in self.staged
        raise collision(file.path, file.sources, file.path, self._claims.sources_of(file.path))

    def _published(self, file: OutputFile, digest: str) -> Entry | None:
        """Return the entry of a published file with the same bytes."""
        entry = self.manifest.entries.get(file.path)
        is_believed = self._believes and entry is not None and entry.digest == digest
        if is_believed and entry is not None and is_as_published(self.output, file.path, entry):
            return entry
        try:
            found = os.lstat(f"{self.output}/{file.path}")
            is_same = S_ISREG(found.st_mode) and found.st_size == len(file.data)
            if not is_same or (self.output / file.path).read_bytes() != file.data:
                return None
        except OSError:
            return None
        made_at = entry.made_at if entry is not None and entry.digest == digest else int(found.st_mtime)
        return Entry(digest, found.st_size, found.st_mtime_ns, int(file.kind), made_at, 0, 0)

    def _write(self, file: OutputFile) -> int:
        """Write a file to the workspace; return its time in nanoseconds."""
        path = self.places.staged / str(len(self.staged))
        try:
            if not self.staged:
                self._make_folder()
            # Readable for a web server, as far as the umask allows: renaming takes the mode along.
            descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o644)
            with os.fdopen(descriptor, "wb") as stream:
                stream.write(file.data)
                stream.flush()
                mtime_ns = os.fstat(stream.fileno()).st_mtime_ns
        except OSError as error:
            raise self._failed(error, len(file.data)) from error
        self.staged[file.path] = len(self.staged)
        self.size += len(file.data)
        return mtime_ns

    def _make_folder(self) -> None:
        shutil.rmtree(self.places.staged, ignore_errors=True)
        self.places.make_folder()
        self.places.staged.mkdir(mode=0o700)

    def _failed(self, error: OSError, size: int) -> SourceError:
        """Return what to raise when a file could not be written. Nothing is staged afterwards."""
        so_far, files = self.size + size, len(self.staged) + 1
        needed = so_far * max(self._files_expected, files) // files
        self.discard()
        return unwritable(self.places.folder.parent.parent, error, needed)
