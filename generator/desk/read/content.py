"""Files of content/ → documents."""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from types import MappingProxyType
from typing import TYPE_CHECKING, cast

from generator.desk.plaintext import Document
from generator.desk.read.decoding import decode, split
from generator.desk.read.opener import TEXT_LIMIT, SourceFile, changed, read_bytes
from generator.desk.read.scanning import CONTENT, Layout, Survey, arrange, scan, survey
from generator.desk.typography.matter import typeset_matter
from generator.errors import Location, Problems, SourceError, Warning_
from generator.model.cataloguing import Described
from generator.model.config import SiteConfig
from generator.model.frontmatter import ArticleMatter, Collection, Matter
from generator.model.urls import document_id, id_problem

if TYPE_CHECKING:
    from generator.desk.read.marked_yaml import Marked

__all__ = [
    "Layout",
    "ReadResult",
    "Survey",
    "arrange",
    "described",
    "read_document",
    "read_documents",
    "scan",
    "survey",
    "with_text",
]


@dataclass(frozen=True, slots=True)
class ReadResult:
    """
    What content/ holds.

    Attributes:
        documents: In the order of their paths, without their texts, which whoever renders one reads again: ten thousand
            take 100 MB. Those that have errors are not among them, nor are empty briefs.
        unread: Ids of the documents that have errors, for `build_catalog`: naming one is no second error.
        others: Files beside plain documents: path below content/ to size in bytes. Those of bundles are in
            `Document.files`. A file that no document names is not published, and deserves a warning.
    """

    documents: tuple[Document, ...]
    warnings: tuple[Warning_, ...] = ()
    errors: tuple[SourceError, ...] = ()
    others: Mapping[str, int] = field(default_factory=dict)
    unread: tuple[str, ...] = ()


def read_documents(
    root: Path, config: SiteConfig, recalled: Mapping[str, Document] = MappingProxyType({})
) -> ReadResult:
    """
    Return all documents below content/ of the site in *root*, and every mistake in them. Raises nothing.

    *recalled* are documents by source, without their files, which were read without a mistake from the bytes that their
    sources have now: these are not opened.
    """
    found = survey(root)
    layout = arrange(found.files)
    errors = [*found.errors, *layout.errors]
    documents: list[Document] = []
    unread: list[str] = []
    warnings: list[Warning_] = []
    for file in layout.documents:
        files = layout.bundles.get(file.path, {})
        if known := recalled.get(file.path.removeprefix(f"{CONTENT}/")):
            documents.append(replace(known, files=dict(files)) if files else known)
            warnings += _undated(known)
            continue
        try:
            document = read_document(root, file, config, files)
            warnings += document_warnings(document)
            if not is_empty_brief(document):
                documents.append(replace(document, markdown=""))
        except Problems as problems:
            errors.extend(problems.errors)
            unread.append(document_id(file.path.removeprefix(f"{CONTENT}/")))
    others = {file.path.removeprefix(f"{CONTENT}/"): file.size for file in layout.others}
    return ReadResult(tuple(documents), tuple(warnings), tuple(errors), others, tuple(unread))


def read_document(root: Path, file: SourceFile, config: SiteConfig, files: Mapping[str, int] | None = None) -> Document:
    """
    Return the document that *file* holds.

    Args:
        files: For a bundle, its other files: name below the folder to size in bytes.

    Raises:
        Problems: Every mistake in it, or that it changed since the scan.
    """
    from generator.desk.read.marked_yaml import parse  # a build in which only a text changed needs no YAML

    try:
        data = read_bytes(root, file.path, limit=TEXT_LIMIT, seen=file)
        parts = split(decode(data, file.path), file.path)
    except SourceError as error:
        raise Problems([error]) from None
    marked = parse(parts.matter, file.path, first_line=2)
    source = file.path.removeprefix(f"{CONTENT}/")
    collection = cast("Collection", source.partition("/")[0])
    matter, lines = _matter(marked, collection, source, config)
    id_ = getattr(matter, "id", "") or document_id(source)
    errors = [*_id_errors(id_, file.path), *_body_errors(matter, parts.body, file.path, data)]
    if errors:
        raise Problems(errors)
    digest = hashlib.sha256(data).hexdigest()
    front = front_digest(parts.matter)
    return Document(
        id_, collection, source, matter, parts.body, parts.body_line, lines, dict(files or {}), digest, front
    )


def with_text(root: Path, document: Document) -> Document:
    """
    Return *document* with its text, which its file is read for again.

    Raises:
        SourceError: The file changed since the document was read, or cannot be read.
    """
    path = f"{CONTENT}/{document.source}"
    data = read_bytes(root, path, limit=TEXT_LIMIT)
    if hashlib.sha256(data).hexdigest() != document.digest:
        raise changed(Location(path))
    return replace(document, markdown=split(decode(data, path), path).body)


def front_digest(matter: str) -> str:
    """Return what tells whether a front matter, as written, is another."""
    return hashlib.sha256(matter.encode("utf-8", "surrogatepass")).hexdigest()


def described(document: Document) -> Described:
    """Return what the catalog may know of a document: its front matter, never its body."""
    return Described(document.id, document.collection, document.source, document.matter, document.lines)


def _matter(marked: "Marked", collection: Collection, source: str, config: SiteConfig) -> tuple[Matter, dict[str, int]]:
    # pydantic is imported here: a build in which nothing changed never needs it.
    from generator.desk.read.collection_shapes import FORMS
    from generator.desk.read.synonyms import our_names
    from generator.desk.read.validation import validate
    from generator.desk.read.words import Context

    form = FORMS[collection]
    value, written = our_names(marked, form.shape.__annotations__, config.frontmatter)
    context = Context(config.access_words, config.zone, config.teaser, source)
    matter: Matter = form.model(**validate(form.shape, marked, context, value=value, written=written))
    lines = marked.lines()
    return typeset_matter(matter, config), lines | {ours: lines[theirs] for ours, theirs in written.items()}


def _id_errors(id_: str, path: str) -> list[SourceError]:
    if not (problem := id_problem(id_)):
        return []
    hint = "give the file a name in Latin letters, or its front matter an 'id'"
    return [SourceError(Location(path), "bad-id", f"its path gives no id: {problem}", hint)]


def _body_errors(matter: Matter, body: str, path: str, data: bytes) -> list[SourceError]:
    if not isinstance(matter, ArticleMatter) or matter.draft or body.strip():
        return []
    problem = f"the article has no text: nothing follows the front matter, byte {len(data)}"
    return [SourceError(Location(path), "no-text", problem, "write it, or set 'draft: true'")]


def is_empty_brief(document: Document) -> bool:
    """Return whether a document is a brief that would show nothing."""
    return document.collection == "wire" and not document.markdown.strip()


def document_warnings(document: Document) -> tuple[Warning_, ...]:
    """Return what an author should look at in one document."""
    if is_empty_brief(document):
        where = Location(f"{CONTENT}/{document.source}")
        return (Warning_(where, "empty-brief", "the brief has no text and is not shown"),)
    return _undated(document)


def _undated(document: Document) -> tuple[Warning_, ...]:
    matter = document.matter
    if isinstance(matter, ArticleMatter) and matter.published is None and not matter.draft:
        where = Location(f"{CONTENT}/{document.source}")
        return (Warning_(where, "no-date", "the article has no 'published' date: it stands last in every list"),)
    return ()
