"""A file of the output, before it is anywhere."""

from enum import IntEnum

from msgspec import Struct


class Kind(IntEnum):
    """What a file is; publishing goes in this order, so that no page ever names a file that is not there."""

    ASSET = 1
    SEALED = 2
    PAGE = 3
    LIST = 4
    FEED = 5
    SERVICE = 6  # for operators: _headers, _redirects, robots.txt

    def __setstate__(self, state: object) -> None:
        """Refuse any *state*: a record of the cache could make one kind another for the whole process."""
        raise TypeError("a kind has no state")


class OutputFile(Struct, frozen=True):
    """
    Attributes:
        path: Below the output folder, with slashes, never absolute, never with `..`.
        data: The bytes.
        kind: Decides the order of publishing and what a grace period keeps.
        sources: Paths below content/ that the file is made from, for messages.
    """

    path: str
    data: bytes
    kind: Kind
    sources: tuple[str, ...] = ()
