"""The index of some pages, as files of the output."""

import os
import shutil
from collections.abc import Mapping
from pathlib import Path
from typing import Final

from generator.model.output import Kind, OutputFile
from generator.press.search import engine
from generator.press.search.bundle import ENTRY, ordered

FOLDER: Final = "pagefind"


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
    folder = scratch / "search"
    shutil.rmtree(folder, ignore_errors=True)  # of a build that was killed
    site, output, here = (folder / name for name in ("pages", "index", "here"))
    try:
        here.mkdir(parents=True)
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
