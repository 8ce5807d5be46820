"""The output folder: whether it is ours to write in, and the marker that says so."""

import os
from collections.abc import Iterable
from pathlib import Path

from generator.errors import Location, SourceError
from generator.press.write.manifest import Manifest, is_as_published, load_manifest
from generator.press.write.paths import OURS

MARKER = ".marbre-output"
PREVIEW = "preview"  # the one folder of the workspace that may be an output: what `serve` builds
EXPLANATION = "Marbre publishes into this folder and removes files it made. The site:"


def check_output(output: Path, workspace: Path, *, site: str, sources: Iterable[Path] = ()) -> None:
    """
    Return if *output* may be written: a folder of this site, an empty one, or one that is not there yet.

    Args:
        workspace: The site's `.marbre`; the site itself is the folder around it.
        site: The site's id, which the marker of a folder of ours holds.
        sources: Folders that the build reads: content, themes.

    Raises:
        SourceError: `foreign-output`.
    """
    reason = (
        _wrong_place(output, workspace, sources)
        or _not_a_folder(output, workspace)
        or _of_somebody_else(output, workspace, site)
    )
    if reason:
        hint = "give `output` an empty folder of its own in site.yaml, or with --output"
        raise SourceError(Location(output.name or str(output)), "foreign-output", reason, hint)


def write_marker(output: Path, site: str) -> bool:
    """Mark *output* as this site's; return whether the marker was missing."""
    path = output / MARKER
    if path.is_file():
        return False
    part = output / f"{MARKER}.part"
    part.write_text(f"{EXPLANATION} {site}\n", encoding="utf-8")
    part.replace(path)
    return True


def read_marker(output: Path) -> str:
    """Return the id of the site whose folder *output* is; empty if it has no marker."""
    try:
        text = (output / MARKER).read_text(encoding="utf-8", errors="replace")
    except OSError:
        return ""
    return text.removeprefix(EXPLANATION).strip()


def _wrong_place(output: Path, workspace: Path, sources: Iterable[Path]) -> str:
    real = output.resolve()
    root = workspace.resolve().parent
    if real in (root, *root.parents):
        return "the output would be the site's own folder, or one around it"
    if real in (Path.home().resolve(), *Path.home().resolve().parents):
        return "the output would be your home, or a folder around it"
    if real == workspace.resolve() / PREVIEW:
        return ""
    for folder in (*sources, workspace, root / ".git"):
        place = folder.resolve()
        if real == place or place in real.parents or real in place.parents:
            return f"the output and {folder.name}/ would lie in each other"
    return ""


def _not_a_folder(output: Path, workspace: Path) -> str:
    if output.is_symlink():
        root = workspace.resolve().parent
        if root not in output.resolve().parents:
            return f"it is a link to {output.readlink()}, outside the site"
    if os.path.lexists(output) and not output.is_dir():
        return "it is no folder"
    return ""


def _of_somebody_else(output: Path, workspace: Path, site: str) -> str:
    try:
        # Our own marker may be half written, and copies under way may be left by a killed build.
        names = [name for name in os.listdir(output) if not name.startswith(OURS)]  # noqa: PTH208 - names only
    except FileNotFoundError:
        return ""
    except OSError as error:
        return f"it cannot be read: {error.strerror}"
    owner = read_marker(output)
    if owner and owner != site:
        return f"the folder belongs to the site {owner!r}, and this is {site!r}"
    if not names or owner or _is_known(output, load_manifest(output, workspace, site)):
        return ""
    return f"the folder holds {len(names)} files or folders that this site did not put there"


def _is_known(output: Path, manifest: Manifest) -> bool:
    """Tell whether something in *output* is as this site published it, though its marker is gone."""
    return any(is_as_published(output, path, entry) for path, entry in manifest.entries.items())
