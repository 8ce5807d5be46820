"""What the cache keeps of a rendered document: sealed results only, never text that is not public."""

from msgspec import Struct

from generator.errors import Warning_
from generator.model.access import Access
from generator.model.page import Card


class Private(Struct, frozen=True):
    """
    What may tell something of sealed text: kept encrypted, and beside the record.

    Attributes:
        used: (path below content/, digest) of each file that the document names.
        links: (path of a document, address) of each internal link, as it was resolved.
        site_addresses: (address below the root, line) to be checked against the output.
        sealed: Digests of those files that only sealed text uses.
    """

    used: tuple[tuple[str, str], ...] = ()
    links: tuple[tuple[str, str], ...] = ()
    site_addresses: tuple[tuple[str, int], ...] = ()
    warnings: tuple[Warning_, ...] = ()
    sealed: tuple[str, ...] = ()

    @property
    def is_telling(self) -> bool:
        """Whether a build needs it after the document was rendered."""
        return bool(self.used or self.site_addresses or self.sealed)


class Record(Struct, frozen=True):
    """
    A document as rendered and sealed, but for its body, which is kept beside it.

    Attributes:
        key: Digest of all that it was made from, but for links and files.
        body: Digest of the sealed body.
        outputs: Paths of its public assets and sealed files below the output folder.
        public_characters: Text characters of a gated article that are public; 0 for a public one.
    """

    key: str
    body: str
    card: Card
    access: Access
    outputs: tuple[str, ...]
    sections: int
    public_characters: int

    @property
    def sealed(self) -> tuple[str, ...]:
        """Paths of its sealed files."""
        return tuple(path for path in self.outputs if path.startswith("sealed/"))
