"""A build with no change: it opens no source file, writes nothing, and imports neither Markdown, Jinja2 nor cryptography."""

import time

from msgspec.structs import replace

from generator.errors import Warning_
from generator.model.state import State
from generator.pipeline.differing import Before
from generator.pipeline.request import BuildRequest, BuildResult
from generator.pipeline.stored import output_of, stamp_of, warnings_of, write_state


def unchanged(request: BuildRequest, found: Before, began: float) -> tuple[BuildResult, Before] | None:
    """Return what the last build answered and what it left, if nothing has changed since; None if a build has to find out."""
    state = found.state
    warnings = warnings_of(state, found.keyset)
    if found.changed or found.added or warnings is None or (warnings and request.strict):
        return None
    if found.inputs != state.inputs:
        state = replace(state, inputs=found.inputs)
        write_state(request, found.keyset, state)
    return answered(request, state, warnings, began), replace(found, state=state, stamp=stamp_of(request))


def answered(request: BuildRequest, state: State, warnings: tuple[Warning_, ...], began: float) -> BuildResult:
    """Return what *state* says of a build in which nothing was made."""
    return BuildResult(
        pages=state.pages,
        sealed=state.sealed,
        rendered=0,
        reused=state.documents,
        made=0,
        written=(),
        removed=(),
        warnings=warnings,
        next_publication=state.next_publication,
        seconds=time.monotonic() - began,
        output=output_of(request, state),
        marked=state.marked,
    )
