"""
Originals of sealed pictures among the files that are published as they are.

The audit knows what was sealed, and of a picture that is a smaller file in another format: it would not find the
original. Other sealed files it finds by their bytes.
"""

from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from posixpath import splitext

from generator.desk.read.opener import SourceFile, read_bytes
from generator.desk.seal.published import PICTURES
from generator.engine.digest import digest_bytes
from generator.errors import Location, SourceError
from generator.model.record import Private


def public_originals(root: Path, static: Mapping[str, SourceFile], private: Iterable[Private]) -> Iterator[SourceError]:
    """Yield an error for each static file with the bytes of a picture that only sealed text shows."""
    sealed = {digest for one in private for digest in one.sealed}
    if not sealed:
        return
    for path, file in static.items():
        is_picture = splitext(path)[1].lower() in PICTURES
        if is_picture and digest_bytes(read_bytes(root, file.path, seen=file)) in sealed:
            hint = "take it out of content/static, or show it in a public part of the article too"
            problem = "this file is published as it is, and a sealed section shows the same picture"
            yield SourceError(Location(f"content/static/{path}"), "sealed-original", problem, hint)
