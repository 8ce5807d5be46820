"""
What differs from what the last build saw: if every input has the stat that it had, or at least the content, and the
output is as it was published, nothing does.
"""

import os
from collections.abc import Callable, Collection, Mapping
from contextlib import AbstractContextManager, nullcontext
from functools import partial
from hashlib import sha256
from pathlib import Path
from stat import S_ISREG
from typing import TYPE_CHECKING, Final

from msgspec import Struct, json
from msgspec.structs import replace

import generator
from generator.engine.aside import aside
from generator.engine.files import bytes_of
from generator.model.state import State
from generator.paywall.errors import SealError
from generator.paywall.keys import Keyset, read_keyset_file
from generator.pipeline.inputs import Input, Ledger, Moved, Stat, folders_below, gathered, links_among, stat_at
from generator.pipeline.request import SERVICE_FILE, BuildRequest
from generator.pipeline.stored import options, output_of, read_state, secret_of, stamp_of
from generator.press.write.folder import MARKER
from generator.press.write.manifest import Manifest, load_manifest, manifest_mark
from generator.press.write.places import places

if TYPE_CHECKING:
    from generator.model.catalog import Entry
    from generator.model.frame import Frame
    from generator.model.record import Record
    from generator.pipeline.lazily import Lazily, Rows
    from generator.press.audit.words import Vocabulary
    from generator.press.layout.publication import Kept

PACKAGE = Path(generator.__file__).parent
WATCHED = ("content", "themes")
_FOLDERS: Final = tuple(f"{folder}/" for folder in WATCHED)
RUNNING = "program"  # of which a process has what was there when it began
KEYSET = "keyset"
_SKIPPED: Final = {RUNNING: ("__pycache__", "keyservice", "preview")}  # no build needs these
_MANY: Final = 2000  # published files: to look at these takes 10 ms, to begin a process 3
_OTHER = b""  # no answer that is one


class Before(Struct, frozen=True):
    """
    The last build's state, if it answers for this request, and what differs now.

    Attributes:
        changed: Names of the inputs with other contents.
        added: Names of those that were not there.
        inputs: All inputs as they are now.
        manifest: What is published, and has the bytes that it had; its times are those that the files have now.
        links: Names of those inputs that are links: of these nobody tells when what they lead to changes.
        stamp: What tells that somebody else left another state.
        frame, entries, records, kept, remembered, vocabulary: What narrow builds of one process share, once one has
            loaded or made it; the last two are the audit's memory and the words that it has looked up.
    """

    keyset: Keyset
    state: State
    changed: tuple[str, ...]
    added: tuple[str, ...]
    inputs: dict[str, Input]
    manifest: Manifest
    links: frozenset[str]
    stamp: Stat | None = None
    frame: "Frame | None" = None
    entries: "Lazily[Entry] | None" = None
    records: "Lazily[Record] | None" = None
    kept: "Kept | None" = None
    remembered: "Rows | None" = None
    vocabulary: "Vocabulary | None" = None


def before(request: BuildRequest) -> Before | None:
    """Return what the last build left, if the same inputs are there and its output is whole; None if not."""
    keyset, stamp = _keyset(request), stamp_of(request)
    state = read_state(request, keyset) if keyset else None
    if state is None or keyset is None or not _answers(state, request):
        return None
    manifest = _published(request, state, keyset.site)
    if manifest is None:
        return None
    with _meanwhile(partial(_kept, manifest, output_of(request, state)), request, manifest) as kept:
        inputs = _gathered(request)
        moved = Ledger(secret_of(keyset), str(request.root)).moved(inputs, state.inputs)
        if moved is None or _is_other_program(moved) or (found := kept()) == _OTHER:
            return None
    manifest = manifest.timed(json.decode(found, type=dict[str, int]))
    return Before(keyset, state, *moved, manifest, links_among(inputs), stamp)


def again(request: BuildRequest, left: Before, differing: Collection[str]) -> Before | None:
    """
    Return what `before` would, without looking at all files, from what the last build of this process *left*.

    Args:
        differing: Paths below the site's folder; no other file of content/ and themes/ differs from what that build saw.
            Its published files are believed to be as it left them.
    """
    state, ledger = left.state, Ledger(secret_of(left.keyset), str(request.root))
    output = output_of(request, state)
    is_ours = stamp_of(request) == left.stamp and manifest_mark(output, request.workspace) == state.manifest
    if not is_ours or not _answers(state, request) or not (output / MARKER).is_file():
        return None
    if places(output, request.workspace).journal.exists() or _is_due(left.manifest, request):
        return None
    folders, files = _places(request)
    found = gathered({name: path for name, path in folders.items() if name not in (*WATCHED, RUNNING)}, files)
    links = {name for name in left.links if name.startswith(_FOLDERS)}
    for name in sorted(links.union(differing)):
        path = f"{request.root}/{name}"
        try:
            found[name] = (path, stat_at(path))
        except OSError:
            if ledger.name(name) in state.inputs:
                return None
    moved = ledger.among(found, state.inputs)
    links_now = left.links | links_among(found)
    return replace(left, changed=moved.changed, added=moved.added, inputs=moved.inputs, links=links_now)


