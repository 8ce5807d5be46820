"""Where a build begins: with the shortest way that may do."""

import gc
import time
from collections.abc import Collection, Mapping

from generator.errors import LeakError, Problems
from generator.pipeline.differing import Before, again, before
from generator.pipeline.inputs import Input
from generator.pipeline.request import BuildRequest, BuildResult
from generator.pipeline.unchanged import unchanged


def build(request: BuildRequest) -> BuildResult:
    """
    Build and publish the site, if anything has changed.

    Raises:
        Problems: All mistakes of the run; nothing is published.
        LeakError: Sealed text was found in the output; nothing is published.
    """
    return Builds(is_last=True).build(request)


class Builds:
    """The builds of one process, each of which may begin with what the one before left in memory."""

    def __init__(self, *, is_last: bool = False) -> None:
        """*is_last* says that the process has nothing else to do: then what a build leaves is not looked through."""
        self._left: Before | None = None
        self._is_last = is_last

    def build(self, request: BuildRequest, differing: Collection[str] | None = None) -> BuildResult:
        """
        Do what `build` does, and raise what it raises.

        Args:
            differing: Paths below the site's folder that may differ from what the last of these builds saw that came to
                a good end, if that is known; of content/ and themes/ no others are looked at then.
        """
        began = time.monotonic()
        left, self._left = self._left, None
        # What a short one loads is a hundred thousand small values, for a moment: looking for cycles takes a tenth of it.
        is_collecting = gc.isenabled()
        gc.disable()
        try:
            found = again(request, left, differing) if left and differing is not None else before(request)
            result = self._short(request, found, began) if found else None
        except Problems:
            self._left = left  # nothing was published
            raise
        finally:
            if is_collecting:
                if self._is_last:
                    gc.freeze()
                gc.enable()
        return result or self._full(request, left, found.inputs if found else None)

    def _full(self, request: BuildRequest, left: Before | None, inputs: Mapping[str, Input] | None) -> BuildResult:
        from generator.pipeline.build import full_build

        is_collecting = gc.isenabled()
        gc.enable()
        try:
            return full_build(request, inputs)
        except (Problems, LeakError):
            self._left = left
            raise
        finally:
            if not is_collecting:
                gc.disable()

    def _short(self, request: BuildRequest, found: Before, began: float) -> BuildResult | None:
        """Return what a build gives that has little or nothing to do; None if that is not known without a full one."""
        done = unchanged(request, found, began)
        if done is None:
            from generator.pipeline.narrow import narrow_build

            done = narrow_build(request, found, began)
        if done is None:
            return None
        result, self._left = done
        return result
