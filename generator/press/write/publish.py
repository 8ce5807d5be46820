"""
Publishing: staged files become the output, in an order that never leaves a page with a missing picture or section.

Assets, sealed files, pages, lists, feeds, new ones before those that are replaced, each by a rename; then what nothing
makes any more is removed. A journal lets the next build finish what a kill interrupted.
"""

import shutil
from collections.abc import Mapping
from datetime import datetime, timedelta
from pathlib import Path

from msgspec import Struct

from generator.errors import Location, Warning_
from generator.model.output import Kind
from generator.press.write.carry import carry_out, make_room, undo, whole
from generator.press.write.durable import unwritable, write_durably
from generator.press.write.folder import MARKER
from generator.press.write.journal import Journal, Write, load, save
from generator.press.write.manifest import Entry, Manifest, to_bytes
from generator.press.write.places import Places, places
from generator.press.write.staging import Staging
from generator.press.write.survey import survey


class Published(Struct, frozen=True):
    """
    Attributes:
        written: Paths whose bytes changed, in the order of publishing.
        removed: Paths that are gone.
        kept_in_grace: Paths that nothing makes any more and that stay for a while.
        manifest: What is published now; None if nothing was to be published.
    """

    written: tuple[str, ...] = ()
    removed: tuple[str, ...] = ()
    kept_in_grace: tuple[str, ...] = ()
    manifest: Manifest | None = None


class Recovered(Struct, frozen=True):
    """
    What a killed build had left.

    Attributes:
        finished: How many files its publishing was about, if it was finished now.
        warnings: `journal-damaged`, if it could not be.
    """

    finished: int = 0
    warnings: tuple[Warning_, ...] = ()


def publish(staging: Staging, *, now: datetime, grace: timedelta) -> Published:
    """
    Make the output what *staging* holds; a build with no change writes nothing at all.

    Args:
        grace: How long sealed files and theme assets stay that nothing makes any more, unless they are dropped.

    Raises:
        SourceError: `no-space`, `unwritable`, `output-blocked`, `foreign-output`. The output is as it was, unless
            a rename itself was refused: then the next build finishes what is in the journal.
    """
    entries, removed = _settle(staging, int(now.timestamp()), int(grace.total_seconds()))
    waiting = tuple(path for path, entry in entries.items() if entry.expires)
    manifest = Manifest(staging.manifest.site, entries)
    if not staging.staged and entries == staging.manifest.entries and staging.output.is_dir():
        return Published(kept_in_grace=waiting, manifest=manifest)
    journal = _prepare(staging, manifest, removed)
    try:
        carry_out(journal, staging.output, staging.places)
    except OSError as error:
        raise unwritable(staging.output, error, staging.size) from error
    gone = (*journal.clear, *journal.removals)
    return Published(tuple(write.path for write in journal.writes), gone, waiting, manifest)


def recover(output: Path, workspace: Path) -> Recovered:
    """Finish, or undo, what a killed build left. To be called under the lock, before the manifest is loaded."""
    place = places(output, workspace)
    try:
        if place.journal.exists():
            journal = load(place.journal)
            carry_out(whole(journal, output, place), output, place)
            return Recovered(finished=len(journal.writes))
        if place.plan.exists():
            undo(load(place.plan), output, place)
    except ValueError as error:
        return Recovered(warnings=(_forget(place, error),))
    except OSError as error:
        raise unwritable(output, error, 0) from error
    if place.staged.exists():
        shutil.rmtree(place.staged, ignore_errors=True)
    return Recovered()


def _settle(staging: Staging, now: int, grace: int) -> tuple[Mapping[str, Entry], tuple[str, ...]]:
    """Return what the manifest will say, and which files go."""
    entries = {
        path: entry._replace(made_at=now) if path in staging.staged else entry for path, entry in staging.made.items()
    }
    removed = []
    for path, entry in staging.manifest.entries.items():
        if path in entries:
            continue
        expires = min(entry.expires or now + grace, now + grace)
        # What somebody deleted or damaged has no grace left: nobody can fetch it as it was.
        if entry.stays and expires > now and path not in staging.dropped and staging.can_keep(path):
            entries[path] = staging.timed(path, entry)._replace(expires=expires)
        else:
            removed.append(path)
    return entries, tuple(removed)


def _prepare(staging: Staging, manifest: Manifest, removed: tuple[str, ...]) -> Journal:
    """Do all that may fail, and commit: return the journal after which there is no way back."""
    journal = _journal(staging, manifest, removed)
    output, place = staging.output, staging.places
    try:
        place.make_folder()
        write_durably(place.next_manifest, to_bytes(manifest))
        save(journal, place.plan)
        make_room(journal, output, place, manifest.site)
        place.plan.replace(place.journal)
    except BaseException as error:
        undo(journal, output, place)
        needed = staging.size
        staging.discard()
        if isinstance(error, OSError):
            raise unwritable(output, error, needed) from error
        raise
    return journal


def _journal(staging: Staging, manifest: Manifest, removed: tuple[str, ...]) -> Journal:
    """Return what has to be done, in the order of publishing."""
    numbers = staging.staged
    known = staging.manifest.entries
    order = sorted(
        numbers, key=lambda path: (*_turn(manifest.entries[path].kind, is_new=path not in known), numbers[path])
    )
    ground = survey(staging.output, order, frozenset(removed))
    clear = ground.clear | {path for path in removed if staging.holds(path)}
    return Journal(
        writes=tuple(Write(numbers[path], path, manifest.entries[path].size) for path in order),
        clear=tuple(sorted(clear)),
        # Backwards: feeds and lists first, and a picture only after the page that shows it.
        removals=tuple(sorted((path for path in removed if path not in clear), key=lambda path: -known[path].kind)),
        folders=ground.folders,
        marked=not (staging.output / MARKER).is_file(),
    )


def _turn(kind: int, *, is_new: bool) -> tuple[int, int]:
    """
    Return when a file is published: assets and sealed files, then new pages, lists and feeds, then those that are
    replaced. Nothing published names a new page before one is replaced that does, so no link is ever dead.
    """
    return (0 if kind <= Kind.SEALED else 1 if is_new else 2, kind)


def _forget(place: Places, error: ValueError) -> Warning_:
    """Give up a journal that cannot be read: the build that follows compares every file with the output."""
    for path in (place.journal, place.plan, place.next_manifest):
        path.unlink(missing_ok=True)
    shutil.rmtree(place.staged, ignore_errors=True)
    where = Location(f"outputs/{place.folder.name}/{place.journal.name}")
    return Warning_(where, "journal-damaged", f"a build was interrupted, and its journal cannot be read: {error}")
