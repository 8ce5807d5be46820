"""What a build works on before it reads any document."""

from dataclasses import dataclass
from pathlib import Path

from generator.model.config import SiteConfig
from generator.model.data import SiteData
from generator.model.theme import Theme
from generator.paywall.keys import Keyset
from generator.pipeline.stored import secret_of


@dataclass(frozen=True, slots=True)
class Site:
    """A publication opened: settings, theme, data and keys, all read and all valid."""

    root: Path
    workspace: Path
    output: Path
    config: SiteConfig
    theme: Theme
    data: SiteData
    keyset: Keyset

    @property
    def secret(self) -> bytes:
        """What only builds with this keyset know: it signs the cache."""
        return secret_of(self.keyset)
