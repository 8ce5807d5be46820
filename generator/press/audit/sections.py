"""The needles of sealed files, as tasks that may run in other processes."""

from collections.abc import Sequence
from typing import NamedTuple

from msgspec import Struct

from generator.paywall.keys import Keyset
from generator.press.audit.files import AuditedFile
from generator.press.audit.markup import visible
from generator.press.audit.needles import needles_of, try_open
from generator.press.audit.secrecy import Keyed
from generator.press.audit.words import Vocabulary, words_of


class Opened(NamedTuple):
    """
    What one sealed file holds.

    Attributes:
        needles: Keyed hashes, 64 bits each.
        whole: How many words a short section has, 0 for others.
        is_doubtful: Whether it has words, too few to look for.
    """

    path: str
    digest: str
    article: str
    section: str
    needles: bytes
    whole: int
    is_doubtful: bool


class Opening(Struct, frozen=True):
    """What all tasks of one audit share."""

    vocabulary: Vocabulary
    keyset: Keyset
    keyed: Keyed


def open_chunk(files: Sequence[AuditedFile], shared: Opening) -> list[Opened]:
    """Return what those of *files* hold that a key of the site opens."""
    return [opened for file in files if (opened := _open(file, shared))]


def _open(file: AuditedFile, shared: Opening) -> Opened | None:
    sealed = try_open(file.path, file.read(), shared.keyset)
    if sealed is None:
        return None
    needles = needles_of(sealed, shared.vocabulary)
    hashes = shared.keyed(needles.all)
    doubtful = not hashes and bool(words_of(visible(sealed.html))) and "data-sealed" not in sealed.html
    return Opened(
        file.path, file.digest, sealed.article, sealed.section, hashes.tobytes(), needles.whole, is_doubtful=doubtful
    )
