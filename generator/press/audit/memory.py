"""What the audit keeps from build to build, as bytes: keyed hashes, and which file has which."""

import sys
from array import array
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any, Final, cast

from generator.engine.records import pack, unpack
from generator.press.audit.index import OWNERS, Index, LostError, Recall
from generator.press.audit.records import Output
from generator.press.audit.secrecy import Keyed

VERSION: Final = 3
_INDEXES: Final = ("sealed", "public")
_TABLES: Final = ("sections", "outputs", "sources", "late-units", "pages", "doubts")
_FEW_UNITS: Final = 500  # files: the units of more are moved to the large part


@dataclass(slots=True)
class Memory:
    """
    Attributes:
        sealed: Needles, by number of section.
        public: Hashes of published text, by number of unit.
        sections, outputs, sources: Records, by path.
        late_units: The units of each output that changed lately; `all_units` has those of the others.
        pages: Paths of the outputs that show an article, by article.
        doubts: What cannot be audited: a sealed file's article and section, nothing for another file.
        explained: Needles that are public by somebody's hand, with the number of the source; 0 is the site's texts.
        furnished: Needles that the builder's own words contain.
        site: Digest of the site's texts.
        gone: Numbers of sections and sources that are there no more.
        lengths: Of short sections, in words.
    """

    recall: Recall
    sealed: Index
    public: Index
    sections: dict[str, str] = field(default_factory=dict)
    outputs: dict[str, str] = field(default_factory=dict)
    sources: dict[str, str] = field(default_factory=dict)
    late_units: dict[str, bytes] = field(default_factory=dict)
    pages: dict[str, tuple[str, ...]] = field(default_factory=dict)
    doubts: dict[str, tuple[str, ...]] = field(default_factory=dict)
    explained: dict[int, int] = field(default_factory=dict)
    furnished: set[int] = field(default_factory=set)
    site: str = ""
    gone: set[int] = field(default_factory=set)
    lengths: frozenset[int] = frozenset()
    next_number: int = 1
    next_unit: int = 1
    is_new: bool = True

    def number(self) -> int:
        """Return a number that no section and no source has had."""
        self.next_number += 1
        return self.next_number - 1

    def is_there(self, number: int) -> bool:
        """Return whether the section or source of this number is there."""
        return number not in self.gone

    def all_units(self) -> dict[str, bytes]:
        """
        Return the numbers of the units of each output, 32 bits each.

        Raises:
            LostError: If they are not there any more.
        """
        if self.is_new:
            return self.late_units
        return {**_table(self.recall(("units",)), "units"), **self.late_units}

    def where(self, hashes: Collection[int], *, everywhere: bool = False) -> dict[str, set[int]]:
        """
        Return outputs that may have some of *hashes*, with these.

        For each hash that is the file which had it first, if that is as it was; else, and if *everywhere*, all files
        that share a unit with it, of which a unit may hold what the file itself has not.

        Raises:
            LostError: If a part of the memory is not there any more.
        """
        owners: dict[int, set[int]] = {}
        for value in self.public.among(hashes, _anybody):
            for unit in self.public.owners(value):
                owners.setdefault(unit, set()).add(value)
        if not owners:
            return {}
        own = {Output.parse(line).number: path for path, line in self.outputs.items()}
        found = {own[unit]: set(here) for unit, here in owners.items() if unit in own}
        if not everywhere:
            known = set().union(*found.values())
            owners = {unit: here for unit, here in owners.items() if not here <= known}
        units = self.all_units() if owners else {}
        for path in self.outputs if owners else ():
            for unit in owners.keys() & array("I", units[path]):
                found.setdefault(path, set()).update(owners[unit])
        return found

    def alive_units(self) -> set[int]:
        """Return the numbers of all units that an output has."""
        units = self.all_units()
        return {number for path in self.outputs for number in array("I", units[path])}


def _anybody(_number: int) -> bool:
    return True


def fresh() -> Memory:
    """Return the memory of nothing."""
    return _memory(lambda _: {}, {})


