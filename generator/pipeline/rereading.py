"""Documents that changed, read again: their texts, and what their front matter says in other words."""

from collections.abc import Sequence
from typing import Final

from generator.desk.plaintext import Document
from generator.desk.read.content import described, front_digest, read_document
from generator.desk.read.decoding import decode, split
from generator.desk.read.opener import TEXT_LIMIT, read_bytes, source_file
from generator.desk.seal.private import Safe
from generator.engine.cache import Cache
from generator.engine.digest import digest_bytes
from generator.errors import Problems, SourceError
from generator.model.catalog import Entry
from generator.model.frame import Frame, Known
from generator.model.frontmatter import Collection
from generator.model.references import Directory, resolved
from generator.model.wording import is_in_menus, reworded
from generator.pipeline.affected import Changed
from generator.pipeline.desk_stage import KNOWN, PRIVATE, RECORDS, read_record
from generator.pipeline.lazily import NotNarrowError, valued
from generator.pipeline.request import BuildRequest

_WITH_TEXT: Final = ("articles", "wire")


class Rereading:
    """Reads changed documents. Raises NotNarrowError where one says more than another wording."""

    def __init__(self, request: BuildRequest, frame: Frame, cache: Cache, safe: Safe) -> None:
        self.root, self.frame, self.cache, self.safe = request.root, frame, cache, safe

    def read(self, names: Sequence[str]) -> tuple[list[Changed], list[SourceError]]:
        """Return the documents in files of these *names* that have no mistake, and the mistakes of the others."""
        changed: list[Changed] = []
        errors: list[SourceError] = []
        for name in names:
            try:
                changed.append(self._read(name))
            except Problems as problems:
                errors += problems.errors
        return changed, errors

    def _read(self, name: str) -> Changed:
        source = name.removeprefix("content/")
        ident = self.frame.catalog.sources.get(source, "")
        record = read_record(self.cache.get_many(RECORDS, (ident,)).get(ident))
        known = valued(Known, self.safe.revealed(self.cache.get_many(KNOWN, (ident,)).get(ident)))
        concealed = self.cache.get_many(PRIVATE, (ident,)).get(ident)
        private = self.safe.reveal(concealed) if concealed else None
        data = read_bytes(self.root, name, limit=TEXT_LIMIT)
        try:
            parts = split(decode(data, name), name)
        except SourceError as error:
            raise Problems([error]) from error
        if record is None or private is None:
            raise NotNarrowError("records")
        if not parts.body.strip() and known.entry.collection in _WITH_TEXT:
            self._read_anew(known, name)  # tells that an article has no text
            raise NotNarrowError("no text")
        if (front_digest(parts.matter), parts.body_line) != (known.front, known.body_line):
            document = self._read_anew(known, name)
            return Changed(document, self._reworded(known.entry, document), known, record, private)
        entry = known.entry
        document = Document(
            ident, entry.collection, source, known.matter, parts.body, parts.body_line, known.lines, known.files,
            digest_bytes(data), known.front,
        )  # fmt: skip
        return Changed(document, entry, known, record, private)

    def _read_anew(self, known: Known, name: str) -> Document:
        """Return a document with its front matter; a mistake in it is one whatever the rest of the site is like."""
        path = self.root / name
        return read_document(self.root, source_file(name, path.stat()), self.frame.config, known.files)

    def _reworded(self, entry: Entry, document: Document) -> Entry:
        """Return the entry of a document with other words in its front matter."""
        catalog = self.frame.catalog
        by_collection: dict[Collection, frozenset[str]] = {
            "articles": frozenset(catalog.articles),
            "authors": frozenset(catalog.authors),
            "rubrics": frozenset(catalog.rubrics),
        }
        matter, errors = resolved(described(document), Directory(by_collection, frozenset(self.frame.ids)))
        found = reworded(entry, matter)
        if errors or found is None or document.id != entry.id or is_in_menus(self.frame.data, entry):
            raise NotNarrowError("a front matter that says where the document stands")
        return found
