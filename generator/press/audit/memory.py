"""What the audit keeps from build to build, as bytes: keyed hashes, and which file has which."""

import sys
from array import array
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any, Final, cast

from generator.engine.records import pack, unpack
from generator.press.audit.index import OWNERS, Index, LostError, Recall
from generator.press.audit.phrases import Phrases
from generator.press.audit.secrecy import Keyed

VERSION: Final = 2
_INDEXES: Final = ("sealed", "public", "words")
_TABLES: Final = ("sections", "outputs", "sources", "late-units", "pages", "doubts")
_FEW_UNITS: Final = 500  # files: the units of more are moved to the large part


@dataclass(slots=True)
class Memory:
    """
    Attributes:
        sealed: Needles, by number of section.
        public: Hashes of published text, by number of unit.
        words: Words that tell whose they are, by number of the source that has them in public.
        sections, outputs, sources: Records, by path.
        late_units: The units of each output that changed lately; `all_units` has those of the others.
        pages: Paths of the outputs that show an article, by article.
        doubts: What cannot be audited: a sealed file's article and section, nothing for another file.
        furnished: Needles that the builder's own words contain.
        gone: Numbers of sections and sources that are there no more.
        lengths: Of short sections, in words.
    """

    recall: Recall
    sealed: Index
    public: Index
    words: Index
    phrases: Phrases
    sections: dict[str, str] = field(default_factory=dict)
    outputs: dict[str, str] = field(default_factory=dict)
    sources: dict[str, str] = field(default_factory=dict)
    late_units: dict[str, bytes] = field(default_factory=dict)
    pages: dict[str, tuple[str, ...]] = field(default_factory=dict)
    doubts: dict[str, tuple[str, ...]] = field(default_factory=dict)
    furnished: set[int] = field(default_factory=set)
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

    def alive_units(self) -> set[int]:
        """Return the numbers of all units that an output has."""
        units = self.all_units()
        return {number for path in self.outputs for number in array("I", units[path])}


def fresh() -> Memory:
    """Return the memory of nothing."""
    return _memory(lambda _: {}, {})


def load(recall: Recall, fingerprint: str, keyed: Keyed) -> Memory:
    """Return the memory that *recall* gives, or an empty one if it is of another audit or key, or damaged."""
    names = ["about", *_TABLES, *(f"{name}/late" for name in _INDEXES)]
    parts = recall(names)
    try:
        about = cast("dict[str, object]", _table(parts, "about"))
        if about.get("stamp") != _stamp(fingerprint, keyed):
            return fresh()
        if len(parts) < len(names):
            return fresh()
        return _memory(recall, parts)
    except LostError:
        return fresh()


def dump(memory: Memory, fingerprint: str, keyed: Keyed) -> dict[str, bytes]:
    """
    Return the parts of *memory* that are new. An empty part is to be kept as such.

    When numbers run out, that is the only part which says so: then the next audit begins anew.
    """
    if max(memory.next_number, memory.next_unit) >= OWNERS - 1:
        return {"about": b""}
    parts = memory.phrases.parts()
    indexes = (memory.sealed, memory.public, memory.words)
    if any(index.is_full for index in indexes):
        parts |= _rebuilt(memory)
    if memory.is_new or len(memory.late_units) > _FEW_UNITS:
        units = memory.all_units()
        parts["units"] = pack({path: units[path] for path in memory.outputs})
        memory.late_units = {}
    parts |= {f"{index.name}/late": index.sorted_late().tobytes() for index in indexes}
    parts |= {name: pack(getattr(memory, name.replace("-", "_"))) for name in _TABLES}
    parts["about"] = pack(
        {
            "stamp": _stamp(fingerprint, keyed),
            "bits": tuple(index.bits for index in indexes),
            "chunks": memory.phrases.chunks,
            "furnished": tuple(memory.furnished),
            "gone": tuple(memory.gone),
            "lengths": tuple(memory.lengths),
            "next": (memory.next_number, memory.next_unit),
        }
    )
    return parts


def _rebuilt(memory: Memory) -> dict[str, bytes]:
    parts = memory.sealed.rebuilt(memory.is_there) | memory.words.rebuilt(memory.is_there)
    units = set() if memory.is_new else memory.alive_units()
    parts |= memory.public.rebuilt(units.__contains__)
    memory.gone = set()
    return parts


def _memory(recall: Recall, parts: Mapping[str, bytes]) -> Memory:
    about = _table(parts, "about") if parts else {}
    bits = cast("tuple[int, ...]", about.get("bits", (-1, -1, -1)))
    sealed, public, words = (
        Index(name, recall, bit, parts.get(f"{name}/late", b"")) for name, bit in zip(_INDEXES, bits, strict=True)
    )
    memory = Memory(recall, sealed, public, words, Phrases(recall, cast("int", about.get("chunks", 0))))
    if about:
        memory.sections, memory.outputs, memory.sources = (_table(parts, name) for name in _TABLES[:3])
        memory.late_units, memory.pages, memory.doubts = (_table(parts, name) for name in _TABLES[3:])
        memory.furnished, memory.gone = (set(cast("Iterable[int]", about[name])) for name in ("furnished", "gone"))
        memory.lengths = frozenset(cast("Iterable[int]", about["lengths"]))
        memory.next_number, memory.next_unit = cast("tuple[int, int]", about["next"])
        memory.is_new = False
    return memory


def _table(parts: Mapping[str, bytes], name: str) -> dict[str, Any]:
    try:
        table = unpack(parts[name])
    except (KeyError, ValueError):
        raise LostError(name) from None
    if not isinstance(table, dict):
        raise LostError(name)
    return table


def _stamp(fingerprint: str, keyed: Keyed) -> tuple[int, str, str, int]:
    """Return what must be the same for hashes to mean the same: the audit, the interpreter, the texts, the key."""
    return VERSION, f"{sys.implementation.cache_tag} {sys.hash_info}", fingerprint, keyed([VERSION])[0]
