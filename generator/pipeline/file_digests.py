"""Files that documents name, as they are in this build's folder."""

from collections.abc import Iterator
from posixpath import splitext

from generator.desk.plaintext import Document
from generator.desk.read.opener import read_bytes
from generator.desk.seal.published import PICTURES
from generator.desk.work import Outcome
from generator.engine.digest import digest_bytes
from generator.errors import Location, SourceError
from generator.pipeline.site import Site


class FileDigests:
    """Digests of files below content/, each read once in a build."""

    def __init__(self, site: Site) -> None:
        self.site = site
        self.known: dict[str, str] = {}

    def of(self, path: str) -> str:
        """Return the digest of a file's bytes, empty when it cannot be read: then its document is made anew."""
        if path not in self.known:
            self.known[path] = self._read(path)
        return self.known[path]

    def _read(self, path: str) -> str:
        try:
            return digest_bytes(read_bytes(self.site.root, f"content/{path}"))
        except SourceError:
            return ""


def other_files(outcome: Outcome, digests: FileDigests) -> Iterator[SourceError]:
    """Yield an error for each file that a worker of another machine read and that is not the same there as here."""
    for path, digest in outcome.sealed.used if outcome.sealed else ():
        if digests.of(path) != digest:
            hint = "give the workers the site's folder as it is here, at the same path, and build again"
            problem = "a worker has another version of this file"
            yield SourceError(Location(f"content/{path}"), "worker-differs", problem, hint)


def pictures_of(document: Document) -> Iterator[str]:
    """Yield the paths of the pictures in a document's own folder."""
    folder = document.source.rpartition("/")[0]
    return (f"{folder}/{name}" for name in document.files if splitext(name)[1].lower() in PICTURES)
