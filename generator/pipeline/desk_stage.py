"""Stages 1 to 5: documents are read, catalogued, rendered and sealed; what has not changed comes from the cache."""

from collections.abc import Iterator, Mapping, Sequence
from itertools import islice
from typing import Final

from generator.desk.plaintext import Document
from generator.desk.read.content import ReadResult, described
from generator.desk.render.context import IN_ERROR, Context
from generator.desk.seal.private import Safe
from generator.desk.seal.shelf import shelf_of
from generator.desk.work import Outcome, Shared, Task, do_chunk
from generator.engine.cache import Cache
from generator.engine.digest import digest_of
from generator.engine.mapper import WORTH_PROCESSES, Mapper, chunks_for
from generator.engine.records import pack, unpacked
from generator.engine.workers import mapper_for
from generator.errors import Location, Warning_
from generator.model.catalog import Catalog
from generator.model.cataloguing import build_catalog
from generator.model.frame import Known
from generator.model.record import Private, Record
from generator.pipeline.desked import Desked
from generator.pipeline.file_digests import FileDigests, other_files, pictures_of
from generator.pipeline.request import BuildRequest
from generator.pipeline.site import Site
from generator.press.write.staging import Staging

RECORDS, BODIES, KNOWN, PRIVATE = "records", "bodies", "known", "private"
_AT_ONCE: Final = 1000  # records that are looked at together: 3 MB


