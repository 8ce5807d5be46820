"""What a build has to make, by comparing digests of inputs with those of the last build."""

from collections.abc import Mapping

from msgspec import Struct


class Plan(Struct, frozen=True):
    """
    Attributes:
        make: Targets that are new or whose inputs changed, in the order given.
        keep: Targets whose inputs are the same, in the order given.
        remove: Targets of the last build that nothing makes any more, sorted.
    """

    make: tuple[str, ...]
    keep: tuple[str, ...]
    remove: tuple[str, ...]

    @property
    def is_empty(self) -> bool:
        """Tell whether nothing has to be made or removed."""
        return not self.make and not self.remove


def plan(previous: Mapping[str, str], current: Mapping[str, str], *, damaged: frozenset[str] = frozenset()) -> Plan:
    """
    Return what differs between the digests of the last build and those of this one.

    Both map a target to the digest of everything it is made from. Targets in *damaged* are made although their
    inputs are the same: somebody changed or deleted what was made.
    """
    make = tuple(target for target, digest in current.items() if target in damaged or previous.get(target) != digest)
    made = set(make)
    keep = tuple(target for target in current if target not in made)
    remove = tuple(sorted(target for target in previous if target not in current))
    return Plan(make, keep, remove)
