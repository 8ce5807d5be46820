"""The index of some pages, as files of the output."""

import os
import shutil
import tempfile
from collections.abc import Mapping
from pathlib import Path
from typing import Final

from generator.model.output import Kind, OutputFile
from generator.press.search import engine
from generator.press.search.bundle import ENTRY, ordered

FOLDER: Final = "pagefind"
_SCRATCH: Final = "search-"


def index_of(pages: Mapping[str, Path], scratch: Path) -> tuple[OutputFile, ...]:
    """
    Return the files of the index, in an order in which none names a file that is not there yet.

    None of them has a grace period: text that is public no more goes with the page that had it.

    Args:
        pages: Where each page is, by its path below the output folder. All of them are indexed.
        scratch: A folder for the owner's eyes only: no audit has read these pages yet.

    Raises:
        SourceError: `search-missing` or `search-failed`.
    """
    for left in scratch.glob(f"{_SCRATCH}*"):  # of builds that were killed; one is unlinked if it is a link
        left.unlink() if left.is_symlink() else shutil.rmtree(left, ignore_errors=True)
    # A name that nobody foresees: a program that outlived its build writes into no other one's index.
    folder = Path(tempfile.mkdtemp(prefix=_SCRATCH, dir=scratch))
    site, output, here = (folder / name for name in ("pages", "index", "here"))
    try:
        here.mkdir()
        site.mkdir()
        for path in sorted(pages):
            (site / path).parent.mkdir(parents=True, exist_ok=True)
            os.symlink(os.path.abspath(pages[path]), site / path)  # noqa: PTH100, PTH211 - a fifth of pathlib's time
        engine.run(site, output, here)
        files = ordered(output)
    finally:
        shutil.rmtree(folder, ignore_errors=True)
    return tuple(
        OutputFile(f"{FOLDER}/{path}", data, Kind.FEED if path == ENTRY else Kind.LIST) for path, data in files.items()
    )
