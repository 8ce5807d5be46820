"""Where builds begin. What a build with no change does not need is imported after it was seen that there is one."""

from generator.pipeline.request import BuildRequest, BuildResult
from generator.pipeline.unchanged import unchanged


def build(request: BuildRequest) -> BuildResult:
    """
    Build and publish the site, if anything has changed.

    Raises:
        Problems: All mistakes of the run; nothing is published.
        LeakError: Sealed text was found in the output; nothing is published.
    """
    result = unchanged(request)
    if result is None:
        from generator.pipeline.build import full_build

        result = full_build(request)
    return result
