"""What the catalog may know of a document: its front matter and where it stands, never its body."""

from collections.abc import Collection as Names
from collections.abc import Mapping
from datetime import datetime
from difflib import get_close_matches

from msgspec import Struct, field

from generator.errors import Location, SourceError, nearest
from generator.model.frontmatter import Collection, Matter

FEW = 25  # names that a hint may list; of more it tells the nearest only


class Described(Struct, frozen=True):
    """
    Attributes:
        id: As in `model.catalog.Entry`.
        source: Path below content/, with slashes.
        lines: Line of each front-matter key, dotted for nested ones.
    """

    id: str
    collection: Collection
    source: str
    matter: Matter
    lines: Mapping[str, int] = field(default_factory=dict)

    def at(self, key: str = "") -> Location:
        """Return the place of a front-matter key, or the whole file when it has none."""
        return Location(f"content/{self.source}", self.lines.get(key, 0))

    def moment(self, name: str) -> datetime | None:
        """Return `published`, `updated` or `expires`; None when it is not given or the collection has none."""
        value = getattr(self.matter, name, None)
        return value if isinstance(value, datetime) else None


def unknown(where: Location, what: str, name: str, known: Names[str]) -> SourceError:
    """Return the error that *name* is none of *known*, with the nearest of them."""
    hint = nearest(name, known, says=f"there is {what.replace('_', ' ')}") if len(known) <= FEW else ""
    if not hint and (close := get_close_matches(name, list(known), n=1)):
        hint = f"did you mean {close[0]!r}?"
    return SourceError(where, f"unknown-{what}", f"unknown {what} {name[:80]!r}", hint)
