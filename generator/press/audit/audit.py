"""
The leak audit: whether anything sealed is readable in what is about to be public.

It believes nobody. The sealed text comes out of the sealed files themselves, what is public out of the bytes that
will be published, and what was meant to be sealed out of the raw sources, read by other code than the builder's.
"""

import hashlib
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path

from generator.errors import Leak, Location, Warning_
from generator.model.config import TeaserRule
from generator.paywall.keys import Keyset
from generator.press.audit.buckets import LostError, Recall
from generator.press.audit.changes import Changes, differing
from generator.press.audit.comparison import Comparison
from generator.press.audit.explanation import Explanation
from generator.press.audit.files import AuditedFile, SourceFile
from generator.press.audit.locate import Detective
from generator.press.audit.memory import Memory, dump, fresh, load
from generator.press.audit.records import Output, Section, Source
from generator.press.audit.secrecy import Keyed, memory_key
from generator.press.audit.words import Vocabulary

Store = Callable[[Mapping[str, bytes]], None]


@dataclass(frozen=True, slots=True)
class AuditResult:
    """
    Attributes:
        leaks: In order; empty when the output is clean.
        memory: The parts of the memory that changed, unless somebody stored them meanwhile, to be stored over older
            ones once the output is published; empty ones too. None when there are leaks: the next audit starts where
            this one did.
    """

    leaks: tuple[Leak, ...]
    warnings: tuple[Warning_, ...] = ()
    memory: Mapping[str, bytes] = field(default_factory=dict, repr=False)


def audit(
    *,
    outputs: Sequence[AuditedFile],
    sources: Sequence[SourceFile],
    keyset: Keyset,
    memory: Recall | Mapping[str, bytes] | None = None,
    public_texts: Sequence[AuditedFile] = (),
    teaser: TeaserRule | None = None,
    names: tuple[str, ...] = (),
    jobs: int = 1,
    folder: Path | None = None,
    store: Store | None = None,
) -> AuditResult:
    """
    Return what is sealed and readable.

    Args:
        outputs: All files of the output as it will be: those staged and those that stay, sealed ones among them.
        sources: All Markdown files of content/.
        memory: Gives the parts of the memory that are asked for, all that former audits of the same output returned,
            newer ones in place of older; without it everything is read.
        public_texts: What else people wrote for the public: site.yaml, content/data, templates and strings of the
            theme. Read only when a word is found that no source explains.
        teaser: The site's rule for articles without a marker.
        names: What the publication is called, which pages put behind their titles.
        jobs: How many processes read files.
        folder: Where keyed hashes may wait while the audit runs; one of the system's without it.
        store: Takes the parts of the memory that changed, some at a time, for all of them need much room. What it took
            is to be forgotten if this audit fails or finds a leak.

    A file that cannot be read raises what its `read` raises.
    """
    keyed = Keyed(memory_key(keyset))
    rule = teaser or TeaserRule()
    by_article = {source.article: source for source in sources}
    recall = memory if callable(memory) else partial(_some_of, memory or {})

    def attempt(kept: Memory) -> tuple[Comparison, list[Leak]]:
        changes = differing(kept, outputs, sources, rule)
        # A first audit is the faster one where most files are.
        if not kept.is_new and 2 * sum(file.earlier is None for file in changes.outputs) > len(outputs):
            kept = fresh(keyed)
            changes = differing(kept, outputs, sources, rule)
        comparison = _compared(
            Comparison(kept, keyed, folder=folder), changes, keyset, rule, _fingerprint(public_texts), jobs
        )
        explanation = Explanation(comparison, by_article, rule)
        explanation.ask_likely(public_texts, outputs)
        return comparison, _found(explanation, outputs, by_article, keyset, names)

    try:
        return _result(*attempt(load(recall, keyed)), keyed, store)
    except LostError:
        return _result(*attempt(fresh(keyed)), keyed, store)


