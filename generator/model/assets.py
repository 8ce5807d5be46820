"""Assets as pages load them: theme files and browser modules under names with their hash."""

from collections.abc import Mapping

from msgspec import Struct, field


class AssetView(Struct, frozen=True):
    url: str
    integrity: str


class Assets(Struct, frozen=True):
    """
    What templates may load.

    Attributes:
        views: Name as written (`main.css`, `account.js`) to address and integrity.
        eager: Browser module to the modules that load with it at once, itself first.
        digest: Of all names with their hashes.
    """

    views: Mapping[str, AssetView] = field(default_factory=dict)
    eager: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    digest: str = ""
