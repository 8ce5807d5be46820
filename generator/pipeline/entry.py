"""Where a build begins: with the shortest way that may do."""

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
    began = time.monotonic()
    found = before(request)
    result = unchanged(request, found, began) if found else None
    if result is None and found:
        from generator.pipeline.narrow import narrow_build

        result = narrow_build(request, found, began)
    if result is None:
        from generator.pipeline.build import full_build

        result = full_build(request)
    return result
