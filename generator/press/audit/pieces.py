"""Pieces of binary files, so that a sealed picture is found in an archive, a data URL or under another name."""

import re
from hashlib import blake2b
from typing import Final

FEWEST: Final = 0.25  # share of a file's pieces that must be found: fonts and colour profiles are in many files
_PIECE: Final = 24  # bytes
_LIVELY: Final = 12  # different bytes in a piece; others are padding or tables
# Where the bytes themselves say so, in 1 of 256 places: the same pieces are found wherever the file lies.
_ANCHOR = re.compile(rb"[\x00-\x0f][\x80-\x8f]")
_WHOLE = b"whole"


def whole(data: bytes) -> int:
    """Return a hash of *data* as a whole."""
    return _number(data, _WHOLE)


def pieces(data: bytes) -> set[int]:
    """Return hashes of about one piece for each kilobyte of *data*."""
    found = set()
    for match in _ANCHOR.finditer(data):
        piece = data[match.start() : match.start() + _PIECE]
        if len(piece) == _PIECE and len(set(piece)) >= _LIVELY:
            number = _number(piece, b"piece")
            if number & 3 == 0:
                found.add(number)
    return found


def _number(data: bytes, person: bytes) -> int:
    return int.from_bytes(blake2b(data, digest_size=8, person=person).digest(), signed=True)
