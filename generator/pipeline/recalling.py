"""Documents as an earlier build read them, for those whose sources and settings are what they were."""

import os
from collections.abc import Iterable, Iterator, Mapping
from contextlib import suppress
from itertools import islice
from pathlib import Path
from typing import Final, NamedTuple

from generator.desk.plaintext import Document
from generator.desk.read.opener import changed
from generator.desk.read.static import StaticFiles
from generator.desk.seal.private import Safe
from generator.engine.cache import Cache
from generator.errors import Location, SourceError
from generator.model.frame import Known
from generator.pipeline.desk_stage import KNOWN
from generator.pipeline.inputs import NO_INPUT, Input, Ledger
from generator.pipeline.request import BuildRequest
from generator.pipeline.site import Site

_AT_ONCE: Final = 500  # records that are looked at together: 2 MB


def recalled(site: Site, cache: Cache, inputs: Mapping[str, Input]) -> dict[str, Document]:
    """
    Return documents by source, without texts and files.

    *inputs* are all inputs of this build with their digests. Drafts and whatever else was not published are not
    in the cache: they are read again.
    """
    ledger = Ledger(site.secret)
    found: dict[str, Document] = {}
    for known in _known(site, cache) if inputs else ():
        source = known.entry.source
        is_now = inputs.get(ledger.name(f"content/{source}"), NO_INPUT)[4]
        if known.config == site.config.digest and is_now == ledger.digest_of(known.digest):
            found[source] = _document(known)
    return found


class Taken(NamedTuple):
    """A file that a build has read: its name among the inputs, where it is, the SHA-256 of its bytes, if that is known."""

    name: str
    path: str
    digest: str = ""


def documents_taken(root: Path, documents: Iterable[Document]) -> Iterator[Taken]:
    """Yield the files of *documents*."""
    for document in documents:
        name = f"content/{document.source}"
        yield Taken(name, f"{root}/{name}", document.digest)


def files_taken(request: BuildRequest, site: Site, static: StaticFiles) -> Iterator[Taken]:
    """Yield settings, data files, files of the site's own themes and static files."""
    root = f"{site.root}/"
    yield Taken("site.yaml", str(request.site_file), site.settings)
    for path, digest in site.data.files.items():
        yield Taken(path, root + path, digest)
    for file in site.theme.files:
        if file.path.startswith(f"{root}themes/"):
            yield Taken(file.path.removeprefix(root), file.path, file.digest)
    for found in static.files.values():
        yield Taken(found.path, root + found.path)


def changed_since(inputs: Mapping[str, Input], ledger: Ledger, read: Iterable[Taken]) -> Iterator[SourceError]:
    """
    Yield an error for each file that was *read* and was not there when the *inputs* were looked at, or had other bytes.

    Somebody saves while a build runs, and takes it back: the next build would find all files as they were recorded. Who
    keeps nothing for a next one has looked at no inputs.
    """
    for one in read if inputs else ():
        known = inputs.get(ledger.name(one.name))
        is_other = (
            known and known[4] and one.digest and known[4] != ledger.digest_of(one.digest, _leads(one.path, known))
        )
        if known is None or is_other:
            yield changed(Location(one.name))


def _leads(path: str, known: Input) -> str:
    """Return where a file that is a link leads; an empty text for any other."""
    if known[3] >= 0:
        return ""
    with suppress(OSError):
        return os.readlink(path)  # noqa: PTH115 - as text
    return "nowhere"


def _known(site: Site, cache: Cache) -> Iterator[Known]:
    safe = Safe(site.secret)
    names = iter(cache.keys(KNOWN))
    while some := list(islice(names, _AT_ONCE)):
        for data in cache.get_many(KNOWN, some).values():
            if isinstance(known := safe.revealed(data), Known):
                yield known


def _document(known: Known) -> Document:
    entry = known.entry
    return Document(
        entry.id,
        entry.collection,
        entry.source,
        known.matter,
        body_line=known.body_line,
        lines=known.lines,
        digest=known.digest,
        front=known.front,
    )
