"""
The leak audit: whether anything sealed is readable in what is about to be public.

It believes nobody. The sealed text comes out of the sealed files themselves, what is public out of the bytes that
will be published, and what was meant to be sealed out of the raw sources, read by other code than the builder's.
"""

import hashlib
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from generator.errors import Leak, Location, Warning_
from generator.model.config import TeaserRule
from generator.paywall.keys import Keyset
from generator.press.audit.comparison import Comparison, NewLengthError
from generator.press.audit.files import AuditedFile, SourceFile
from generator.press.audit.locate import Detective
from generator.press.audit.memory import Memory, dump, load
from generator.press.audit.secrecy import Keyed, memory_key


@dataclass(frozen=True, slots=True)
class AuditResult:
    """
    Attributes:
        leaks: In order; empty when the output is clean.
        memory: What to give the next audit, in parts; a part that did not change is the object given. Empty when
            there are leaks: then nothing is published, and the next audit starts where this one did.
    """

    leaks: tuple[Leak, ...]
    warnings: tuple[Warning_, ...] = ()
    memory: Mapping[str, bytes] = field(default_factory=dict, repr=False)


def audit(
    *,
    outputs: Sequence[AuditedFile],
    sources: Sequence[SourceFile],
    keyset: Keyset,
    memory: Mapping[str, bytes] | None = None,
    public_texts: Sequence[AuditedFile] = (),
    teaser: TeaserRule | None = None,
) -> AuditResult:
    """
    Return what is sealed and readable.

    Args:
        outputs: All files of the output as it will be: those staged and those that stay, sealed ones among them.
        sources: All Markdown files of content/.
        memory: What the last audit of the same output returned; without it everything is read.
        public_texts: What else people wrote for the public: site.yaml, content/data, templates and strings of the
            theme. Read only when a word is found that no source explains.
        teaser: The site's rule for articles without a marker.

    A file that cannot be read raises what its `read` raises.
    """
    keyed = Keyed(memory_key(keyset))
    rule = teaser or TeaserRule()
    fingerprint = _fingerprint(public_texts)
    given = memory or {}
    comparison = Comparison(load(given, fingerprint, keyed), keyed)
    try:
        comparison.take_sections(outputs, keyset)
    except NewLengthError:
        comparison = Comparison(Memory(), keyed)
        comparison.take_sections(outputs, keyset)
    comparison.take_sources(sources, rule)
    comparison.take_outputs(outputs)
    kept = comparison.memory
    wanted = comparison.unexplained(public_texts)
    found: list[Leak] = list(_never_sealed(kept))
    if wanted:
        detective = Detective(wanted, keyed, comparison.vocabulary, kept.lengths)
        found += detective.leaks(outputs, sources, keyset)
        kept.furnished |= detective.furnished
    leaks = tuple(sorted(set(found)))
    warnings = tuple(sorted({*_doubts(kept, sources), *_unopened(comparison.unopened)}))
    return AuditResult(leaks, warnings, {} if leaks else dump(settled(kept), given, fingerprint, keyed))


def settled(memory: Memory) -> Memory:
    """Return *memory* with its additions sorted in where they have become many."""
    sections = {one.number for one in memory.sections.values()}
    sources = {one.number for one in memory.sources.values()}
    units = {unit for one in memory.outputs.values() for unit in one.unit_numbers}
    memory.sealed.settle(sections.__contains__)
    memory.words.settle(sources.__contains__)
    memory.public.settle(units.__contains__)
    return memory


def _fingerprint(files: Iterable[AuditedFile]) -> str:
    listed = "\n".join(f"{file.path} {file.digest}" for file in files)
    return hashlib.sha256(listed.encode("utf-8", "surrogatepass")).hexdigest()


def _never_sealed(memory: Memory) -> Iterator[Leak]:
    """Yield what a source marks as sealed, or gives to a tier, and the output shows without a section."""
    named = {name for output in memory.outputs.values() for name in output.sealed}
    pages = {article: path for path, output in memory.outputs.items() for article in output.articles}
    counted = Counter(
        section.article
        for path, section in memory.sections.items()
        if path.rpartition("/")[2].removesuffix(".spw") in named
    )
    for path, source in memory.sources.items():
        if source.article in pages and counted[source.article] < source.sections:
            yield Leak(pages[source.article], f"{source.article}#", Location(path, source.line), "never sealed")


def _doubts(memory: Memory, sources: Sequence[SourceFile]) -> Iterator[Warning_]:
    paths = {source.article: source.path for source in sources}
    for section in memory.sections.values():
        if not section.is_auditable:
            where = Location(paths.get(section.article, section.article))
            problem = f"section {section.section} is too short for the leak audit to tell its words from others"
            yield Warning_(where, "not-auditable", problem)
    for path, output in memory.outputs.items():
        if not output.is_whole:
            yield Warning_(Location(path), "not-auditable", "compressed in a way, or to a size, that is not read")


def _unopened(paths: Iterable[str]) -> Iterator[Warning_]:
    for path in paths:
        yield Warning_(Location(path), "not-auditable", "no key of the keyset opens this sealed file")
