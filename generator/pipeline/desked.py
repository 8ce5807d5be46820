"""What desk hands to press, and what a build tells of it at its end."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

from msgspec.structs import replace

from generator.engine.packed import Packed
from generator.errors import SourceError, Warning_
from generator.model.catalog import Catalog
from generator.model.record import Private, Record


@dataclass(frozen=True, slots=True)
class Tally:
    """
    What a build tells of its documents at its end, when they are let go.

    Attributes:
        documents, sections, rendered, encoded: How many.
        used: Digests of the files that they name.
        marked: Address of each that only a preview shows, with its marks.
        next_change: As in `Catalog`.
    """

    documents: int
    sections: int
    rendered: int
    encoded: int
    warnings: tuple[Warning_, ...]
    used: frozenset[str]
    marked: Mapping[str, tuple[str, ...]]
    next_change: datetime | None


@dataclass(slots=True)
class Desked:
    """
    What desk hands to press. Filled document by document, then only read.

    Attributes:
        records: By id, of every published document.
        private: What is concealed of them, by id, of those that name files or addresses, without what only rendering asks.
        bodies: Digest of each body, by id.
        limits: How many text characters of a gated document are public, by id.
        sections: How many sections they have.
        encoded: How many pictures were made and not taken from the shelf.
        rendered: How many documents' Markdown ran; `seconds` is what each took, by source.
        files, unpublished: As in `Context`.
        others: Ids of the documents that are not published.
    """

    catalog: Catalog
    records: Packed[Record] = field(default_factory=lambda: Packed(Record))
    private: dict[str, Private] = field(default_factory=dict)
    bodies: dict[str, str] = field(default_factory=dict)
    limits: dict[str, int] = field(default_factory=dict)
    errors: list[SourceError] = field(default_factory=list)
    warnings: list[Warning_] = field(default_factory=list)
    sections: int = 0
    rendered: int = 0
    encoded: int = 0
    seconds: dict[str, float] = field(default_factory=dict)
    files: frozenset[str] = frozenset()
    unpublished: dict[str, str] = field(default_factory=dict)
    others: tuple[str, ...] = ()

    def tally(self) -> Tally:
        return Tally(
            documents=len(self.records),
            sections=self.sections,
            rendered=self.rendered,
            encoded=self.encoded,
            warnings=tuple(self.warnings),
            used=frozenset(digest for private in self.private.values() for _, digest in private.used),
            marked={entry.url: entry.marks for entry in self.catalog.entries.values() if entry.marks},
            next_change=self.catalog.next_change,
        )

    def took(self, ident: str, record: Record, private: Private) -> None:
        """Note what is known of a document that was put among the records."""
        self.sections += record.sections
        self.bodies[ident] = record.body
        if not record.access.is_public:
            self.limits[ident] = record.public_characters
        self.warnings += private.warnings
        if private.is_telling:
            self.private[ident] = replace(private, links=(), warnings=())
