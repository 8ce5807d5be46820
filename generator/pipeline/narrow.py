"""
A build in which only texts changed, or briefs were added: it looks at them, and at the pages that show them, and at
nothing else.

What it needs of the rest of the site the last build left in the cache, record by record. Whatever is out of the
ordinary — another date, another rubric, a file that a text names no more, a word that somebody must explain to the
audit — it leaves to the full build, which sees everything: then nothing of what was done here is kept.
"""

from collections.abc import Sequence
from dataclasses import replace
from functools import partial
from typing import Final

from msgspec import structs

from generator.desk.read.content import document_warnings
from generator.desk.render.context import Context
from generator.desk.seal.private import Safe
from generator.desk.work import Outcome, Shared, Task, do_chunk
from generator.engine.cache import open_cache
from generator.engine.lock import hold
from generator.errors import Problems, SourceError, Warning_
from generator.model.catalog import Entry
from generator.model.frame import Frame, Known
from generator.model.record import Private
from generator.model.state import State
from generator.pipeline.affected import Changed, lay_out_changes, records_now
from generator.pipeline.audit_stage import MEMORY, AuditStage, Written
from generator.pipeline.briefs import FOLDER, read_briefs, with_briefs
from generator.pipeline.desk_stage import KNOWN, DeskStage
from generator.pipeline.desked import Desked
from generator.pipeline.differing import Before
from generator.pipeline.grace import ended
from generator.pipeline.inputs import Ledger
from generator.pipeline.kept import FRAME, PUBLISHED, keep_frame, keep_mark
from generator.pipeline.lazily import Lazily, NotNarrowError, Rows, valued
from generator.pipeline.recalling import changed_since, documents_taken
from generator.pipeline.request import BuildRequest, BuildResult
from generator.pipeline.rereading import Rereading
from generator.pipeline.site import Site
from generator.pipeline.stored import output_of, secret_of, stamp_of, warnings_of, write_state
from generator.pipeline.timing import Timing
from generator.pipeline.unchanged import answered
from generator.press.audit.words import Vocabulary
from generator.press.layout.publication import Kept
from generator.press.write.folder import check_output
from generator.press.write.manifest import manifest_mark
from generator.press.write.publish import Published, publish
from generator.press.write.staging import Staging

MOST_DOCUMENTS: Final = 20  # changed at once; for more the whole site is worth a look
_MOST_WORDS: Final = 100_000  # that one build leaves to the next, 20 MB
# Cards of rubrics are on every page.
_FOLDERS: Final = tuple(f"content/{name}/" for name in ("articles", "wire", "pages", "issues", "authors"))
_NOT_AUDITABLE: Final = "not-auditable"
_OF_ALL: Final = frozenset({"unused-rule", "unused-file"})  # a new document may be what they miss


def narrow_build(request: BuildRequest, before: Before, began: float) -> tuple[BuildResult, Before] | None:
    """
    Build and publish what *before* says has changed, if these are texts of documents only; return what is left for the next.

    None means that the full build has to look; then nothing was published and nothing kept.

    Raises:
        Problems: What is wrong with these texts.
    """
    texts = all(name.startswith(_FOLDERS) and name.endswith(".md") for name in before.changed)
    added = tuple(name for name in before.added if name.startswith(FOLDER) and name.endswith(".md"))
    around = {
        name[: at + 1] for name in added for at, sign in enumerate(name) if sign == "/"
    }  # folders that came with them
    is_few = 0 < len(before.changed) + len(added) <= MOST_DOCUMENTS
    if not texts or not around.issuperset({*before.added} - {*added}) or not is_few or request.executor:
        return None
    try:
        with hold(request.workspace):
            return _Narrow(request, structs.replace(before, added=added), began).build()
    except (NotNarrowError, SourceError):
        return None