Inputs = Mapping[str, tuple[str, Stat]]


def look(request: BuildRequest) -> Inputs:
    """Return path and stat of all inputs, by name, as they are before a build reads any."""
    return _gathered(request)


def look_at_folders(request: BuildRequest) -> Inputs:
    """Return of what `look` does only the folders of the site's sources, with a slash behind their names."""
    root = len(str(request.root)) + 1
    folders = (one for name in WATCHED for one in folders_below(f"{request.root}/{name}"))
    return {path[root:]: (path.removesuffix("/"), stat) for path, stat in folders}


def inputs_of(request: BuildRequest, keyset: Keyset, found: Inputs) -> dict[str, Input]:
    """Return the inputs that were *found* with their digests; a *keyset* that the build itself has made is one, too."""
    made = {} if KEYSET in found else gathered({}, {KEYSET: _places(request)[1][KEYSET]})
    return Ledger(secret_of(keyset), str(request.root)).taken({**found, **made})


def _is_other_program(moved: Moved) -> bool:
    """Return whether Marbre itself is another one, to which digests may mean something else."""
    return any(name.startswith(f"{RUNNING}/") for name in (*moved.changed, *moved.added))


def _answers(state: State, request: BuildRequest) -> bool:
    """Return whether a build like *request*, at its time, gives what *state* says, if nothing else differs."""
    is_over = state.until is not None and request.now >= state.until
    return not request.clean and not is_over and state.options == options(request)


def _keyset(request: BuildRequest) -> Keyset | None:
    named = request.environment.get("MARBRE_KEYSET")
    try:
        return read_keyset_file(Path(named) if named else request.workspace / "dev-keyset.json")
    except (OSError, SealError):
        return None


def _gathered(request: BuildRequest) -> dict[str, tuple[str, Stat]]:
    """Return every file that a build reads."""
    return gathered(*_places(request), _SKIPPED, WATCHED)


def _places(request: BuildRequest) -> tuple[dict[str, str], dict[str, str]]:
    """Return folders and files, by name: sources, themes, settings, the keyset, and the program itself."""
    root = str(request.root)
    named = request.environment.get("MARBRE_KEYSET")
    folders = {"content": f"{root}/content", "themes": f"{root}/themes", "program": str(PACKAGE)}
    shipped = PACKAGE.parent / "themes"
    if str(shipped) != folders["themes"]:
        folders["shipped"] = str(shipped)
    files = {"site.yaml": str(request.site_file.absolute()), KEYSET: named or f"{root}/.marbre/dev-keyset.json"}
    return folders, files


def _published(request: BuildRequest, state: State, site: str) -> Manifest | None:
    """Return what the last build published, if nobody published since, and there is nothing to finish or to remove."""
    output = output_of(request, state)
    if places(output, request.workspace).journal.exists():
        return None
    if not state.manifest or manifest_mark(output, request.workspace) != state.manifest:
        return None
    if not _has_digest(request.workspace / SERVICE_FILE, state.service):
        return None
    manifest = load_manifest(output, request.workspace, site)
    return None if manifest.is_new or _is_due(manifest, request) else manifest


def _kept(manifest: Manifest, output: Path) -> bytes:
    """Return the times of those published files that have other ones than they were given, `_OTHER` if one has other bytes."""
    times: dict[str, int] = {}
    for path in manifest.touched(output):
        entry = manifest.entries[path]
        try:
            found = os.lstat(f"{output}/{path}")  # before it is read: what changes later has another time
        except OSError:
            return _OTHER
        if found.st_size != entry.size or not _has_digest(f"{output}/{path}", entry.digest):
            return _OTHER
        times[path] = found.st_mtime_ns
    return json.encode(times)  # which takes integers of any size


def _meanwhile(
    work: Callable[[], bytes], request: BuildRequest, manifest: Manifest
) -> AbstractContextManager[Callable[[], bytes]]:
    """Do *work* on published files while this process looks at the sources, where that is worth a process."""
    is_worth_it = request.jobs > 1 and len(manifest.entries) >= _MANY
    return aside(work) if is_worth_it else nullcontext(work)


def _is_due(manifest: Manifest, request: BuildRequest) -> bool:
    """Return whether a file's grace is over."""
    expiry = manifest.next_expiry
    return expiry is not None and request.now.timestamp() >= expiry


def _has_digest(path: str | Path, digest: str) -> bool:
    """Return whether a file that was touched has its bytes still: a restored cache has other times."""
    try:
        return S_ISREG(os.lstat(path).st_mode) and sha256(bytes_of(path)).hexdigest() == digest
    except OSError:
        return False
