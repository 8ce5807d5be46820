"""Where the state of one output folder is kept below `.marbre`."""

import os
from hashlib import sha256
from pathlib import Path

from msgspec import Struct


class Places(Struct, frozen=True):
    """
    Attributes:
        manifest: What the last build published.
        next_manifest: What it will be when the journal is done.
        plan: The journal before its files are all in place to be renamed: undone by the next build.
        journal: The journal from the moment on when there is no way back: finished by the next build.
        staged: Folder of the files that changed, by number.
    """

    folder: Path

    def make_folder(self) -> None:
        """Make the folder and those around it, up to the workspace, for the owner's eyes only."""
        for folder in (*reversed(self.folder.parents[:2]), self.folder):
            folder.mkdir(mode=0o700, exist_ok=True)

    @property
    def manifest(self) -> Path:
        return self.folder / "manifest"

    @property
    def next_manifest(self) -> Path:
        return self.folder / "manifest.next"

    @property
    def plan(self) -> Path:
        return self.folder / "journal.plan"

    @property
    def journal(self) -> Path:
        return self.folder / "journal"

    @property
    def staged(self) -> Path:
        return self.folder / "staged"


def places(output: Path, workspace: Path) -> Places:
    """
    Return where the state of *output* is kept: `.marbre/outputs/public-1f0c3a52`.

    Each output folder has its own, so that `--output` never confuses two. The name depends on where the output
    lies from the workspace, and so survives moving the whole checkout.
    """
    way = os.path.relpath(output.absolute(), workspace.absolute()).replace(os.sep, "/")
    mark = sha256(way.encode("utf-8", "surrogateescape")).hexdigest()[:8]
    return Places(workspace / "outputs" / f"{output.name or 'root'}-{mark}")
