"""What the audit keeps from build to build, as bytes: keyed hashes, and which file has which."""

import sys
from array import array
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Final, NamedTuple, cast

from generator.engine.records import pack, unpack
from generator.press.audit.index import OWNERS, Index
from generator.press.audit.secrecy import Keyed

VERSION: Final = 1
_INDEXES: Final = ("sealed", "public", "words")


class Section(NamedTuple):
    """A sealed file: the number that its needles have, what it belongs to, whether it has needles at all."""

    digest: str
    number: int
    article: str
    section: str
    is_auditable: bool


class Output(NamedTuple):
    """A public file: its units of text, the articles and sealed files that it names, whether all of it was read."""

    digest: str
    units: bytes
    articles: tuple[str, ...]
    sealed: tuple[str, ...]
    is_whole: bool

    @property
    def unit_numbers(self) -> "array[int]":
        return array("I", self.units)


class Source(NamedTuple):
    """A source: what it should seal, and where its public phrases lie in `Memory.phrases`."""

    state: str
    number: int
    article: str
    sections: int
    line: int
    start: int
    size: int


@dataclass(slots=True)
class Memory:
    """
    Attributes:
        sealed: Needles, by number of section.
        public: Hashes of published text, by number of unit.
        words: Words that tell whose they are, by number of the source that has them in public.
        phrases: Hashes of all public text of the sources, each source's in one stretch.
        furnished: Needles that the builder's own words contain.
        lengths: Of short sections, in words.
    """

    sealed: Index = field(default_factory=Index)
    public: Index = field(default_factory=Index)
    words: Index = field(default_factory=Index)
    phrases: "array[int]" = field(default_factory=lambda: array("Q"))
    late: "array[int]" = field(default_factory=lambda: array("Q"))
    sections: dict[str, Section] = field(default_factory=dict)
    outputs: dict[str, Output] = field(default_factory=dict)
    sources: dict[str, Source] = field(default_factory=dict)
    furnished: set[int] = field(default_factory=set)
    lengths: frozenset[int] = frozenset()
    next_number: int = 1
    next_unit: int = 1
    is_new: bool = True

    def number(self) -> int:
        """Return a number that no section and no source has had."""
        self.next_number += 1
        return self.next_number - 1

    def add_phrases(self, hashes: "array[int]") -> tuple[int, int]:
        """Take the public hashes of a source; return where they lie."""
        start = len(self.phrases) + len(self.late)
        (self.phrases if self.is_new else self.late).extend(hashes)
        return start, len(hashes)

    def phrases_of(self, source: Source) -> "array[int]":
        """Return the public hashes of a source."""
        early = len(self.phrases)
        if source.start < early:
            return self.phrases[source.start : source.start + source.size]
        return self.late[source.start - early : source.start - early + source.size]

    def stretches(self) -> Iterator["array[int]"]:
        """Yield the public hashes of all sources that are there, latest first."""
        yield from (self.phrases_of(one) for one in self.sources.values() if one.start >= len(self.phrases))
        early = sorted((one.start, one.size) for one in self.sources.values() if one.start < len(self.phrases))
        start = end = 0
        for at, size in early:  # neighbours in one slice: as a rule all of them are
            if at != end:
                yield self.phrases[start:end]
                start = at
            end = at + size
        yield self.phrases[start:end]


def load(parts: Mapping[str, bytes], fingerprint: str, keyed: Keyed) -> Memory:
    """Return the memory in *parts*, or an empty one if they are of another audit, another key or damaged."""
    try:
        head = unpack(parts["head"])
    except (KeyError, ValueError):
        return Memory()
    if not isinstance(head, tuple) or head[0] != _stamp(fingerprint, keyed):
        return Memory()
    _, sections, outputs, sources, furnished, lengths, number, unit = head
    arrays = {name: array("Q", parts.get(name, b"")) for name in _names()}
    sealed, public, words = (Index(arrays[name], arrays[f"{name}-late"]) for name in _INDEXES)
    return Memory(
        sealed,
        public,
        words,
        arrays["phrases"],
        arrays["phrases-late"],
        {path: Section(*one) for path, one in sections.items()},
        {path: Output(*one) for path, one in outputs.items()},
        {path: Source(*one) for path, one in sources.items()},
        set(furnished),
        frozenset(lengths),
        number,
        unit,
        is_new=False,
    )


def dump(memory: Memory, given: Mapping[str, bytes], fingerprint: str, keyed: Keyed) -> dict[str, bytes]:
    """
    Return the parts of *memory*. A part that did not change is the very object of *given*.

    Returns nothing when numbers run out: then the next audit begins anew.
    """
    if max(memory.next_number, memory.next_unit) >= OWNERS - 1 or len(memory.late) > len(memory.phrases) + 100_000:
        return {}
    head = (
        _stamp(fingerprint, keyed),
        {path: tuple(one) for path, one in memory.sections.items()},
        {path: tuple(one) for path, one in memory.outputs.items()},
        {path: tuple(one) for path, one in memory.sources.items()},
        tuple(memory.furnished),
        tuple(memory.lengths),
        memory.next_number,
        memory.next_unit,
    )
    parts = {"head": pack(head), "phrases-late": memory.late.tobytes()}
    parts["phrases"] = memory.phrases.tobytes() if memory.is_new else given["phrases"]
    for name in _INDEXES:
        index = cast("Index", getattr(memory, name))
        parts[name] = index.base.tobytes() if memory.is_new or index.is_rewritten else given[name]
        parts[f"{name}-late"] = index.delta.tobytes()
    return parts


def _names() -> Iterator[str]:
    for name in (*_INDEXES, "phrases"):
        yield from (name, f"{name}-late")


def _stamp(fingerprint: str, keyed: Keyed) -> tuple[int, str, str, int]:
    """Return what must be the same for hashes to mean the same: the audit, the interpreter, the texts, the key."""
    return VERSION, f"{sys.implementation.cache_tag} {sys.hash_info}", fingerprint, keyed([VERSION])[0]
