"""What lies in content/: one walk that opens no file, and to which document each file belongs."""

import os
import re
import stat
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

from msgspec import Struct

from generator.desk.read.opener import SourceFile, link_target, source_file
from generator.errors import Location, Problems, SourceError, nearest
from generator.model.leftovers import WELL_KNOWN, is_leftover
from generator.model.urls import COLLECTIONS

CONTENT = "content"
STATIC = "content/static"
DATA = "content/data"
NAME_BYTES = 200

_DEPTH = 20
# Without anything that another file system or an address could trip over.
_PLAIN_NAME = re.compile(r"[A-Za-z0-9_-][A-Za-z0-9_.-]{0,99}(?<!\.)")


class Survey(Struct, frozen=True):
    """Everything below content/ in the order of its paths, and what could not be taken for a file."""

    files: tuple[SourceFile, ...]
    errors: tuple[SourceError, ...] = ()


class Layout(Struct, frozen=True):
    """
    Which files are documents.

    Attributes:
        documents: Markdown files of the collections.
        bundles: Path of an index.md to the other files of its folder: name below the folder to size in bytes.
        others: Files beside plain documents; published only when a document names them.
    """

    documents: tuple[SourceFile, ...]
    bundles: Mapping[str, Mapping[str, int]]
    others: tuple[SourceFile, ...]
    errors: tuple[SourceError, ...] = ()


def scan(root: Path) -> tuple[SourceFile, ...]:
    """
    Return every file below content/ of the site in *root*, without opening any.

    Raises:
        Problems: If something there is no regular file, or has a name that cannot be published.
    """
    found = survey(root)
    if found.errors:
        raise Problems(found.errors)
    return found.files


def survey(root: Path, folder: str = CONTENT) -> Survey:
    """Return every file below *folder*, a path below *root*, and an error for each thing that is none."""
    errors: list[SourceError] = []
    if (root / folder).is_symlink():
        hint = "put the files into the site's folder"
        return Survey((), (SourceError(Location(folder), "link-outside", "the folder is a link", hint),))
    files = (
        tuple(sorted(_walk(root, folder, errors, 0), key=lambda file: file.path)) if (root / folder).is_dir() else ()
    )
    return Survey(files, tuple(errors))


def _walk(root: Path, folder: str, errors: list[SourceError], depth: int) -> Iterator[SourceFile]:
    if depth > _DEPTH:
        errors.append(SourceError(Location(folder), "bad-name", f"folders are nested more than {_DEPTH} deep"))
        return
    try:
        with os.scandir(root / folder) as found:
            entries = sorted(found, key=lambda entry: entry.name)
    except OSError as error:
        errors.append(SourceError(Location(folder), "unreadable", f"the folder cannot be read: {error.strerror}"))
        return
    for entry in entries:
        path = f"{folder}/{entry.name}"
        if _is_left_out(entry.name, path):
            continue
        if problem := _name_problem(entry.name):
            errors.append(SourceError(Location(_printable(path)), "bad-name", problem, "rename it"))
            continue
        try:
            if entry.is_dir(follow_symlinks=False):
                yield from _walk(root, path, errors, depth + 1)
            else:
                yield _file(root, entry, path)
        except SourceError as error:
            errors.append(error)


def _file(root: Path, entry: os.DirEntry[str], path: str) -> SourceFile:
    try:
        if entry.is_symlink():
            return source_file(path, (root / link_target(root, path)).stat())
        status = entry.stat(follow_symlinks=False)
    except OSError as error:
        raise SourceError(Location(path), "changed", f"it went away during the build: {error.strerror}") from None
    if not stat.S_ISREG(status.st_mode):
        hint = "pipes, sockets and devices are not read: remove it"
        raise SourceError(Location(path), "not-a-file", "this is not a regular file", hint)
    return source_file(path, status)


def _is_left_out(name: str, path: str) -> bool:
    return is_leftover(name) or (name == WELL_KNOWN and path != f"{STATIC}/{name}")


def _name_problem(name: str) -> str:
    if _PLAIN_NAME.fullmatch(name):
        return ""
    try:
        size = len(name.encode())
    except UnicodeEncodeError:
        return "the name is not UTF-8"
    if any(ord(c) < 32 or c in "\\\x7f" for c in name):
        return "the name has a control character or a backslash"
    if name.endswith((".", " ")) or name.startswith(" "):
        return "the name begins or ends with a space, or ends with a dot"
    if size > NAME_BYTES:
        return f"the name has more than {NAME_BYTES} bytes"
    return ""


def _printable(path: str) -> str:
    shown = path.encode("utf-8", "surrogateescape").decode("utf-8", "backslashreplace")
    return "".join(c if c.isprintable() else f"\\x{ord(c):02x}" for c in shown)


def arrange(files: Sequence[SourceFile]) -> Layout:
    """Return which of *files* are documents, which belong to them, and what is in no collection."""
    inside = [file for file in files if not file.path.startswith((f"{STATIC}/", f"{DATA}/"))]
    indexes = {file.path.rpartition("/")[0]: file.path for file in inside if file.path.endswith("/index.md")}
    documents: list[SourceFile] = []
    others: list[SourceFile] = []
    errors: list[SourceError] = []
    bundles: dict[str, dict[str, int]] = {index: {} for index in indexes.values()}
    for file in inside:
        bundle = _bundle(file.path, indexes)
        if problem := _place_problem(file.path, bundle):
            errors.append(problem)
        elif file.path.endswith(".md"):
            documents.append(file)
        elif bundle:
            bundles[bundle][file.path.removeprefix(bundle.removesuffix("index.md"))] = file.size
        else:
            others.append(file)
    return Layout(tuple(documents), bundles, tuple(others), tuple(errors))


def _bundle(path: str, indexes: Mapping[str, str]) -> str:
    """Return the index.md of the nearest folder around *path* that has one, or an empty text."""
    folder = path.rpartition("/")[0]
    while folder and folder not in indexes:
        folder = folder.rpartition("/")[0]
    return indexes.get(folder, "")


def _place_problem(path: str, bundle: str) -> SourceError | None:
    where = Location(path)
    parts = path.split("/")
    stem, _, ending = parts[-1].rpartition(".")
    if stem and ending != "md" and ending.lower() in {"md", "markdown", "mdown", "mkd"}:
        return SourceError(where, "bad-name", "Markdown files end with '.md'", f"rename it to {stem}.md")
    if ending != "md":
        return None
    if parts[-1].lower() == "index.md" and parts[-1] != "index.md":
        return SourceError(where, "bad-name", "the file of a bundle is 'index.md', in small letters", "rename it")
    if len(parts) < 3 or parts[1] not in COLLECTIONS:
        name = parts[1] if len(parts) > 2 else ""
        hint = nearest(name, COLLECTIONS, says="collections") if name else "other pages stand in content/pages/"
        return SourceError(where, "unknown-collection", "this document is in no collection", hint)
    if len(parts) == 3 and parts[-1] == "index.md":
        return SourceError(where, "bad-name", f"content/{parts[1]}/ itself is no bundle", "put it into a folder")
    if bundle and bundle != path:
        hint = "a bundle has one document: move this one out of its folder"
        return SourceError(where, "second-document", f"this file lies in the bundle of {bundle}", hint)
    return None
