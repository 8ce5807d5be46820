"""Access: who may read something."""

from msgspec import Struct
from msgspec.structs import force_setattr

PUBLIC_WORD = "public"
REGISTERED = "registered"


class Access(Struct, frozen=True):
    """
    Who may read: any of `items`. No item means everyone.

    `items` holds `registered` and ids of tiers, sorted, each once. Tier inclusion ("premium includes
    abonnes") is the key service's knowledge and never expanded here.
    """

    items: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        if len(self.items) > 1 or not isinstance(self.items, tuple):
            force_setattr(self, "items", tuple(sorted(set(self.items))))

    @property
    def is_public(self) -> bool:
        return not self.items

    def policy(self) -> tuple[str, ...]:
        """Return the items as a sealed header's policy has them (format.md, section 4)."""
        return tuple(sorted(item if item == REGISTERED else f"tier:{item}" for item in self.items))

    def __str__(self) -> str:
        return " ".join(self.items) or PUBLIC_WORD


PUBLIC = Access()
