"""Which pages are searched: those in which the theme marks the part to index."""

import re
from hashlib import sha256
from typing import Final

BODY: Final = b"data-pagefind-body"
# A sealed section's header and the name of its file change with every sealed word, and are in no index.
_SECTION = re.compile(rb"<paywalled-section\b[^>]*>")


def fingerprint(page: bytes) -> str:
    """Return what stands for all of a page that may be in the index; empty if the page marks no part for it."""
    if BODY not in page:
        return ""
    return sha256(_SECTION.sub(b"<paywalled-section>", page)).hexdigest()