class DeskStage:
    """One build's work at the desk; *elsewhere* runs its tasks, if not this machine."""

    def __init__(
        self, site: Site, request: BuildRequest, cache: Cache, staging: Staging, elsewhere: Mapper | None = None
    ) -> None:
        self.site = site
        self.request = request
        self.cache = cache
        self.staging = staging
        self.elsewhere = elsewhere
        self.safe = Safe(site.secret)
        self.shelf = shelf_of(site.root, site.keyset, site.config.images)

    def run(self, read: ReadResult, static: Sequence[str]) -> Desked:
        """Return all documents sealed, with every error and warning on the way."""
        documents = {document.id: document for document in read.documents}
        catalog, errors, warnings = build_catalog(
            [described(document) for document in read.documents],  # two with one id are a mistake
            self.site.config,
            now=self.request.now,
            drafts=self.request.drafts,
            future=self.request.future,
            static=static,
            unread=read.unread,
        )
        done = Desked(catalog, warnings=[*read.warnings, *warnings])
        done.errors = [*read.errors, *errors]
        context = self._context(read, documents, catalog)
        done.files, done.unpublished = context.files, context.unpublished
        done.others = tuple(ident for ident in documents if ident not in catalog.entries)
        digests = FileDigests(self.site)
        tasks = list(self._to_do(documents, context, digests, done))
        self._work(tasks, context, digests, done)
        done.warnings += self._unused(read, documents, done)
        self._forget(done)
        return done

    def _context(self, read: ReadResult, documents: Mapping[str, Document], catalog: Catalog) -> Context:
        files = set(read.others)
        for document in documents.values():
            folder = document.source.rpartition("/")[0]
            files.update(f"{folder}/{name}" for name in document.files)
        known = set(catalog.sources)
        unpublished = {
            document.source: "not published" for document in documents.values() if document.source not in known
        }
        for error in read.errors:
            unpublished.setdefault(error.where.path.removeprefix("content/"), IN_ERROR)
        return Context(self.site.config, catalog, frozenset(files), unpublished)

    def _to_do(
        self, documents: Mapping[str, Document], context: Context, digests: FileDigests, done: Desked
    ) -> Iterator[Task]:
        """Yield what is to be rendered, after all else was taken from the cache, so many at a time."""
        every = (Task(documents[identifier], entry) for identifier, entry in context.catalog.entries.items())
        while some := list(islice(every, _AT_ONCE)):
            ids = [] if self.request.clean else [task.document.id for task in some]
            records, private = self.cache.get_many(RECORDS, ids), self.cache.get_many(PRIVATE, ids)
            for task in some:
                stored = records.get(task.document.id), private.get(task.document.id)
                if not self._reuse(task, *stored, context, digests, done):
                    yield task

    def _key(self, task: Task) -> str:
        """Return the digest of all that a document's rendering depends on, but for what the record itself lists."""
        config, entry = self.site.config, repr(task.entry)  # a quarter of the time of its digest, value by value
        return digest_of(task.document.digest, entry, config.digest, self.site.secret, task.document.files)

    def _reuse(
        self,
        task: Task,
        stored: bytes | None,
        concealed: bytes | None,
        context: Context,
        digests: FileDigests,
        done: Desked,
    ) -> bool:
        """Take a document from the cache, if all that it was made from is the same; return whether it was."""
        record = read_record(stored)
        if record is None or stored is None or concealed is None or record.key != self._key(task):
            return False
        private = self.safe.reveal(concealed)
        if private is None or not self._still_holds(record, private, context, digests):
            return False
        done.records.put_packed(task.document.id, stored)
        done.took(task.document.id, record, private)
        self.staging.keep_all(record.outputs)
        return True

    def _still_holds(self, record: Record, private: Private, context: Context, digests: FileDigests) -> bool:
        entries, sources = context.catalog.entries, context.catalog.sources
        return (
            all(path in sources and entries[sources[path]].url == url for path, url in private.links)
            and all(path in context.files and digests.of(path) == digest for path, digest in private.used)
            and all(map(self.staging.can_keep, record.outputs))
        )

    def _work(self, tasks: Sequence[Task], context: Context, digests: FileDigests, done: Desked) -> None:
        shared = Shared(context, self.site.keyset, self.site.root, takes_pictures=not self.request.clean)
        mapper = self.elsewhere or mapper_for(self.request.jobs, len(tasks) + self._pictures(tasks, digests))
        by_id = {task.document.id: task for task in tasks}
        for outcomes in mapper.map(do_chunk, chunks_for(mapper, tasks), shared):
            for outcome in outcomes:
                done.rendered += 1
                done.encoded += outcome.encoded
                done.seconds[by_id[outcome.id].document.source] = outcome.seconds
                done.errors += outcome.errors
                if self.elsewhere:
                    done.errors += other_files(outcome, digests)
                if outcome.sealed is not None:
                    self.take(outcome, by_id[outcome.id], done)

    def _pictures(self, tasks: Sequence[Task], digests: FileDigests) -> int:
        """Return how many documents the pictures to be made for *tasks* are worth: one takes as long as hundreds."""
        shelf = self.shelf
        paths = (path for task in tasks for path in pictures_of(task.document)) if len(tasks) > 1 else ()
        return sum(WORTH_PROCESSES for path in paths if self.request.clean or not shelf.has(digests.of(path)))

    def take(self, outcome: Outcome, task: Task, done: Desked) -> None:
        """Stage a document's files and keep its record; its body goes to the cache and out of memory."""
        sealed = outcome.sealed
        if sealed is None:
            return
        for file in sealed.files:
            self.staging.add(file)
        document = task.document
        ident = document.id  # not the outcome's, which is another text in memory
        body = pack(sealed.body)
        private = Private(
            sealed.used, outcome.links, outcome.site_addresses, outcome.warnings, sealed.concealed
        )  # fmt: skip
        record = Record(
            key=self._key(task),
            body=digest_of(body),
            card=sealed.card,
            access=task.entry.access,
            outputs=tuple(file.path for file in sealed.files),
            sections=len(sealed.body.sections),
            public_characters=sealed.public_characters,
        )
        known = Known(
            entry=task.entry,
            matter=document.matter,
            digest=document.digest,
            config=self.site.config.digest,
            front=document.front,
            body_line=document.body_line,
            lines=dict(document.lines),
            files=dict(document.files),
        )
        self.cache.put_many(KNOWN, {ident: self.safe.conceal(known)})
        self.cache.put_many(BODIES, {ident: body})
        self.cache.put_many(PRIVATE, {ident: self.safe.conceal(private)})
        self.cache.put_many(RECORDS, {ident: done.records.put(ident, record)})
        done.took(ident, record, private)

    def _forget(self, done: Desked) -> None:
        """Drop what the cache has of documents that are gone."""
        if not done.catalog.entries.keys() >= set(self.cache.keys(RECORDS)):
            for namespace in (RECORDS, BODIES, KNOWN, PRIVATE):
                self.cache.forget_except(namespace, done.catalog.entries)

    def _unused(self, read: ReadResult, documents: Mapping[str, Document], done: Desked) -> Iterator[Warning_]:
        """Yield a warning for each file that lies beside documents and that none of them names."""
        used = {path for private in done.private.values() for path, _ in private.used}
        left_out = [document.source for identifier, document in documents.items() if identifier not in done.records]
        folders = tuple(source.rpartition("/")[0] + "/" for source in left_out if source.endswith("/index.md"))
        files = set(read.others)
        for document in documents.values():
            folder = document.source.rpartition("/")[0]
            files.update(f"{folder}/{name}" for name in document.files)
        for path in sorted(files - used):
            if not path.startswith(folders) and not done.errors:
                message = "no document names this file: it is not published"
                yield Warning_(Location(f"content/{path}"), "unused-file", message)


def read_record(stored: bytes | None) -> Record | None:
    """Return a record of the cache, None for one that is missing or of no use."""
    return None if stored is None else unpacked(Record, stored)
