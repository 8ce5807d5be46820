"""Pagefind: a program of its own, which comes as an optional package."""

import os
from importlib import import_module
from pathlib import Path
from typing import Final

from generator.errors import Location, SourceError

_WHERE: Final = Location("site.yaml")
_PATIENCE: Final = 600  # seconds; 10,000 articles take about 30
_TAIL: Final = 400  # characters of what it said


def executable() -> Path:
    """
    Return the program.

    Raises:
        SourceError: `search-missing`.
    """
    try:
        import_module("cbor2")
        return Path(import_module("pagefind_bin").get_executable())
    except (ImportError, FileNotFoundError):
        raise _missing() from None


def version() -> str:
    """
    Return the version of the package, which decides about the bytes of an index.

    Raises:
        SourceError: `search-missing`.
    """
    from importlib import metadata  # a build without a search never asks

    try:
        return metadata.version("pagefind-bin")
    except metadata.PackageNotFoundError:
        raise _missing() from None


def _missing() -> SourceError:
    problem = "'search' is on, and the package that makes the index is not installed"
    hint = "pip install 'marbre[search]', or 'search: false'"
    return SourceError(_WHERE, "search-missing", problem, hint)


def run(pages: Path, output: Path, here: Path) -> None:
    """
    Index every page below *pages* into *output*.

    Args:
        here: An empty folder to run in: Pagefind takes settings from files of the current one.

    Raises:
        SourceError: `search-missing`, or `search-failed` with the last words of the program.
    """
    import subprocess

    command = [str(executable()), "--site", str(pages), "--output-path", str(output), "--quiet"]
    environment = {name: value for name, value in os.environ.items() if not name.startswith("PAGEFIND_")}
    try:
        done = subprocess.run(
            command, cwd=here, env=environment, capture_output=True, text=True, timeout=_PATIENCE, check=False
        )
    except (OSError, subprocess.TimeoutExpired) as error:
        raise failed(str(error)) from error
    if done.returncode != 0:
        raise failed(f"{done.stdout}\n{done.stderr}".strip()[-_TAIL:])


def failed(said: str) -> SourceError:
    """Return the error for an index that could not be made."""
    return SourceError(_WHERE, "search-failed", f"the search index could not be made: {said}")
