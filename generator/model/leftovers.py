"""Files that nobody means to publish."""

from typing import Final

WELL_KNOWN: Final = ".well-known"  # verification files stand there; other hidden files belong to tools
_ENDINGS: Final = ("~", ".swp", ".swo", ".swx", ".orig", ".rej")


def is_leftover(name: str) -> bool:
    """Return whether a file or folder of this name was left by an editor or a system, wherever it lies."""
    if name.startswith("."):
        return name != WELL_KNOWN
    return name.endswith(_ENDINGS) or name == "Thumbs.db"
