"""What a build is asked for, and what it works on before it reads any document."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path

from generator.desk.read.data import read_data
from generator.desk.read.settings import read_settings
from generator.desk.read.theme import read_theme
from generator.desk.seal.keyset import load_keyset
from generator.engine.digest import digest_of
from generator.errors import Problems, SourceError
from generator.model.config import SiteConfig
from generator.model.data import SiteData
from generator.model.theme import Theme
from generator.paywall.keys import Keyset

WORKSPACE = ".marbre"


@dataclass(frozen=True, slots=True)
class BuildRequest:
    """
    What a build is asked for. Clock, environment and choices come in here and nowhere else.

    Attributes:
        site_file: The publication's site.yaml; its folder is the site's.
        output: Folder to publish into, None for the site's setting.
        now: Decides what is future and what has expired.
        jobs: Processes at most.
        clean: Makes everything, whatever the cache says.
        marks: Keeps drafts and future documents marked, as the preview shows them.
    """

    site_file: Path
    now: datetime
    output: Path | None = None
    drafts: bool = False
    future: bool = False
    jobs: int = 1
    clean: bool = False
    strict: bool = False
    environment: Mapping[str, str] = field(default_factory=dict, repr=False)


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
        key = self.keyset.primary
        return bytes.fromhex(digest_of("marbre cache", self.keyset.site, key.kid, key.root.value))


def open_site(request: BuildRequest) -> Site:
    """
    Return the site that *request* is about.

    Raises:
        Problems: All that is wrong with settings, theme, data and keyset, at once.
    """
    config = read_settings(request.site_file)
    root = request.site_file.absolute().parent
    workspace = root / WORKSPACE
    errors: list[SourceError] = []
    theme: Theme | None = None
    data: SiteData | None = None
    keyset: Keyset | None = None
    try:
        theme = read_theme(root, config.theme)
    except Problems as problems:
        errors += problems.errors
    try:
        data = read_data(root, config)
    except Problems as problems:
        errors += problems.errors
    try:
        keyset = load_keyset(workspace, config.keyservice.site, request.environment, request.now)
    except SourceError as error:
        errors.append(error)
    if theme is None or data is None or keyset is None:
        raise Problems(errors)
    output = request.output.absolute() if request.output else root / config.output
    return Site(root, workspace, output, config, theme, data, keyset)
