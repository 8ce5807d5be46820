"""What the audit keeps from build to build, as bytes: keyed hashes, and which file has which."""

import sys
from array import array
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Final, cast

from generator.engine.records import pack, unpack
from generator.press.audit.buckets import LostError, Recall, Shape
from generator.press.audit.index import Index, Shapes
from generator.press.audit.records import Output
from generator.press.audit.secrecy import Keyed
from generator.press.audit.spool import OWNERS
from generator.press.audit.tables import Table

VERSION: Final = 7
_INDEXES: Final = ("sealed", "public")
_EXPLAINED: Final = "explained"


@dataclass(slots=True)
class Memory:
    """
    Attributes:
        sealed: Needles, by number of section.
        public: Hashes of published text, by number of unit.
        sections, outputs, sources: Records, by path.
        units: The numbers of the units of each output, 32 bits each.
        paths: Path of the source of an article.
        pages: Paths of the outputs that show an article, by article.
        doubts: What cannot be audited: a sealed file's article and section, nothing for another file.
        explained: Needles that are public by somebody's hand, with the number of the source; 0 is the site's texts.
        furnished: Needles that the builder's own words contain.
        cleared: Needles that are no leak by their place, with the units that have them there: while the file is as it was
            whose own a unit is, or once all that share it were asked.
        site: Digest of the site's texts.
        gone: Numbers of sections that are there no more.
        short: How many short sections have so many words, by that.
    """

    sealed: Index
    public: Index
    sections: Table[str]
    outputs: Table[str]
    sources: Table[str]
    units: Table[bytes]
    paths: Table[str]
    pages: Table[tuple[str, ...]]
    doubts: dict[str, tuple[str, ...]] = field(default_factory=dict)
    explained: dict[int, int] = field(default_factory=dict)
    furnished: set[int] = field(default_factory=set)
    cleared: dict[int, set[int]] = field(default_factory=dict)
    site: str = ""
    gone: set[int] = field(default_factory=set)
    short: dict[int, int] = field(default_factory=dict)
    next_number: int = 1
    next_unit: int = 1
    is_new: bool = True

    @property
    def lengths(self) -> frozenset[int]:
        """Of short sections, in words."""
        return frozenset(self.short)

    def number(self) -> int:
        """Return a number that no section and no source has had."""
        self.next_number += 1
        return self.next_number - 1

    def is_there(self, number: int) -> bool:
        """Return whether the section of this number is there."""
        return number not in self.gone

    def where(self, hashes: Collection[int], *, everywhere: bool = False) -> dict[str, set[int]]:
        """
        Return outputs that may have some of *hashes*, with these.

        For each unit that has a hash that is the file which had it first, if that is as it was; else, and if
        *everywhere*, all files that share the unit, of which a unit may hold what the file itself has not.

        Raises:
            LostError: If a part of the memory is not there any more.
        """
        owners: dict[int, set[int]] = {}
        for value in self.public.among(hashes, _anybody):
            for unit in self.public.owners(value) if everywhere else self.owners_left(value):
                owners.setdefault(unit, set()).add(value)
        if not owners:
            return {}
        own = {unit: path for path, line in self.outputs.items() if (unit := Output.number_in(line)) in owners}
        found = {own[unit]: set(here) for unit, here in owners.items() if unit in own}
        if not everywhere:
            owners = {unit: here for unit, here in owners.items() if unit not in own}
        for path, units in self.units.items() if owners else ():
            for unit in owners.keys() & array("I", units):
                found.setdefault(path, set()).update(owners[unit])
        return found

    def owners_left(self, value: int) -> set[int]:
        """Return the units that have a hash which was looked for, but for those where it is known to be no leak."""
        return set(self.public.owners(value)).difference(self.cleared.get(value, ()))

    def forget(self, unit: int) -> None:
        """Note that the file whose own a unit was is another now: those that share it were not asked while it was there."""
        for units in self.cleared.values():
            units.discard(unit)

    def clear(self, hashes: Iterable[int]) -> None:
        """Note that *hashes*, which were looked for, are no leaks where they stand now."""
        for value in hashes:
            if units := self.owners_left(value):
                self.cleared.setdefault(value, set()).update(units)

    def alive_units(self) -> set[int]:
        """Return the numbers of all units that an output has."""
        return {number for _, units in self.units.items() for number in array("I", units)}


def _anybody(_number: int) -> bool:
    return True


def fresh(keyed: Keyed) -> Memory:
    """Return the memory of nothing."""
    return _memory(None, keyed, (None, None), {})


