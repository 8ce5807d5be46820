"""The corpus as a site of each engine, in the engine's own conventions, with equal plain themes."""

from benchmarks.engines import eleventy, hugo, marbre, mkdocs, pelican
from benchmarks.engines.engine import Engine

ENGINES: dict[str, Engine] = {
    engine.name: engine for engine in (marbre.ENGINE, hugo.ENGINE, eleventy.ENGINE, pelican.ENGINE, mkdocs.ENGINE)
}

__all__ = ["ENGINES", "Engine"]
