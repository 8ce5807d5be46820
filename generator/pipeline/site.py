"""What a build works on before it reads any document."""

from pathlib import Path

from msgspec import Struct

from generator.model.config import SiteConfig
from generator.model.data import SiteData
from generator.model.theme import Theme
from generator.paywall.keys import Keyset
from generator.pipeline.stored import secret_of


class Site(Struct, frozen=True):
    """
    A publication opened: settings, theme, data and keys, all read and all valid.

    Attributes:
        settings: SHA-256 of the file of settings, if this build has read it.
    """

    root: Path
    workspace: Path
    output: Path
    config: SiteConfig
    theme: Theme
    data: SiteData
    keyset: Keyset
    settings: str = ""

    @property
    def secret(self) -> bytes:
        """What only builds with this keyset know: it signs the cache."""
        return secret_of(self.keyset)
