"""What a build is asked for, and what it answers. Light: a build with no change imports little else."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

from generator.errors import Warning_

if TYPE_CHECKING:
    from generator.engine.executor import Executor

WORKSPACE = ".marbre"
SERVICE_FILE = "service.json"  # in the workspace: what the key service must know of the site


@dataclass(frozen=True, slots=True)
class BuildRequest:
    """
    What a build is asked for. Clock, environment and choices come in here and nowhere else.

    Attributes:
        site_file: The publication's site.yaml; its folder is the site's.
        output: Folder to publish into, None for the site's setting.
        now: Decides what is future and what has expired.
        jobs: Processes at most.
        executor: Where documents are rendered and pages laid out, None for this machine.
        clean: Makes everything, whatever the cache says.
        indexes: Makes the search index, if the site has one; a preview makes it when somebody searches.
    """

    site_file: Path
    now: datetime
    output: Path | None = None
    drafts: bool = False
    future: bool = False
    jobs: int = 1
    executor: "Executor | None" = None
    clean: bool = False
    indexes: bool = True
    strict: bool = False
    environment: Mapping[str, str] = field(default_factory=dict, repr=False)

    @property
    def root(self) -> Path:
        """The site's folder."""
        return self.site_file.absolute().parent

    @property
    def workspace(self) -> Path:
        """Where caches and the state of outputs are kept."""
        return self.root / WORKSPACE

    @property
    def kind(self) -> str:
        """`preview` or `build`: a preview with drafts must not make the next build forget everything, nor the reverse."""
        return "preview" if self.drafts or self.future else "build"

    @property
    def cache_file(self) -> Path:
        """The cache of this kind of build."""
        return self.workspace / f"cache-{self.kind}.sqlite3"


@dataclass(frozen=True, slots=True)
class BuildResult:
    """
    What a build did; counts as in interface.md, section 1.

    Attributes:
        pages: HTML files of the output.
        sealed: Sections.
        rendered, reused: Documents whose Markdown ran, and those taken from the cache.
        encoded: Pictures made and not taken from the shelf.
        made: Output files laid out anew, whether or not their bytes changed.
        next_publication: The next moment at which time alone changes the site.
        stages: Seconds of each stage.
        slowest: The documents that took longest to render, with seconds.
        marked: Address of each document that only a preview shows, with what it is: draft, future.
        seconds: Wall-clock time.
    """

    pages: int
    sealed: int
    rendered: int
    reused: int
    made: int
    written: tuple[str, ...]
    removed: tuple[str, ...]
    warnings: tuple[Warning_, ...]
    next_publication: datetime | None
    seconds: float
    output: Path
    marked: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    stages: Mapping[str, float] = field(default_factory=dict)
    slowest: tuple[tuple[str, float], ...] = ()
    encoded: int = 0
