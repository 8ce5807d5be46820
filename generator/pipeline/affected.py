"""The targets that show what changed: the press's part of a narrow build."""

from collections.abc import Sequence

from msgspec import Struct, field

from generator.desk.plaintext import Document
from generator.engine.cache import Cache
from generator.engine.records import pack
from generator.errors import Problems
from generator.model.catalog import Entry
from generator.model.frame import Frame, Known
from generator.model.page import Card
from generator.model.record import Private, Record
from generator.model.target import Target
from generator.pipeline.desk_stage import BODIES, RECORDS, read_record
from generator.pipeline.desked import Desked
from generator.pipeline.lazily import Lazily, NotNarrowError
from generator.pipeline.press_stage import LAYOUTS, SHOWN, TARGETS, cards_of, check_addresses, recall_references
from generator.pipeline.relaying import Relaid, Relaying, Reworded
from generator.pipeline.request import BuildRequest
from generator.press.layout.publication import Kept, Publication
from generator.press.layout.site import Digests, output_file
from generator.press.making import Order, make_chunk
from generator.press.write.staging import Staging


class Changed(Struct, frozen=True):
    """A document as it is now with its entry, and as it was known and recorded, if it was there."""

    document: Document
    entry: Entry
    known: Known | None = None
    record: Record | None = None
    private: Private = field(default_factory=Private)

    def reworded(self, now: Card) -> Reworded | None:
        """Return what changed of its card, which is *now* another; None if there was none."""
        if self.record is None or self.known is None:
            return None
        is_reworded = repr(self.entry) != repr(self.known.entry)  # digests are of that, too
        return Reworded(self.document.id, self.record.card, now, is_reworded)

    @property
    def public_before(self) -> frozenset[str]:
        """Paths of the public files that it had."""
        return frozenset(self.record.outputs).difference(self.record.sealed) if self.record else frozenset()

    @property
    def sections_before(self) -> int:
        return self.record.sections if self.record else 0


def records_now(frame: Frame, cache: Cache, desked: Desked, before: Lazily[Record] | None) -> Lazily[Record]:
    """Return the records of all documents as they are now, with those that were loaded *before*."""
    records = Lazily(frame.ids, cache, RECORDS, read_record, before)
    for ident, record in desked.records.items():
        records.put(ident, record)
    return records


def lay_out_changes(
    request: BuildRequest,
    cache: Cache,
    staging: Staging,
    frame: Frame,
    changed: Sequence[Changed],
    desked: Desked,
    entries: Lazily[Entry],
    records: Lazily[Record],
    kept: Kept,
) -> int:
    """Stage the targets that show what changed, keep all other files; return how many were made. *kept* gets more."""
    publication = Publication(
        frame.config, frame.catalog, cards_of(records), frame.data, frame.theme, request.now, frame.assets,
        frame.series, frame.corrected, kept,
    )  # fmt: skip
    relaying = Relaying(publication, cache, entries, records)
    reworded = [one.reworded(desked.records[one.document.id].card) for one in changed]
    relaid = relaying.relaid([one for one in reworded if one], has_briefs=None in reworded)
    stored = cache.get_many(TARGETS, list(relaid.targets))
    if not stored.keys() >= relaid.targets.keys() - relaid.other:
        raise NotNarrowError("targets")
    recall_references(cache, frame.theme)
    digests = Digests(publication, kept.digests)
    todo: dict[Target, str] = {}
    for path, target in relaid.targets.items():
        digest = digests.target(target, {ident: records[ident].body for ident in target.bodies})
        if stored.get(path, b"").decode().partition(" ")[0] != digest:
            todo[target] = digest
    old = {path for one in changed if one.record for path in one.record.outputs}
    staging.keep_rest({*old, *relaid.gone, *(target.path for target in todo)})
    _make(publication, cache, staging, todo)
    _remember(cache, relaid)
    if errors := list(check_addresses(desked, set(staging.made), frame.config.keyservice.url)):
        raise Problems(errors)
    return len(todo)


def _remember(cache: Cache, relaid: Relaid) -> None:
    """Keep targets that are others now, and what is shown where."""
    cache.put_many(LAYOUTS, {path: pack(relaid.targets[path]) for path in relaid.other})
    for namespace in (TARGETS, LAYOUTS):
        cache.forget(namespace, relaid.gone)
    if relaid.shown:
        cache.put_many(SHOWN, {SHOWN: pack(relaid.shown)})


def _make(publication: Publication, cache: Cache, staging: Staging, todo: dict[Target, str]) -> None:
    for target, digest in todo.items():
        bodies = cache.get_many(BODIES, target.bodies)
        if len(bodies) < len(set(target.bodies)):
            raise NotNarrowError("bodies")
        for result in make_chunk([Order(target, bodies)], publication):
            if result.errors:
                raise NotNarrowError("a template")
            staging.add(output_file(publication, target, result.data))
        cache.put_many(TARGETS, {target.path: f"{digest} {staging.made[target.path].digest}".encode()})
