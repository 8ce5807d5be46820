"""Stage 8: the leak audit over what is staged and what stays."""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from functools import partial
from pathlib import Path
from typing import NamedTuple, Self

from generator.desk.plaintext import Document
from generator.desk.read.opener import SourceBytes, read_bytes
from generator.engine.cache import Cache
from generator.engine.digest import digest_bytes
from generator.engine.files import FileBytes
from generator.model.output import Kind
from generator.pipeline.desked import Desked
from generator.pipeline.lazily import Rows
from generator.pipeline.request import BuildRequest
from generator.pipeline.site import Site
from generator.press.audit.audit import AuditResult, audit, audit_changes
from generator.press.audit.changes import Changes
from generator.press.audit.files import AuditedFile, SourceFile
from generator.press.audit.words import Vocabulary
from generator.press.write.staging import Staging

MEMORY = "audit"


class Written(NamedTuple):
    """A document as a file: id, path below content/, digest of its bytes. All that is kept of it until the audit."""

    id: str
    source: str
    digest: str

    @classmethod
    def of(cls, document: Document) -> Self:
        return cls(document.id, document.source, document.digest)


class AuditStage:
    """One build's audit. What it remembers of files that did not change are keyed hashes in the cache."""

    def __init__(self, site: Site, request: BuildRequest, cache: Cache, staging: Staging) -> None:
        self.site = site
        self.request = request
        self.cache = cache
        self.staging = staging
        self._published, self._staged = str(staging.output), str(staging.places.staged)

    def sources(
        self, documents: Iterable[Written], limits: Mapping[str, int], published: Collection[str]
    ) -> list[SourceFile]:
        """Return *documents* as the audit asks them: *limits* as in `Desked`, and the ids of what is *published*."""
        return [self._source(one, limits.get(one.id), is_published=one.id in published) for one in documents]

    def run(self, sources: Sequence[SourceFile]) -> AuditResult:
        """Return what is sealed and readable in the output as it will be."""
        return audit(
            outputs=list(self._outputs()),
            sources=sources,
            keyset=self.site.keyset,
            memory=None if self.request.clean else partial(self.cache.get_many, MEMORY),
            public_texts=list(self._public_texts()),
            teaser=self.site.config.teaser,
            names=(self.site.config.title,),
            jobs=self.request.jobs,
            folder=self.staging.room(),
            store=self._store,
        )

    def run_changes(
        self, desked: Desked, documents: Iterable[Written], remembered: Rows, vocabulary: Vocabulary
    ) -> AuditResult | None:
        """
        Return the same, if nothing but *documents* and what is staged differs from the last build; None if it must look further.

        *remembered* are the rows of `MEMORY`; the *vocabulary* gets the words that are new to it.
        """
        staging = self.staging
        outputs = [self._made(path) for path in staging.staged]
        gone = [
            path
            for path, entry in staging.manifest.entries.items()
            if path not in staging.made and (path in staging.dropped or not entry.stays)
        ]
        return audit_changes(
            changes=Changes(outputs, self.sources(documents, desked.limits, desked.records), gone),
            keyset=self.site.keyset,
            memory=remembered.get_many,
            teaser=self.site.config.teaser,
            read=partial(read_bytes, self.site.root),
            vocabulary=vocabulary,
            folder=self.staging.room(),
            store=remembered.put_many,
        )

    def _store(self, parts: Mapping[str, bytes]) -> None:
        # They last once the build has published: until then the cache can take everything back.
        self.cache.put_many(MEMORY, parts)

    def _outputs(self) -> Iterator[AuditedFile]:
        """Yield every file of the output: staged, kept, and those that a grace period keeps."""
        for path in self.staging.made:
            yield self._made(path)
        for path, entry in self.staging.left():
            # All else goes when this build is published.
            if entry.stays and (self.staging.output / path).exists():
                yield AuditedFile(path, entry.digest, FileBytes(self._published, path))

    def _made(self, path: str) -> AuditedFile:
        staging, entry = self.staging, self.staging.made[path]
        number = staging.staged.get(path)
        read = FileBytes(self._published, path) if number is None else FileBytes(self._staged, str(number))
        is_again = number is not None and path in staging.manifest.entries
        earlier = FileBytes(self._published, path) if is_again else None
        return AuditedFile(path, entry.digest, read, earlier, is_page=entry.kind == Kind.PAGE)

    def _source(self, document: Written, limit: int | None, *, is_published: bool) -> SourceFile:
        path = f"content/{document.source}"
        return SourceFile(
            path, document.digest, SourceBytes(self.site.root, path), document.id, limit is not None, limit,
            is_published=is_published,
        )  # fmt: skip

    def _public_texts(self) -> Iterator[AuditedFile]:
        """Yield what else people wrote for the public: settings, data, the theme. Not files published as they are: those may be slips."""
        for file in sorted(self.site.theme.files, key=lambda file: file.path):
            yield AuditedFile(file.path, file.digest, Path(file.path).read_bytes)
        said = self.site.config.directives.said.encode()
        yield AuditedFile("directives", digest_bytes(said), lambda: said)
        yield AuditedFile("site.yaml", self.site.settings, self.request.site_file.read_bytes)
        for path, digest in sorted(self.site.data.files.items()):
            yield AuditedFile(path, digest, SourceBytes(self.site.root, path))
