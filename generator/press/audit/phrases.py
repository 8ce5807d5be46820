"""All that sources say in public, as hashes in chunks; read only when a needle must be explained."""

from array import array
from collections.abc import Collection, Iterator
from typing import Final, NamedTuple

from generator.press.audit.index import LostError, Recall

_CHUNK: Final = 32_768  # hashes, about: a quarter of a megabyte


class Stretch(NamedTuple):
    """Where the hashes of one source lie."""

    chunk: int
    start: int
    size: int


class Phrases:
    """
    Attributes:
        chunks: How many there are.
    """

    def __init__(self, recall: Recall, chunks: int = 0) -> None:
        self.chunks = chunks
        self._recall = recall
        self._open = array("Q")
        self._new: dict[int, array[int]] = {}
        self._loaded: dict[int, memoryview] = {}

    def add(self, hashes: "array[int]") -> Stretch:
        """Take the hashes of a source; return where they lie."""
        if not self._new or len(self._open) + len(hashes) > _CHUNK:
            self._open = self._new[self.chunks] = array("Q")
            self.chunks += 1
        start = len(self._open)
        self._open.extend(hashes)
        return Stretch(self.chunks - 1, start, len(hashes))

    def of(self, stretch: Stretch) -> Collection[int]:
        """
        Return the hashes of a source.

        Raises:
            LostError: If their chunk is not there any more.
        """
        chunk = self._new[stretch.chunk] if stretch.chunk in self._new else self._old(stretch.chunk)
        return chunk[stretch.start : stretch.start + stretch.size]

    def without(self, hashes: set[int], stretches: Collection[Stretch]) -> set[int]:
        """Return those of *hashes* that are in none of *stretches*; the newest are asked first, and few are loaded."""
        left = set(hashes)
        for stretch in _joined(sorted(stretches, reverse=True)):
            if not left:
                break
            left.difference_update(self.of(stretch))
        return left

    def parts(self) -> dict[str, bytes]:
        """Return the chunks that are new."""
        return {f"phrases/{chunk}": hashes.tobytes() for chunk, hashes in self._new.items()}

    def _old(self, chunk: int) -> memoryview:
        if chunk not in self._loaded:
            name = f"phrases/{chunk}"
            found = self._recall((name,))
            if name not in found:
                raise LostError(name)
            self._loaded[chunk] = memoryview(found[name]).cast("Q")
        return self._loaded[chunk]


def _joined(stretches: Collection[Stretch]) -> Iterator[Stretch]:
    """Yield *stretches*, latest first, neighbours as one: as a rule those of a chunk are all there."""
    joined: Stretch | None = None
    for one in stretches:
        if joined and one.chunk == joined.chunk and one.start + one.size == joined.start:
            joined = Stretch(one.chunk, one.start, one.size + joined.size)
            continue
        if joined:
            yield joined
        joined = one
    if joined:
        yield joined