def audit_changes(
    *,
    changes: Changes,
    keyset: Keyset,
    memory: Recall,
    teaser: TeaserRule,
    read: Callable[[str], bytes],
    vocabulary: Vocabulary | None = None,
    folder: Path | None = None,
    store: Store | None = None,
) -> AuditResult | None:
    """
    Return what `audit` would, if all that differs from what the memory knows is in *changes*; the site's own texts do not.

    None means that more must be known than that: then `audit` tells. *read* returns the bytes of other sources, by path;
    *store* is as there. The *vocabulary* of another audit of the same program spares looking words up again.
    """
    keyed = Keyed(memory_key(keyset))
    kept = load(memory, keyed)
    if kept.is_new:
        return None
    try:
        comparison = Comparison(kept, keyed, vocabulary or Vocabulary(), folder=folder)
        _compared(comparison, changes, keyset, teaser, kept.site, 1)
        explanation = Explanation(comparison, {source.article: source for source in changes.sources}, teaser)
        explanation.ask_changed(read)
        explanation.look_again(changes.outputs)
        return None if explanation.where else _result(comparison, [], keyed, store)
    except LostError:
        return None


def _compared(
    comparison: Comparison, changes: Changes, keyset: Keyset, rule: TeaserRule, site: str, jobs: int
) -> Comparison:
    comparison.take_site(site)
    comparison.take_sections(changes, keyset, jobs)
    comparison.take_changes(changes, rule, jobs)
    return comparison


def _result(comparison: Comparison, found: Sequence[Leak], keyed: Keyed, store: Store | None) -> AuditResult:
    memory = comparison.memory
    leaks = tuple(sorted({*found, *_never_sealed(memory, comparison.touched)}))
    parts: dict[str, bytes] = {}
    for some in () if leaks else dump(memory, keyed):
        (store or parts.update)(some)
    return AuditResult(leaks, tuple(sorted(_doubts(memory))), parts)


def _found(
    explanation: Explanation,
    outputs: Sequence[AuditedFile],
    sources: Mapping[str, SourceFile],
    keyset: Keyset,
    names: tuple[str, ...],
) -> list[Leak]:
    """Return the leaks among what nobody likely has said; before one is told, every source is asked."""
    comparison, memory = explanation.comparison, explanation.comparison.memory

    def found(where: Mapping[str, Collection[int]]) -> tuple[list[Leak], set[int]]:
        wanted = {number for value in set().union(*where.values()) for number in memory.sealed.owners(value)}
        sections = [path for path, line in memory.sections.items() if Section.parse(line).number in wanted]
        detective = Detective(where, comparison.keyed, comparison.vocabulary, memory.lengths, memory.sections, names)
        leaks = detective.leaks(outputs, sections, sources, keyset)
        memory.furnished |= detective.furnished
        return leaks, detective.leaked

    while explanation.where:
        judged = explanation.left
        _, leaked = found(explanation.where)
        memory.clear(judged - leaked - memory.furnished)
        if not explanation.ask_all(leaked, outputs) and leaked:
            return found(memory.where(leaked, everywhere=True))[0]
    return []


def _some_of(parts: Mapping[str, bytes], names: Collection[str]) -> Mapping[str, bytes]:
    return {name: parts[name] for name in names if name in parts}


def _fingerprint(files: Iterable[AuditedFile]) -> str:
    listed = "\n".join(f"{file.path} {file.digest}" for file in files)
    return hashlib.sha256(listed.encode("utf-8", "surrogatepass")).hexdigest()


def _never_sealed(memory: Memory, articles: Collection[str]) -> Iterator[Leak]:
    """Yield what a source marks as sealed, or gives to a tier, and a page of *articles* shows without a section."""
    for article in sorted(articles):
        path, pages = memory.paths.get(article), memory.pages.get(article)
        if not path or not pages:
            continue
        source = Source.parse(memory.sources[path])
        named = {name for page in pages for name in Output.parse(memory.outputs[page]).sealed}
        lines = filter(None, map(memory.sections.get, named))
        sealed = sum(Section.parse(line).article == article for line in lines)
        if sealed < source.sections:
            yield Leak(pages[0], f"{article}#", Location(path, source.at), "never sealed")


def _doubts(memory: Memory) -> Iterator[Warning_]:
    for path, about in memory.doubts.items():
        if about:
            article, section = about
            problem = f"section {section} is too short for the leak audit to tell its words from others"
            yield Warning_(Location(memory.paths.get(article) or article), "not-auditable", problem)
        elif path.endswith(".spw"):
            yield Warning_(Location(path), "not-auditable", "no key of the keyset opens this sealed file")
        else:
            yield Warning_(Location(path), "not-auditable", "compressed in a way, or to a size, that is not read")
