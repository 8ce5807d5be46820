"""Where the time of a build went."""

import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field


@dataclass(slots=True)
class Timing:
    """
    Attributes:
        stages: Wall-clock seconds of each stage, in the order of the build.
        documents: Seconds that rendering and sealing took of each document that was rendered, by its source.
    """

    stages: dict[str, float] = field(default_factory=dict)
    documents: dict[str, float] = field(default_factory=dict)

    @contextmanager
    def stage(self, name: str) -> Iterator[None]:
        """Add the time of a block to a stage."""
        began = time.monotonic()
        try:
            yield
        finally:
            self.stages[name] = self.stages.get(name, 0.0) + time.monotonic() - began

    def slowest(self, count: int = 10) -> list[tuple[str, float]]:
        """Return the documents that took longest."""
        return sorted(self.documents.items(), key=lambda item: -item[1])[:count]
