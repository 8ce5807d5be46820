"""Files cut into units of text; a unit that stands on many pages is read once."""

from array import array
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Final

from generator.press.audit import binaries, pieces
from generator.press.audit.reader import Budget, Reader

_UNREAD: Final = (".br", ".zst")  # no decoder in the standard library

Emit = Callable[[int, str, set[int]], None]


@dataclass(frozen=True, slots=True)
class Scanned:
    """The numbers of a file's units, 32 bits each, and whether all of the file was read."""

    units: bytes
    is_whole: bool


@dataclass(slots=True)
class Scanner:
    """
    Attributes:
        next: Number of the next unit.
        met: Number and last words of each unit, by the words before it and itself.
    """

    reader: Reader
    next: int = 1
    met: dict[tuple[int, int], tuple[int, Sequence[int]]] = field(default_factory=dict)

    def scan(self, path: str, data: bytes, emit: Emit) -> Scanned:
        """Give *emit* number, encoding and hashes of each unit of a file that was not met before, its name first."""
        own = self._number()
        budget = Budget()
        units = {own}
        for how, hashes in self.reader.surface(path, "path")[0]:
            emit(own, how, hashes)
        whole = binaries.as_text(data)
        if whole:
            emit(own, "plain", {pieces.whole(data)})
            self._units(whole[1], whole[0], budget, emit, units)
        else:
            for how, hashes in self.reader.data(data, "plain", budget):
                emit(own, how, hashes)
        return Scanned(array("I", sorted(units)).tobytes(), budget.is_kept and not path.endswith(_UNREAD))

    def name_only(self, path: str, emit: Emit) -> Scanned:
        """Do the same for a sealed file, whose bytes say nothing."""
        own = self._number()
        for how, hashes in self.reader.surface(path, "path")[0]:
            emit(own, how, hashes)
        return Scanned(array("I", (own,)).tobytes(), is_whole=True)

    def _units(self, text: str, how: str, budget: Budget, emit: Emit, units: set[int]) -> None:
        tail: Sequence[int] = ()
        for unit in _blocks(text):
            key = (hash(tuple(tail)), hash(unit))
            known = self.met.get(key)
            if known is None:
                number = self._number()
                found, last = self.reader.surface(unit, how, tail)
                for name, hashes in (*found, *self.reader.layers(unit, how, budget)):
                    emit(number, name, hashes)
                known = self.met[key] = (number, tuple(last))
            units.add(known[0])
            tail = known[1]

    def _number(self) -> int:
        self.next += 1
        return self.next - 1


def _blocks(text: str) -> Iterator[str]:
    """
    Yield *text* in pieces that end where a line ends with a tag and the next begins with one, or is empty.

    Text goes on across these edges, so the words before a piece belong to what is remembered of it.
    """
    piece: list[str] = []
    for line in text.split("\n"):
        if piece and (not line or (piece[-1].endswith(">") and line.lstrip().startswith("<"))):
            yield "\n".join(piece)
            piece = []
        if line:
            piece.append(line)
    if piece:
        yield "\n".join(piece)
