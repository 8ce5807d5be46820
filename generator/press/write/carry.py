"""Carrying out a journal: making room, then renaming and removing; or taking back what was made ready."""

import os
import shutil
from contextlib import suppress
from errno import ENOENT, EXDEV
from pathlib import Path

from msgspec.structs import replace

from generator.press.write.durable import sync_folder
from generator.press.write.folder import MARKER, write_marker
from generator.press.write.journal import Journal, Write
from generator.press.write.places import Places

BEGUN = ".copy"  # ending of a copy that is not whole yet


def make_room(journal: Journal, output: Path, place: Places, site: str) -> None:
    """Make folders, and copies beside their places of files that are on another file system than the output."""
    output.mkdir(parents=True, exist_ok=True)
    write_marker(output, site)
    for folder in journal.folders:
        (output / folder).mkdir(exist_ok=True)
    if not journal.writes:
        return
    here = place.staged.stat().st_dev
    devices: dict[str, int] = {}
    for write in journal.writes:
        folder = write.path.rpartition("/")[0]
        if folder not in devices:
            devices[folder] = _device(output / folder, here)
        if devices[folder] != here:
            _copy(place.staged / str(write.number), _part(write, output))


def carry_out(journal: Journal, output: Path, place: Places) -> None:
    """Publish: rename, remove, and make the new manifest the manifest. May be repeated from any point on."""
    _remove(journal.clear, output)
    for write in journal.writes:
        _place(write, output, place)
    _remove(journal.removals, output)
    with suppress(FileNotFoundError):  # done already
        place.next_manifest.replace(place.manifest)
    sync_folder(place.folder)
    place.journal.unlink(missing_ok=True)
    shutil.rmtree(place.staged, ignore_errors=True)


def undo(journal: Journal, output: Path, place: Places) -> None:
    """Take back what was made ready. No file of the output was touched yet."""
    for write in journal.writes:
        part = _part(write, output)
        for path in (part, part.with_suffix(BEGUN)):
            with suppress(FileNotFoundError, NotADirectoryError):
                path.unlink()
    (output / f"{MARKER}.part").unlink(missing_ok=True)
    if journal.marked:
        (output / MARKER).unlink(missing_ok=True)
    for folder in reversed(journal.folders):
        with suppress(OSError):  # not made yet, or somebody else put something in
            (output / folder).rmdir()
    for path in (place.next_manifest, place.plan):
        path.unlink(missing_ok=True)
    shutil.rmtree(place.staged, ignore_errors=True)


def whole(journal: Journal, output: Path, place: Places) -> Journal:
    """
    Return the journal without the files that a power cut left torn in the workspace.

    They are published no more than they were; the build that follows sees that they are not what the manifest
    says, and makes them again.
    """
    for write in journal.writes:
        part = _part(write, output)
        if part.exists() and part.stat().st_size != write.size:
            part.unlink()
    torn = {
        write
        for write in journal.writes
        if (staged := place.staged / str(write.number)).exists() and staged.stat().st_size != write.size
    }
    return replace(journal, writes=tuple(write for write in journal.writes if write not in torn))


def _place(write: Write, output: Path, place: Places) -> None:
    staged, target = place.staged / str(write.number), output / write.path
    try:
        staged.replace(target)
    except OSError as error:
        if error.errno not in (ENOENT, EXDEV):
            raise
        if not staged.exists():
            return  # in its place already
        if error.errno == ENOENT:  # a file had to be cleared away before its folder could be made
            target.parent.mkdir(parents=True)
            _place(write, output, place)
            return
        part = _part(write, output)
        if not part.exists():
            _copy(staged, part)
        part.replace(target)
        staged.unlink()


def _part(write: Write, output: Path) -> Path:
    """Return where a file waits beside its place, if it had to be copied to the output's file system."""
    return (output / write.path).with_name(f".marbre-{write.number}.part")


def _copy(staged: Path, part: Path) -> None:
    """Copy a staged file with its mode and time; until it is whole it has another name."""
    begun = part.with_suffix(BEGUN)
    shutil.copyfile(staged, begun)
    shutil.copystat(staged, begun)
    begun.replace(part)


def _device(folder: Path, otherwise: int) -> int:
    try:
        return folder.stat().st_dev
    except (FileNotFoundError, NotADirectoryError):
        return otherwise  # made only when the file in its place is cleared away


def _remove(paths: tuple[str, ...], output: Path) -> None:
    """Remove files, and the folders that are empty then."""
    for path in paths:
        if _is_below(path, output):
            with suppress(FileNotFoundError, NotADirectoryError, IsADirectoryError):
                (output / path).unlink()
    for folder in sorted({path.rpartition("/")[0] for path in paths}, key=len, reverse=True):
        _remove_empty(folder, output)


def _remove_empty(folder: str, output: Path) -> None:
    """Remove a folder of the output and those around it, up to the first that still holds something."""
    while folder:
        try:
            (output / folder).rmdir()
        except OSError:
            return
        folder = folder.rpartition("/")[0]


def _is_below(path: str, output: Path) -> bool:
    """Tell whether no folder of *path* is a link that leads elsewhere."""
    folders = path.split("/")[:-1]
    return os.path.realpath(output.joinpath(*folders)) == str(Path(os.path.realpath(output), *folders))
