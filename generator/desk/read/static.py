"""content/static/: files that are published as they are."""

from collections.abc import Mapping
from pathlib import Path

from msgspec import Struct, field

from generator.desk.read.opener import SourceFile
from generator.desk.read.scanning import STATIC, survey
from generator.errors import SourceError


class StaticFiles(Struct, frozen=True):
    """Path below the output folder to the file; open it with `opener.read_bytes(root, file.path, seen=file)`."""

    files: Mapping[str, SourceFile] = field(default_factory=dict)
    errors: tuple[SourceError, ...] = ()


def read_static(root: Path) -> StaticFiles:
    """Return the static files of the site in *root*, unopened. Raises nothing: what is wrong is in `errors`."""
    found = survey(root, STATIC)
    return StaticFiles({file.path.removeprefix(f"{STATIC}/"): file for file in found.files}, found.errors)