def load(recall: Recall, keyed: Keyed) -> Memory:
    """Return the memory that *recall* gives, or an empty one if it is of another audit or key, or damaged."""
    names = ["about", _EXPLAINED, *(f"{name}/late" for name in _INDEXES)]
    parts = recall(names)
    try:
        about = _about(parts)
    except LostError:
        return fresh(keyed)
    if about.get("stamp") != _stamp(keyed) or len(parts) < len(names):
        return fresh(keyed)
    try:
        return _recalled(recall, keyed, about, parts)
    except ValueError:  # not a whole number of entries
        return fresh(keyed)


def _recalled(recall: Recall, keyed: Keyed, about: Mapping[str, object], parts: Mapping[str, bytes]) -> Memory:
    shapes = [(Shape(*old), Shape(*young)) for old, young in cast("Iterable[Shapes]", about["shapes"])]
    memory = _memory(recall, keyed, shapes, parts)
    memory.furnished, memory.gone = (set(cast("Iterable[int]", about[name])) for name in ("furnished", "gone"))
    memory.cleared = {value: set(units) for value, *units in cast("Iterable[tuple[int, ...]]", about["cleared"])}
    memory.explained, memory.site = _unpaired(parts[_EXPLAINED]), str(about["site"])
    memory.doubts = dict(cast("Mapping[str, tuple[str, ...]]", about["doubts"]))
    memory.short = dict(cast("Iterable[tuple[int, int]]", about["short"]))
    memory.next_number, memory.next_unit = cast("tuple[int, int]", about["next"])
    memory.is_new = False
    return memory


def dump(memory: Memory, keyed: Keyed) -> Iterator[dict[str, bytes]]:
    """
    Yield the parts of *memory* that are new, some at a time. An empty part is to be kept as such.

    When numbers run out, that is the only part which says so: then the next audit begins anew.
    """
    if max(memory.next_number, memory.next_unit) >= OWNERS - 1:
        yield {"about": b""}
        return
    if memory.sealed.is_grown:
        yield from memory.sealed.rebuilt(memory.is_there)
        memory.gone = set()
    if memory.public.is_grown:
        alive = set() if memory.is_new else memory.alive_units()
        yield from memory.public.rebuilt(alive.__contains__)
        if not memory.is_new:
            kept = {value: units & alive for value, units in memory.cleared.items()}
            memory.cleared = {value: units for value, units in kept.items() if units}
    indexes = (memory.sealed, memory.public)
    for index in indexes:
        if index.is_full:
            yield from index.settled()
    yield {f"{index.name}/late": index.sorted_late().tobytes() for index in indexes}
    for table in (memory.sections, memory.outputs, memory.sources, memory.units, memory.paths, memory.pages):
        yield from table.parts()
    about = {
        "stamp": _stamp(keyed),
        "shapes": tuple(tuple(map(tuple, index.shapes)) for index in indexes),
        "site": memory.site,
        "doubts": memory.doubts,
        "furnished": tuple(memory.furnished),
        "cleared": tuple((value, *units) for value, units in memory.cleared.items()),
        "gone": tuple(memory.gone),
        "short": tuple(memory.short.items()),
        "next": (memory.next_number, memory.next_unit),
    }
    yield {_EXPLAINED: _pairs(memory.explained), "about": pack(about)}


def _memory(recall: Recall | None, keyed: Keyed, shapes: Iterable[Shapes | None], parts: Mapping[str, bytes]) -> Memory:
    ask = recall or _nothing
    sealed, public = (
        Index(name, ask, one, parts.get(f"{name}/late", b"")) for name, one in zip(_INDEXES, shapes, strict=True)
    )
    return Memory(
        sealed,
        public,
        sections=Table("sections", recall),
        outputs=Table("outputs", recall),
        sources=Table("sources", recall, keyed.conceal, keyed.reveal),
        units=Table("units", recall),
        paths=Table("paths", recall, keyed.conceal, keyed.reveal),  # names of drafts
        pages=Table("pages", recall),
    )


def _nothing(_names: Collection[str]) -> Mapping[str, bytes]:
    return {}


def _about(parts: Mapping[str, bytes]) -> dict[str, object]:
    try:
        about = unpack(parts["about"])
    except (KeyError, ValueError):
        raise LostError("about") from None
    if not isinstance(about, dict):
        raise LostError("about")
    return about


def _pairs(table: Mapping[int, int]) -> bytes:
    return array("Q", table.keys()).tobytes() + array("Q", table.values()).tobytes()


def _unpaired(data: bytes) -> dict[int, int]:
    half = len(data) // 2
    return dict(zip(array("Q", data[:half]), array("Q", data[half:]), strict=True))


def _stamp(keyed: Keyed) -> tuple[int, str, int]:
    """Return what must be the same for hashes to mean the same: the audit, the interpreter, the key."""
    return VERSION, f"{sys.implementation.cache_tag} {sys.hash_info}", keyed([VERSION])[0]
