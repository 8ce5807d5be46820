"""Where a build begins: with the shortest way that may do."""

import gc
import time

from generator.pipeline.request import BuildRequest, BuildResult
from generator.pipeline.unchanged import before, unchanged


def build(request: BuildRequest) -> BuildResult:
    """
    Build and publish the site, if anything has changed.

    Raises:
        Problems: All mistakes of the run; nothing is published.
        LeakError: Sealed text was found in the output; nothing is published.
    """
    result = _short(request)
    if result is None:
        from generator.pipeline.build import full_build

        result = full_build(request)
    return result


def _short(request: BuildRequest) -> BuildResult | None:
    """Return what a build gives that has little or nothing to do; None if that is not known without a full one."""
    began = time.monotonic()
    # What it loads is a hundred thousand small values, for a moment: looking for cycles among them takes a tenth of it.
    is_collecting = gc.isenabled()
    gc.disable()
    try:
        found = before(request)
        result = unchanged(request, found, began) if found else None
        if result is None and found:
            from generator.pipeline.narrow import narrow_build

            result = narrow_build(request, found, began)
        return result
    finally:
        if is_collecting:
            gc.enable()