def load(recall: Recall, keyed: Keyed) -> Memory:
    """Return the memory that *recall* gives, or an empty one if it is of another audit or key, or damaged."""
    names = ["about", "explained", *_TABLES, *(f"{name}/late" for name in _INDEXES)]
    parts = recall(names)
    try:
        about = cast("dict[str, object]", _table(parts, "about"))
        if about.get("stamp") != _stamp(keyed):
            return fresh()
        if len(parts) < len(names):
            return fresh()
        sources = keyed.reveal(parts["sources"])
        return fresh() if sources is None else _memory(recall, {**parts, "sources": sources})
    except LostError:
        return fresh()


def dump(memory: Memory, keyed: Keyed) -> dict[str, bytes]:
    """
    Return the parts of *memory* that are new. An empty part is to be kept as such.

    When numbers run out, that is the only part which says so: then the next audit begins anew.
    """
    if max(memory.next_number, memory.next_unit) >= OWNERS - 1:
        return {"about": b""}
    parts: dict[str, bytes] = {}
    indexes = (memory.sealed, memory.public)
    if any(index.is_full for index in indexes):
        parts |= _rebuilt(memory)
    if memory.is_new or len(memory.late_units) > _FEW_UNITS:
        units = memory.all_units()
        parts["units"] = pack({path: units[path] for path in memory.outputs})
        memory.late_units = {}
    parts |= {f"{index.name}/late": index.sorted_late().tobytes() for index in indexes}
    parts |= {name: pack(getattr(memory, name.replace("-", "_"))) for name in _TABLES}
    parts["sources"] = keyed.conceal(parts["sources"])
    parts["explained"] = _pairs(memory.explained)
    parts["about"] = pack(
        {
            "stamp": _stamp(keyed),
            "bits": tuple(index.bits for index in indexes),
            "site": memory.site,
            "furnished": tuple(memory.furnished),
            "gone": tuple(memory.gone),
            "lengths": tuple(memory.lengths),
            "next": (memory.next_number, memory.next_unit),
        }
    )
    return parts


def _rebuilt(memory: Memory) -> dict[str, bytes]:
    parts = memory.sealed.rebuilt(memory.is_there)
    units = set() if memory.is_new else memory.alive_units()
    parts |= memory.public.rebuilt(units.__contains__)
    memory.gone = set()
    return parts


def _memory(recall: Recall, parts: Mapping[str, bytes]) -> Memory:
    about = _table(parts, "about") if parts else {}
    bits = cast("tuple[int, ...]", about.get("bits", (-1, -1)))
    sealed, public = (
        Index(name, recall, bit, parts.get(f"{name}/late", b"")) for name, bit in zip(_INDEXES, bits, strict=True)
    )
    memory = Memory(recall, sealed, public)
    if about:
        memory.sections, memory.outputs, memory.sources = (_table(parts, name) for name in _TABLES[:3])
        memory.late_units, memory.pages, memory.doubts = (_table(parts, name) for name in _TABLES[3:])
        memory.furnished, memory.gone = (set(cast("Iterable[int]", about[name])) for name in ("furnished", "gone"))
        memory.explained, memory.site = _unpaired(parts["explained"]), str(about["site"])
        memory.lengths = frozenset(cast("Iterable[int]", about["lengths"]))
        memory.next_number, memory.next_unit = cast("tuple[int, int]", about["next"])
        memory.is_new = False
    return memory


def _pairs(table: Mapping[int, int]) -> bytes:
    return array("Q", table.keys()).tobytes() + array("Q", table.values()).tobytes()


def _unpaired(data: bytes) -> dict[int, int]:
    half = len(data) // 2
    return dict(zip(array("Q", data[:half]), array("Q", data[half:]), strict=True))


def _table(parts: Mapping[str, bytes], name: str) -> dict[str, Any]:
    try:
        table = unpack(parts[name])
    except (KeyError, ValueError):
        raise LostError(name) from None
    if not isinstance(table, dict):
        raise LostError(name)
    return table


def _stamp(keyed: Keyed) -> tuple[int, str, int]:
    """Return what must be the same for hashes to mean the same: the audit, the interpreter, the key."""
    return VERSION, f"{sys.implementation.cache_tag} {sys.hash_info}", keyed([VERSION])[0]