class _Narrow:
    """One narrow build. Each step raises NotNarrowError where it cannot go on."""

    def __init__(self, request: BuildRequest, before: Before, began: float) -> None:
        self.request, self.before, self.began = request, before, began
        self.safe = Safe(secret_of(before.keyset))
        self.timing = Timing()

    def build(self) -> tuple[BuildResult, Before]:
        request, before, state = self.request, self.before, self.before.state
        output = output_of(request, state)
        if manifest_mark(output, request.workspace) != state.manifest:
            raise NotNarrowError("somebody published meanwhile")
        secret = secret_of(before.keyset)
        with (
            open_cache(request.cache_file, state.version, secret=secret) as cache,
            Staging(output, request.workspace, before.manifest, files_expected=1) as staging,
        ):
            if cache.get_many(FRAME, (PUBLISHED,)).get(PUBLISHED, b"").decode() != state.manifest:
                raise NotNarrowError("the cache is of another folder, or of a build that left no state")
            loaded = frame = before.frame or valued(
                Frame, self.safe.revealed(cache.get_many(FRAME, (FRAME,)).get(FRAME))
            )
            site = Site(
                request.root, request.workspace, output, frame.config, frame.theme, frame.data, before.keyset
            )  # fmt: skip
            check_output(output, request.workspace, site=frame.config.keyservice.site)
            entries = Lazily(frame.ids, cache, KNOWN, partial(_entry, self.safe), before.entries)
            frame = structs.replace(frame, catalog=structs.replace(frame.catalog, entries=entries))
            with self.timing.stage("read"):
                changed, errors = Rereading(request, frame, cache, self.safe).read(before.changed)
                added, mistakes = read_briefs(request, frame, entries, before.added)
                changed, errors = [*changed, *added], [*errors, *mistakes]
                read = [one.document for one in changed]
                if any(
                    changed_since(
                        before.inputs,
                        Ledger(secret_of(before.keyset), str(request.root)),
                        documents_taken(request.root, read),
                    )
                ):
                    raise NotNarrowError("a file that changes while it is read")
                for one in changed:
                    entries.put(one.document.id, one.entry)
                if added:
                    loaded = with_briefs(loaded, entries, [one.entry for one in added])
                    frame = structs.replace(loaded, catalog=structs.replace(loaded.catalog, entries=entries))
            desk = DeskStage(site, request, cache, staging)
            with self.timing.stage("render and seal"):
                desked = self._desked(desk, frame, changed, errors)
            records = records_now(frame, cache, desked, before.records)
            kept = (before.kept or Kept()).without({one.document.id for one in changed})
            with self.timing.stage("lay out"):
                made = lay_out_changes(request, cache, staging, frame, changed, desked, entries, records, kept)
            with self.timing.stage("index"):
                if frame.config.search:  # else nothing of it is imported
                    from generator.pipeline.search_stage import add_index

                    add_index(frame.config, request, cache, staging)
            were = [one.record for one in changed if one.record]
            staging.drop(ended(staging, records, before.keyset, were))
            with self.timing.stage("audit"):
                remembered, vocabulary = Rows(cache, MEMORY, before.remembered), _vocabulary(before)
                audited = AuditStage(site, request, cache, staging).run_changes(
                    desked, [Written.of(one.document) for one in changed], remembered, vocabulary
                )
            if audited is None or audited.leaks or cache.warnings:
                raise NotNarrowError("the audit has a question")
            warnings = self._warnings(changed, (*desked.warnings, *audited.warnings))
            with self.timing.stage("publish"):
                published = publish(staging, now=request.now, grace=frame.config.grace)
                if added:
                    keep_frame(cache, self.safe.conceal(loaded))
                keep_mark(cache, output, request.workspace)
                cache.commit()
        result, state = self._result(changed, desked, made, published, warnings)
        manifest = published.manifest or before.manifest
        left = Before(
            before.keyset, state, (), (), state.inputs, manifest, before.links, stamp_of(request), loaded, entries, records,
            kept, remembered, vocabulary,
        )  # fmt: skip
        return result, left

    def _desked(
        self, desk: DeskStage, frame: Frame, changed: Sequence[Changed], errors: Sequence[SourceError]
    ) -> Desked:
        """
        Return the changed documents rendered, sealed and staged, beside all that stays as it is.

        Raises:
            Problems: All mistakes, *errors* among them: nothing else has changed since the last build, which had none.
        """
        context = Context(frame.config, frame.catalog, frozenset(frame.files), dict(frame.unpublished))
        tasks = [Task(one.document, one.entry) for one in changed]
        outcomes: list[Outcome] = do_chunk(tasks, Shared(context, desk.site.keyset, desk.site.root))
        desked = Desked(frame.catalog)
        errors = list(errors)
        for one, task, outcome in zip(changed, tasks, outcomes, strict=True):
            errors += outcome.errors
            if outcome.errors:
                continue
            if outcome.sealed is None or (outcome.sealed.used, outcome.sealed.concealed) != (
                one.private.used,
                one.private.sealed,
            ):
                raise NotNarrowError("another file")
            desk.take(outcome, task, desked)
            if not one.public_before <= set(desked.records[one.document.id].outputs):
                raise NotNarrowError("a public file that other documents may show, too")
            desked.rendered += 1
            desked.encoded += outcome.encoded
            self.timing.documents[one.document.source] = outcome.seconds
        if errors:
            raise Problems(errors)
        return desked

    def _warnings(self, changed: Sequence[Changed], found: Sequence[Warning_]) -> tuple[Warning_, ...]:
        """Return the warnings of the last build, but for those about what is new, and what was *found*."""
        before = warnings_of(self.before.state, self.before.keyset)
        if before is None:
            raise NotNarrowError("warnings that cannot be read")
        if self.before.added and any(one.code in _OF_ALL for one in before):
            raise NotNarrowError("a warning about all documents")
        paths = {f"content/{one.document.source}" for one in changed}
        kept = [one for one in before if one.where.path not in paths and one.code != _NOT_AUDITABLE]
        own = [warning for one in changed for warning in document_warnings(one.document)]
        warnings = tuple(sorted({*kept, *own, *found}))
        if warnings and self.request.strict:
            raise NotNarrowError("a strict build")
        return warnings

    def _result(
        self,
        changed: Sequence[Changed],
        desked: Desked,
        made: int,
        published: Published,
        warnings: tuple[Warning_, ...],
    ) -> tuple[BuildResult, State]:
        """Return what the build answers, and the state that it has left."""
        state, request = self.before.state, self.request
        sealed = state.sealed + desked.sections - sum(one.sections_before for one in changed)
        documents = state.documents + sum(one.record is None for one in changed)
        concealed = self.safe.conceal(Private(warnings=warnings)) if warnings else b""
        mark = manifest_mark(output_of(request, state), request.workspace)
        now = structs.replace(
            state, inputs=self.before.inputs, sealed=sealed, documents=documents, warnings=concealed, manifest=mark
        )
        write_state(request, self.before.keyset, now)
        result = replace(
            answered(request, now, warnings, self.began),
            rendered=desked.rendered,
            reused=documents - desked.rendered,
            made=made,
            written=published.written,
            removed=published.removed,
            stages=self.timing.stages,
            slowest=tuple(self.timing.slowest()),
            encoded=desked.encoded,
        )
        return result, now


def _vocabulary(before: Before) -> Vocabulary:
    known = before.vocabulary
    return known if known is not None and len(known) <= _MOST_WORDS else Vocabulary()


def _entry(safe: Safe, data: bytes | None) -> Entry | None:
    known = safe.revealed(data)
    return known.entry if isinstance(known, Known) else None
