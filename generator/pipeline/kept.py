"""What a build keeps for the next one beside its records: the frame of the site, and which output the cache is of."""

from pathlib import Path

from generator.desk.seal.private import Safe
from generator.engine.cache import Cache
from generator.model.frame import Frame
from generator.pipeline.site import Site
from generator.press.write.manifest import manifest_mark

FRAME, PUBLISHED = "frame", "published"


def keep_frame(site: Site, cache: Cache, frame: Frame | None) -> None:
    """Keep what the next build needs if only bodies change; encrypted, for names of sealed files are in it."""
    cache.put_many(FRAME, {FRAME: Safe(site.secret).conceal(frame)})


def keep_mark(cache: Cache, output: Path, workspace: Path) -> None:
    """Keep what stands for the published files that the cache knows: it may serve several folders, in turn."""
    cache.put_many(FRAME, {PUBLISHED: manifest_mark(output, workspace).encode()})
