"""What a build keeps for the next one beside its records: its state, the frame of the site, and which output the cache is of."""

from contextlib import suppress
from datetime import datetime
from pathlib import Path

from generator.desk.seal.private import Safe
from generator.engine.cache import Cache
from generator.engine.digest import digest_bytes
from generator.model.record import Private
from generator.model.state import State
from generator.pipeline.differing import Inputs, look
from generator.pipeline.inputs import Input, Ledger
from generator.pipeline.request import BuildRequest, BuildResult
from generator.pipeline.site import Site
from generator.pipeline.stored import options, write_state
from generator.press.write.manifest import manifest_mark

FRAME, PUBLISHED = "frame", "published"


def keep_frame(cache: Cache, frame: bytes) -> None:
    """Keep what the next build needs if only bodies change, as layout left it."""
    cache.put_many(FRAME, {FRAME: frame})


def keep_mark(cache: Cache, output: Path, workspace: Path) -> None:
    """Keep what stands for the published files that the cache knows: it may serve several folders, in turn."""
    cache.put_many(FRAME, {PUBLISHED: manifest_mark(output, workspace).encode()})


def keep_state(
    site: Site,
    request: BuildRequest,
    result: BuildResult,
    inputs: dict[str, Input],
    service: str,
    until: datetime | None,
    version: str,
) -> None:
    """
    Keep what the next build needs to see that it has nothing to do.

    *service* is the text for the key service; *until* is when lists of the newest change by themselves, or None.
    """
    warnings = Safe(site.secret).conceal(Private(warnings=result.warnings)) if result.warnings else b""
    # Whoever saves while a build runs, and takes it back, leaves the bytes that were there and another time.
    found: Inputs = {}
    with suppress(OSError):  # it is published: nothing is left to fail, and who could not look has seen nothing
        found = look(request)
    seen = Ledger(site.secret, str(request.root)).doubted(inputs, found)
    state = State(
        options=options(request),
        inputs=seen,
        until=min((moment for moment in (until, result.next_publication) if moment), default=None),
        output=site.config.output,
        pages=result.pages,
        sealed=result.sealed,
        documents=result.rendered + result.reused,
        next_publication=result.next_publication,
        marked=dict(result.marked),
        warnings=warnings,
        manifest=manifest_mark(site.output, site.workspace),
        service=digest_bytes(service.encode()),
        version=version,
    )
    write_state(request, site.keyset, state)
